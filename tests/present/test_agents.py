"""The agents' tiles."""

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Availability, Direction, Membership, MonitorMode
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    Key,
    QueueId,
)
from wallboard.present.frame import PausedIn


def test_that_tiles_are_ordered_by_name_whatever_the_case() -> None:
    desk = Desk(x.agent("lee"), replace(x.agent("a1"), name="kim"), x.agent("Bo"))
    assert [row.name for row in desk.frame().agents] == ["Bo", "kim", "Lee"]
    desk.put(replace(x.agent("a1", rev=2), name="Zoe"))
    assert [row.name for row in desk.frame().agents] == ["Bo", "Lee", "Zoe"]


def test_that_whoever_is_logged_out_comes_after_those_who_are_there() -> None:
    out = replace(x.agent("ann"), availability=Availability.LOGGED_OUT)
    desk = Desk(out, x.agent("lee"), x.agent("bo"))
    assert [row.name for row in desk.frame().agents] == ["Bo", "Lee", "Ann"]
    desk.put(replace(x.agent("ann", rev=2)))
    assert [row.name for row in desk.frame().agents] == ["Ann", "Bo", "Lee"]


def test_that_a_talking_agent_shows_the_caller_and_what_a_move_must_expect() -> None:
    desk = Desk(
        x.queue("sales"), x.agent("kim", Activity.TALKING, call="c1"), x.talking("c1", "sales", "kim", rev=7)
    )
    row = desk.agent("kim")
    assert (row.state, row.call_id, row.handover_rev) == (AgentState.TALKING, "c1", 7)
    assert (row.caller, row.call_queue) == ("+49 30 c1", "Sales")


def test_that_a_callers_name_comes_before_the_number() -> None:
    desk = Desk(
        x.agent("kim", Activity.TALKING, call="c1"),
        replace(x.talking("c1", "sales", "kim"), name="Ms Fox"),
    )
    assert desk.agent("kim").caller == "Ms Fox"


def test_that_a_ringing_agent_shows_who_rings_but_has_no_call_to_move() -> None:
    row = Desk(x.agent("kim", Activity.RINGING, call="c1"), x.waiting("c1", "sales")).agent("kim")
    assert (row.state, row.caller, row.call_id) == (AgentState.RINGING, "+49 30 c1", None)


def test_that_a_call_told_by_the_agent_alone_is_shown_too() -> None:
    held = replace(x.waiting("c1", "sales", rev=3), agent_id=None)
    row = Desk(x.agent("kim", Activity.HOLD, call="c1"), held).agent("kim")
    assert row.call_id == "c1"


def test_that_a_pause_is_that_of_the_queue_that_is_looked_at_or_of_all_that_are_shown() -> None:
    def paused(queue: str) -> Membership:
        return replace(x.member(queue, "kim", rev=2), paused=True, pause_reason="Lunch", pause_since_ms=x.ms(7))

    desk = Desk(
        x.queue("sales"), x.queue("help"), x.agent("kim"), x.member("sales", "kim"), x.member("help", "kim")
    )
    desk.put(paused("sales"))
    assert desk.agent("kim").state is AgentState.READY
    desk.board.set_scope(QueueId("sales"))
    row = desk.agent("kim")
    assert (row.state, row.since_ms, row.pause_reason) == (AgentState.PAUSED, x.ms(7), "Lunch")
    desk.board.set_scope(QueueId("help"))
    assert desk.agent("kim").state is AgentState.READY
    desk.board.set_scope(ALL)
    desk.put(paused("help"))
    assert desk.agent("kim").state is AgentState.PAUSED
    desk.put(x.agent("kim", Activity.TALKING, call="c1", rev=3))
    row = desk.agent("kim")
    assert (row.state, row.paused_in_call) == (AgentState.TALKING, True)


def test_that_a_pause_in_a_part_of_the_queues_names_them_with_their_reasons() -> None:
    pause = replace(x.member("sales", "kim", rev=2), paused=True, pause_reason="Backoffice")
    desk = Desk(
        x.queue("sales"), x.queue("help"), x.agent("kim"), x.member("sales", "kim"), x.member("help", "kim")
    )
    assert desk.agent("kim").paused_in == ()
    desk.put(pause)
    assert desk.agent("kim").paused_in == (PausedIn(queue="Sales", reason="Backoffice"),)
    desk.put(replace(x.agent("kim", rev=3), availability=Availability.PAUSED))
    assert desk.agent("kim").paused_in == ()
    desk.put(x.agent("kim", rev=4), replace(x.member("help", "kim", rev=5), paused=True))
    assert desk.agent("kim").paused_in == ()


