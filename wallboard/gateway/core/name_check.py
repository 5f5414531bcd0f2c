"""Logs once the names in gateway.toml that no PBX has: they may be typing errors, and are otherwise harmless."""

import logging
from collections.abc import Mapping, Set

from wallboard.domain.centre.state import State
from wallboard.domain.ids import QueueId, SourceId, source_of
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.group_check import unused_sentences
from wallboard.gateway.setup.queue_tables import by_queue_id

logger = logging.getLogger(__name__)


class NameCheck:
    """Checks queues once their PBX has reported all, and groups once all PBXs have."""

    def __init__(self, config: GatewayConfig, state: State) -> None:
        self._state = state
        self._groups = config.domain_groups()
        tables: dict[str, Mapping[str, object]] = {
            "queues": config.queues,
            "goals.queues": config.goals.queues,
            "wrap_up": config.wrap_up,
        }
        self._named = {
            table: [set(by_queue_id({key: None}, config.sources)) for key in entries]
            for table, entries in tables.items()
        }
        self._unseen = {SourceId(name) for name in config.sources}

    def check(self, source_id: SourceId) -> None:
        """Checks the names once a PBX has reported its whole state; only the first time counts."""
        if source_id not in self._unseen:
            return
        self._unseen.remove(source_id)
        queues = self._state.queues
        for table, named in self._named.items():
            unknown = [ids for ids in named if self._is_complete_for(ids, source_id) and not ids & queues.keys()]
            if words := ", ".join(sorted(set[str]().union(*unknown))):
                logger.warning("[%s] in gateway.toml lists queues that the PBX does not have now: %s", table, words)
        if not self._unseen:
            for words in unused_sentences(self._groups, {one.id: [one.name] for one in queues.values()}):
                logger.warning("%s", words)

    def _is_complete_for(self, ids: Set[QueueId], source_id: SourceId) -> bool:
        """Whether the last of the PBXs that may have a queue has reported: one of them must have it."""
        sources = {source_of(queue_id) for queue_id in ids}
        return source_id in sources and not sources & self._unseen
