"""Records of the PBX's state: channels, callers, agents, and the talks and rings between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final, NamedTuple

from wallboard.domain.centre.events import AvailabilityChanged, Exit, Party
from wallboard.domain.centre.state import Activity, Direction, MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

MOVE_CONTEXT: Final = "wb-move"
"""Contexts of the dialplan fragment that connect a caller with an agent, and continue from there."""
REQUEUE_CONTEXT: Final = "wb-requeue"
"""The context that puts a caller into a queue."""
RING: Final = 4
"""The state of a channel whose phone dialled."""
RINGING: Final = 5
"""The state of a channel whose phone rings."""
UP: Final = 6
"""The state of a channel whose phone talks."""


class CallerStage(Enum):
    """The stage of a caller, as far as the PBX has reported it."""

    WAITING = auto()
    CONNECTING = auto()
    """Out of the queue with an agent's answer; the talk has not begun."""
    LEAVING = auto()
    """Out of the queue unanswered; the reason will follow."""
    BETWEEN = auto()
    """Out of the queue unanswered, and the dialplan may lead it back into the same queue."""
    MOVING = auto()
    """Taken out of its queue or talk by a supervisor's move."""
    TALKING = auto()
    UNATTENDED = auto()
    """A talk ended and no agent has the caller: parked, rung for by a transfer, or about to hang up."""


class TimerKey(StrEnum):
    """Timers of a caller or an agent, as the first part of a key of `PbxState.agenda`."""

    CALLER = "caller"
    """A caller's next step without an event: the end of a visit, or the beginning of a talk."""
    APART = "apart"
    """The end of a talk whose caller and agent are no longer connected."""
    MISSED = "missed"
    """The query about a caller missing from the queue's list."""
    MOVE = "move"
    """The end of a supervisor's move without any result."""
    BUSY = "busy"
    """Acceptance of a phone's use without a known call."""
    IDLE = "idle"
    """Acceptance of an idle phone in the middle of a talk."""
    WRAP_UP = "wrap-up"
    """The end of an agent's wrap-up."""


@dataclass(slots=True)
class Channel:
    """One leg.

    Attributes:
        agent: the agent whose phone it is.
        dialled_by: the channel that rings it.
        dials: it rang another channel.
        spent: its part in a call is over before its hang-up.
        held: its phone holds the call.
        reached: a Local channel that was connected to a phone.
        picked_up: it took a call that rang at another phone.
        waits_for_calls: its agent signed in by it and stays on the line between calls.
        hung_up: the far side ended it.
        cut: the PBX ended it.
        dialled: the number that it came by, where it came by one.
    """

    id: str
    name: str
    state: int
    linked: str
    direction: Direction
    since_ms: int
    agent: AgentId | None = None
    bridge: str = ""
    dialled_by: str = ""
    dials: bool = False
    spent: bool = False
    held: bool = False
    reached: bool = False
    picked_up: bool = False
    waits_for_calls: bool = False
    hung_up: bool = False
    cut: bool = False
    dialled: str = ""

    @property
    def is_local(self) -> bool:
        """Whether it is one half of a Local channel, and so not a phone."""
        return self.name.startswith("Local/") and self.name[-2:] in (";1", ";2")

    @property
    def other_half(self) -> str:
        """Returns the name of a Local channel's other half."""
        return f"{self.name[:-1]}{'2' if self.name.endswith('1') else '1'}"


@dataclass(slots=True)
class Move:
    """A supervisor's move that was sent to the PBX."""

    command_id: CommandId
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None


@dataclass(slots=True)
class Caller:
    """One caller's presence; ``id`` is that of the channel it came by.

    Attributes:
        channel: the one that waits in the queue or talks for it now: after a transfer another than ``id``.
        exit: how it left unless a later event says otherwise.
        left_ms: when it left the queue unanswered.
        rings: the legs that ring for it, and their agents.
        consulting: an agent who consults a queue before a transfer.
        withheld: it asked for number and name not to be shown; here, too, they are only what may be.
        called_back: the customer is called when an agent has answered.
        ended_by: who hung up first, once a party did.
        place: where its own dialplan put it into a queue: context,extension,priority.
    """

    id: CallId
    queue: QueueId
    number: str
    name: str
    entered_ms: int
    stage: CallerStage = CallerStage.WAITING
    position: int = 0
    priority: int = 0
    agent: AgentId | None = None
    move: Move | None = None
    exit: Exit = Exit.OVERFLOW
    left_ms: int = 0
    answering_leg: str = ""
    was_answered: bool = False
    consulting: bool = False
    called_back: bool = False
    withheld: bool = False
    ended_by: Party | None = None
    place: str = ""
    rings: dict[str, AgentId] = field(default_factory=dict)
    channel: str = ""

    def __post_init__(self) -> None:
        self.channel = self.channel or self.id


