"""A screen's copy of everything the gateway told it, and which of it changed since the last look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, assert_never

from tests.releases.release_0_1.domain.figures import AnyEntity, Figures, Interval, Pulse, Sample, Window
from tests.releases.release_0_1.domain.ids import ALL_QUEUES, AgentId, CallId, CommandId, LinkId, QueueId
from tests.releases.release_0_1.domain.state import Agent, Call, Key, LedgerState, Link, Membership, Monitor, Queue

SAMPLES_KEPT_MS = 3_600_000


@dataclass(slots=True)
class Changed:
    """What changed, by whom it shows at: an agent's memberships, call and monitor count for the agent.

    Links to PBXs are few and looked at every time. ``everything`` stands for all there is: a new full state.
    """

    everything: bool = False
    queues: set[QueueId] = field(default_factory=set)
    figures: set[QueueId] = field(default_factory=set)
    agents: set[AgentId] = field(default_factory=set)
    calls: set[CallId] = field(default_factory=set)
    series: set[QueueId] = field(default_factory=set)


class Store:
    """Entities by id; who reads may look but not change.

    Attributes:
        epoch: the gateway's run that all of this is from; empty before the first full state.
        seq: the last delta or full state that is in here.
        members_of: the memberships of each queue, by agent.
        talking_with: the caller that each agent has now.
        series: intervals by start and samples by moment, of each queue whose charts were sent.
    """

    def __init__(self) -> None:
        self.epoch = ""
        self.seq = 0
        self._changed = Changed()
        self._clear()

    def _clear(self) -> None:
        self.links: dict[LinkId, Link] = {}
        self.ledger: LedgerState | None = None
        self.queues: dict[QueueId, Queue] = {}
        self.agents: dict[AgentId, Agent] = {}
        self.memberships: dict[Key, Membership] = {}
        self.calls: dict[CallId, Call] = {}
        self.monitors: dict[CommandId, Monitor] = {}
        self.figures: dict[tuple[QueueId, Window], Figures] = {}
        self.pulses: dict[QueueId, Pulse] = {}
        self.intervals: dict[QueueId, dict[int, Interval]] = {}
        self.samples: dict[QueueId, dict[int, Sample]] = {}
        self.queues_of: dict[AgentId, set[QueueId]] = {}
        self.members_of: dict[QueueId, dict[AgentId, Membership]] = {}
        self.talking_with: dict[AgentId, CallId] = {}
        self.monitors_of: dict[AgentId, set[CommandId]] = {}
        self._agents_at: dict[CallId, set[AgentId]] = {}

    def count(self) -> int:
        """How many entities there are."""
        people = len(self.agents) + len(self.memberships) + len(self.calls) + len(self.monitors)
        queues = len(self.links) + len(self.queues) + len(self.figures) + len(self.pulses)
        return people + queues + sum(map(len, self.intervals.values())) + sum(map(len, self.samples.values()))

    def replace(self, entities: Iterable[AnyEntity]) -> None:
        """Forget all and take this full state instead."""
        self._clear()
        for entity in entities:
            self.put(entity)
        self._changed = Changed(everything=True)

    def take_changed(self) -> Changed:
        """What changed since this was last asked."""
        changed, self._changed = self._changed, Changed()
        return changed

    def put(self, entity: AnyEntity) -> None:
        """Take in an entity's newest value; one older than what is known is ignored."""
        match entity:
            case Link():
                _newer(self.links, entity.id, entity)
            case LedgerState():
                self.ledger = entity
            case Queue():
                if _newer(self.queues, entity.id, entity):
                    self._changed.queues.add(entity.id)
            case Agent():
                self._put_agent(entity)
            case Membership():
                if _newer(self.memberships, entity.key, entity):
                    self.queues_of.setdefault(entity.agent_id, set()).add(entity.queue_id)
                    self.members_of.setdefault(entity.queue_id, {})[entity.agent_id] = entity
                    self._changed.agents.add(entity.agent_id)
            case Call():
                self._put_call(entity)
            case Monitor():
                self._put_monitor(entity)
            case _:
                self._put_figure(entity)

    def _put_figure(self, entity: Figures | Pulse | Interval | Sample) -> None:
        queue_id = entity.queue_id
        match entity:
            case Figures():
                if _newer(self.figures, (queue_id, entity.window), entity):
                    self._changed.figures.add(queue_id)
                    if entity.window is Window.TODAY:
                        self._trim_intervals(queue_id, entity.since_ms)
            case Pulse():
                if _newer(self.pulses, queue_id, entity):
                    self._changed.figures.add(queue_id)
            case Interval():
                if _newer(self.intervals.setdefault(queue_id, {}), entity.start_ms, entity):
                    self._changed.series.add(queue_id)
            case Sample():
                samples = self.samples.setdefault(queue_id, {})
                if _newer(samples, entity.at_ms, entity):
                    self._changed.series.add(queue_id)
                    _trim(samples, entity.at_ms - SAMPLES_KEPT_MS)
            case _:
                assert_never(entity)

    def agents_at(self, call_id: CallId) -> set[AgentId]:
        """Who has a call, or is rung by it, by the call's own word or by the agent's."""
        call = self.calls.get(call_id)
        own = set() if call is None or call.agent_id is None else {call.agent_id}
        return own | self._agents_at.get(call_id, set())

    def _put_agent(self, agent: Agent) -> None:
        old = self.agents.get(agent.id)
        if not _newer(self.agents, agent.id, agent):
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
        if not _newer(self.monitors, monitor.id, monitor):
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
        if not _newer(self.calls, call.id, call):
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

    def remove(self, kind: str, id_: str) -> None:
        """An entity is no more; of an unknown one nothing is to be done."""
        if (gone := _GONE.get(kind)) is not None:
            gone(self, id_)

    def forget_series(self, but: QueueId) -> None:
        """Drop the charts of all queues but one: they are sent no longer and would have holes."""
        for table in (self.intervals, self.samples):
            for queue_id in [queue_id for queue_id in table if queue_id != but]:
                del table[queue_id]
                self._changed.series.add(queue_id)

    def _link_gone(self, id_: str) -> None:
        self.links.pop(LinkId(id_), None)

    def _queue_gone(self, id_: str) -> None:
        queue_id = QueueId(id_)
        if self.queues.pop(queue_id, None) is not None:
            self._changed.queues.add(queue_id)

    def _agent_gone(self, id_: str) -> None:
        agent = self.agents.pop(AgentId(id_), None)
        if agent is not None:
            self._leave_call(agent)
            self._changed.agents.add(agent.id)

    def _membership_gone(self, id_: str) -> None:
        member = self.memberships.pop(Key("membership", id_), None)
        if member is not None:
            self.queues_of[member.agent_id].discard(member.queue_id)
            self.members_of[member.queue_id].pop(member.agent_id, None)
            self._changed.agents.add(member.agent_id)

    def _call_gone(self, id_: str) -> None:
        call = self.calls.pop(CallId(id_), None)
        if call is not None:
            self._let_go(call)
            self._touch_call(call)

    def _monitor_gone(self, id_: str) -> None:
        monitor = self.monitors.pop(CommandId(id_), None)
        if monitor is not None:
            self._end_monitor(monitor)

    def _figures_gone(self, id_: str) -> None:
        queue_id, _, window = id_.rpartition("|")
        if window in set(Window) and self.figures.pop((QueueId(queue_id), Window(window)), None) is not None:
            self._changed.figures.add(QueueId(queue_id))

    def _pulse_gone(self, id_: str) -> None:
        if self.pulses.pop(QueueId(id_), None) is not None:
            self._changed.figures.add(QueueId(id_))

    def _trim_intervals(self, queue_id: QueueId, day_start_ms: int) -> None:
        if (intervals := self.intervals.get(queue_id)) and _trim(intervals, day_start_ms):
            self._changed.series.add(queue_id)

    @property
    def day_start_ms(self) -> int:
        """Where the site's day began; 0 before the first figures."""
        total = self.figures.get((ALL_QUEUES, Window.TODAY))
        return 0 if total is None else total.since_ms


def _newer(table: dict[Any, Any], table_key: object, entity: AnyEntity) -> bool:
    """Store ``entity`` unless it says nothing new, and tell whether it did."""
    old = table.get(table_key)
    if old is not None and (old.rev > entity.rev or old == entity):
        return False
    table[table_key] = entity
    return True


def _trim(series: dict[int, Any], from_ms: int) -> bool:
    """Drop what lies before ``from_ms``, and tell whether there was such; series come in order."""
    length = len(series)
    while series and (first_ms := next(iter(series))) < from_ms:
        del series[first_ms]
    return len(series) < length


_GONE: dict[str, Callable[[Store, str], None]] = {
    "link": Store._link_gone,
    "queue": Store._queue_gone,
    "agent": Store._agent_gone,
    "membership": Store._membership_gone,
    "call": Store._call_gone,
    "monitor": Store._monitor_gone,
    "figures": Store._figures_gone,
    "pulse": Store._pulse_gone,
}
