"""What happened, in the past tense, as every PBX adapter reports it.

Adapters translate their PBX's own terms into these alone; only they handle, for example, that a PBX reports a
supervisor's move as an abandon. ``at_ms`` is when it happened, epoch ms of the gateway. An event may be repeated,
or be about something unknown: the reducer ignores both.
"""

from msgspec import Struct

from tests.releases.release_next.domain.centre.exits import Exit as Exit  # noqa: PLC0414 - reported by adapters like the events
from tests.releases.release_next.domain.centre.exits import Party as Party  # noqa: PLC0414 - the same
from tests.releases.release_next.domain.centre.state import Activity, Availability, Direction, MonitorMode, SourceStatus
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """Something that happened at ``at_ms``."""

    at_ms: int


class SourceChanged(Event, frozen=True, kw_only=True):
    """The connection to a PBX came up, began to read the PBX's state, or was lost.

    ``reason`` gives the cause in words, ``problem`` its kind, as in `Source`; ``kind`` and ``actions`` are the
    adapter's; empty ones stay as they were reported before.
    """

    source_id: SourceId
    status: SourceStatus
    reason: str = ""
    problem: str = ""
    kind: str = ""
    actions: tuple[str, ...] = ()


class SourceRemoved(Event, frozen=True, kw_only=True):
    """A source is no longer configured; the removal of its queues and callers was reported before."""

    source_id: SourceId


class QueueFound(Event, frozen=True, kw_only=True):
    """A queue exists; ``service_level_s`` is the PBX's own threshold where it has one."""

    queue_id: QueueId
    name: str
    service_level_s: float | None = None


class QueueRemoved(Event, frozen=True, kw_only=True):
    """A queue no longer exists."""

    queue_id: QueueId


class AgentFound(Event, frozen=True, kw_only=True):
    """An agent exists or has a new name."""

    agent_id: AgentId
    name: str


class AgentRemoved(Event, frozen=True, kw_only=True):
    """An agent is no longer a member of any queue."""

    agent_id: AgentId


class MemberAdded(Event, frozen=True, kw_only=True):
    """An agent became a member of a queue, or has another level or position there, as in `Membership`."""

    queue_id: QueueId
    agent_id: AgentId
    level: int = 0
    position: int = 0


class MemberRemoved(Event, frozen=True, kw_only=True):
    """An agent is no longer a member of a queue."""

    queue_id: QueueId
    agent_id: AgentId


class MemberPauseChanged(Event, frozen=True, kw_only=True):
    """An agent was paused or unpaused in one queue; ``since_ms`` is the true start of that.

    An agent who is paused in every queue is so by `AvailabilityChanged` too.
    """

    queue_id: QueueId
    agent_id: AgentId
    paused: bool
    since_ms: int
    reason: str = ""


class AvailabilityChanged(Event, frozen=True, kw_only=True):
    """An agent's availability changed; ``since_ms`` is the true start, which may be before ``at_ms``."""

    agent_id: AgentId
    availability: Availability
    since_ms: int
    pause_reason: str = ""
    pause_pending: bool = False
    reachable: bool = True
    do_not_disturb: bool = False


class ActivityChanged(Event, frozen=True, kw_only=True):
    """An agent's activity changed.

    ``free_at_ms`` is set in a wrap-up or a cool-down that ends by itself, and in a call that interrupts a wrap-up.
    """

    agent_id: AgentId
    activity: Activity
    since_ms: int
    direction: Direction = Direction.QUEUE
    call_id: CallId | None = None
    free_at_ms: int | None = None


class CallerJoined(Event, frozen=True, kw_only=True):
    """A caller is in a queue.

    ``entered_ms`` is the start of the wait. ``moved_in``: a supervisor's move brought the caller here; the wait and
    the count of the call continue, and it is not offered a second time in any total. ``withheld``: the caller asked
    for its number and name not to be shown; then no screen receives them. ``dialled`` is the number that the caller
    dialled, empty where the PBX does not report it. ``resumes`` is the abandoned call whose place in the queue the
    PBX gave to this one: that abandon stays counted, and this visit is offered like any other.
    """

    call_id: CallId
    queue_id: QueueId
    number: str
    entered_ms: int
    name: str = ""
    position: int = 0
    priority: int = 0
    moved_in: bool = False
    withheld: bool = False
    dialled: str = ""
    resumes: CallId | None = None


