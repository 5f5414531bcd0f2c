"""What a screen was told at one moment, as the rules of actions read it; nothing in it changes any more."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.releases.release_next.domain.centre.state import Agent, Call, Membership, Monitor, Queue, Source
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId


@dataclass(frozen=True, slots=True)
class CentreView:
    """A `Centre` to be handed from thread to thread."""

    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    queues: Mapping[QueueId, Queue] = field(default_factory=dict)
    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    memberships: Mapping[Key, Membership] = field(default_factory=dict)
    queues_of: Mapping[AgentId, frozenset[QueueId]] = field(default_factory=dict)
    calls: Mapping[CallId, Call] = field(default_factory=dict)
    monitors: Mapping[CommandId, Monitor] = field(default_factory=dict)

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether there is such a queue; hidden ones are not told."""
        return queue_id in self.queues
