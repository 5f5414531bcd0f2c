"""What the rules of actions read: the gateway's state and a screen's copy of it both have it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from tests.releases.release_next.domain.centre.state import Agent, Call, Membership, Monitor, Queue, Source
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId


class Centre(Protocol):
    """All that there is now, to be looked up and not to be changed."""

    @property
    def sources(self) -> Mapping[SourceId, Source]:
        """The PBXs."""

    @property
    def queues(self) -> Mapping[QueueId, Queue]:
        """The queues; ask `is_listed` where it matters that people may see one."""

    @property
    def agents(self) -> Mapping[AgentId, Agent]:
        """The agents."""

    @property
    def memberships(self) -> Mapping[Key, Membership]:
        """Which agents take the calls of which queues."""

    @property
    def queues_of(self) -> Mapping[AgentId, AbstractSet[QueueId]]:
        """For each agent the queues whose calls they take."""

    @property
    def calls(self) -> Mapping[CallId, Call]:
        """The callers."""

    @property
    def monitors(self) -> Mapping[CommandId, Monitor]:
        """The monitorings that run."""

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether there is such a queue, and people may see it."""
