"""Entities of the current state: frozen, each with the revision of its last change.

They are also what the feed carries; their ``tag`` is their name on the wire.
All instants are UTC epoch milliseconds of the gateway (``…_ms`` beside ``since``, ``entered``, ``until``).
"""

from msgspec import Struct

from tests.releases.release_next.domain.counts.formulas import Goal
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, GroupId, Key, QueueId, SourceId, key_of_kind
from tests.releases.release_next.domain.wire_enum import TolerantEnum, WireEnum


class SourceStatus(WireEnum):
    """How far a PBX's data can be trusted now."""

    UP = "up"
    SYNCING = "syncing"
    DOWN = "down"
    UNKNOWN = "unknown"


class Availability(WireEnum):
    """The part of an agent's state that people set."""

    LOGGED_OUT = "logged_out"
    READY = "ready"
    PAUSED = "paused"
    UNKNOWN = "unknown"


class Activity(WireEnum):
    """The part of an agent's state that calls set.

    In ``cool_down``, after a refused or missed call, the PBX offers the agent none for a moment; an agent
    ``on_demand`` is idle and is offered a call only on requesting the next one.
    """

    IDLE = "idle"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    WRAP_UP = "wrap_up"
    COOL_DOWN = "cool_down"
    ON_DEMAND = "on_demand"
    UNKNOWN = "unknown"


class Direction(TolerantEnum):
    """Whose call an agent is busy with: a queue's, one the agent dialled, or a colleague's.

    ``unknown`` is a device in use without a known channel: it may not be a call at all.
    """

    QUEUE = "queue"
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class CallPhase(WireEnum):
    """Where a caller is: in a queue, on the way to a supervisor's target, or with an agent.

    A caller who is ``leaving`` is out of the queue unanswered while the dialplan goes on, and may come back into
    it.
    """

    WAITING = "waiting"
    LEAVING = "leaving"
    MOVING = "moving"
    TALKING = "talking"
    HELD = "held"
    UNKNOWN = "unknown"


_WAITING, _MOVING = CallPhase.WAITING, CallPhase.MOVING
_WITH_AGENT = (CallPhase.TALKING, CallPhase.HELD)
"""Read for each caller; off its enumeration a member costs more, see `counts/thresholds`."""


class MonitorMode(WireEnum):
    """What a supervisor does in a call: hears both, speaks to the agent alone, speaks to both."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    UNKNOWN = "unknown"


class LedgerStatus(WireEnum):
    """Whether supervisors' actions are recorded: yes, the disk refuses to, or the disk does not respond."""

    OK = "ok"
    FAILING = "failing"
    HANGING = "hanging"
    UNKNOWN = "unknown"


class Entity(Struct, frozen=True, kw_only=True, gc=False):
    """Anything with a key and a revision; revisions only grow and one gateway never uses one twice."""

    rev: int = 0

    @property
    def key(self) -> Key:
        """The key, which stays the same while the entity changes."""
        raise NotImplementedError


class Source(Entity, frozen=True, kw_only=True, tag="source"):
    """The gateway's connection to one PBX, up or down since ``since_ms``; ``reason`` gives the cause in words.

    ``problem`` is the cause's kind, one of `ProblemKind`'s or of a newer gateway's; empty where there is none.
    ``kind`` is the adapter's, ``actions`` are the names of the commands that it can carry out.
    """

    id: SourceId
    status: SourceStatus
    since_ms: int
    reason: str = ""
    problem: str = ""
    kind: str = ""
    actions: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return Key("source", self.id)


class Queue(Entity, frozen=True, kw_only=True, tag="queue"):
    """A queue and its goal; those with an ``order`` are listed first."""

    id: QueueId
    name: str
    goal: Goal
    order: float | None = None
    colour: str = ""

    @property
    def key(self) -> Key:
        return Key("queue", self.id)


class Group(Entity, frozen=True, kw_only=True, tag="group"):
    """A set of queues with figures of its own; ``queue_ids`` are those that exist now, none hidden.

    ``goal`` is what its figures are compared with; each of its callers counts by the goal of the queue.
    """

    id: GroupId
    name: str
    goal: Goal
    queue_ids: tuple[QueueId, ...] = ()
    order: float | None = None
    colour: str = ""

    @property
    def key(self) -> Key:
        return Key("group", self.id)


