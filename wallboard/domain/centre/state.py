"""Current state: frozen entities, each with the revision of its last change, and the container of all.

The entities are also what the feed carries; their ``tag`` is their name on the wire.
All instants are UTC epoch milliseconds of the gateway (``…_ms`` beside ``since``, ``entered``, ``until``).
"""

from dataclasses import dataclass, field

from msgspec import Struct

from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.listing import Listings
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.ids import (
    AgentId,
    CallId,
    CommandId,
    GroupId,
    Key,
    QueueId,
    ScopeId,
    SourceId,
)
from wallboard.domain.wire_enum import TolerantEnum, WireEnum


class SourceStatus(WireEnum):
    """How far a PBX's word may be trusted now."""

    UP = "up"
    SYNCING = "syncing"
    DOWN = "down"
    UNKNOWN = "unknown"


class Availability(WireEnum):
    """The axis that people set."""

    LOGGED_OUT = "logged_out"
    READY = "ready"
    PAUSED = "paused"
    UNKNOWN = "unknown"


class Activity(WireEnum):
    """The axis that calls set.

    In ``cool_down``, after a call that was refused or missed, the PBX spares the agent for a moment; ``on_demand``
    is who is free, and is offered a call only on asking for the next one.
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

    ``unknown`` is a device in use of which no channel is known: nobody can say that it is a call at all.
    """

    QUEUE = "queue"
    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"
    UNKNOWN = "unknown"


class CallPhase(WireEnum):
    """Where a caller is: in a queue, on the way to whom a supervisor sent them, or with an agent.

    One who is ``leaving`` is out of the queue unanswered while the dialplan goes on, and may come back into it.
    """

    WAITING = "waiting"
    LEAVING = "leaving"
    MOVING = "moving"
    TALKING = "talking"
    HELD = "held"
    UNKNOWN = "unknown"


class MonitorMode(WireEnum):
    """What a supervisor in a call does: hears both, speaks to the agent alone, speaks to both."""

    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    UNKNOWN = "unknown"


class LedgerStatus(WireEnum):
    """Whether what supervisors do is recorded: it is, the disk refuses it, or the disk does not respond."""

    OK = "ok"
    FAILING = "failing"
    HANGING = "hanging"
    UNKNOWN = "unknown"


class Entity(Struct, frozen=True, kw_only=True, gc=False):
    """Whatever has a key and a revision; revisions only grow and are never used twice by one gateway."""

    rev: int = 0

    @property
    def key(self) -> Key:
        """The name that stays the same while the entity changes."""
        raise NotImplementedError


class Source(Entity, frozen=True, kw_only=True, tag="source"):
    """The gateway's connection to one PBX, up or not up since ``since_ms``; ``reason`` says in words why not.

    ``problem`` is the kind of that, one of `ProblemKind`'s or of a newer gateway's; empty where there is none.
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
    """A queue and what is promised to its callers; by ``order`` it is listed before those that have none."""

    id: QueueId
    name: str
    goal: Goal
    order: float | None = None
    colour: str = ""

    @property
    def key(self) -> Key:
        return Key("queue", self.id)


class Group(Entity, frozen=True, kw_only=True, tag="group"):
    """A set of queues that has figures of its own; ``queue_ids`` are those that there are now, none hidden.

    ``goal`` is what its figures are held against; each of its callers counts by the goal of the queue.
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
    """A person who takes calls, on both axes.

    ``id`` names the agent, not the phone: which phone an agent has is known to the adapter alone. Paused is who is
    so in every queue; of the others each `Membership` tells. ``reachable`` is false while the phone is off the
    network; ``free_at_ms`` is set in wrap-up and cool-down that end by themselves, and in a call that interrupts
    wrap-up; ``pause_pending`` when a pause begins as the call ends.
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
        return Key("agent", self.id)


class Membership(Entity, frozen=True, kw_only=True, tag="membership"):
    """That an agent takes a queue's calls.

    Agents of a lower ``level`` are offered calls first; ``position`` is the order within a level, 0 where the PBX
    has none. Some strategies of queues use neither. ``pause_since_ms`` is when the agent was paused here, or ready
    again; 0 where that was never told.
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

    ``entered_ms`` is when the caller began to wait and outlives every move of ours; ``queue_id`` is the
    queue that the visit is booked in; ``answered_ms`` is set at the first answer and for ever;
    ``moving_to`` is the agent or queue while ``phase`` is ``moving``; ``left_ms`` is when the caller left the
    queue while ``phase`` is ``leaving``, and ``phase_since_ms`` stays until it is known whether the wait goes on.
    ``handover_rev`` is the revision at which the caller was last handed over to an agent, a queue or nobody: unlike
    ``rev`` it stays while only the position changes. ``withheld`` says why there is no number: the caller asked for
    it.
    """

    id: CallId
    queue_id: QueueId
    number: str
    name: str = ""
    withheld: bool = False
    phase: CallPhase
    phase_since_ms: int
    entered_ms: int
    position: int = 0
    priority: int = 0
    agent_id: AgentId | None = None
    answered_ms: int | None = None
    moving_to: str = ""
    left_ms: int | None = None
    handover_rev: int = 0

    @property
    def key(self) -> Key:
        return Key("call", self.id)

    @property
    def is_with_agent(self) -> bool:
        """Whether an agent has the caller, talking or on hold."""
        return self.phase in (CallPhase.TALKING, CallPhase.HELD)

    @property
    def is_waiting(self) -> bool:
        """Whether the caller is one of those who wait; an unanswered one still waits while we move the call."""
        on_the_way = self.phase is CallPhase.MOVING and self.answered_ms is None
        return on_the_way or self.phase is CallPhase.WAITING

    @property
    def waits_since_ms(self) -> int:
        """Start of the wait that goes on now; one who was answered and came back waits since then."""
        return self.entered_ms if self.answered_ms is None else self.phase_since_ms


class Monitor(Entity, frozen=True, kw_only=True, tag="monitor"):
    """A supervisor in an agent's call; ``id`` is that of the command that began it, ``begun_by`` whose that was."""

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
    """How the gateway's ledger of commands is; where it is ``required``, none is carried out without its line."""

    status: LedgerStatus
    required: bool = False

    @property
    def key(self) -> Key:
        return Key("ledger", "")


