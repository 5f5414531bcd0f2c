"""The whole current state: its entities by their ids, and what is looked up beside them."""

from dataclasses import dataclass, field

from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.centre.shown_names import AgentNames
from wallboard.domain.centre.state import (
    Agent,
    Call,
    CallPhase,
    Group,
    Membership,
    Monitor,
    Queue,
    Source,
    SourceStatus,
)
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.ids import AgentId, CallId, CommandId, GroupId, Key, QueueId, ScopeId, SourceId

_LEAVING = CallPhase.LEAVING
"""Read for each change of a caller; off its enumeration a member costs more, see `counts/thresholds`."""


@dataclass(slots=True)
class State:
    """The whole current state.

    Only `reducer.apply` changes it; the entities in it are frozen.

    Attributes:
        version: the highest revision given so far.
        queues_of: for each agent the queues that they are a member of.
        paused_in: of these, for each agent who is paused anywhere, the queues where that is so.
        waiting: for each queue the callers that wait now.
        leaving: for each queue the callers that left it unanswered and may come back.
        positions: the positions of waiting callers in their queues, from 1; none where the PBX has none.
        last_handled: each agent's last call and talk time, so that its end, if repeated, counts once.
        removed_queues: queues that existed before; the last of their calls may still be in progress.
        goals: the goals where the PBX sets none.
        queue_names, agent_names: the PBXs' own names of queues and agents.
        service_levels_s: the threshold that the PBX reported for a queue.
        listings: how queues are listed, and which are hidden.
        group_rules: which queues belong to which groups.
        groups_of: for each queue that exists or existed the groups that it counts in.
        out_of_sight: the agents who work for a hidden queue now, or did last, and for which call.
    """

    sources: dict[SourceId, Source] = field(default_factory=dict)
    queues: dict[QueueId, Queue] = field(default_factory=dict)
    groups: dict[GroupId, Group] = field(default_factory=dict)
    agents: dict[AgentId, Agent] = field(default_factory=dict)
    memberships: dict[Key, Membership] = field(default_factory=dict)
    calls: dict[CallId, Call] = field(default_factory=dict)
    monitors: dict[CommandId, Monitor] = field(default_factory=dict)
    version: int = 0
    queues_of: dict[AgentId, set[QueueId]] = field(default_factory=dict)
    paused_in: dict[AgentId, set[QueueId]] = field(default_factory=dict)
    waiting: dict[QueueId, set[CallId]] = field(default_factory=dict)
    leaving: dict[QueueId, set[CallId]] = field(default_factory=dict)
    positions: dict[CallId, int] = field(default_factory=dict)
    last_handled: dict[AgentId, tuple[CallId, int]] = field(default_factory=dict)
    removed_queues: set[QueueId] = field(default_factory=set)
    goals: Goals = field(default_factory=Goals)
    queue_names: dict[QueueId, str] = field(default_factory=dict)
    agent_names: AgentNames = field(default_factory=AgentNames)
    service_levels_s: dict[QueueId, float] = field(default_factory=dict)
    listings: Listings = field(default_factory=Listings)
    group_rules: Groups = field(default_factory=Groups)
    groups_of: dict[QueueId, tuple[GroupId, ...]] = field(default_factory=dict)
    out_of_sight: dict[AgentId, CallId] = field(default_factory=dict)

    def next_rev(self) -> int:
        """Returns a revision that was never given before."""
        self.version += 1
        return self.version

    def place_call(self, call: Call) -> None:
        """Files a call under its queue's waiting callers, or under those who are leaving it."""
        for table, is_there in ((self.waiting, call.is_waiting), (self.leaving, call.phase is _LEAVING)):
            if is_there:
                table.setdefault(call.queue_id, set()).add(call.id)
            else:
                table.get(call.queue_id, set()).discard(call.id)
        if not call.is_waiting:
            self.positions.pop(call.id, None)

    def displace_call(self, call: Call) -> None:
        """Removes a call from its queue's callers."""
        for table in (self.waiting, self.leaving):
            table.get(call.queue_id, set()).discard(call.id)
        self.positions.pop(call.id, None)

    def set_position(self, call_id: CallId, position: int) -> None:
        """Stores a waiting caller's position; 0 for none."""
        if position:
            self.positions[call_id] = position
        else:
            self.positions.pop(call_id, None)

    def positions_in(self, scope: ScopeId) -> dict[CallId, int]:
        """Returns the positions of a queue's waiting callers; none for a group."""
        positions = self.positions
        waiting = self.waiting.get(QueueId(scope), ())
        return {call_id: positions[call_id] for call_id in waiting if call_id in positions}

    def observed_until_ms(self, source_id: SourceId, at_ms: int) -> int:
        """The moment up to which a source was observed: ``at_ms``, or when it was lost."""
        source = self.sources.get(source_id)
        return at_ms if source is None or source.status is SourceStatus.UP else min(at_ms, source.since_ms)

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether the queue exists and people may see it."""
        return queue_id in self.queues and not self.listings.hides(queue_id)

    def works_in_sight(self, agent_id: AgentId) -> bool:
        """Whether an agent is visible: one in hidden queues alone is not."""
        queue_ids = self.queues_of.get(agent_id)
        return not queue_ids or not all(map(self.listings.hides, queue_ids))

    def hides(self, scope: ScopeId) -> bool:
        """Whether figures belong to a hidden queue."""
        return scope not in self.groups and self.listings.hides(QueueId(scope))
