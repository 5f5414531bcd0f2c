"""A screen's copy of all received entities, and what changed since the last `take_changed`."""

from collections.abc import Callable, Iterable

from tests.releases.release_next.client.centre_view import CentreView
from tests.releases.release_next.client.changed import Changed, newer
from tests.releases.release_next.client.figure_tables import FigureTables
from tests.releases.release_next.domain.centre.state import (
    Agent,
    Call,
    Group,
    LedgerState,
    Membership,
    Monitor,
    Queue,
    Source,
    SourceStatus,
)
from tests.releases.release_next.domain.counts.figures import AnyEntity, Figures, Window
from tests.releases.release_next.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    GroupId,
    Key,
    QueueId,
    ScopeId,
    SourceId,
    source_of,
)
from tests.releases.release_next.feed.unread import KINDS, is_understood


class Store:
    """Entities by id; readers must not change them.

    Attributes:
        epoch: the gateway's run that all of this is from; empty before the first full state.
        seq: the last delta or full state that is included.
        members_of: the memberships of each queue, by agent.
        talking_with: the caller that each agent has now.
        lost_sources: the PBXs that are lost while others are not, and since when, epoch ms.
        not_understood: what this program cannot decode, or has unknown states.
        has_unknown_kinds: the gateway sends kinds that this program does not know.
        queue_now: each queue and group at this moment.
        intervals: of each queue and group whose charts were sent, by start.
        samples: of the same, by moment.
    """

    def __init__(self) -> None:
        self.epoch = ""
        self.seq = 0
        self._changed = Changed()
        self._clear()

    def _clear(self) -> None:
        self.sources: dict[SourceId, Source] = {}
        self.ledger: LedgerState | None = None
        self.queues: dict[QueueId, Queue] = {}
        self.groups: dict[GroupId, Group] = {}
        self.agents: dict[AgentId, Agent] = {}
        self.memberships: dict[Key, Membership] = {}
        self.calls: dict[CallId, Call] = {}
        self.monitors: dict[CommandId, Monitor] = {}
        self._tables = tables = FigureTables()
        self.figures, self.queue_now = tables.figures, tables.queue_now
        self.intervals, self.samples = tables.intervals, tables.samples
        self.queues_of: dict[AgentId, frozenset[QueueId]] = {}
        self._memberships_view: tuple[dict[Key, Membership], dict[AgentId, frozenset[QueueId]]] | None = None
        self.members_of: dict[QueueId, dict[AgentId, Membership]] = {}
        self.talking_with: dict[AgentId, CallId] = {}
        self.monitors_of: dict[AgentId, set[CommandId]] = {}
        self._agents_at: dict[CallId, set[AgentId]] = {}
        self.not_understood: set[Key] = set()
        self.lost_sources: dict[SourceId, int] = {}
        self.has_unknown_kinds = False

    def count(self) -> int:
        """Returns the number of entities."""
        people = len(self.agents) + len(self.memberships) + len(self.calls) + len(self.monitors)
        queues = len(self.sources) + len(self.queues) + len(self.groups)
        figures = len(self.figures) + len(self.queue_now)
        points = sum(map(len, self.intervals.values())) + sum(map(len, self.samples.values()))
        return people + queues + figures + points + len(self.not_understood)

    def replace(self, entities: Iterable[AnyEntity], unread: Iterable[Key] = ()) -> None:
        """Replaces everything by this full state; ``unread`` could not be decoded."""
        self._clear()
        for entity in entities:
            self.put(entity)
        for key in unread:
            self.leave_out(key)
        self._changed = Changed(everything=True)

    def take_changed(self) -> Changed:
        """Returns what changed since the last call."""
        changed, self._changed = self._changed, Changed()
        return changed

    def view(self) -> CentreView:
        """Returns an immutable copy of the current state."""
        if self._memberships_view is None:  # so many that they are copied only after a change
            self._memberships_view = self.memberships.copy(), self.queues_of.copy()
        memberships, queues_of = self._memberships_view
        return CentreView(
            sources=self.sources.copy(),
            queues=self.queues.copy(),
            agents=self.agents.copy(),
            memberships=memberships,
            queues_of=queues_of,
            calls=self.calls.copy(),
            monitors=self.monitors.copy(),
        )

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether the queue exists; hidden ones are never sent."""
        return queue_id in self.queues

    def put(self, entity: AnyEntity) -> None:
        """Stores an entity's newest value; one older than the stored one is ignored."""
        self._judge(entity)
        match entity:
            case Source():
                if newer(self.sources, entity.id, entity):
                    self._listen()
            case LedgerState():
                self.ledger = entity
            case Queue() | Group():
                table = self.queues if isinstance(entity, Queue) else self.groups
                if newer(table, entity.id, entity):
                    self._changed.scopes.add(entity.id)
            case Agent():
                self._put_agent(entity)
            case Membership():
                self._put_member(entity)
            case Call():
                self._put_call(entity)
            case Monitor():
                self._put_monitor(entity)
            case _:
                self._tables.put(entity, self._changed)

    def _put_member(self, member: Membership) -> None:
        if newer(self.memberships, member.key, member):
            self.queues_of[member.agent_id] = self.queues_of.get(member.agent_id, frozenset()) | {member.queue_id}
            self._memberships_view = None
            self.members_of.setdefault(member.queue_id, {})[member.agent_id] = member
            self._changed.agents.add(member.agent_id)

    def _judge(self, entity: AnyEntity) -> None:
        """Records whether this program understands all of an entity."""
        if isinstance(entity, Figures) and entity.window is Window.UNKNOWN:
            self.has_unknown_kinds = True
        if not is_understood(entity):
            self.not_understood.add(entity.key)
        elif self.not_understood:
            self.not_understood.discard(entity.key)

    def agents_at(self, call_id: CallId) -> set[AgentId]:
        """Returns the agents who have a call, or are rung by it, by the call or by the agent's own state."""
        call = self.calls.get(call_id)
        own = set() if call is None or call.agent_id is None else {call.agent_id}
        return own | self._agents_at.get(call_id, set())

    def _put_agent(self, agent: Agent) -> None:
        old = self.agents.get(agent.id)
        if not newer(self.agents, agent.id, agent):
            return
        if old is not None:
            self._leave_call(old)
        if agent.call_id is not None:
            self._agents_at.setdefault(agent.call_id, set()).add(agent.id)
        self._changed.agents.add(agent.id)

    def _leave_call(self, agent: Agent) -> None:
        if agent.call_id is not None and (agents := self._agents_at.get(agent.call_id)) is not None:
            agents.discard(agent.id)
            if not agents:
                del self._agents_at[agent.call_id]

    def _put_monitor(self, monitor: Monitor) -> None:
        old = self.monitors.get(monitor.id)
        if not newer(self.monitors, monitor.id, monitor):
            return
        if old is not None:
            self._end_monitor(old)
        self.monitors_of.setdefault(monitor.agent_id, set()).add(monitor.id)
        self._changed.agents.add(monitor.agent_id)

    def _end_monitor(self, monitor: Monitor) -> None:
        self.monitors_of[monitor.agent_id].discard(monitor.id)
        self._changed.agents.add(monitor.agent_id)

    def _put_call(self, call: Call) -> None:
        old = self.calls.get(call.id)
        if not newer(self.calls, call.id, call):
            return
        if old is not None:
            self._let_go(old)
        if call.agent_id is not None and call.is_with_agent:
            self.talking_with[call.agent_id] = call.id
        self._touch_call(call)

    def _let_go(self, call: Call) -> None:
        if call.agent_id is not None:
            if self.talking_with.get(call.agent_id) == call.id:
                del self.talking_with[call.agent_id]
            self._changed.agents.add(call.agent_id)

    def _touch_call(self, call: Call) -> None:
        self._changed.calls.add(call.id)
        self._changed.agents |= self.agents_at(call.id)
        if call.agent_id is not None:
            self._changed.agents.add(call.agent_id)

    def remove(self, key: Key) -> None:
        """Removes an entity; an unknown one is ignored."""
        self.not_understood.discard(key)
        if (gone := _GONE.get(key.kind)) is not None:
            gone(self, key)

    def leave_out(self, key: Key) -> None:
        """Removes an entity whose newest value cannot be decoded; its old value is no longer valid."""
        if key.kind in KINDS:
            self.remove(key)
            self.not_understood.add(key)
        else:
            self.has_unknown_kinds = True

    def forget_series(self, but: ScopeId) -> None:
        """Drops the charts of all queues and groups but one: they are no longer sent and would have holes."""
        self._tables.forget_series(but, self._changed)

    def _source_gone(self, key: Key) -> None:
        if self.sources.pop(SourceId(key.id), None) is not None:
            self._listen()

    def _queue_gone(self, key: Key) -> None:
        if (queue := self.queues.pop(QueueId(key.id), None)) is not None:
            self._changed.scopes.add(queue.id)

    def _group_gone(self, key: Key) -> None:
        if (group := self.groups.pop(GroupId(key.id), None)) is not None:
            self._changed.scopes.add(group.id)

    def _agent_gone(self, key: Key) -> None:
        agent = self.agents.pop(AgentId(key.id), None)
        if agent is not None:
            self._leave_call(agent)
            self._changed.agents.add(agent.id)

    def _membership_gone(self, key: Key) -> None:
        member = self.memberships.pop(key, None)
        if member is not None:
            self.queues_of[member.agent_id] -= {member.queue_id}
            self._memberships_view = None
            self.members_of[member.queue_id].pop(member.agent_id, None)
            self._changed.agents.add(member.agent_id)

    def _call_gone(self, key: Key) -> None:
        call = self.calls.pop(CallId(key.id), None)
        if call is not None:
            self._let_go(call)
            self._touch_call(call)

    def _monitor_gone(self, key: Key) -> None:
        monitor = self.monitors.pop(CommandId(key.id), None)
        if monitor is not None:
            self._end_monitor(monitor)

    def _figures_gone(self, key: Key) -> None:
        self._tables.figures_gone(key, self._changed)

    def _now_gone(self, key: Key) -> None:
        self._tables.now_gone(key, self._changed)

    def _series_gone(self, key: Key) -> None:
        self._tables.series_gone(key, self._changed)

    def has(self, scope: ScopeId, queue_id: QueueId) -> bool:
        """Whether a queue is in a scope, or is it; `ALL` has every queue that is sent."""
        if scope in (ALL, queue_id):
            return True
        group = self.groups.get(GroupId(scope))
        return group is not None and queue_id in group.queue_ids

    def as_of_ms(self, id_: str) -> int:
        """The moment of a lost PBX's queue, agent or caller, epoch ms; 0 while the PBX is connected."""
        return self.lost_sources.get(source_of(id_), 0) if self.lost_sources else 0

    def _listen(self) -> None:
        """Updates which PBXs are lost; where all are, everything is as of then and no part differs."""
        silent = {one.id: one.since_ms for one in self.sources.values() if one.status is not SourceStatus.UP}
        lost_sources = silent if len(silent) < len(self.sources) else {}
        if lost_sources != self.lost_sources:
            self.lost_sources = lost_sources
            self._changed.lost_sources = True

    @property
    def day_start_ms(self) -> int:
        """Returns where the site's day began; 0 before the first figures."""
        total = self.figures.get((ALL, Window.TODAY))
        return 0 if total is None else total.since_ms


_GONE: dict[str, Callable[[Store, Key], None]] = {
    "source": Store._source_gone,
    "queue": Store._queue_gone,
    "group": Store._group_gone,
    "agent": Store._agent_gone,
    "membership": Store._membership_gone,
    "call": Store._call_gone,
    "monitor": Store._monitor_gone,
    "figures": Store._figures_gone,
    "now": Store._now_gone,
    "interval": Store._series_gone,
    "sample": Store._series_gone,
}
