"""Changes and reports an agent's two axes; no other module does."""

from collections.abc import Callable

from wallboard.domain.centre.events import ActivityChanged, AvailabilityChanged, MemberPauseChanged
from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.domain.ids import QueueId
from wallboard.pbx.simulator.world import SimulatedAgent, SimulatedCaller, World

_REST_S = 10.0


class AgentStates:
    """Changes agents' states.

    Attributes:
        freed: called with an agent whom a queue may ring from now on.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.freed: Callable[[SimulatedAgent], None] = lambda _: None

    def can_ring(self, agent: SimulatedAgent) -> bool:
        """Whether a queue may ring this agent now."""
        return (
            agent.activity is Activity.IDLE
            and agent.availability is Availability.READY
            and agent.reachable
            and not agent.do_not_disturb
            and agent.wanted is None
            and agent.rests_until_ms <= self._world.now_ms
        )

    def ask(self, agent: SimulatedAgent, availability: Availability, reason: str = "") -> None:
        """Changes availability now, or, out of ready, when the current call is over."""
        if agent.activity in (Activity.IDLE, Activity.COOL_DOWN) or availability is Availability.READY:
            self._become(agent, availability, reason)
            return
        agent.wanted = (availability, reason)
        if availability is Availability.PAUSED and agent.availability is Availability.READY:
            self._emit_availability(agent)

    def reach(self, agent: SimulatedAgent, *, reachable: bool) -> None:
        """Connects or disconnects the phone from the network."""
        if agent.reachable is not reachable:
            agent.reachable = reachable
            self._emit_availability(agent)
            self._offer(agent)

    def set_do_not_disturb(self, agent: SimulatedAgent, *, on: bool) -> None:
        """Sets or ends do-not-disturb, by the agent's key."""
        agent.do_not_disturb = on
        if agent.availability is Availability.READY:
            agent.availability_since_ms = self._world.now_ms
        self._emit_availability(agent)
        self._offer(agent)

    def pause_in(self, agent: SimulatedAgent, queue_id: QueueId, reason: str) -> None:
        """Pauses the agent in one queue from now on."""
        agent.paused_in[queue_id] = (reason, self._world.now_ms)
        self._world.emit(pause_of(agent, queue_id, self._world.now_ms))

    def unpause_in(self, agent: SimulatedAgent, queue_id: QueueId) -> None:
        """Unpauses the agent in that queue; nothing changes where it is not paused."""
        if agent.paused_in.pop(queue_id, None) is None:
            return
        self._world.emit(pause_of(agent, queue_id, self._world.now_ms))
        self._offer(agent)

    def act(
        self,
        agent: SimulatedAgent,
        activity: Activity,
        caller: SimulatedCaller | None = None,
        direction: Direction = Direction.QUEUE,
        free_at_ms: int | None = None,
    ) -> None:
        """Changes activity; ``free_at_ms`` is when wrap-up, interrupted or not, or cool-down ends."""
        agent.free_at_ms = free_at_ms
        agent.activity, agent.activity_since_ms = activity, self._world.now_ms
        agent.caller, agent.direction = caller, direction
        self._world.emit(activity_of(agent, self._world.now_ms))

    def settle(self, agent: SimulatedAgent) -> None:
        """Ends the current call: a change that waited for it begins, or the queues may ring again."""
        self.act(agent, Activity.IDLE)
        if agent.wanted is not None:
            self._become(agent, *agent.wanted)
        else:
            self._offer(agent)

    def miss(self, agent: SimulatedAgent) -> None:
        """Ends an unanswered ring: the queues do not ring the agent for a moment, in cool-down where configured."""
        seconds = self._world.options.cool_down_s
        if seconds > 0:
            free_at_ms = self._world.now_ms + round(seconds * 1000)
            self.act(agent, Activity.COOL_DOWN, free_at_ms=free_at_ms)
            agent.timer = self._world.timetable.at(free_at_ms, lambda: self.settle(agent))
            return
        self.rest(agent, _REST_S)
        self.settle(agent)

    def rest(self, agent: SimulatedAgent, seconds: float) -> None:
        """Stops the queues for a moment from ringing an agent who did not answer."""
        agent.rests_until_ms = self._world.now_ms + round(seconds * 1000)
        self._world.timetable.at(agent.rests_until_ms, lambda: self._offer(agent))

    def _become(self, agent: SimulatedAgent, availability: Availability, reason: str) -> None:
        agent.wanted = None
        agent.availability, agent.pause_reason = availability, reason
        agent.availability_since_ms = self._world.now_ms
        self._emit_availability(agent)
        self._offer(agent)

    def _offer(self, agent: SimulatedAgent) -> None:
        if self.can_ring(agent):
            self.freed(agent)

    def _emit_availability(self, agent: SimulatedAgent) -> None:
        self._world.emit(availability_of(agent, self._world.now_ms))


def availability_of(agent: SimulatedAgent, at_ms: int) -> AvailabilityChanged:
    """Returns the current availability, with the pause that waits for the call's end, if there is one."""
    wanted, reason = agent.wanted or (None, "")
    is_pending = wanted is Availability.PAUSED and agent.availability is Availability.READY
    return AvailabilityChanged(
        at_ms=at_ms,
        agent_id=agent.id,
        availability=agent.availability,
        since_ms=agent.availability_since_ms,
        pause_reason=reason if is_pending else agent.pause_reason,
        pause_pending=is_pending,
        reachable=agent.reachable,
        do_not_disturb=agent.do_not_disturb,
    )


def pause_of(agent: SimulatedAgent, queue_id: QueueId, at_ms: int) -> MemberPauseChanged:
    """Returns the event of the agent's pause in a queue."""
    reason, since_ms = agent.paused_in.get(queue_id, ("", at_ms))
    return MemberPauseChanged(
        at_ms=at_ms,
        queue_id=queue_id,
        agent_id=agent.id,
        paused=queue_id in agent.paused_in,
        since_ms=since_ms,
        reason=reason,
    )


def activity_of(agent: SimulatedAgent, at_ms: int) -> ActivityChanged:
    """Returns the current activity."""
    return ActivityChanged(
        at_ms=at_ms,
        agent_id=agent.id,
        activity=agent.activity,
        since_ms=agent.activity_since_ms,
        direction=agent.direction,
        call_id=agent.caller.id if agent.caller else None,
        free_at_ms=agent.free_at_ms,
    )