@pytest.mark.parametrize("activity", [Activity.TALKING, Activity.HOLD])
def test_that_a_call_that_is_no_queues_has_its_direction_and_hold_alone(activity: Activity) -> None:
    busy = replace(x.agent("kim", activity), direction=Direction.OUTBOUND)
    row = Desk(busy).agent("kim")
    assert (row.state, row.caller, row.call_id) == (AgentState.BUSY, "", None)
    assert (row.own_call, row.on_hold) == (Direction.OUTBOUND, activity is Activity.HOLD)
    ringing = Desk(replace(busy, activity=Activity.RINGING)).agent("kim")
    assert (ringing.state, ringing.own_call, ringing.on_hold) == (AgentState.RINGING, Direction.OUTBOUND, False)


@pytest.mark.parametrize(
    "change",
    [
        {"activity": Activity.HOLD},
        {"activity": Activity.TALKING, "direction": Direction.UNKNOWN},
        {"activity": Activity.TALKING, "direction": Direction.OUTBOUND, "availability": Availability.PAUSED},
    ],
)
def test_that_nothing_else_is_an_own_call(change: dict[str, object]) -> None:
    row = Desk(replace(x.agent("kim"), **change)).agent("kim")
    assert (row.own_call, row.on_hold) == (None, False)


def test_that_a_call_says_that_a_wrap_up_goes_on_after_it() -> None:
    until = {"free_at_ms": x.ms(30)}
    wrapping = replace(x.agent("kim", Activity.WRAP_UP), **until)
    assert not Desk(wrapping).agent("kim").wrap_up_interrupted
    calling = replace(wrapping, activity=Activity.TALKING, direction=Direction.OUTBOUND)
    assert Desk(calling).agent("kim").wrap_up_interrupted
    assert not Desk(replace(calling, free_at_ms=None)).agent("kim").wrap_up_interrupted


@pytest.mark.parametrize(
    ("change", "state", "paused_in_call"),
    [
        ({"availability": Availability.PAUSED}, AgentState.PAUSED, False),
        ({"availability": Availability.PAUSED, "activity": Activity.TALKING}, AgentState.TALKING, True),
        ({"activity": Activity.TALKING, "pause_pending": True}, AgentState.TALKING, False),
    ],
)
def test_that_a_pause_within_a_call_is_told_apart(
    change: dict[str, object], state: AgentState, paused_in_call: bool
) -> None:
    row = Desk(replace(x.agent("kim"), **change)).agent("kim")
    assert (row.state, row.paused_in_call) == (state, paused_in_call)
    assert row.pause_pending == change.get("pause_pending", False)


def test_that_a_wrap_up_says_when_it_ends() -> None:
    wrapping = replace(x.agent("kim", Activity.WRAP_UP), free_at_ms=x.ms(30))
    assert Desk(wrapping).agent("kim").until_ms == x.ms(30)
    assert Desk(replace(wrapping, availability=Availability.PAUSED)).agent("kim").until_ms is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"activity": Activity.WRAP_UP}, None),
        ({"activity": Activity.TALKING}, Reason.AGENT_IN_CALL),
        ({"activity": Activity.RINGING}, Reason.AGENT_RINGING),
        ({"availability": Availability.PAUSED}, Reason.AGENT_PAUSED),
        ({"do_not_disturb": True}, Reason.AGENT_DO_NOT_DISTURB),
        ({"availability": Availability.LOGGED_OUT}, Reason.AGENT_LOGGED_OUT),
        ({"reachable": False}, Reason.AGENT_UNREACHABLE),
    ],
)
def test_that_a_tile_knows_why_no_caller_can_be_sent(change: dict[str, object], reason: Reason | None) -> None:
    assert Desk(replace(x.agent("kim"), **change)).agent("kim").refusal == reason


