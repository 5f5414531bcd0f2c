"""An immutable copy of a screen's state, as the rules of actions read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.releases.release_next.domain.centre.state import Agent, Call, Membership, Monitor, Queue, Source
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId


@dataclass(frozen=True, slots=True)
class CentreView:
    """A `Centre` that can be passed between threads."""

    sources: Mapping[SourceId, Source] = field(default_factory=dict)
    queues: Mapping[QueueId, Queue] = field(default_factory=dict)
    agents: Mapping[AgentId, Agent] = field(default_factory=dict)
    memberships: Mapping[Key, Membership] = field(default_factory=dict)
    queues_of: Mapping[AgentId, frozenset[QueueId]] = field(default_factory=dict)
    calls: Mapping[CallId, Call] = field(default_factory=dict)
    monitors: Mapping[CommandId, Monitor] = field(default_factory=dict)

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether the queue exists; hidden ones are never sent."""
        return queue_id in self.queues
