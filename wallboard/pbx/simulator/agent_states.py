"""An agent's two axes: the only place where they change and are told."""

from collections.abc import Callable

from wallboard.domain.centre.events import ActivityChanged, AvailabilityChanged, MemberPauseChanged
from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.domain.ids import QueueId
from wallboard.pbx.simulator.world import Desk, SimulatedCaller, World


class Desks:
    """Changes agents' states.

    Attributes:
        freed: called with an agent whom a queue may ring from now on.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.freed: Callable[[Desk], None] = lambda _: None

    def can_ring(self, desk: Desk) -> bool:
        """Whether a queue may ring this agent now."""
        return (
            desk.activity is Activity.IDLE
            and desk.availability is Availability.READY
            and desk.reachable
            and not desk.do_not_disturb
            and desk.wanted is None
            and desk.rests_until_ms <= self._world.now_ms
        )

    def ask(self, desk: Desk, availability: Availability, reason: str = "") -> None:
        """Change the axis of people now, or, out of ready, when the call in hand is over."""
        if desk.activity is Activity.IDLE or availability is Availability.READY:
            self._become(desk, availability, reason)
            return
        desk.wanted = (availability, reason)
        if availability is Availability.PAUSED and desk.availability is Availability.READY:
            self._tell_availability(desk)

    def reach(self, desk: Desk, *, reachable: bool) -> None:
        """The phone came to the network or is off it."""
        if desk.reachable is not reachable:
            desk.reachable = reachable
            self._tell_availability(desk)
            self._offer(desk)

    def set_do_not_disturb(self, desk: Desk, *, on: bool) -> None:
        """The agent pressed the key, or pressed it again."""
        desk.do_not_disturb = on
        if desk.availability is Availability.READY:
            desk.availability_since_ms = self._world.now_ms
        self._tell_availability(desk)
        self._offer(desk)

    def pause_in(self, desk: Desk, queue_id: QueueId, reason: str) -> None:
        """Take no calls of one queue from now on."""
        desk.paused_in[queue_id] = (reason, self._world.now_ms)
        self._world.tell(pause_of(desk, queue_id, self._world.now_ms))

    def unpause_in(self, desk: Desk, queue_id: QueueId) -> None:
        """Take that queue's calls again."""
        del desk.paused_in[queue_id]
        self._world.tell(pause_of(desk, queue_id, self._world.now_ms))
        self._offer(desk)

    def act(
        self,
        desk: Desk,
        activity: Activity,
        caller: SimulatedCaller | None = None,
        direction: Direction = Direction.QUEUE,
        wrap_up_until_ms: int | None = None,
    ) -> None:
        """Change the axis of calls; ``wrap_up_until_ms`` is the end of a wrap-up that begins or is interrupted."""
        desk.wrap_up_until_ms = wrap_up_until_ms
        desk.activity, desk.activity_since_ms = activity, self._world.now_ms
        desk.caller, desk.direction = caller, direction
        self._world.tell(activity_of(desk, self._world.now_ms))

    def settle(self, desk: Desk) -> None:
        """The call in hand is over: what was wanted meanwhile begins, or the queues may ring again."""
        self.act(desk, Activity.IDLE)
        if desk.wanted is not None:
            self._become(desk, *desk.wanted)
        else:
            self._offer(desk)

    def rest(self, desk: Desk, seconds: float) -> None:
        """Let the queues spare an agent for a moment who did not pick up."""
        desk.rests_until_ms = self._world.now_ms + round(seconds * 1000)
        self._world.timetable.at(desk.rests_until_ms, lambda: self._offer(desk))

    def _become(self, desk: Desk, availability: Availability, reason: str) -> None:
        desk.wanted = None
        desk.availability, desk.pause_reason = availability, reason
        desk.availability_since_ms = self._world.now_ms
        self._tell_availability(desk)
        self._offer(desk)

    def _offer(self, desk: Desk) -> None:
        if self.can_ring(desk):
            self.freed(desk)

    def _tell_availability(self, desk: Desk) -> None:
        self._world.tell(availability_of(desk, self._world.now_ms))


def availability_of(desk: Desk, at_ms: int) -> AvailabilityChanged:
    """The axis of people as it is, with the pause that waits for the call's end, if there is one."""
    pending = desk.wanted[1] if desk.wanted is not None and desk.availability is Availability.READY else ""
    return AvailabilityChanged(
        at_ms=at_ms,
        agent_id=desk.id,
        availability=desk.availability,
        since_ms=desk.availability_since_ms,
        pause_reason=pending or desk.pause_reason,
        pause_pending=bool(pending),
        reachable=desk.reachable,
        do_not_disturb=desk.do_not_disturb,
    )


def pause_of(desk: Desk, queue_id: QueueId, at_ms: int) -> MemberPauseChanged:
    """Whether the agent takes a queue's calls, as it is."""
    reason, since_ms = desk.paused_in.get(queue_id, ("", at_ms))
    return MemberPauseChanged(
        at_ms=at_ms,
        queue_id=queue_id,
        agent_id=desk.id,
        paused=queue_id in desk.paused_in,
        since_ms=since_ms,
        reason=reason,
    )


def activity_of(desk: Desk, at_ms: int) -> ActivityChanged:
    """The axis of calls as it is."""
    return ActivityChanged(
        at_ms=at_ms,
        agent_id=desk.id,
        activity=desk.activity,
        since_ms=desk.activity_since_ms,
        direction=desk.direction,
        call_id=desk.caller.id if desk.caller else None,
        wrap_up_until_ms=desk.wrap_up_until_ms,
    )
