"""Makes adapters of a configuration's sources, each with the settings that concern it."""

from functools import partial

from wallboard.domain.errors import ConfigError
from wallboard.gateway.core.source_runner import MakeAdapter
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.secret import find_secret
from wallboard.pbx.adapter import Adapter
from wallboard.pbx.kind import PbxConfig, SourceContext


def adapters_of(config: GatewayConfig) -> dict[str, MakeAdapter]:
    """Returns each source's adapter factory, by the source's name."""
    return {source: partial(build_adapter, config, source) for source in config.sources}


def build_adapter(config: GatewayConfig, source: str) -> Adapter:
    """Returns one source's adapter; `ConfigError` if a secret or a file that it needs is missing."""
    return config.sources[source].build(context_of(config, source))


def context_of(config: GatewayConfig, source: str) -> SourceContext:
    """Returns the settings of one source, its secret included; `ConfigError` if that is missing."""
    account = config.sources[source].account
    return config.context(source, "" if account is None else find_secret(source, account))


def chosen(config: GatewayConfig, source: str) -> tuple[str, PbxConfig]:
    """Returns the source that a command names by --source; without a name the only one.

    Raises `ConfigError` where it is not clear which one is meant.
    """
    there = ", ".join(config.sources)
    if source and source not in config.sources:
        raise ConfigError(f"There is no PBX {source!r} in the configuration. Choose one of: {there}.")
    if not source and len(config.sources) > 1:
        raise ConfigError(f"There are several PBXs. Choose one with --source NAME: {there}.")
    name = source or next(iter(config.sources))
    return name, config.sources[name]
