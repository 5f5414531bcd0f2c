"""Checks of ``gateway.toml`` beyond single values: names of tables, combinations and references."""

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import ALL, PBX, is_group_name, is_source_name
from wallboard.gateway.fanout.addresses import networks
from wallboard.gateway.setup.history_url import wrong_with
from wallboard.gateway.setup.queue_tables import unknown_source
from wallboard.gateway.setup.tables import ClientEntry, Listen
from wallboard.host.addresses import is_loopback
from wallboard.host.time_zone import find_zone

if TYPE_CHECKING:
    from wallboard.gateway.setup.config import GatewayConfig

_TWICE: Final = re.compile(r"\('(sources|groups|queues)', '([^']*)'\) twice")
_CLOSE: Final = 0.75
"""How alike a misspelt name of a table is; [queues] is less like [sources]."""
_EXAMPLE: Final = '[sources.NAME] with kind = "asterisk", say'


def duplicate_table(words: str) -> str:
    """Explains a TOML error about a duplicate table by its name; empty for any other error."""
    if (found := _TWICE.search(words)) is None:
        return ""
    return f"[{found[1]}.{found[2]}] occurs twice; each table needs its own name"


def with_sources(tree: dict[str, Any], file: str) -> tuple[dict[str, Any], bool]:
    """Returns the content with its one ``[pbx]`` as the source of that name, and whether it was written so."""
    old = tree.get("pbx")
    if old is None:
        _check_sources(tree, file)
        return tree, False
    if "sources" in tree:
        raise ConfigError(
            f"{file}: [pbx] and [sources] are both present and mean the same: write [sources.pbx] instead of [pbx]."
        )
    if isinstance(old, list):
        raise ConfigError(
            f"{file}: [[pbx]] is more than one PBX: give each a table of its own with a name, [sources.NAME]."
        )
    return {**{key: value for key, value in tree.items() if key != "pbx"}, "sources": {PBX: old}}, True


def as_written(words: str, *, has_old_table: bool) -> str:
    """Rewrites a message about a source's table by the name that the file uses."""
    return words.replace(f"[sources.{PBX}]", "[pbx]").replace(f"[sources] {PBX}", "pbx") if has_old_table else words


def _check_sources(tree: Mapping[str, object], file: str) -> None:
    sources = tree.get("sources")
    if not isinstance(sources, dict) or not sources:
        is_list = isinstance(sources, list)
        words = "[[sources]] has double brackets" if is_list else "there is no PBX"
        if close := [*_like("sources", tree), *_like(PBX, tree)]:
            words += f"; [{close[0]}] has no meaning, is [sources] meant?"
        raise ConfigError(f"{file}: {words}: write a table for each PBX, {_EXAMPLE}.")
    for name in sources:
        if not is_source_name(name):
            raise ConfigError(
                f"{file}: [sources.{name}]: a source's name is up to 32 lower-case letters, digits, - and _, and "
                "begins with a letter or a digit."
            )


def _like(name: str, tree: Mapping[str, object]) -> list[str]:
    """Returns the tables whose name is nearly ``name``."""
    return difflib.get_close_matches(name, tree.keys() - {name}, 1, _CLOSE)


def check(config: "GatewayConfig", file: str, *, has_old_table: bool) -> None:
    """Raises `ConfigError` for the first fault."""
    for words in _faults(config):
        raise ConfigError(f"{file}: {as_written(words, has_old_table=has_old_table)}.")


def _faults(config: "GatewayConfig") -> Iterator[str]:
    yield from _of_listen(config.listen)
    for name, source in config.sources.items():
        if fault := source.fault():
            yield f"[sources.{name}] {fault}"
    yield from _of_same_pbx(config)
    if find_zone(config.site.time_zone) is None:
        yield (
            f"[site] time_zone {config.site.time_zone!r} is not known; "
            "allowed are the names of the tz database, such as 'Europe/Lisbon' or 'UTC'"
        )
    if config.history.url and (fault := wrong_with(config.history.url)):
        yield f"[history] url {fault}"
    yield from _of_queue_keys(config)
    yield from _of_groups(config)
    yield from _of_clients(config.clients)


def _of_same_pbx(config: "GatewayConfig") -> Iterator[str]:
    """Rejects one PBX as two sources: each caller and each agent would count twice."""
    by_address: dict[tuple[str, int], str] = {}
    for name, source in config.sources.items():
        if (account := source.account) is None:
            continue
        other = by_address.setdefault((account.host.casefold(), account.port), name)
        if other != name:
            yield (
                f"[sources.{name}] and [sources.{other}] are the same PBX, {account.host} port {account.port}: "
                "each caller would count twice; remove one of them, or correct its host"
            )


def _of_listen(listen: Listen) -> Iterator[str]:
    if not is_loopback(listen.address) and not (listen.tls_certificate and listen.tls_key):
        yield (
            f"[listen] address {listen.address!r} can be reached from other machines, so tls_certificate "
            "and tls_key (two PEM files) are required; or set it to 127.0.0.1, for this machine only"
        )
    if bool(listen.tls_certificate) != bool(listen.tls_key):
        yield "[listen] tls_certificate and tls_key go together; only one of them is set"
    try:
        networks(listen.trusted_proxies)
    except ValueError as error:
        yield f"[listen] trusted_proxies: {error}; allowed are addresses and networks"


def _of_queue_keys(config: "GatewayConfig") -> Iterator[str]:
    tables: Mapping[str, Mapping[str, object]] = {
        "queues": config.queues,
        "goals.queues": config.goals.queues,
        "wrap_up": config.wrap_up,
    }
    there, first = ", ".join(config.sources), next(iter(config.sources), "")
    for table, entries in tables.items():
        for key in entries:
            if unknown := unknown_source(key, config.sources):
                yield (
                    f"[{table}] {key!r} names the unknown source {unknown!r}; there are: {there}. "
                    f"A queue whose own name has a colon is written with its source: {f'{first}:{key}'!r}"
                )


def _of_groups(config: "GatewayConfig") -> Iterator[str]:
    for id_, group in config.groups.items():
        if not is_group_name(id_):
            yield (
                f"[groups.{id_}]: a group's id is up to 64 lower-case letters, digits, - and _, and begins with a "
                "letter or a digit; its display name is the key name"
            )
        if id_ == ALL and group.queues:
            yield f"[groups.{ALL}] has every queue that is not hidden: leave queues out there"
        if id_ != ALL and not group.queues:
            yield f'[groups.{id_}] has no queues: write queues = ["sales", "support*"], say'
    for id_ in config.goals.groups.keys() - {*config.groups, ALL}:
        yield f"[goals.groups.{id_}] is for a group that does not exist: add [groups.{id_}] too"


def _of_clients(clients: list[ClientEntry]) -> Iterator[str]:
    """Rejects a token of two clients: it would not be clear who connects, and with what rights."""
    by_name: set[str] = set()
    by_token: dict[str, str] = {}
    for client in clients:
        if client.name in by_name:
            yield f"[[clients]] name {client.name!r} occurs twice; each client needs its own"
        by_name.add(client.name)
        other = by_token.setdefault(client.token_sha256, client.name)
        if other != client.name:
            yield (
                f"[[clients]] {other!r} and {client.name!r} have the same token_sha256; each needs its "
                "own: remove one of them and add it again with `wallboard gateway token add`"
            )
