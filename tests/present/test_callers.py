"""The rows of those who wait or are on the way."""

from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.bands import Bands
from wallboard.domain.centre.state import Call, CallPhase
from wallboard.domain.counts import thresholds
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level, wait_turns_ms
from wallboard.domain.ids import ALL, Key, QueueId


def moving(name: str, to: str, *, rev: int, answered_s: float | None = None, since_s: float = 0) -> Call:
    answered_ms = None if answered_s is None else x.ms(answered_s)
    return replace(
        x.waiting(name, "sales", rev=rev),
        phase=CallPhase.MOVING,
        phase_since_ms=x.ms(since_s),
        answered_ms=answered_ms,
        moving_to=to,
    )


def ids(desk: Desk) -> list[str]:
    return [row.call_id for row in desk.frame().callers]


def test_that_the_longest_wait_comes_first() -> None:
    desk = Desk(x.waiting("c2", "sales", since_s=20), x.waiting("c3", "help", since_s=30), x.waiting("c1", "help"))
    assert ids(desk) == ["c1", "c2", "c3"]


def test_that_a_withheld_number_is_said_to_be_so_wherever_the_caller_is() -> None:
    waits, talks = (
        replace(call, number="", withheld=True)
        for call in (x.waiting("c1", "sales"), x.talking("c2", "sales", "kim"))
    )
    frame = Desk(waits, talks, x.agent("kim", call="c2")).frame()
    assert [(row.number, row.withheld) for row in frame.callers] == [("", True)]
    assert [(tile.caller, tile.caller_withheld) for tile in frame.agents] == [("", True)]


def test_that_those_with_an_agent_are_not_among_them() -> None:
    desk = Desk(x.waiting("c1", "sales"), x.talking("c2", "sales", "kim"))
    assert ids(desk) == ["c1"]
    desk.put(x.talking("c1", "sales", "kim", rev=2))
    assert ids(desk) == []


def test_that_a_row_says_when_its_level_turns() -> None:
    goal = Goal(threshold_s=30)
    row = Desk(x.queue("sales", goal=goal), x.waiting("c1", "sales", since_s=100)).caller("c1")
    assert (row.since_ms, row.warn_at_ms, row.late_at_ms) == (x.ms(100), x.ms(120), x.ms(130))


def test_that_levels_turn_where_the_thresholds_say_so() -> None:
    goal = Goal(threshold_s=30)
    warn_at_ms, late_at_ms = wait_turns_ms(0, goal)
    for turn_ms in (warn_at_ms, late_at_ms):
        levels = [thresholds.wait(at_ms, (warn_at_ms, late_at_ms)) for at_ms in (turn_ms, turn_ms + 1)]
        assert levels[0] is not levels[1]


def test_that_a_late_caller_is_as_bad_as_the_queues_longest_wait_and_follows_it() -> None:
    one_late = replace(x.queue_now("sales", count=2, since_s=0), late=1)
    desk = Desk(x.queue("sales"), x.queue("help"), x.waiting("c1", "sales"), x.waiting("c2", "help"), one_late)

    def levels() -> tuple[Level, Level]:
        longest = desk.queue("sales").kpi(FigureId.LONGEST_WAIT)
        return desk.caller("c1").level_at(x.ms(60)), longest.level_at(x.ms(60))

    assert levels() == (Level.WARNING, Level.WARNING)
    other = desk.caller("c2")
    desk.put(replace(one_late, late=2, rev=2))
    assert levels() == (Level.BAD, Level.BAD)
    assert desk.caller("c2") is other
    desk.put(replace(one_late, late=2, agents={AgentState.READY: 30}, rev=3))
    assert levels() == (Level.WARNING, Level.WARNING)
    desk.put(x.queue("sales", goal=Goal(bands=Bands(late_red=1, late_red_pct_of_ready=1)), rev=2))
    assert levels() == (Level.BAD, Level.BAD)


def test_that_one_on_the_way_names_where_to_even_after_a_renaming() -> None:
    desk = Desk(x.agent("kim"), moving("c1", "kim", rev=1))
    assert desk.caller("c1").moving_to == "Kim"
    desk.put(replace(x.agent("kim", rev=2), name="Kim Lee"))
    assert desk.caller("c1").moving_to == "Kim Lee"


def test_that_one_who_was_answered_and_comes_back_waits_anew_and_is_marked() -> None:
    back = replace(x.waiting("c1", "sales", since_s=0, rev=2), phase_since_ms=x.ms(300), answered_ms=x.ms(10))
    row = Desk(back).caller("c1")
    assert (row.since_ms, row.returned) == (x.ms(300), True)
    assert not Desk(moving("c2", "kim", rev=1, answered_s=5)).caller("c2").returned


def test_that_scope_limits_them_to_one_queue() -> None:
    desk = Desk(x.waiting("c1", "sales"), x.waiting("c2", "help"))
    desk.board.set_scope(QueueId("help"))
    assert ids(desk) == ["c2"]
    desk.put(x.waiting("c3", "sales", rev=2), replace(x.waiting("c2", "sales", rev=3)))
    assert ids(desk) == []
    desk.board.set_scope(ALL)
    assert ids(desk) == ["c1", "c2", "c3"]


def test_that_rows_without_a_change_are_the_same_objects() -> None:
    desk = Desk(x.waiting("c1", "sales", since_s=1), x.waiting("c2", "sales", since_s=2))
    desk.put(x.queue_now("sales", positions={"c1": 1, "c2": 2}))
    before = desk.frame().callers
    assert desk.frame().callers is before
    desk.put(x.queue_now("sales", rev=2, positions={"c1": 1, "c2": 9}))
    after = desk.frame().callers
    assert after[0] is before[0]
    assert after[1].position == 9


def test_that_a_renamed_queue_is_renamed_at_its_callers() -> None:
    desk = Desk(x.queue("sales"), x.waiting("c1", "sales"))
    assert desk.caller("c1").queue_name == "Sales"
    desk.put(replace(x.queue("sales", rev=2), name="Sales Lisbon"))
    assert desk.caller("c1").queue_name == "Sales Lisbon"


def test_that_one_who_arrived_is_no_longer_on_the_way() -> None:
    desk = Desk(x.agent("kim"), moving("c1", "kim", rev=1))
    desk.frame()
    desk.put(x.waiting("c1", "sales", rev=2))
    assert desk.caller("c1").moving_to == ""
    desk.mirror.store.remove(Key("call", "c1"))
    assert ids(desk) == []
