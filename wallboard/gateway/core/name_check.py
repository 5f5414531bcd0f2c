"""Logs once what gateway.toml names and no PBX has: that may be a typing mistake, and costs nothing else."""

import logging

from wallboard.domain.centre.state import State
from wallboard.domain.ids import SourceId, source_of
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.group_check import told_unused
from wallboard.gateway.setup.queue_tables import by_queue_id

logger = logging.getLogger(__name__)


class NameCheck:
    """Looks at queues when their PBX has told of all, and at groups when all PBXs have."""

    def __init__(self, config: GatewayConfig, state: State) -> None:
        self._state = state
        self._groups = config.domain_groups()
        self._listed = set(by_queue_id(config.queues, config.sources))
        self._unseen = {SourceId(name) for name in config.sources}

    def look(self, source_id: SourceId) -> None:
        """A PBX has told of everything there is; only the first time counts."""
        if source_id not in self._unseen:
            return
        self._unseen.remove(source_id)
        queues = self._state.queues
        listed = {queue_id for queue_id in self._listed if source_of(queue_id) == source_id}
        if unknown := sorted(listed - queues.keys()):
            logger.warning("[queues] in gateway.toml names what the PBX does not have now: %s", ", ".join(unknown))
        if not self._unseen:
            for words in told_unused(self._groups, {one.id: [one.name] for one in queues.values()}):
                logger.warning("%s", words)
