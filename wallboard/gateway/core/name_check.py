"""Logs once the names in gateway.toml that no PBX has: they may be typing errors, and are otherwise harmless."""

import logging

from wallboard.domain.centre.current_state import State
from wallboard.domain.ids import SourceId
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.group_check import (
    named_queues,
    same_name_sentences,
    unknown_sentences,
    unused_sentences,
)

logger = logging.getLogger(__name__)


class NameCheck:
    """Checks queues once their PBX has reported all, and groups once all PBXs have."""

    def __init__(self, config: GatewayConfig, state: State) -> None:
        self._state = state
        self._groups = config.domain_groups()
        self._named = named_queues(config)
        self._unseen = {SourceId(name) for name in config.sources}

    def check(self, source_id: SourceId) -> None:
        """Checks the names once a PBX has reported its whole state; only the first time counts."""
        if source_id not in self._unseen:
            return
        self._unseen.remove(source_id)
        queues = self._state.queues
        reported = [one for one in self._named if source_id in one.sources and not one.sources & self._unseen]
        sentences = unknown_sentences(reported, queues)
        if not self._unseen:
            sentences += unused_sentences(self._groups, {one.id: [one.name] for one in queues.values()})
            sentences += same_name_sentences(self._groups)
        for words in sentences:
            logger.warning("%s", words)
