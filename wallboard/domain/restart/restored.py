"""Queues and calls restored after a restart, not yet reported by their source; the others end as unobserved."""

from collections.abc import Collection

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import CallId, CommandId, QueueId, SourceId, source_of


class Restored:
    """The entities as of ``stopped_ms`` that their source has not reported yet.

    After a restart of the gateway that is queues and callers; after one of an adapter alone agents, their
    memberships and monitorings too.
    """

    def __init__(self, state: State, stopped_ms: int) -> None:
        self._stopped_ms = stopped_ms
        self._sources = set(state.sources)
        self._queues = set(state.queues)
        self._calls = dict(state.calls)
        self._agents = set(state.agents)
        self._members = {(one.queue_id, one.agent_id) for one in state.memberships.values()}
        self._monitors = {one.id: one.agent_id for one in state.monitors.values()}

    def confirm(self, event: e.Event) -> e.Event:
        """Confirms what the PBX reports; returns the event with what only the stored state has.

        A caller who was moving by a supervisor's move when the gateway stopped, and is there now or back in the
        queue, came by that move. A caller who talks with an agent now was not answered before the gateway stopped.
        """
        self._note(event)
        call = self._calls.pop(getattr(event, "call_id", None) or CallId(""), None)
        if call is None:
            return event
        if isinstance(event, e.CallFound):
            return replace(event, since_ms=max(event.since_ms, self._stopped_ms))
        if isinstance(event, e.CallerJoined) and call.phase is CallPhase.MOVING and call.moving_to:
            return replace(event, moved_in=event.queue_id in (call.moving_to, call.queue_id))
        return event

    def _note(self, event: e.Event) -> None:
        self._queues.discard(getattr(event, "queue_id", QueueId("")))
        self._monitors.pop(getattr(event, "monitor_id", CommandId("")), None)
        if isinstance(event, e.AgentFound):
            self._agents.discard(event.agent_id)
        elif isinstance(event, e.MemberAdded):
            self._agents.discard(event.agent_id)
            self._members.discard((event.queue_id, event.agent_id))

    def gone(self, source_id: SourceId, at_ms: int) -> list[e.Event]:
        """Returns the ends, as unobserved, of what a source did not report in its first state. Returned once."""
        monitors = [id_ for id_, agent_id in self._monitors.items() if source_of(agent_id) == source_id]
        calls = [call for call in self._calls.values() if source_of(call.queue_id) == source_id]
        agents = sorted(agent_id for agent_id in self._agents if source_of(agent_id) == source_id)
        members = sorted(one for one in self._members if source_of(one[1]) == source_id)
        queues = sorted(queue_id for queue_id in self._queues if source_of(queue_id) == source_id)
        for id_ in monitors:
            del self._monitors[id_]
        for call in calls:
            del self._calls[call.id]
        self._agents.difference_update(agents)
        self._members.difference_update(members)
        self._queues.difference_update(queues)
        return [
            *(e.MonitorEnded(at_ms=at_ms, monitor_id=id_) for id_ in monitors),
            *(e.CallerLeft(at_ms=at_ms, call_id=call.id, exit=e.Exit.UNOBSERVED) for call in calls),
            *(
                e.MemberRemoved(at_ms=at_ms, queue_id=queue_id, agent_id=agent_id)
                for queue_id, agent_id in members
                if agent_id not in agents
            ),
            *(e.AgentRemoved(at_ms=at_ms, agent_id=agent_id) for agent_id in agents),
            *(e.QueueRemoved(at_ms=at_ms, queue_id=queue_id) for queue_id in queues),
        ]

    def of_no_source(self, sources: Collection[SourceId], at_ms: int) -> list[e.Event]:
        """Returns the ends of all that came from sources other than ``sources``, the existing ones."""
        known = self._sources | {source_of(queue_id) for queue_id in self._queues}
        others = sorted(source_id for source_id in known if source_id not in sources)
        return [
            event
            for source_id in others
            for event in (*self.gone(source_id, at_ms), e.SourceRemoved(at_ms=at_ms, source_id=source_id))
        ]
