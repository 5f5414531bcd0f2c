"""The PBX's side of the truth: channels, callers, agents and what is still open between them.

Plain data with its look-ups. Who may change it and what is told of it lives in `agents`, `callers`,
`monitors`, `mapping` and `snapshot`.
"""

import heapq
import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, NamedTuple

from wallboard.domain.events import AvailabilityChanged, Event, Exit
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.state import Activity, Direction, MonitorMode
from wallboard.pbx.asterisk.codec import Action, Message
from wallboard.pbx.asterisk.spelling import Spelling

MOVE_CONTEXT: Final = "wb-move"
"""Where the dialplan fragment takes a caller to an agent; the extension is the queue that the caller came from."""
_SERIAL: Final = re.compile(r"-[0-9a-f]{8,}(;[12])?$")


class Stage(Enum):
    """How far a caller is, as far as the PBX has told."""

    WAITING = auto()
    CONNECTING = auto()
    """Out of the queue with an agent's answer; the talk has not begun."""
    LEAVING = auto()
    """Out of the queue unanswered; why is about to be known."""
    MOVING = auto()
    TALKING = auto()
    ADRIFT = auto()
    """A talk ended and the caller's channel lives on."""


@dataclass(slots=True)
class Channel:
    """One leg. ``agent`` is whose phone it is; ``spent`` that its part in a call is over before its hang-up.

    ``hung_up`` when the far side ended it, ``cut`` when the PBX did.
    """

    id: str
    name: str
    state: int
    linked: str
    direction: Direction
    since_ms: int
    agent: AgentId | None = None
    bridge: str = ""
    spent: bool = False
    hung_up: bool = False
    cut: bool = False


@dataclass(slots=True)
class Move:
    """A move of ours that the PBX was asked for."""

    command_id: CommandId
    to_agent: AgentId | None = None
    to_queue: QueueId | None = None


@dataclass(slots=True)
class Caller:
    """One caller's presence; ``id`` is its channel's.

    ``exit`` is how it left if nothing tells better; ``rings`` the legs that ring for it, and whose they are.
    """

    id: CallId
    queue: QueueId
    number: str
    name: str
    entered_ms: int
    stage: Stage = Stage.WAITING
    position: int = 0
    priority: int = 0
    agent: AgentId | None = None
    move: Move | None = None
    exit: Exit = Exit.OVERFLOW
    answering_leg: str = ""
    was_answered: bool = False
    rings: dict[str, AgentId] = field(default_factory=dict)


@dataclass(slots=True)
class Member:
    """An agent in one queue, in the PBX's own numbers (epoch seconds of the PBX, 0 is never)."""

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
    """An agent's part in a queue's call; ``phase_since_ms`` is when it was last held or resumed."""

    call_id: CallId
    queue: QueueId
    leg: str
    since_ms: int
    phase_since_ms: int
    by_queue: bool
    held: bool = False
    hold_ms: int = 0


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
    wrap_up_until_ms: int | None = None

    def continues(self, before: "Doing") -> bool:
        """Whether this says nothing new; since when is decided as it begins."""
        return self._replace(since_ms=before.since_ms) == before


@dataclass(slots=True)
class Person:
    """An agent: the queues it takes, its phone's legs, what is open, and what was last told of it."""

    id: AgentId
    name: str
    state_interface: str
    members: dict[QueueId, Member] = field(default_factory=dict)
    status: int = 0
    legs: set[str] = field(default_factory=set)
    rings: dict[str, CallId] = field(default_factory=dict)
    talks: dict[CallId, Talk] = field(default_factory=dict)
    wrap_up: WrapUp | None = None
    busy_unseen: bool = False
    told_availability: AvailabilityChanged | None = None
    told_doing: Doing | None = None


@dataclass(slots=True)
class Monitoring:
    """A supervisor's way into an agent's call; ``channel`` is empty until the PBX has made one."""

    id: CommandId
    agent: AgentId
    extension: str
    mode: MonitorMode
    channel: str = ""
    started: bool = False