def test_that_our_own_monitoring_is_told_from_another_supervisors() -> None:
    talking = x.agent("kim", Activity.TALKING, call="c1")
    desk = Desk(talking, x.monitor("theirs", "kim", mode=MonitorMode.WHISPER))
    row = desk.agent("kim")
    assert (row.monitor, row.my_monitor_id) == (MonitorMode.WHISPER, None)
    start = StartMonitor(id=CommandId("zz"), agent_id=AgentId("kim"), extension="200", mode=MonitorMode.LISTEN)
    desk.mirror.pending.submit(start, 0)
    desk.put(x.monitor("zz", "kim", rev=2))
    row = desk.agent("kim")
    assert (row.monitor, row.my_monitor_id) == (MonitorMode.LISTEN, "zz")
    desk.mirror.store.remove(Key("monitor", "zz"))
    assert desk.agent("kim").monitor is MonitorMode.WHISPER


def test_that_a_monitoring_is_the_users_own_in_another_session_and_after_a_restart_too() -> None:
    talking = x.agent("kim", Activity.TALKING, call="c1")
    desk = Desk(talking, x.monitor("a", "kim", begun_by="Lee"), x.monitor("m", "kim", begun_by="Kim"))
    row = desk.agent("kim")
    assert (row.my_monitor_id, row.monitor_id, row.monitored_by) == ("m", "m", "")
    desk.mirror.store.remove(Key("monitor", "m"))
    row = desk.agent("kim")
    assert (row.my_monitor_id, row.monitor_id, row.monitored_by) == (None, "a", "Lee")


def test_that_scope_limits_tiles_to_a_queues_members() -> None:
    desk = Desk(x.queue("sales"), x.queue("help"), x.agent("kim"), x.agent("lee"), x.member("sales", "kim"))
    desk.board.set_scope(QueueId("sales"))
    assert [row.agent_id for row in desk.frame().agents] == ["kim"]
    desk.put(x.member("sales", "lee", rev=2), x.member("help", "lee", rev=3))
    assert desk.agent("lee").queues == ("Help", "Sales")
    desk.mirror.store.remove(Key("membership", "sales", "kim"))
    assert [row.agent_id for row in desk.frame().agents] == ["lee"]


def test_that_a_move_is_marked_at_both_ends_and_the_marks_go_with_its_end() -> None:
    desk = Desk(x.agent("kim", Activity.TALKING, call="c1"), x.talking("c1", "sales", "kim"), x.agent("lee"))
    before = desk.frame().agents
    command = MoveCallToAgent(id=CommandId("1"), call_id=CallId("c1"), expect_rev=1, agent_id=AgentId("lee"))
    desk.mirror.pending.submit(command, 0)
    for name, towards in (("kim", "Lee"), ("lee", "+49 30 c1")):
        pending = desk.agent(name).pending
        assert pending is not None
        assert (pending.command_id, pending.target) == ("1", towards)
    desk.mirror.pending.in_flight.clear()
    assert desk.frame().agents == before


def test_that_tiles_without_a_change_are_the_same_objects() -> None:
    desk = Desk(x.queue("sales"), *[x.agent(f"a{number}") for number in range(20)])
    before = desk.frame().agents
    assert desk.frame().agents is before
    desk.put(x.agent("a7", Activity.RINGING, rev=2), x.agent("a8", rev=3))
    after = desk.frame().agents
    assert [old.agent_id for old, new in zip(before, after, strict=True) if old is not new] == ["a7"]


def test_that_a_new_full_state_keeps_the_tiles_that_it_does_not_change() -> None:
    desk = Desk(x.agent("kim"), x.agent("lee"))
    before = desk.frame().agents
    desk.mirror.store.replace([x.agent("kim", rev=400), x.agent("lee", Activity.RINGING, rev=401)])
    after = desk.frame().agents
    assert after[0] is before[0]
    assert after[1].state is AgentState.RINGING


def test_that_an_agent_who_is_gone_has_no_tile() -> None:
    desk = Desk(x.agent("kim"), x.agent("lee"))
    desk.frame()
    desk.mirror.store.remove(Key("agent", "kim"))
    assert [row.agent_id for row in desk.frame().agents] == ["lee"]
