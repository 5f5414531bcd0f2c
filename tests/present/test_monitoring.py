"""The call that the supervisor is in."""

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.actions.commands import Outcome, Result
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor
from wallboard.domain.centre.state import Activity, MonitorMode
from wallboard.domain.ids import (
    AgentId,
    CommandId,
    Key,
    QueueId,
)
from wallboard.present.frame import Freshness, FreshnessState, OwnMonitoring

MINE = CommandId("m1")
BEGIN = StartMonitor(id=MINE, agent_id=AgentId("kim"), extension="200", mode=MonitorMode.LISTEN)
LOST = Freshness(state=FreshnessState.GATEWAY_LOST, since_ms=x.ms(0))


def floor() -> Desk:
    """Kim talks with c1 of sales, Lee does nothing in support; a monitoring was asked for from here."""
    desk = Desk(
        x.queue("sales"),
        x.queue("support"),
        x.agent("kim", Activity.TALKING, call="c1"),
        x.agent("lee"),
        x.member("sales", "kim"),
        x.member("support", "lee"),
        x.talking("c1", "sales", "kim"),
    )
    desk.mirror.pending.submit(BEGIN, x.ms(0))
    desk.board.notices.remember(BEGIN, desk.mirror.store, x.ms(0))
    return desk


def listening() -> Desk:
    """The same once the supervisor hears them."""
    desk = floor()
    desk.put(x.monitor("m1", "kim"))
    desk.mirror.pending.finished(Result(command_id=MINE, outcome=Outcome.CONFIRMED))
    return desk


def test_that_it_is_told_with_whom_for_which_queue_and_since_when() -> None:
    assert floor().frame().monitoring is None
    assert listening().frame().monitoring == OwnMonitoring(
        monitor_id=MINE,
        agent_id=AgentId("kim"),
        agent="Kim",
        mode=MonitorMode.LISTEN,
        since_ms=x.ms(0),
        caller="+49 30 c1",
        queue="Sales",
    )


def test_that_another_supervisors_is_none_of_ours() -> None:
    desk = floor()
    desk.put(x.monitor("m2", "kim"))
    assert desk.frame().monitoring is None


def test_that_one_that_the_same_supervisor_began_before_the_desk_was_started_anew_is_ours() -> None:
    desk = floor()
    desk.put(x.monitor("old", "kim", begun_by="Kim"))
    monitoring = desk.frame().monitoring
    assert monitoring is not None
    assert monitoring.monitor_id == "old"


def test_that_a_board_limited_to_another_queue_tells_it_all_the_same() -> None:
    desk = listening()
    desk.board.set_scope(QueueId("support"))
    frame = desk.frame()
    assert [row.name for row in frame.agents] == ["Lee"]
    assert frame.monitoring is not None


def test_that_it_is_over_with_the_call_and_its_notice_says_when() -> None:
    desk = listening()
    (notice,) = desk.frame(at_s=5).notices
    assert notice.over_at_ms is None
    desk.mirror.store.remove(Key("monitor", "m1"))
    frame = desk.frame(at_s=90)
    assert frame.monitoring is None
    assert [row.over_at_ms for row in frame.notices] == [x.ms(90)]
    assert [row.over_at_ms for row in desk.frame(at_s=200).notices] == [x.ms(90)]


def test_that_a_result_that_comes_before_the_change_is_not_taken_for_an_end() -> None:
    desk = floor()
    desk.mirror.pending.finished(Result(command_id=MINE, outcome=Outcome.CONFIRMED))
    assert [row.over_at_ms for row in desk.frame(at_s=1).notices] == [None]
    desk.put(x.monitor("m1", "kim"))
    assert [row.over_at_ms for row in desk.frame(at_s=9).notices] == [None]


def test_that_one_that_nobody_ever_saw_is_over_soon() -> None:
    desk = floor()
    desk.mirror.pending.finished(Result(command_id=MINE, outcome=Outcome.CONFIRMED))
    desk.frame(at_s=1)
    assert [row.over_at_ms for row in desk.frame(at_s=5).notices] == [x.ms(5)]


def test_that_going_over_to_another_mode_ends_the_one_before() -> None:
    desk = listening()
    desk.frame(at_s=5)
    change = SetMonitorMode(id=CommandId("m2"), monitor_id=MINE, mode=MonitorMode.BARGE)
    desk.mirror.pending.submit(change, x.ms(6))
    desk.put(x.monitor("m1", "kim", rev=2, mode=MonitorMode.BARGE))
    desk.mirror.pending.finished(Result(command_id=CommandId("m2"), outcome=Outcome.CONFIRMED))
    frame = desk.frame(at_s=7)
    assert [row.over_at_ms for row in frame.notices] == [None, x.ms(7)]
    assert frame.monitoring is not None
    assert frame.monitoring.mode is MonitorMode.BARGE


def test_that_nothing_is_said_to_be_over_while_the_gateway_is_lost() -> None:
    desk = listening()
    desk.frame(at_s=5)
    desk.mirror.store.remove(Key("monitor", "m1"))
    assert [row.over_at_ms for row in desk.frame(at_s=9, freshness=LOST).notices] == [None]
