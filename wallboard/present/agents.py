"""The agents' tiles, ordered by name; logged-out agents come last."""

from collections.abc import Iterable
from dataclasses import dataclass

from wallboard.client.store import Store
from wallboard.domain.actions.moves import agent_refusal
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import (
    Activity,
    Agent,
    Availability,
    Call,
    Direction,
    Membership,
    Monitor,
    membership_key,
)
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CommandId,
    QueueId,
    ScopeId,
)
from wallboard.present.frame import AgentRow, PausedIn
from wallboard.present.names import caller_name, in_places, queue_name, queue_names
from wallboard.present.pending import Marks

_IN_CALL = (Activity.TALKING, Activity.HOLD)


@dataclass(frozen=True, slots=True)
class AgentView:
    """The user and its monitorings: those that ``user`` began are its own, as are ``own_monitors``."""

    store: Store
    scope: ScopeId
    marks: Marks
    own_monitors: set[CommandId]
    user: str = ""

    def is_own(self, monitor: Monitor) -> bool:
        """Whether the user began it, in this session or another; an older gateway does not send who did."""
        return monitor.id in self.own_monitors or (bool(self.user) and monitor.begun_by == self.user)


class AgentRows:
    """Stores the rows and rebuilds only those that have changed.

    Attributes:
        rows: in the order they are shown.
    """

    def __init__(self) -> None:
        self.rows: tuple[AgentRow, ...] = ()
        self._by_id: dict[AgentId, AgentRow] = {}
        self._places: dict[AgentId, int] = {}

    def refresh(self, view: AgentView) -> None:
        """Rebuilds everything; rows that are equal stay the same objects."""
        self.update(view, {*view.store.agents, *self._by_id})

    def update(self, view: AgentView, agent_ids: Iterable[AgentId]) -> None:
        """Rebuilds the rows of ``agent_ids``."""
        changed, moved = dict[AgentId, AgentRow](), False
        for agent_id in agent_ids:
            agent = view.store.agents.get(agent_id)
            before = self._by_id.get(agent_id)
            row = _row(view, agent) if agent is not None and _is_shown(view, agent_id) else None
            if row == before:
                continue
            moved |= row is None or before is None or _place(row) != _place(before)
            if row is None:
                del self._by_id[agent_id]
            else:
                self._by_id[agent_id] = changed[agent_id] = row
        if moved:
            self.rows = tuple(sorted(self._by_id.values(), key=lambda row: (*_place(row), row.agent_id)))
            self._places = {row.agent_id: place for place, row in enumerate(self.rows)}
        elif changed:
            rows = list(self.rows)
            for agent_id, row in changed.items():
                rows[self._places[agent_id]] = row
            self.rows = tuple(rows)


def _place(row: AgentRow) -> tuple[bool, str]:
    """Returns what a tile's place on the wall depends on."""
    return row.state is AgentState.LOGGED_OUT, row.name.casefold()


def _is_shown(view: AgentView, agent_id: AgentId) -> bool:
    if view.scope == ALL:
        return True
    return any(view.store.has(view.scope, queue_id) for queue_id in view.store.queues_of.get(agent_id, ()))


def _row(view: AgentView, agent: Agent) -> AgentRow:
    store = view.store
    members = _members(store, agent.id)
    here = {queue_id: member for queue_id, member in members.items() if store.has(view.scope, queue_id)}
    pause = _pause_in_all(here)
    is_paused = agent.availability is Availability.PAUSED or pause is not None
    state, since_ms = shown_state(agent, pause or members.get(QueueId(view.scope)))
    talk = _talk(store, agent)
    ring = store.calls.get(agent.call_id) if talk is None and agent.call_id is not None else None
    shown = talk or ring
    monitor, own_id = _monitor(view, agent.id)
    mark = view.marks.agents.get(agent.id)
    if mark is None and talk is not None:
        mark = view.marks.calls.get(talk.id)
    own_call = _own_call(agent, state)
    return AgentRow(
        agent_id=agent.id,
        as_of_ms=view.store.as_of_ms(agent.id),
        name=agent.name or agent.id,
        state=state,
        since_ms=since_ms,
        until_ms=agent.free_at_ms if state in (AgentState.WRAP_UP, AgentState.COOL_DOWN) else None,
        pause_reason=pause.pause_reason if pause is not None else agent.pause_reason,
        pause_pending=agent.pause_pending,
        paused_in_call=is_paused and state is not AgentState.PAUSED,
        paused_in=() if agent.availability is Availability.PAUSED else _paused_in(store, members),
        own_call=own_call,
        on_hold=own_call is not None and agent.activity is Activity.HOLD,
        wrap_up_interrupted=agent.activity in _IN_CALL and agent.free_at_ms is not None,
        queues=queue_names(store, members),
        call_id=talk.id if talk is not None else None,
        handover_rev=talk.handover_rev if talk is not None else 0,
        caller=caller_name(shown) if shown is not None else "",
        caller_withheld=shown is not None and shown.withheld,
        call_queue=queue_name(store, shown.queue_id) if shown is not None else "",
        monitor=monitor.mode if monitor is not None else None,
        my_monitor_id=own_id,
        monitor_id=monitor.id if monitor is not None else None,
        monitored_by=monitor.begun_by if monitor is not None and own_id is None else "",
        refusal=agent_refusal(agent),
        pending=mark,
    )


Members = dict[QueueId, Membership]
"""An agent's memberships by queue, without hidden queues."""


def _members(store: Store, agent_id: AgentId) -> Members:
    queue_ids = store.queues_of.get(agent_id, ())
    return {queue_id: store.memberships[membership_key(queue_id, agent_id)] for queue_id in queue_ids}


def _pause_in_all(members: Members) -> Membership | None:
    """Returns one membership if the agent is paused in all, not counting hidden queues."""
    is_paused = bool(members) and all(member.paused for member in members.values())
    return members[min(members)] if is_paused else None


def _paused_in(store: Store, members: Members) -> tuple[PausedIn, ...]:
    """Returns the queues that an agent is paused in while others continue."""
    paused = {queue_id: member.pause_reason for queue_id, member in members.items() if member.paused}
    if not paused or len(paused) == len(members):
        return ()
    return tuple(
        PausedIn(queue=queue_name(store, queue_id), reason=paused[queue_id])
        for queue_id in in_places(store, paused)
    )


def _own_call(agent: Agent, state: AgentState) -> Direction | None:
    """Returns the direction of a ringing or running call that is not a queue's, where known."""
    is_own = state is AgentState.BUSY and agent.activity in _IN_CALL
    is_rung = state is AgentState.RINGING and agent.direction is not Direction.QUEUE
    return agent.direction if is_own or is_rung else None


def _talk(store: Store, agent: Agent) -> Call | None:
    """Returns the agent's current caller: by the call's own state first, else by the agent's."""
    call_id = store.talking_with.get(agent.id)
    if call_id is not None:
        return store.calls.get(call_id)
    if agent.call_id is None or agent.activity not in _IN_CALL:
        return None
    return store.calls.get(agent.call_id)


def _monitor(view: AgentView, agent_id: AgentId) -> tuple[Monitor | None, CommandId | None]:
    """Returns the monitoring to show, the user's own before another's, and the id of the user's own."""
    monitors = [view.store.monitors[monitor_id] for monitor_id in sorted(view.store.monitors_of.get(agent_id, ()))]
    own = next((monitor for monitor in monitors if view.is_own(monitor)), None)
    if own is not None:
        return own, own.id
    return (monitors[0] if monitors else None), None