class CallerIdentified(Event, frozen=True, kw_only=True):
    """The caller's number and name became known or changed: both are so from here on, empty ones too.

    Causes: a consultation's channel became the customer's, a placeholder's customer was reached, a number is
    withheld.
    """

    call_id: CallId
    number: str
    name: str = ""
    withheld: bool = False


class CallerLeaving(Event, frozen=True, kw_only=True):
    """The caller left the queue unanswered and the dialplan goes on: the visit may continue.

    What follows is `CallerJoined` (back in the same queue, or offered in another), `CallerAbandoned` or
    `CallerLeft`.
    """

    call_id: CallId


class PositionsChanged(Event, frozen=True, kw_only=True):
    """Callers moved up or down in their queue; those that are not named stay where they are."""

    queue_id: QueueId
    positions: dict[CallId, int]


class PriorityChanged(Event, frozen=True, kw_only=True):
    """A caller has another priority in the queue."""

    call_id: CallId
    priority: int


class CallMoving(Event, frozen=True, kw_only=True):
    """A supervisor's move began: the caller is on the way to an agent or a queue, and with neither until then."""

    call_id: CallId
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None


class CallAnswered(Event, frozen=True, kw_only=True):
    """An agent and the caller talk: from a queue, or after a supervisor's move."""

    call_id: CallId
    agent_id: AgentId


class CallHeld(Event, frozen=True, kw_only=True):
    """The agent put the caller on hold."""

    call_id: CallId


class CallResumed(Event, frozen=True, kw_only=True):
    """The agent took the caller back from hold."""

    call_id: CallId


class CallFound(Event, frozen=True, kw_only=True):
    """A call was already in progress when the gateway started: it is shown, and not counted."""

    call_id: CallId
    queue_id: QueueId
    agent_id: AgentId
    number: str
    since_ms: int
    name: str = ""
    withheld: bool = False


class CallerAbandoned(Event, frozen=True, kw_only=True):
    """The caller hung up unanswered."""

    call_id: CallId


class CallerLeft(Event, frozen=True, kw_only=True):
    """The caller left the queue unanswered and did not hang up, or the end was not observed."""

    call_id: CallId
    exit: Exit


class VisitTakenOver(Event, frozen=True, kw_only=True):
    """An agent's consultation call in a queue was handed to the caller, who takes over ``from_call_id``'s visit.

    The caller's own visit before ends without an event: its talk was counted when it was answered.
    """

    call_id: CallId
    from_call_id: CallId
    number: str
    name: str = ""


class CallHandled(Event, frozen=True, kw_only=True):
    """An agent finished a queue's call, wrap-up included; times in milliseconds."""

    call_id: CallId
    queue_id: QueueId
    agent_id: AgentId
    talk_ms: int
    hold_ms: int = 0
    wrap_up_ms: int = 0


class CallEnded(Event, frozen=True, kw_only=True):
    """The caller is gone from the PBX; ``ended_by`` is who hung up, where the PBX reports it."""

    call_id: CallId
    ended_by: Party | None = None


class MonitorStarted(Event, frozen=True, kw_only=True):
    """The PBX connected a supervisor to an agent's call in the given mode.

    ``begun_by`` is the name of the client that requested it, as the PBX stored it; empty where unknown.
    ``since_ms`` is set where it began before it was observed.
    """

    monitor_id: CommandId
    agent_id: AgentId
    extension: str
    mode: MonitorMode
    begun_by: str = ""
    since_ms: int | None = None


class MonitorModeChanged(Event, frozen=True, kw_only=True):
    """The PBX confirmed that a supervisor now listens, whispers or barges."""

    monitor_id: CommandId
    mode: MonitorMode


class MonitorEnded(Event, frozen=True, kw_only=True):
    """A supervisor left the call, or was never connected (then ``reason`` gives the cause in words)."""

    monitor_id: CommandId
    reason: str = ""
