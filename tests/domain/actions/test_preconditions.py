"""What a supervisor may do now, and the reason for everything that is refused."""

import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import agent, answers, does, is_leaving, is_now, joins, link, member, moves, ms, queue
from wallboard.domain.actions.commands import (
    MoveCallToAgent,
    MoveCallToQueue,
    Reason,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.actions.preconditions import agent_refusal, is_extension, monitored_call, refusal
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Direction, MonitorMode, SourceStatus
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
    rev = known.stage_rev - older if known else 0
    return MoveCallToAgent(id=ONE, call_id=CallId(call), expect_rev=rev, agent_id=AgentId(to))


def _to_queue(centre: Centre, call: str, to: str) -> MoveCallToQueue:
    return MoveCallToQueue(
        id=ONE, call_id=CallId(call), expect_rev=centre.call(call).stage_rev, queue_id=QueueId(to)
    )


def _monitor(agent_name: str, extension: str = "2001") -> StartMonitor:
    return StartMonitor(id=ONE, agent_id=AgentId(agent_name), extension=extension, mode=MonitorMode.LISTEN)


def test_that_waiting_and_talking_callers_may_go_to_a_ready_agent(centre: Centre) -> None:
    assert refusal(centre.state, _to_agent(centre, "c2", "bob")) is None
    assert refusal(centre.state, _to_agent(centre, "c1", "bob")) is None


@pytest.mark.parametrize("status", [SourceStatus.DOWN, SourceStatus.SYNCING])
def test_that_nothing_is_done_while_the_pbx_is_not_up(centre: Centre, status: SourceStatus) -> None:
    centre.tell(link(status, 10))
    assert refusal(centre.state, _to_agent(centre, "c2", "bob")) is Reason.LINK_DOWN
    assert refusal(centre.state, _monitor("ann")) is Reason.LINK_DOWN


def test_that_a_caller_who_is_gone_on_the_way_or_in_other_hands_is_left_alone(centre: Centre) -> None:
    assert refusal(centre.state, _to_agent(centre, "c9", "bob")) is Reason.CALL_GONE
    assert refusal(centre.state, _to_agent(centre, "c2", "bob", older=1)) is Reason.CALL_MOVED_ON
    centre.tell(moves("c2", 10, to_agent="bob"))
    assert refusal(centre.state, _to_agent(centre, "c2", "bob")) is Reason.CALL_BUSY


def test_that_a_caller_in_an_announcement_is_left_alone_until_it_waits_again(centre: Centre) -> None:
    seen = _to_agent(centre, "c2", "bob")
    centre.tell(is_leaving("c2", 10))
    assert refusal(centre.state, seen) is Reason.CALL_OUT_OF_QUEUE
    centre.tell(joins("c2", "sales", 13))
    assert refusal(centre.state, seen) is None


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        (is_now("bob", Availability.LOGGED_OUT, 9), Reason.AGENT_LOGGED_OUT),
        (is_now("bob", Availability.READY, 9, reachable=False), Reason.AGENT_UNREACHABLE),
        (is_now("bob", Availability.PAUSED, 9), Reason.AGENT_PAUSED),
        (is_now("bob", Availability.READY, 9, do_not_disturb=True), Reason.AGENT_DO_NOT_DISTURB),
        (does("bob", Activity.TALKING, 9, direction=Direction.UNKNOWN), Reason.AGENT_IN_CALL),
        (does("bob", Activity.TALKING, 9), Reason.AGENT_IN_CALL),
        (does("bob", Activity.TALKING, 9, direction=Direction.OUTBOUND), Reason.AGENT_IN_CALL),
        (does("bob", Activity.HOLD, 9), Reason.AGENT_IN_CALL),
        (does("bob", Activity.RINGING, 9), Reason.AGENT_RINGING),
        (does("bob", Activity.WRAP_UP, 9), None),
    ],
)
def test_that_an_agent_who_cannot_take_a_caller_says_why(
    centre: Centre, news: e.Event, reason: Reason | None
) -> None:
    centre.tell(news)
    assert refusal(centre.state, _to_agent(centre, "c2", "bob")) is reason
    assert agent_refusal(centre.agent("bob")) is reason


def test_that_a_call_is_not_sent_to_who_has_it_or_to_nobody(centre: Centre) -> None:
    assert refusal(centre.state, _to_agent(centre, "c1", "ann")) is Reason.SAME_AGENT
    assert refusal(centre.state, _to_agent(centre, "c2", "zoe")) is Reason.AGENT_UNKNOWN


def test_that_a_caller_may_go_to_any_other_queue(centre: Centre) -> None:
    assert refusal(centre.state, _to_queue(centre, "c2", "support")) is None
    assert refusal(centre.state, _to_queue(centre, "c2", "sales")) is Reason.SAME_QUEUE
    assert refusal(centre.state, _to_queue(centre, "c2", "nowhere")) is Reason.QUEUE_UNKNOWN


def test_that_a_live_call_may_go_back_to_the_queue_it_came_from(centre: Centre) -> None:
    assert refusal(centre.state, _to_queue(centre, "c1", "sales")) is None


def test_that_only_an_agent_in_a_call_can_be_listened_to(centre: Centre) -> None:
    assert refusal(centre.state, _monitor("ann")) is None
    assert refusal(centre.state, _monitor("bob")) is Reason.AGENT_NOT_IN_CALL
    assert refusal(centre.state, _monitor("zoe")) is Reason.AGENT_UNKNOWN
    assert monitored_call(centre.state, AgentId("ann")) == "c1"


def test_that_one_extension_is_in_one_call_at_a_time(centre: Centre) -> None:
    centre.tell(
        e.MonitorStarted(
            at_ms=ms(9), monitor_id=ONE, agent_id=AgentId("ann"), extension="2001", mode=MonitorMode.LISTEN
        )
    )
    assert refusal(centre.state, _monitor("ann")) is Reason.ALREADY_MONITORING
    assert refusal(centre.state, _monitor("ann", "2002")) is None


def test_that_a_monitoring_can_be_changed_and_stopped_while_it_runs(centre: Centre) -> None:
    whisper = SetMonitorMode(id=CommandId("two"), monitor_id=ONE, mode=MonitorMode.WHISPER)
    stop = StopMonitor(id=CommandId("three"), monitor_id=ONE)
    assert refusal(centre.state, whisper) is Reason.MONITOR_GONE
    assert refusal(centre.state, stop) is Reason.MONITOR_GONE
    centre.tell(
        e.MonitorStarted(
            at_ms=ms(9), monitor_id=ONE, agent_id=AgentId("ann"), extension="2001", mode=MonitorMode.LISTEN
        )
    )
    assert refusal(centre.state, whisper) is None
    assert refusal(centre.state, stop) is None
    centre.tell(e.MonitorModeChanged(at_ms=ms(10), monitor_id=ONE, mode=MonitorMode.WHISPER))
    assert refusal(centre.state, whisper) is Reason.SAME_MODE


@pytest.mark.parametrize("text", ["2001", "*7", "#5", "anna.b-c_d", "+4930"])
def test_that_an_extension_is_what_can_be_dialled(text: str) -> None:
    assert is_extension(text)


@pytest.mark.parametrize("text", ["", "2001\r\nAction: Originate", "20 01", "2001@evil", "x" * 33, "2001,1"])
def test_that_what_could_carry_more_than_an_extension_is_none(centre: Centre, text: str) -> None:
    assert not is_extension(text)
    assert refusal(centre.state, _monitor("ann", text)) is Reason.EXTENSION_INVALID