def membership_key(queue_id: QueueId, agent_id: AgentId) -> Key:
    """The key of one agent's membership in one queue."""
    return Key("membership", queue_id, agent_id)


@dataclass(slots=True)
class State:
    """Everything that is so now. Only `reducer.apply` changes it; what it holds is frozen.

    Attributes:
        version: the highest revision given so far.
        queues_of: for each agent the queues whose calls they take.
        paused_in: of these, for each agent who is paused anywhere, the queues where that is so.
        waiting: for each queue the callers that wait now.
        leaving: for each queue the callers that left it unanswered and may come back.
        last_handled: each agent's last call and talk time, so that its end told twice counts once.
        removed_queues: queues that were there once; the last of their calls may not be through yet.
        goals: what is promised where the PBX does not say.
        queue_names: the PBX's own name of a queue.
        service_levels_s: the threshold that the PBX told of a queue.
        listings: how queues are listed, and which are hidden.
        group_rules: which queues belong to which groups.
        groups_of: for each queue that is or was there the groups that it counts in.
        out_of_sight: the agents who work for a hidden queue now, or did at last, and for which call.
    """

    sources: dict[SourceId, Source] = field(default_factory=dict)
    queues: dict[QueueId, Queue] = field(default_factory=dict)
    groups: dict[GroupId, Group] = field(default_factory=dict)
    agents: dict[AgentId, Agent] = field(default_factory=dict)
    memberships: dict[Key, Membership] = field(default_factory=dict)
    calls: dict[CallId, Call] = field(default_factory=dict)
    monitors: dict[CommandId, Monitor] = field(default_factory=dict)
    version: int = 0
    queues_of: dict[AgentId, set[QueueId]] = field(default_factory=dict)
    paused_in: dict[AgentId, set[QueueId]] = field(default_factory=dict)
    waiting: dict[QueueId, set[CallId]] = field(default_factory=dict)
    leaving: dict[QueueId, set[CallId]] = field(default_factory=dict)
    last_handled: dict[AgentId, tuple[CallId, int]] = field(default_factory=dict)
    removed_queues: set[QueueId] = field(default_factory=set)
    goals: Goals = field(default_factory=Goals)
    queue_names: dict[QueueId, str] = field(default_factory=dict)
    service_levels_s: dict[QueueId, float] = field(default_factory=dict)
    listings: Listings = field(default_factory=Listings)
    group_rules: Groups = field(default_factory=Groups)
    groups_of: dict[QueueId, tuple[GroupId, ...]] = field(default_factory=dict)
    out_of_sight: dict[AgentId, CallId] = field(default_factory=dict)

    def next_rev(self) -> int:
        """A revision that was never given before."""
        self.version += 1
        return self.version

    def place_call(self, call: Call) -> None:
        """Keep whether a call's caller is one of those who wait in its queue, or of those who are leaving it."""
        for table, is_there in ((self.waiting, call.is_waiting), (self.leaving, call.phase is CallPhase.LEAVING)):
            if is_there:
                table.setdefault(call.queue_id, set()).add(call.id)
            else:
                table.get(call.queue_id, set()).discard(call.id)

    def displace_call(self, call: Call) -> None:
        """A call's caller is in its queue no longer."""
        for table in (self.waiting, self.leaving):
            table.get(call.queue_id, set()).discard(call.id)

    def observed_until_ms(self, source_id: SourceId, at_ms: int) -> int:
        """Up to when a source was observed: ``at_ms``, or since when it has not been heard."""
        source = self.sources.get(source_id)
        return at_ms if source is None or source.status is SourceStatus.UP else min(at_ms, source.since_ms)

    def is_listed(self, queue_id: QueueId) -> bool:
        """Whether there is such a queue, and people may see it."""
        return queue_id in self.queues and not self.listings.hides(queue_id)

    def works_in_sight(self, agent_id: AgentId) -> bool:
        """Whether an agent is to be seen: who takes calls of hidden queues alone is not."""
        queue_ids = self.queues_of.get(agent_id)
        return not queue_ids or not all(map(self.listings.hides, queue_ids))

    def hides(self, scope: ScopeId) -> bool:
        """Whether figures are of a queue that is hidden."""
        return scope not in self.groups and self.listings.hides(QueueId(scope))
