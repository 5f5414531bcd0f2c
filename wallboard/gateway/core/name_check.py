"""Logs once the names in gateway.toml that no PBX has, and empty groups: they may be typing errors."""

import logging

from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.grouping import name_for_groups
from wallboard.domain.ids import SourceId
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.group_check import (
    group_sentences,
    named_queues,
    same_name_sentences,
    unknown_sentences,
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
            names = {one.id: [name_for_groups(self._state, one)] for one in queues.values()}
            filled = {one.id for one in self._state.groups.values() if one.queue_ids}
            sentences += group_sentences(self._groups, names, filled)
            sentences += same_name_sentences(self._groups)
        for words in sentences:
            logger.warning("%s", words)
