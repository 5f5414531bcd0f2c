"""Records of what the PBX told: channels, callers, agents, and the talks and rings between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final, NamedTuple

from wallboard.domain.centre.events import AvailabilityChanged, Exit, Party
from wallboard.domain.centre.state import Activity, Direction, MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

MOVE_CONTEXT: Final = "wb-move"
"""Where the dialplan fragment takes a caller to an agent, and whence it goes on from there."""
REQUEUE_CONTEXT: Final = "wb-requeue"
"""Where it puts a caller into a queue."""
RING: Final = 4
"""The state of a channel whose phone dialled."""
RINGING: Final = 5
"""The state of a channel whose phone rings."""
UP: Final = 6
"""The state of a channel whose phone talks."""


class CallerStage(Enum):
    """How far a caller is, as far as the PBX has told."""

    WAITING = auto()
    CONNECTING = auto()
    """Out of the queue with an agent's answer; the talk has not begun."""
    LEAVING = auto()
    """Out of the queue unanswered; why is about to be known."""
    BETWEEN = auto()
    """Out of the queue unanswered, and the dialplan may lead it back into the same queue."""
    MOVING = auto()
    """Taken out of its queue or talk by a supervisor's move."""
    TALKING = auto()
    UNATTENDED = auto()
    """A talk ended and the caller is with nobody: parked, rung for by a transfer, or about to hang up."""


class TimerKey(StrEnum):
    """What is due of a caller or an agent, as the first part of a key of `PbxState.agenda`."""

    CALLER = "caller"
    """A caller's next step: the end of a visit, or the beginning of a talk, that no event told."""
    APART = "apart"
    """A talk of which nothing connects caller and agent any more is over."""
    MISSED = "missed"
    """A caller whom the queue's list leaves out is asked about."""
    MOVE = "move"
    """A supervisor's move of which nothing came is over."""
    BUSY = "busy"
    """A phone in use for no known call is believed."""
    IDLE = "idle"
    """An idle phone in the middle of a talk is believed."""
    WRAP_UP = "wrap-up"
    """An agent's wrap-up is over."""


@dataclass(slots=True)
class Channel:
    """One leg.

    Attributes:
        agent: whose phone it is.
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
        """Whether it is one half of a Local channel, and so nobody's phone."""
        return self.name.startswith("Local/") and self.name[-2:] in (";1", ";2")

    @property
    def other_half(self) -> str:
        """The name of a Local channel's other half."""
        return f"{self.name[:-1]}{'2' if self.name.endswith('1') else '1'}"


@dataclass(slots=True)
class Move:
    """A move of ours that the PBX was asked for."""

    command_id: CommandId
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None


@dataclass(slots=True)
class Caller:
    """One caller's presence; ``id`` is that of the channel it came by.

    Attributes:
        channel: the one that waits in the queue or talks for it now: after a transfer another than ``id``.
        exit: how it left if nothing tells better.
        left_ms: when it left the queue unanswered.
        rings: the legs that ring for it, and whose they are.
        consulting: an agent asks in a queue before a transfer.
        withheld: it asked for number and name not to be shown; here, too, they are only what may be.
        called_back: the customer is called when an agent has answered.
        ended_by: who hung up first, once somebody did.
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
    """An agent in one queue, in the PBX's own words and numbers (epoch seconds of the PBX, 0 is never)."""

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
        away: the agent speaks with somebody else, and the caller waits for the agent's return.
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
    """What follows a talk by our own clock; ``talk`` is None where the gateway came after it."""

    talk: Talk | None
    began_ms: int
    until_ms: int


class Doing(NamedTuple):
    """What an agent's calls make it do, and since when."""

    activity: Activity
    since_ms: int
    call_id: CallId | None = None
    direction: Direction = Direction.QUEUE
    free_at_ms: int | None = None

    def continues(self, before: "Doing") -> bool:
        """Whether this says nothing new; since when is decided as it begins."""
        return self._replace(since_ms=before.since_ms) == before


@dataclass(slots=True)
class AgentRecord:
    """An agent: the queues it takes, its phone's legs, what is open, and what was last told of it.

    Attributes:
        id: the interface that the first of its queues calls.
        devices: its phones and switches, e.g. ``PJSIP/1001`` and ``Custom:DND1001``, however the queues spell them.
        doubles: further interfaces of the same phone in one queue.
        busy_unexplained: the device is in use, and for longer than a moment no call of ours explains it.
        failed_rings: calls in a row that failed at once.
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
    told_availability: AvailabilityChanged | None = None
    told_doing: Doing | None = None

    @property
    def current_talk(self) -> Talk | None:
        """The latest talk that is not on hold, the latest of all where each is; None without one."""
        return max(self.talks.values(), key=lambda talk: (not talk.held, talk.since_ms), default=None)


@dataclass(slots=True)
class Monitoring:
    """A supervisor's way into an agent's call; ``channel`` is empty until the PBX has made one."""

    id: CommandId
    agent: AgentId
    extension: str
    mode: MonitorMode
    begun_by: str
    channel: str = ""
    started: bool = False


class Inquiry(NamedTuple):
    """A question to the PBX; ``answered`` is given its response, or the rows of what it lists.

    With ``holds`` events are kept back for the moment that the answer takes: it completes the last of them.
    """

    action: Action
    answered: Callable[[list[AmiMessage]], None]
    holds: bool = False