class Agent(Entity, frozen=True, kw_only=True, tag="agent"):
    """A person who takes calls, with availability and activity.

    ``id`` names the agent, not the phone: only the adapter has an agent's phone. Availability is paused only in all
    queues; each `Membership` has its own. ``reachable`` is false while the phone is off the network; ``free_at_ms``
    is set in wrap-up and cool-down that end by themselves, and in a call that interrupts wrap-up; ``pause_pending``
    when a pause begins as the call ends.
    """

    id: AgentId
    name: str
    availability: Availability = Availability.LOGGED_OUT
    availability_since_ms: int = 0
    pause_reason: str = ""
    pause_pending: bool = False
    reachable: bool = True
    do_not_disturb: bool = False
    activity: Activity = Activity.IDLE
    activity_since_ms: int = 0
    direction: Direction = Direction.QUEUE
    call_id: CallId | None = None
    free_at_ms: int | None = None

    @property
    def key(self) -> Key:
        return key_of_kind("agent", self.id)


class Membership(Entity, frozen=True, kw_only=True, tag="membership"):
    """An agent's membership of a queue.

    Agents of a lower ``level`` are offered calls first; ``position`` is the order within a level, 0 where the PBX
    has none. Some queue strategies use neither. ``pause_since_ms`` is when the agent was paused here, or ready
    again; 0 where that was never reported.
    """

    queue_id: QueueId
    agent_id: AgentId
    level: int = 0
    position: int = 0
    paused: bool = False
    pause_reason: str = ""
    pause_since_ms: int = 0

    @property
    def key(self) -> Key:
        return membership_key(self.queue_id, self.agent_id)


class Call(Entity, frozen=True, kw_only=True, tag="call"):
    """One caller from entering the first queue until the call ends.

    ``entered_ms`` is when the caller began to wait; a supervisor's move does not change it. ``queue_id`` is the
    queue that the visit is counted in; ``answered_ms`` is set at the first answer and never changes; ``moving_to``
    is the agent or queue while ``phase`` is ``moving``; ``left_ms`` is when the caller left the queue while
    ``phase`` is ``leaving``, and ``phase_since_ms`` stays until it is known whether the wait continues.
    ``handover_rev`` is the revision at which the caller was last handed over to an agent, a queue or neither:
    unlike ``rev`` it stays while only name or priority change. ``withheld``: there is no number because the caller
    asked for it.
    """

    id: CallId
    queue_id: QueueId
    number: str
    name: str = ""
    withheld: bool = False
    phase: CallPhase
    phase_since_ms: int
    entered_ms: int
    priority: int = 0
    agent_id: AgentId | None = None
    answered_ms: int | None = None
    moving_to: str = ""
    left_ms: int | None = None
    handover_rev: int = 0

    @property
    def key(self) -> Key:
        return key_of_kind("call", self.id)

    @property
    def is_with_agent(self) -> bool:
        """Whether an agent has the caller, talking or on hold."""
        return self.phase in _WITH_AGENT

    @property
    def is_waiting(self) -> bool:
        """Whether the caller waits; an unanswered one still waits during a supervisor's move."""
        phase = self.phase
        return phase is _WAITING or (phase is _MOVING and self.answered_ms is None)

    @property
    def waits_since_ms(self) -> int:
        """Start of the current wait; for a caller who was answered and came back, since then."""
        return self.entered_ms if self.answered_ms is None else self.phase_since_ms


class Monitor(Entity, frozen=True, kw_only=True, tag="monitor"):
    """A supervisor in an agent's call; ``id`` is that of the command that began it, ``begun_by`` who sent that."""

    id: CommandId
    agent_id: AgentId
    extension: str
    mode: MonitorMode
    since_ms: int
    begun_by: str = ""

    @property
    def key(self) -> Key:
        return Key("monitor", self.id)


class LedgerState(Entity, frozen=True, kw_only=True, tag="ledger"):
    """State of the gateway's ledger of commands; where it is ``required``, each command needs its line there."""

    status: LedgerStatus
    required: bool = False

    @property
    def key(self) -> Key:
        return Key("ledger", "")


def membership_key(queue_id: QueueId, agent_id: AgentId) -> Key:
    """The key of one agent's membership in one queue."""
    return Key("membership", queue_id, agent_id)
