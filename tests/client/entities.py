"""Short words for entities and for a session's moments, so that a test reads as a transcript."""

from wallboard.client.session import ArrivalTime
from wallboard.domain.centre.state import (
    Activity,
    Agent,
    Availability,
    Call,
    CallPhase,
    Group,
    Membership,
    Monitor,
    MonitorMode,
    Queue,
    Source,
    SourceStatus,
)
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Interval, QueueNow, Sample, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, QueueId, SourceId

DAY_MS = 1_772_438_400_000
"""Monday 2 March 2026, 08:00 UTC by the gateway's clock: second 0 of the tests' day."""


def ms(at_s: float) -> int:
    """The instant ``at_s`` seconds into the tests' day, epoch milliseconds."""
    return DAY_MS + round(at_s * 1000)


def moment(at_s: float) -> ArrivalTime:
    """The same for a session whose own clock agrees with the gateway's."""
    return ArrivalTime(at_s, ms(at_s))


def link(status: SourceStatus = SourceStatus.UP, *, rev: int = 1, at_s: float = 0, reason: str = "") -> Source:
    return Source(id=SourceId("pbx"), status=status, since_ms=ms(at_s), reason=reason, rev=rev)


def queue(id_: str, *, name: str = "", rev: int = 1, goal: Goal | None = None, order: float | None = None) -> Queue:
    return Queue(id=QueueId(id_), name=name or id_.title(), goal=goal or Goal(), rev=rev, order=order)


def total(*queues: str, rev: int = 1) -> Group:
    return Group(id=ALL, name="", goal=Goal(), queue_ids=tuple(map(QueueId, queues)), rev=rev)


def agent(
    name: str,
    activity: Activity = Activity.IDLE,
    *,
    rev: int = 1,
    call: str | None = None,
    availability: Availability = Availability.READY,
) -> Agent:
    return Agent(
        id=AgentId(name),
        name=name.title(),
        availability=availability,
        activity=activity,
        call_id=None if call is None else CallId(call),
        rev=rev,
    )


def member(queue_name: str, agent_name: str, *, rev: int = 1) -> Membership:
    return Membership(queue_id=QueueId(queue_name), agent_id=AgentId(agent_name), rev=rev)


def waiting(name: str, queue_name: str, *, since_s: float = 0, rev: int = 1) -> Call:
    return Call(
        id=CallId(name),
        queue_id=QueueId(queue_name),
        number=f"+49 30 {name}",
        phase=CallPhase.WAITING,
        phase_since_ms=ms(since_s),
        entered_ms=ms(since_s),
        handover_rev=rev,
        rev=rev,
    )


def talking(name: str, queue_name: str, agent_name: str, *, rev: int = 1, since_s: float = 0) -> Call:
    return Call(
        id=CallId(name),
        queue_id=QueueId(queue_name),
        number=f"+49 30 {name}",
        phase=CallPhase.TALKING,
        phase_since_ms=ms(since_s),
        entered_ms=ms(since_s),
        answered_ms=ms(since_s),
        agent_id=AgentId(agent_name),
        handover_rev=rev,
        rev=rev,
    )


def monitor(
    name: str, agent_name: str, *, rev: int = 1, mode: MonitorMode = MonitorMode.LISTEN, begun_by: str = ""
) -> Monitor:
    return Monitor(
        id=CommandId(name),
        agent_id=AgentId(agent_name),
        extension="200",
        mode=mode,
        since_ms=ms(0),
        begun_by=begun_by,
        rev=rev,
    )


def figures(
    queue_name: str, tally: Tally, window: Window = Window.TODAY, *, rev: int = 1, since_s: float = 0
) -> Figures:
    return Figures(
        scope=QueueId(queue_name),
        window=window,
        since_ms=ms(since_s),
        covered_since_ms=ms(since_s),
        tally=tally,
        rev=rev,
    )


def queue_now(
    queue_name: str,
    *,
    count: int = 0,
    since_s: float | None = None,
    rev: int = 1,
    late: int = 0,
    positions: dict[str, int] | None = None,
) -> QueueNow:
    longest_ms = None if since_s is None else ms(since_s)
    return QueueNow(
        scope=QueueId(queue_name),
        waiting=count,
        late=late,
        longest_since_ms=longest_ms,
        positions={CallId(name): position for name, position in (positions or {}).items()},
        rev=rev,
    )


def interval(queue_name: str, start_s: float, tally: Tally | None = None) -> Interval:
    return Interval(scope=QueueId(queue_name), start_ms=ms(start_s), tally=tally or Tally())


def sample(queue_name: str, at_s: float, count: int = 0) -> Sample:
    return Sample(scope=QueueId(queue_name), at_ms=ms(at_s), waiting=count, longest_wait_ms=count * 1_000)
