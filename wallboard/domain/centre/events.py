"""What happened, in the past tense, as every PBX adapter reports it.

Adapters translate their PBX's own words into these and nothing else; they alone know, for example, that
a PBX calls a supervisor's move an abandon. ``at_ms`` is when it happened, epoch ms of the gateway.
Each event may be told twice or for something unknown: the reducer takes both calmly.
"""

from msgspec import Struct

from wallboard.domain.centre.exits import Exit as Exit  # noqa: PLC0414 - told by adapters like the events
from wallboard.domain.centre.exits import Party as Party  # noqa: PLC0414 - the same
from wallboard.domain.centre.state import Activity, Availability, Direction, MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId


class Event(Struct, frozen=True, kw_only=True, gc=False):
    """Something that happened at ``at_ms``."""

    at_ms: int


class SourceChanged(Event, frozen=True, kw_only=True):
    """The connection to a PBX came up, began to read the PBX's state, or was lost.

    ``reason`` says why in words, ``problem`` by its kind, as in `Source`; ``kind`` and ``actions`` are the
    adapter's; empty ones stay as they were told before.
    """

    source_id: SourceId
    status: SourceStatus
    reason: str = ""
    problem: str = ""
    kind: str = ""
    actions: tuple[str, ...] = ()


class SourceRemoved(Event, frozen=True, kw_only=True):
    """A source is no longer configured; its queues and callers were told to be gone before."""

    source_id: SourceId


class QueueFound(Event, frozen=True, kw_only=True):
    """A queue exists; ``service_level_s`` is the PBX's own threshold where it has one."""

    queue_id: QueueId
    name: str
    service_level_s: float | None = None


class QueueRemoved(Event, frozen=True, kw_only=True):
    """A queue is no more."""

    queue_id: QueueId


class AgentFound(Event, frozen=True, kw_only=True):
    """An agent exists or has a new name."""

    agent_id: AgentId
    name: str


class AgentRemoved(Event, frozen=True, kw_only=True):
    """An agent is in no queue any more."""

    agent_id: AgentId


class MemberAdded(Event, frozen=True, kw_only=True):
    """An agent takes a queue's calls, or does so at another level or position, as in `Membership`."""

    queue_id: QueueId
    agent_id: AgentId
    level: int = 0
    position: int = 0


class MemberRemoved(Event, frozen=True, kw_only=True):
    """An agent takes a queue's calls no longer."""

    queue_id: QueueId
    agent_id: AgentId


class MemberPauseChanged(Event, frozen=True, kw_only=True):
    """An agent is paused in one queue, or takes its calls again; ``since_ms`` is the true start of that.

    Who is paused in every queue is so by `AvailabilityChanged` too.
    """

    queue_id: QueueId
    agent_id: AgentId
    paused: bool
    since_ms: int
    reason: str = ""


class AvailabilityChanged(Event, frozen=True, kw_only=True):
    """People's axis changed; ``since_ms`` is the true start, which may lie before ``at_ms``."""

    agent_id: AgentId
    availability: Availability
    since_ms: int
    pause_reason: str = ""
    pause_pending: bool = False
    reachable: bool = True
    do_not_disturb: bool = False


class ActivityChanged(Event, frozen=True, kw_only=True):
    """The calls' axis changed.

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

    ``entered_ms`` is the start of the wait. ``moved_in`` says that our own move brought the caller here:
    the wait and the booking of the call go on, and it is not offered a second time in any total. ``withheld`` says
    that the caller asked for its number and name not to be shown: then nobody is told them. ``dialled`` is the
    number that the caller dialled, empty where the PBX does not tell. ``resumes`` is the abandoned call whose place
    in the queue the PBX gave to this one: that abandon stays counted, and this visit is offered like any other.
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
    """Who the caller is became known, or is another now: both number and name are so from here on, empty ones too.

    A consultation's channel became the customer's, a placeholder's customer was reached, a number is withheld.
    """

    call_id: CallId
    number: str
    name: str = ""
    withheld: bool = False


class CallerLeaving(Event, frozen=True, kw_only=True):
    """The caller is out of the queue unanswered and the dialplan goes on: whether the visit does is not known yet.

    What follows is `CallerJoined` (back in the same queue, or offered in another), `CallerAbandoned` or
    `CallerLeft`.
    """

    call_id: CallId


class PositionChanged(Event, frozen=True, kw_only=True):
    """A caller moved up or down in the queue."""

    call_id: CallId
    position: int
    priority: int = 0


class CallMoving(Event, frozen=True, kw_only=True):
    """Our move took hold: the caller is on the way to an agent or to a queue, and with nobody until then."""

    call_id: CallId
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None


class CallAnswered(Event, frozen=True, kw_only=True):
    """An agent and the caller talk: from a queue, or after a move of ours."""

    call_id: CallId
    agent_id: AgentId


class CallHeld(Event, frozen=True, kw_only=True):
    """The agent put the caller on hold."""

    call_id: CallId


class CallResumed(Event, frozen=True, kw_only=True):
    """The agent took the caller back from hold."""

    call_id: CallId


class CallFound(Event, frozen=True, kw_only=True):
    """A call was already being talked when the gateway came: it is shown, and booked nowhere."""

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
    """The caller left the queue unanswered and did not hang up, or the end was not seen."""

    call_id: CallId
    exit: Exit


class VisitTakenOver(Event, frozen=True, kw_only=True):
    """An agent asked in a queue for a caller and handed it over: ``from_call_id``'s visit is the caller's now.

    What the caller was in before is over without a word: its talk was booked when it was answered.
    """

    call_id: CallId
    from_call_id: CallId
    number: str
    name: str = ""


class CallHandled(Event, frozen=True, kw_only=True):
    """An agent is through with a queue's call, wrap-up included; times in milliseconds."""

    call_id: CallId
    queue_id: QueueId
    agent_id: AgentId
    talk_ms: int
    hold_ms: int = 0
    wrap_up_ms: int = 0


class CallEnded(Event, frozen=True, kw_only=True):
    """The caller is gone from the PBX; ``ended_by`` is who hung up, where the PBX tells."""

    call_id: CallId
    ended_by: Party | None = None


class MonitorStarted(Event, frozen=True, kw_only=True):
    """The PBX connected a supervisor to an agent's call in the given mode.

    ``begun_by`` is the name of the client who asked for it, as the PBX kept it; empty where that is not known.
    ``since_ms`` is set where it began before it was seen.
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
    """A supervisor is out of the call, or never came into it (``reason`` in words, then)."""

    monitor_id: CommandId
    reason: str = ""
