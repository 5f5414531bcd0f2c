"""What each event says about each command, as a table; whom it is about, and whom it keeps out."""

import msgspec
import pytest

from tests.domain.words import answers, does, ends, hangs_up, is_now, joins, leaves, ms
from tests.gateway.rig import CENTRE
from wallboard.domain.actions.commands import (
    Command,
    Observation,
    Outcome,
    Progress,
    Reason,
    Result,
    actions,
    name_of,
)
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Activity, Availability, MonitorMode, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import PBX, AgentId, CallId, CommandId, Key, QueueId
from wallboard.feed.codec import decode_client, encode
from wallboard.feed.messages import CommandRequest

ID, MONITOR = CommandId("command"), CommandId("monitor")
TO_AGENT = MoveCallToAgent(id=ID, call_id=CallId("c"), expect_rev=0, agent_id=AgentId("ana"))
TO_QUEUE = MoveCallToQueue(id=ID, call_id=CallId("c"), expect_rev=0, queue_id=QueueId("support"))
START = StartMonitor(id=ID, agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN)
MODE = SetMonitorMode(id=ID, monitor_id=MONITOR, mode=MonitorMode.BARGE)
STOP = StopMonitor(id=ID, monitor_id=MONITOR)


def started(name: CommandId) -> e.MonitorStarted:
    return e.MonitorStarted(
        at_ms=ms(1), monitor_id=name, agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN
    )


def mode_changed(mode: MonitorMode) -> e.MonitorModeChanged:
    return e.MonitorModeChanged(at_ms=ms(1), monitor_id=MONITOR, mode=mode)


def ended(name: CommandId, reason: str = "") -> e.MonitorEnded:
    return e.MonitorEnded(at_ms=ms(1), monitor_id=name, reason=reason)


def end(kind: Outcome, reason: Reason | None = None, detail: str = "") -> Result:
    return Result(command_id=ID, outcome=kind, reason=reason, detail=detail)


DONE = end(Outcome.CONFIRMED)
BACK = end(Outcome.RETURNED_TO_QUEUE)
FOUND = e.CallFound(
    at_ms=ms(1),
    call_id=CallId("c"),
    queue_id=QueueId("sales"),
    agent_id=AgentId("ana"),
    number="1",
    since_ms=ms(1),
)


@pytest.mark.parametrize(
    ("command", "event", "moving", "told"),
    [
        (TO_AGENT, answers("ana", "c", 1), False, DONE),
        (TO_AGENT, FOUND, True, DONE),
        (TO_AGENT, answers("bea", "c", 1), True, end(Outcome.FAILED, Reason.CALL_MOVED_ON)),
        (TO_AGENT, answers("ana", "other", 1), True, None),
        (TO_AGENT, does("ana", Activity.RINGING, 1, call="c"), True, Progress.RINGING),
        (TO_AGENT, does("ana", Activity.RINGING, 1, call="other"), True, None),
        (TO_AGENT, joins("c", "sales", 1), True, BACK),
        (TO_AGENT, joins("c", "sales", 1), False, None),
        (TO_AGENT, hangs_up("c", 1), True, end(Outcome.FAILED, Reason.CALLER_HUNG_UP)),
        (TO_AGENT, ends("c", 1), True, end(Outcome.FAILED, Reason.CALLER_HUNG_UP)),
        (TO_AGENT, leaves("c", 1), False, end(Outcome.FAILED, Reason.CALL_GONE)),
        (TO_AGENT, hangs_up("other", 1), True, None),
        (TO_QUEUE, joins("c", "support", 1), False, DONE),
        (TO_QUEUE, joins("c", "sales", 1), True, BACK),
        (TO_QUEUE, joins("c", "sales", 1), False, None),
        (TO_QUEUE, joins("other", "support", 1), True, None),
        (TO_QUEUE, hangs_up("c", 1), True, end(Outcome.FAILED, Reason.CALLER_HUNG_UP)),
        (TO_QUEUE, answers("bea", "c", 1), False, end(Outcome.FAILED, Reason.CALL_MOVED_ON)),
        (START, started(ID), False, DONE),
        (START, started(MONITOR), False, None),
        (START, ended(ID, "busy"), False, end(Outcome.FAILED, Reason.EXTENSION_NO_ANSWER, "busy")),
        (MODE, mode_changed(MonitorMode.BARGE), False, DONE),
        (MODE, mode_changed(MonitorMode.WHISPER), False, None),
        (MODE, ended(MONITOR), False, end(Outcome.FAILED, Reason.MONITOR_GONE)),
        (STOP, ended(MONITOR), False, DONE),
        (STOP, ended(ID), False, None),
    ],
)
def test_that_an_event_says_this_about_a_command(
    command: Command, event: e.Event, moving: bool, told: Result | Progress | None
) -> None:
    assert command.outcome(Observation(event=event, centre=State(), moving=moving)) == told