@dataclass(slots=True)
class Member:
    """An agent in one queue, in the PBX's own terms and numbers (epoch seconds of the PBX, 0 is never)."""

    interface: str = ""
    name: str = ""
    state_interface: str = ""
    penalty: int = 0
    paused: bool = False
    reason: str = ""
    last_pause_s: int = 0
    login_s: int = 0
    last_call_s: int = 0
    wrap_up_s: int = 0
    status: int = 0


@dataclass(slots=True)
class Talk:
    """An agent's part in a queue's call; ``phase_since_ms`` is when it was last held or resumed.

    Attributes:
        leg: the phone's channel as soon as it is known.
        called: the channel that the queue rang.
        connected: the agent's phone and the caller were connected.
        away: the agent talks with another party, and the caller waits for the agent's return.
    """

    call_id: CallId
    queue: QueueId
    leg: str
    since_ms: int
    phase_since_ms: int
    by_queue: bool
    held: bool = False
    hold_ms: int = 0
    connected: bool = False
    away: bool = False
    called: str = ""

    def __post_init__(self) -> None:
        self.called = self.called or self.leg


@dataclass(slots=True)
class WrapUp:
    """The wrap-up after a talk by the gateway's clock; ``talk`` is None where the gateway started after it."""

    talk: Talk | None
    began_ms: int
    until_ms: int


class Doing(NamedTuple):
    """An agent's activity by its calls, and since when."""

    activity: Activity
    since_ms: int
    call_id: CallId | None = None
    direction: Direction = Direction.QUEUE
    free_at_ms: int | None = None

    def continues(self, before: "Doing") -> bool:
        """Whether this equals the former one; its start is decided as it begins."""
        return self._replace(since_ms=before.since_ms) == before


@dataclass(slots=True)
class AgentRecord:
    """An agent: its queues, its phone's legs, its open calls, and what was last reported.

    Attributes:
        id: the interface that the first of its queues calls.
        devices: its phones and switches, e.g. ``PJSIP/1001`` and ``Custom:DND1001``, in any spelling of the queues.
        doubles: further interfaces of the same phone in one queue.
        busy_unexplained: the device is in use, and for longer than a moment no known call explains it.
        failed_rings: consecutive calls that failed immediately.
    """

    id: AgentId
    name: str
    members: dict[QueueId, Member] = field(default_factory=dict)
    doubles: dict[tuple[QueueId, str], Member] = field(default_factory=dict)
    devices: frozenset[str] = frozenset()
    status: int = 0
    legs: set[str] = field(default_factory=set)
    rings: dict[str, CallId] = field(default_factory=dict)
    talks: dict[CallId, Talk] = field(default_factory=dict)
    wrap_up: WrapUp | None = None
    busy_unexplained: bool = False
    failed_rings: int = 0
    sent_availability: AvailabilityChanged | None = None
    sent_doing: Doing | None = None

    @property
    def current_talk(self) -> Talk | None:
        """Returns the latest talk that is not on hold, the latest of all where each is; None without one."""
        return max(self.talks.values(), key=lambda talk: (not talk.held, talk.since_ms), default=None)


@dataclass(slots=True)
class Monitoring:
    """A supervisor's leg to an agent's call; ``channel`` is empty until the PBX has created one."""

    id: CommandId
    agent: AgentId
    extension: str
    mode: MonitorMode
    begun_by: str
    channel: str = ""
    started: bool = False


class Inquiry(NamedTuple):
    """A query to the PBX; ``answered`` receives its response, or the rows of its list.

    With ``holds`` events are delayed for the moment that the answer takes: it completes the last of them.
    """

    action: Action
    answered: Callable[[list[AmiMessage]], None]
    holds: bool = False
