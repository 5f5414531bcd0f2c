"""When a supervisor can be in an agent's call, and the reason for everything that is refused."""

import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import agent, answers, does, is_now, joins, link, member, ms, queue
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.actions.monitoring import (
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
    is_extension,
    monitored_call,
)
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId

ONE = CommandId("one")


@pytest.fixture
def centre() -> Centre:
    """Ann talks with c1, Bob is ready, c2 waits in sales."""
    return Centre(
        link(SourceStatus.UP, 0), queue("sales"), queue("support"), agent("ann"), agent("bob"),
        member("sales", "ann"), member("sales", "bob"),
        is_now("ann", Availability.READY, 0), is_now("bob", Availability.READY, 0),
        joins("c1", "sales", 0), answers("ann", "c1", 5), does("ann", Activity.TALKING, 5, call="c1"),
        joins("c2", "sales", 6),
    )  # fmt: skip


def _to_agent(centre: Centre, call: str, to: str, *, older: int = 0) -> MoveCallToAgent:
    known = centre.state.calls.get(CallId(call))
    rev = known.handover_rev - older if known else 0
    return MoveCallToAgent(id=ONE, call_id=CallId(call), expect_rev=rev, agent_id=AgentId(to))


def _to_queue(centre: Centre, call: str, to: str) -> MoveCallToQueue:
    return MoveCallToQueue(
        id=ONE, call_id=CallId(call), expect_rev=centre.call(call).handover_rev, queue_id=QueueId(to)
    )


def _monitor(agent_name: str, extension: str = "2001") -> StartMonitor:
    return StartMonitor(id=ONE, agent_id=AgentId(agent_name), extension=extension, mode=MonitorMode.LISTEN)


def test_that_only_an_agent_in_a_call_can_be_listened_to(centre: Centre) -> None:
    assert _monitor("ann").refusal(centre.state) is None
    assert _monitor("bob").refusal(centre.state) is Reason.AGENT_NOT_IN_CALL
    assert _monitor("zoe").refusal(centre.state) is Reason.AGENT_UNKNOWN
    assert monitored_call(centre.state, AgentId("ann")) == "c1"


def test_that_one_extension_is_in_one_call_at_a_time(centre: Centre) -> None:
    centre.tell(
        e.MonitorStarted(
            at_ms=ms(9), monitor_id=ONE, agent_id=AgentId("ann"), extension="2001", mode=MonitorMode.LISTEN
        )
    )
    assert _monitor("ann").refusal(centre.state) is Reason.ALREADY_MONITORING
    assert _monitor("ann", "2002").refusal(centre.state) is None


def test_that_a_monitoring_can_be_changed_and_stopped_while_it_runs(centre: Centre) -> None:
    whisper = SetMonitorMode(id=CommandId("two"), monitor_id=ONE, mode=MonitorMode.WHISPER)
    stop = StopMonitor(id=CommandId("three"), monitor_id=ONE)
    assert whisper.refusal(centre.state) is Reason.MONITOR_GONE
    assert stop.refusal(centre.state) is Reason.MONITOR_GONE
    centre.tell(
        e.MonitorStarted(
            at_ms=ms(9), monitor_id=ONE, agent_id=AgentId("ann"), extension="2001", mode=MonitorMode.LISTEN
        )
    )
    assert whisper.refusal(centre.state) is None
    assert stop.refusal(centre.state) is None
    centre.tell(e.MonitorModeChanged(at_ms=ms(10), monitor_id=ONE, mode=MonitorMode.WHISPER))
    assert whisper.refusal(centre.state) is Reason.SAME_MODE


@pytest.mark.parametrize(
    "text", ["2001", "*7", "#5", "anna.b-c_d", "+4930", "2001@acme.test", "2001@pbx1", "2001@10.0.0.5"]
)
def test_that_an_extension_is_what_can_be_dialled(text: str) -> None:
    assert is_extension(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2001\r\nAction: Originate",
        "20 01",
        "x" * 33,
        "2001,1",
        "2001@",
        "@acme.test",
        "2001@a@b",
        "2001@acme.test/n",
        "2001@-acme",
        "2001@acme.test\n",
        "2001@a b",
        "2001@" + "x" * 129,
    ],
)
def test_that_what_could_carry_more_than_an_extension_is_none(centre: Centre, text: str) -> None:
    assert not is_extension(text)
    assert _monitor("ann", text).refusal(centre.state) is Reason.EXTENSION_INVALID


def _start(monitor: str, who: str) -> e.MonitorStarted:
    return e.MonitorStarted(
        at_ms=ms(9),
        monitor_id=CommandId(monitor),
        agent_id=AgentId("ann"),
        extension="2001",
        mode=MonitorMode.LISTEN,
        begun_by=who,
    )


def test_that_who_began_a_monitoring_changes_it_and_an_administrator_may_end_it(centre: Centre) -> None:
    centre.tell(_start("one", "sue"))
    barge = SetMonitorMode(id=CommandId("two"), monitor_id=ONE, mode=MonitorMode.BARGE)
    stop = StopMonitor(id=CommandId("two"), monitor_id=ONE)
    others = Grant(person="lee", rights=frozenset({AccessRight.COMMAND}))
    administrator = Grant(person="lee", rights=frozenset(AccessRight))
    for command in (barge, stop):
        assert (
            command.refusal_to(Grant(person="sue", rights=frozenset({AccessRight.COMMAND})), centre.state) is None
        )
        assert command.refusal_to(others, centre.state) is Reason.NOT_YOURS
    assert barge.refusal_to(administrator, centre.state) is Reason.NOT_YOURS
    assert stop.refusal_to(administrator, centre.state) is None


def test_that_a_monitoring_goes_on_in_its_mode_alone(centre: Centre) -> None:
    listen = _monitor("ann")
    whisper = SetMonitorMode(id=CommandId("two"), monitor_id=ONE, mode=MonitorMode.WHISPER)
    assert not listen.goes_on(centre.state)
    centre.tell(_start("one", "sue"))
    assert (listen.goes_on(centre.state), whisper.goes_on(centre.state)) == (True, False)
    centre.tell(e.MonitorModeChanged(at_ms=ms(10), monitor_id=ONE, mode=MonitorMode.WHISPER))
    assert (listen.goes_on(centre.state), whisper.goes_on(centre.state)) == (False, True)
    assert StopMonitor(id=CommandId("three"), monitor_id=ONE).goes_on(centre.state) is None


def test_that_only_who_may_command_does_and_rings_a_phone_of_their_own(centre: Centre) -> None:
    start, foreign = _monitor("ann"), _monitor("ann", "0900123456")
    own, others = Grant(rights=frozenset({AccessRight.COMMAND}), extensions=("2001",)), Grant(extensions=("2001",))
    assert start.refusal_to(own, centre.state) is None
    assert start.refusal_to(others, centre.state) is Reason.NOT_ALLOWED
    assert foreign.refusal_to(own, centre.state) is Reason.EXTENSION_NOT_YOURS
    assert foreign.detail(Reason.EXTENSION_NOT_YOURS) == 'extensions = ["0900123456"]'
    assert foreign.detail(Reason.NOT_ALLOWED) == ""