class Agenda:
    """What is due by the clock: one action per key, the earliest first."""

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], tuple[int, int, Callable[[], None]]] = {}
        self._heap: list[tuple[int, int, tuple[str, str]]] = []
        self._order = itertools.count()

    def set(self, key: tuple[str, str], due_ms: int, action: Callable[[], None]) -> None:
        """Do ``action`` at ``due_ms``, instead of what was due under ``key``."""
        order = next(self._order)
        self._due[key] = (due_ms, order, action)
        heapq.heappush(self._heap, (due_ms, order, key))

    def drop(self, key: tuple[str, str]) -> None:
        """Forget what was due under ``key``."""
        self._due.pop(key, None)

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._due

    def next_ms(self) -> int | None:
        """When the next action is due; None when nothing is."""
        while self._heap:
            due_ms, order, key = self._heap[0]
            entry = self._due.get(key)
            if entry is not None and entry[1] == order:
                return due_ms
            heapq.heappop(self._heap)
        return None

    def take(self, now_ms: int) -> Callable[[], None] | None:
        """The next action that is due by now, or None."""
        due_ms = self.next_ms()
        if due_ms is None or due_ms > now_ms:
            return None
        key = heapq.heappop(self._heap)[2]
        return self._due.pop(key)[2]


class Inquiry(NamedTuple):
    """A question to the PBX; ``answered`` is given its response, or the rows of what it lists."""

    action: Action
    answered: Callable[[list[Message]], None]


class Floor:
    """One PBX's contact centre as it is now, and the domain events that are still to be given out.

    Attributes:
        now_ms: the gateway's clock at the message or deadline that is being worked on.
        pbx_ahead_ms: how far the PBX's clock is ahead of ours.
        changed: agents whose axes are to be looked at before the events are given out.
        waiting: for each queue the callers that are in it.
        phones: agents by their device, e.g. ``PJSIP/1001``.
        spelling: how the PBX's own texts, which all of the above holds, are told.
        doubted: queues, and members by their interface, that the last list left out, and since when.
        inquiries: what the PBX is still to be asked, in order.
        wants_poll: whether the PBX's queues are to be read again at once.
        rejoin_ms: how soon a caller has to be back in the same queue to go on with the same visit; 0 is never.
        rejoin_by_queue_ms: the same for queues that have their own.
    """

    def __init__(
        self, wrap_up_s: Mapping[str, float], default_wrap_up_s: float = 0.0, rejoin_s: float = 0.0
    ) -> None:
        self.now_ms = 0
        self.pbx_ahead_ms = 0
        self.queues: dict[QueueId, float | None] = {}
        self.people: dict[AgentId, Person] = {}
        self.callers: dict[CallId, Caller] = {}
        self.waiting: dict[QueueId, set[CallId]] = {}
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, set[str]] = {}
        self.monitors: dict[str, Monitoring] = {}
        self.phones: dict[str, AgentId] = {}
        self.changed: dict[AgentId, None] = {}
        self.agenda = Agenda()
        self.spelling = Spelling()
        self.doubted: dict[tuple[QueueId, str], int] = {}
        self.inquiries: list[Inquiry] = []
        self.wants_poll = False
        self.events: list[Event] = []
        self._wrap_up_s = wrap_up_s
        self._default_wrap_up_s = default_wrap_up_s
        self.rejoin_ms = int(rejoin_s * 1000)
        self.rejoin_by_queue_ms: dict[QueueId, int] = {}

    def tell(self, event: Event) -> None:
        """Give an event out, in order."""
        self.events.append(self.spelling.told(event))

    def touch(self, agent_id: AgentId) -> None:
        """Something happened to an agent: look at both of its axes before events are given out."""
        self.changed[agent_id] = None

    def local_ms(self, pbx_s: int) -> int:
        """A moment of the PBX's clock on ours, never in the future."""
        return min(self.now_ms, pbx_s * 1000 - self.pbx_ahead_ms)

    def rejoin_ms_of(self, queue: QueueId) -> int:
        """How soon a caller has to be back in this queue to go on with the same visit; 0 is never."""
        return self.rejoin_by_queue_ms.get(queue, self.rejoin_ms)

    def wrap_up_ms(self, person: Person, queue: QueueId) -> int:
        """How long ``person`` wraps up after a call of ``queue``: the member's own time, or the queue's."""
        member = person.members.get(queue)
        if member is not None and member.wrap_up_s:
            return member.wrap_up_s * 1000
        return int(self._wrap_up_s.get(self.spelling.shown(queue), self._default_wrap_up_s) * 1000)

    def agent_of(self, channel_name: str) -> AgentId | None:
        """Whose phone a channel is, by its name; the far half of a Local channel is nobody's."""
        return None if channel_name.endswith(";2") else self.phones.get(_SERIAL.sub("", channel_name))

    def with_caller(self, call_id: str) -> Caller | None:
        """The caller of that channel, if it is one we follow."""
        return self.callers.get(CallId(call_id))


def device(interface: str) -> str:
    """What a channel of ``interface`` is named after: ``Local/1001@agents/n`` has ``Local/1001@agents``."""
    return (
        interface.rpartition("/")[0] if interface.startswith("Local/") and interface.count("/") > 1 else interface
    )
