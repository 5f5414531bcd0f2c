"""What the rules of actions read: a protocol of the gateway's state and of a screen's copy of it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from tests.releases.release_next.domain.centre.state import Agent, Call, Membership, Monitor, Queue, Source
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId


class Centre(Protocol):
    """The current state, read-only."""

    @property
    def sources(self) -> Mapping[SourceId, Source]:
        """The PBXs."""

    @property
    def queues(self) -> Mapping[QueueId, Queue]:
        """The queues; check `is_listed` where it matters that people may see one."""

    @property
    def agents(self) -> Mapping[AgentId, Agent]:
        """The agents."""

    @property
    def memberships(self) -> Mapping[Key, Membership]:
        """Which agents are members of which queues."""

    @property
    def queues_of(self) -> Mapping[AgentId, AbstractSet[QueueId]]:
        """The queues that each agent is a member of."""

    @property
    def calls(self) -> Mapping[CallId, Call]:
        """The callers."""

    @property
    def monitors(self) -> Mapping[CommandId, Monitor]:
        """The running monitorings."""

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether the queue exists and people may see it."""