@pytest.mark.parametrize(
    ("command", "so_far", "then"),
    [
        (TO_AGENT, [joins("c", "sales", 1)], answers("ana", "c", 2)),
        (TO_QUEUE, [joins("c", "sales", 1)], joins("c", "support", 2, moved_in=True)),
        (START, [], started(ID)),
        (MODE, [started(MONITOR)], mode_changed(MonitorMode.BARGE)),
        (STOP, [started(MONITOR)], ended(MONITOR)),
    ],
)
def test_that_the_state_shows_when_a_command_is_done(
    command: Command, so_far: list[e.Event], then: e.Event
) -> None:
    engine = Engine(Calendar(), Goals(), ms(0))
    for event in [*CENTRE, *so_far]:
        engine.apply(event)
    assert not command.is_done(engine.state)
    engine.apply(then)
    assert command.is_done(engine.state)


PAUSE = PauseAgent(id=ID, agent_id=AgentId("ana"), reason="Lunch")
UNPAUSE = UnpauseAgent(id=ID, agent_id=AgentId("ana"), queue_id=QueueId("sales"))
EACH = (TO_AGENT, TO_QUEUE, START, MODE, STOP, PAUSE, UNPAUSE)


def test_that_each_action_is_known_by_its_name_on_the_wire() -> None:
    assert {name: type(command) for command in EACH for name in [name_of(type(command))]} == actions()
    for command in EACH:
        assert msgspec.json.decode(msgspec.json.encode(command))["type"] == name_of(type(command))
        request = CommandRequest(command=command, deadline_ms=1)
        assert decode_client(encode(request)) == request


@pytest.mark.parametrize(
    ("command", "subject", "target"),
    [
        (TO_AGENT, Key("call", "c"), Key("agent", "ana")),
        (TO_QUEUE, Key("call", "c"), Key("queue", "support")),
        (START, Key("agent", "ana"), None),
        (MODE, Key("monitor", MONITOR), None),
        (STOP, Key("monitor", MONITOR), None),
    ],
)
def test_that_a_command_says_whom_it_is_about(command: Command, subject: Key, target: Key | None) -> None:
    about = command.about()
    assert (about.subject, about.target) == (subject, target)


@pytest.mark.parametrize(
    ("one", "other", "is_in_its_way"),
    [
        (TO_AGENT, TO_QUEUE, True),
        (TO_AGENT, msgspec.structs.replace(TO_AGENT, call_id=CallId("d")), True),
        (TO_QUEUE, msgspec.structs.replace(TO_QUEUE, call_id=CallId("d")), False),
        (START, msgspec.structs.replace(START, agent_id=AgentId("bea")), True),
        (START, msgspec.structs.replace(START, extension="701"), False),
        (MODE, STOP, True),
        (TO_AGENT, START, False),
    ],
)
def test_that_a_command_keeps_others_from_what_it_is_about(
    one: Command, other: Command, is_in_its_way: bool
) -> None:
    taken = {lock for lock, _ in one.locks()}
    assert any(lock in taken for lock, _ in other.locks()) is is_in_its_way


@pytest.mark.parametrize(
    ("kind", "can", "reason"),
    [
        ("", (), None),
        ("asterisk", ("pause_agent", "unpause_agent"), None),
        ("freeswitch", ("unpause_agent",), Reason.NOT_POSSIBLE),
        ("replay", (), Reason.NOT_POSSIBLE),
    ],
)
def test_that_what_the_source_cannot_do_is_refused(kind: str, can: tuple[str, ...], reason: Reason | None) -> None:
    engine = Engine(Calendar(), Goals(), ms(0))
    up = e.SourceChanged(at_ms=ms(0), source_id=PBX, status=SourceStatus.UP, kind=kind, actions=can)
    for event in (*CENTRE, up, is_now("ana", Availability.READY, 1)):
        engine.apply(event)
    assert PAUSE.refusal(engine.state) is reason
    assert PAUSE.refusal(when_lost(engine)) is Reason.LINK_DOWN


def when_lost(engine: Engine) -> State:
    """The same state once the source is lost, whatever it could do."""
    engine.apply(e.SourceChanged(at_ms=ms(2), source_id=PBX, status=SourceStatus.DOWN))
    return engine.state
