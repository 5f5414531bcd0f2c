"""The agents' tiles, ordered by name; whoever is logged out comes after those who are there."""

from collections.abc import Iterable
from dataclasses import dataclass

from wallboard.client.store import Store
from wallboard.domain.agent_state import AgentState, shown_state
from wallboard.domain.commands import Reason
from wallboard.domain.ids import ALL_QUEUES, AgentId, CommandId, QueueId
from wallboard.domain.legality import agent_refusal
from wallboard.domain.state import Activity, Agent, Availability, Call, Membership, Monitor, membership_key
from wallboard.present.frame import AgentRow
from wallboard.present.names import caller_name, queue_name, queue_names
from wallboard.present.pending import Marks


@dataclass(frozen=True, slots=True)
class AgentView:
    """What agents are looked at with: ``own_monitors`` are those begun from here."""

    store: Store
    scope: QueueId
    marks: Marks
    own_monitors: set[CommandId]


class AgentRows:
    """Keeps the rows of the last look and makes anew only those that are told to have changed.

    Attributes:
        rows: in the order they are shown.
    """

    def __init__(self) -> None:
        self.rows: tuple[AgentRow, ...] = ()
        self._by_id: dict[AgentId, AgentRow] = {}
        self._order: list[AgentId] = []

    def refresh(self, view: AgentView) -> None:
        """Look at everything; rows that come out the same stay the same objects."""
        self.update(view, {*view.store.agents, *self._by_id})

    def update(self, view: AgentView, agent_ids: Iterable[AgentId]) -> None:
        """Make the rows of ``agent_ids`` anew."""
        dirty = moved = False
        for agent_id in agent_ids:
            agent = view.store.agents.get(agent_id)
            before = self._by_id.get(agent_id)
            row = _row(view, agent) if agent is not None and _is_shown(view, agent_id) else None
            if row == before:
                continue
            dirty = True
            moved |= row is None or before is None or _place(row) != _place(before)
            if row is None:
                del self._by_id[agent_id]
            else:
                self._by_id[agent_id] = row
        if moved:
            self._order = sorted(self._by_id, key=lambda id_: (*_place(self._by_id[id_]), id_))
        if dirty:
            self.rows = tuple([self._by_id[agent_id] for agent_id in self._order])


def _place(row: AgentRow) -> tuple[bool, str]:
    """What a tile's place on the wall depends on."""
    return row.state is AgentState.LOGGED_OUT, row.name.casefold()


def _is_shown(view: AgentView, agent_id: AgentId) -> bool:
    return view.scope == ALL_QUEUES or view.scope in view.store.queues_of.get(agent_id, ())


def _row(view: AgentView, agent: Agent) -> AgentRow:
    store = view.store
    pause = _pause_in_sight(view, agent.id)
    is_paused = agent.availability is Availability.PAUSED or pause is not None
    state, since_ms = shown_state(agent, pause or store.memberships.get(membership_key(view.scope, agent.id)))
    talk = _talk(store, agent)
    ring = store.calls.get(agent.call_id) if talk is None and agent.call_id is not None else None
    shown = talk or ring
    monitor, own_id = _monitor(view, agent.id)
    mark = view.marks.agents.get(agent.id)
    if mark is None and talk is not None:
        mark = view.marks.calls.get(talk.id)
    queue_ids = store.queues_of.get(agent.id, ())
    return AgentRow(
        agent_id=agent.id,
        name=agent.name or agent.id,
        state=state,
        since_ms=since_ms,
        until_ms=agent.wrap_up_until_ms if state is AgentState.WRAP_UP else None,
        pause_reason=pause.pause_reason if pause is not None else agent.pause_reason,
        pause_pending=agent.pause_pending,
        paused_in_call=is_paused and state is not AgentState.PAUSED,
        queues=queue_names(store, queue_ids),
        call_id=talk.id if talk is not None else None,
        stage_rev=talk.stage_rev if talk is not None else 0,
        caller=caller_name(shown) if shown is not None else "",
        caller_withheld=shown is not None and shown.withheld,
        call_queue=queue_name(store, shown.queue_id) if shown is not None else "",
        monitor=monitor.mode if monitor is not None else None,
        my_monitor_id=own_id,
        refusal=agent_refusal(agent),
        monitor_refusal=_monitor_refusal(agent, own_id),
        pending=mark,
    )


def _pause_in_sight(view: AgentView, agent_id: AgentId) -> Membership | None:
    """The membership that an agent is paused in, if it is so in the queue that is looked at, or in all there are.

    Hidden queues are not told: who is ready for those alone is paused here.
    """
    store = view.store
    queue_ids = store.queues_of.get(agent_id, set()) if view.scope == ALL_QUEUES else {view.scope}
    own = [store.memberships.get(membership_key(queue_id, agent_id)) for queue_id in sorted(queue_ids)]
    return own[0] if own and all(one is not None and one.paused for one in own) else None


def _talk(store: Store, agent: Agent) -> Call | None:
    """The caller that the agent has now: the call's own word first, else the agent's."""
    call_id = store.talking_with.get(agent.id)
    if call_id is not None:
        return store.calls.get(call_id)
    if agent.call_id is None or agent.activity not in (Activity.TALKING, Activity.HOLD):
        return None
    return store.calls.get(agent.call_id)


def _monitor(view: AgentView, agent_id: AgentId) -> tuple[Monitor | None, CommandId | None]:
    """The monitoring to show, our own before another's, and the id of our own."""
    monitor_ids = view.store.monitors_of.get(agent_id)
    if not monitor_ids:
        return None, None
    own_id = next((monitor_id for monitor_id in monitor_ids if monitor_id in view.own_monitors), None)
    return view.store.monitors.get(own_id or min(monitor_ids)), own_id


def _monitor_refusal(agent: Agent, own_id: CommandId | None) -> Reason | None:
    if own_id is not None:
        return Reason.ALREADY_MONITORING
    in_call = agent.activity in (Activity.TALKING, Activity.HOLD) and agent.call_id is not None
    return None if in_call else Reason.AGENT_NOT_IN_CALL
