"""The configuration that the engine counts and lists by, at the start and after each reload."""

from datetime import datetime

from wallboard.domain.centre.listing import Listings
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.engine import Engine
from wallboard.domain.ids import SourceId
from wallboard.gateway.core.name_check import NameCheck
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_names import names_of


class CountingRules:
    """Goals, groups and the listing of queues, for one engine.

    Attributes:
        engine: the engine that counts by them.
    """

    def __init__(self, config: GatewayConfig, since_ms: int) -> None:
        """Creates the engine; the files of queues' names are read here and not again."""
        self._names = names_of(config)
        self._config = config
        self.engine = Engine(
            config.calendar(), config.domain_goals(), since_ms, self._listings(config), config.domain_groups()
        )
        self._name_check = NameCheck(config, self.engine.state)

    def _listings(self, config: GatewayConfig) -> Listings:
        return config.listings(self._names)

    def check(self, source_id: SourceId) -> None:
        """Logs what is configured but does not exist, once a PBX has reported its whole state."""
        self._name_check.check(source_id)

    def renew(self, config: GatewayConfig) -> list[str]:
        """Applies another configuration; returns the differences in words for the log."""
        old, self._config = self._config, config
        goals, groups, listings = config.domain_goals(), config.domain_groups(), self._listings(config)
        what = [
            word
            for word, is_other in (
                ("goals", goals != old.domain_goals()),
                ("groups", groups != old.domain_groups()),
                ("queues", listings != self._listings(old)),
            )
            if is_other
        ]
        if not what:
            return []
        self.engine.renew(goals=goals, groups=groups, listings=listings)
        if what != ["goals"]:
            self._check_names(config)
        return [f"other {' and '.join(what)}, today's counts recalculated{self._but_for()}"]

    def _check_names(self, config: GatewayConfig) -> None:
        self._name_check = NameCheck(config, self.engine.state)
        for source in list(self.engine.state.sources.values()):
            if source.status is SourceStatus.UP:
                self.check(source.id)

    def _but_for(self) -> str:
        """Returns which part of today is not recounted, for the log."""
        until_ms = self.engine.kept_until_ms
        if not until_ms:
            return ""
        clock = datetime.fromtimestamp(until_ms / 1000, self._config.calendar().zone)
        return f", except counts before {clock:%H:%M:%S}, which keep the old goals"
