"""Short words for events, so that a test reads as a transcript; times are seconds of the test's own day."""

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Direction, SourceStatus
from wallboard.domain.ids import (
    PBX,
    AgentId,
    CallId,
    QueueId,
    SourceId,
    key_of,
)

DAY_MS = 1_772_438_400_000
"""Monday 2 March 2026, 08:00 UTC: second 0 of the tests' day."""


def ms(at_s: float) -> int:
    """The instant ``at_s`` seconds into the tests' day, epoch milliseconds."""
    return DAY_MS + round(at_s * 1000)


def queue(name: str, at_s: float = 0, service_level_s: float | None = None) -> e.QueueFound:
    return e.QueueFound(
        at_ms=ms(at_s), queue_id=QueueId(name), name=key_of(name).title(), service_level_s=service_level_s
    )


def agent(name: str, at_s: float = 0) -> e.AgentFound:
    return e.AgentFound(at_ms=ms(at_s), agent_id=AgentId(name), name=key_of(name).title())


def member(queue_name: str, agent_name: str, at_s: float = 0, level: int = 0, position: int = 0) -> e.MemberAdded:
    queue_id, agent_id = QueueId(queue_name), AgentId(agent_name)
    return e.MemberAdded(at_ms=ms(at_s), queue_id=queue_id, agent_id=agent_id, level=level, position=position)


def pauses(
    agent_name: str, queue_name: str, at_s: float, *, reason: str = "", since_s: float | None = None
) -> e.MemberPauseChanged:
    return _paused(agent_name, queue_name, at_s, paused=True, reason=reason, since_s=since_s)


def unpauses(agent_name: str, queue_name: str, at_s: float) -> e.MemberPauseChanged:
    return _paused(agent_name, queue_name, at_s, paused=False)


def _paused(
    agent_name: str,
    queue_name: str,
    at_s: float,
    *,
    paused: bool,
    reason: str = "",
    since_s: float | None = None,
) -> e.MemberPauseChanged:
    return e.MemberPauseChanged(
        at_ms=ms(at_s),
        queue_id=QueueId(queue_name),
        agent_id=AgentId(agent_name),
        paused=paused,
        since_ms=ms(at_s if since_s is None else since_s),
        reason=reason,
    )


def joins(
    call: str, queue_name: str, at_s: float, *, since_s: float | None = None, moved_in: bool = False
) -> e.CallerJoined:
    return e.CallerJoined(
        at_ms=ms(at_s),
        call_id=CallId(call),
        queue_id=QueueId(queue_name),
        number="+49301234",
        entered_ms=ms(at_s if since_s is None else since_s),
        position=1,
        moved_in=moved_in,
    )


def answers(agent_name: str, call: str, at_s: float) -> e.CallAnswered:
    return e.CallAnswered(at_ms=ms(at_s), call_id=CallId(call), agent_id=AgentId(agent_name))


def hangs_up(call: str, at_s: float) -> e.CallerAbandoned:
    return e.CallerAbandoned(at_ms=ms(at_s), call_id=CallId(call))


def leaves(call: str, at_s: float, exit_: e.Exit = e.Exit.TIMEOUT) -> e.CallerLeft:
    return e.CallerLeft(at_ms=ms(at_s), call_id=CallId(call), exit=exit_)


def is_leaving(call: str, at_s: float) -> e.CallerLeaving:
    return e.CallerLeaving(at_ms=ms(at_s), call_id=CallId(call))


def is_known_as(call: str, at_s: float, number: str, name: str = "") -> e.CallerIdentified:
    return e.CallerIdentified(at_ms=ms(at_s), call_id=CallId(call), number=number, name=name)


def ends(call: str, at_s: float) -> e.CallEnded:
    return e.CallEnded(at_ms=ms(at_s), call_id=CallId(call))


def moves(call: str, at_s: float, *, to_agent: str | None = None, to_queue: str | None = None) -> e.CallMoving:
    return e.CallMoving(
        at_ms=ms(at_s),
        call_id=CallId(call),
        to_agent=AgentId(to_agent) if to_agent else None,
        to_queue=QueueId(to_queue) if to_queue else None,
    )


def handles(
    agent_name: str,
    call: str,
    queue_name: str,
    at_s: float,
    *,
    talk_s: float,
    wrap_up_s: float = 0,
    hold_s: float = 0,
) -> e.CallHandled:
    return e.CallHandled(
        at_ms=ms(at_s),
        call_id=CallId(call),
        queue_id=QueueId(queue_name),
        agent_id=AgentId(agent_name),
        talk_ms=round(talk_s * 1000),
        hold_ms=round(hold_s * 1000),
        wrap_up_ms=round(wrap_up_s * 1000),
    )


def is_now(
    agent_name: str,
    availability: Availability,
    at_s: float,
    *,
    reachable: bool = True,
    reason: str = "",
    do_not_disturb: bool = False,
) -> e.AvailabilityChanged:
    return e.AvailabilityChanged(
        at_ms=ms(at_s),
        agent_id=AgentId(agent_name),
        availability=availability,
        since_ms=ms(at_s),
        pause_reason=reason,
        reachable=reachable,
        do_not_disturb=do_not_disturb,
    )


def does(
    agent_name: str,
    activity: Activity,
    at_s: float,
    *,
    direction: Direction = Direction.QUEUE,
    call: str | None = None,
) -> e.ActivityChanged:
    return e.ActivityChanged(
        at_ms=ms(at_s),
        agent_id=AgentId(agent_name),
        activity=activity,
        since_ms=ms(at_s),
        direction=direction,
        call_id=CallId(call) if call else None,
    )


def link(status: SourceStatus, at_s: float, reason: str = "", source: str = PBX) -> e.SourceChanged:
    return e.SourceChanged(at_ms=ms(at_s), source_id=SourceId(source), status=status, reason=reason)
