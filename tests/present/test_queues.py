"""The rows of the queue table."""

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.state import Group, SourceStatus
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level, wait_turns_ms
from wallboard.domain.ids import ALL, GroupId, Key, QueueId, SourceId
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Pbxs

EXAMPLE = Tally(
    offered=100,
    answered=70,
    answered_in=60,
    abandoned=20,
    abandoned_in=5,
    flowed_out=8,
    exits={Exit.KEY: 8},
    unobserved=2,
    answer_wait_ms=700_000,
    left_wait_ms=980_000,
    longest_wait_ms=95_000,
    handled=50,
    handle_ms=9_000_000,
)


def test_that_the_total_comes_first_and_queues_follow_by_name() -> None:
    desk = Desk(x.queue("sales"), x.queue("Zebra"), x.queue("accounts"), x.total())
    assert [row.id for row in desk.frame().queues] == [ALL, "accounts", "sales", "Zebra"]


def test_that_queues_with_an_order_come_before_all_others_by_it() -> None:
    desk = Desk(
        x.total(), x.queue("a"), x.queue("b", order=10), x.queue("c", order=-1.5), x.queue("d", order=10),
        x.queue("e", order=0),
    )  # fmt: skip
    assert [row.id for row in desk.frame().queues] == [ALL, "c", "e", "b", "d", "a"]


def test_that_two_queues_of_one_name_stay_two() -> None:
    desk = Desk(x.queue("400", name="Sales"), x.queue("401", name="Sales"), x.total())
    assert [(row.id, row.name) for row in desk.frame().queues[1:]] == [("400", "Sales"), ("401", "Sales")]


def test_that_a_row_has_the_figures_by_the_fields_formulas() -> None:
    agents = {AgentState.READY: 3}
    queue_now = QueueNow(scope=QueueId("sales"), waiting=4, longest_since_ms=x.ms(9), agents=agents, rev=1)
    figures = replace(x.figures("sales", EXAMPLE), carried=3)
    row = Desk(x.queue("sales"), figures, queue_now).queue("sales")
    assert (row.value(FigureId.WAITING), row.kpi(FigureId.LONGEST_WAIT).since_ms, row.agents) == (
        4,
        x.ms(9),
        agents,
    )
    assert (row.kpi(FigureId.LONGEST_WAIT).warn_at_ms, row.kpi(FigureId.LONGEST_WAIT).late_at_ms) == wait_turns_ms(
        x.ms(9), row.goal
    )
    assert row.value(FigureId.SERVICE_LEVEL) == pytest.approx(100 * 60 / 90)
    assert row.service_levels[Formula.ANSWERED] == pytest.approx(100 * 60 / 70)
    assert row.kpi(FigureId.SERVICE_LEVEL).level is Level.WARNING
    assert row.tally == EXAMPLE
    assert (row.carried, row.here) == (3, 3)
    assert (
        row.kpi(FigureId.WAITING).beside,
        row.kpi(FigureId.WAITING).level,
        row.kpi(FigureId.AGENTS_READY).level,
    ) == (0, Level.GOOD, Level.NO_DATA)
    assert row.value(FigureId.ABANDONMENT) == pytest.approx(100 * 20 / 98)
    assert row.kpi(FigureId.ABANDONMENT).level is Level.BAD
    assert (
        row.value(FigureId.ASA),
        row.value(FigureId.ATQ),
        row.value(FigureId.AHT),
        row.value(FigureId.LONGEST_ENDED),
    ) == (10.0, 10.0, 180.0, 95.0)


def test_that_the_goal_of_the_queue_chooses_formula_and_level() -> None:
    goal = Goal(formula=Formula.ANSWERED, target_pct=85)
    row = Desk(x.queue("sales", goal=goal), x.figures("sales", EXAMPLE)).queue("sales")
    assert row.value(FigureId.SERVICE_LEVEL) == row.service_levels[Formula.ANSWERED]
    assert row.kpi(FigureId.SERVICE_LEVEL).level is Level.GOOD


def test_that_the_totals_longest_wait_is_late_by_the_goal_of_the_queue_where_that_caller_is() -> None:
    patient = x.queue("claims", goal=Goal(threshold_s=30))
    now = [x.queue_now("claims", count=1, since_s=9), x.queue_now(ALL, count=1, since_s=9)]
    desk = Desk(x.queue("sales"), patient, x.total("claims", "sales"), x.queue_now("sales"), *now)
    assert (
        desk.queue(ALL).kpi(FigureId.LONGEST_WAIT).late_at_ms
        == desk.queue("claims").kpi(FigureId.LONGEST_WAIT).late_at_ms
        == x.ms(9) + 30_000
    )


def test_that_callers_who_are_late_already_are_misses_at_once() -> None:
    tally = Tally(offered=10, answered=8, answered_in=8, late=2)
    assert Desk(x.queue("sales"), x.figures("sales", tally)).queue("sales").value(FigureId.SERVICE_LEVEL) == 80.0


def test_that_a_queue_nobody_called_has_no_data_instead_of_good_figures() -> None:
    row = Desk(x.queue("sales")).queue("sales")
    assert (row.value(FigureId.SERVICE_LEVEL), row.kpi(FigureId.SERVICE_LEVEL).level) == (None, Level.NO_DATA)
    assert (row.value(FigureId.ABANDONMENT), row.kpi(FigureId.ABANDONMENT).level) == (None, Level.NO_DATA)
    assert (
        row.value(FigureId.ASA),
        row.value(FigureId.ATQ),
        row.value(FigureId.AHT),
        row.value(FigureId.LONGEST_ENDED),
        row.value(FigureId.OCCUPANCY),
    ) == (None,) * 5


def test_that_a_group_without_queues_has_no_data_instead_of_nobody_waiting_in_time() -> None:
    team = QueueNow(scope=GroupId("team"), waiting=0, longest_since_ms=None, agents={}, rev=1)
    desk = Desk(x.queue("sales"), x.total(), replace(x.total(), id=GroupId("team")), team)
    desk.board.set_scope(GroupId("team"))
    by_id = {kpi.id: kpi for kpi in desk.frame().kpis}
    assert (by_id[FigureId.WAITING].value, by_id[FigureId.WAITING].level) == (None, Level.NO_DATA)


def test_that_rows_are_of_the_window_that_was_chosen() -> None:
    desk = Desk(
        x.queue("sales"),
        x.figures("sales", Tally(offered=9), Window.TODAY),
        x.figures("sales", Tally(offered=2), Window.ROLLING_30),
    )
    assert desk.queue("sales").tally.offered == 9
    desk.board.set_window(Window.ROLLING_30)
    assert (desk.queue("sales").tally.offered, desk.queue("sales").window) == (2, Window.ROLLING_30)


def test_that_rows_without_a_change_are_the_same_objects() -> None:
    desk = Desk(x.queue("sales"), x.queue("help"), x.figures("help", Tally(offered=1)))
    before = desk.frame().queues
    desk.put(x.figures("sales", Tally(offered=5), rev=2), x.figures("help", Tally(offered=1), rev=3))
    after = desk.frame().queues
    assert after[0] is before[0]
    assert after[1].tally.offered == 5
    assert desk.frame().queues is after


def test_that_queues_come_go_and_are_renamed() -> None:
    desk = Desk(x.queue("sales"), x.queue("help"))
    desk.frame()
    desk.put(x.queue("accounts", rev=2))
    desk.mirror.store.remove(Key("queue", "sales"))
    desk.mirror.store.remove(Key("now", "sales"))
    assert [row.name for row in desk.frame().queues] == ["Accounts", "Help"]


def test_that_figures_of_a_queue_we_do_not_know_are_not_shown() -> None:
    desk = Desk(x.queue("sales"))
    before = desk.frame().queues
    desk.put(x.queue_now("ghost", count=3))
    assert desk.frame().queues is before


def group(name: str, *queues: str, order: float | None = None) -> Group:
    return Group(
        id=GroupId(name), name=name.title(), queue_ids=tuple(map(QueueId, queues)), goal=Goal(), order=order, rev=1
    )


def test_that_groups_come_before_queues_all_together_first() -> None:
    desk = Desk(x.queue("a"), group("vip", "a"), group("night", order=1), x.total())
    assert [row.id for row in desk.frame().scopes] == [ALL, "night", "vip", "a"]
    assert [row.id for row in desk.frame().queues] == [ALL, "a"]


def test_that_a_board_limited_to_a_group_lists_it_and_its_queues_and_can_still_choose_all() -> None:
    desk = Desk(x.queue("a"), x.queue("b"), x.queue("c"), group("vip", "b", "c"), x.total())
    desk.board.set_scope(GroupId("vip"))
    frame = desk.frame()
    assert [(row.id, row.is_group) for row in frame.queues] == [("vip", True), ("b", False), ("c", False)]
    assert [row.id for row in frame.scopes] == [ALL, "vip", "a", "b", "c"]


GOOD = Tally(offered=10, answered=10, answered_in=10)
LISBON, PORTO = (replace(x.link(), id=SourceId(name)) for name in ("lisbon", "porto"))
SILENT = replace(PORTO, status=SourceStatus.DOWN, since_ms=x.ms(30), rev=2)


def two_pbxs() -> Desk:
    queues = [x.queue("lisbon:a"), x.queue("porto:a")]
    groups = [x.total("lisbon:a", "porto:a"), group("south", "lisbon:a"), group("north", "porto:a")]
    counts = [x.figures(scope, GOOD) for scope in ("lisbon:a", "porto:a", "all", "south", "north")]
    return Desk(LISBON, PORTO, *queues, *groups, *counts)


def rows_by_id(desk: Desk) -> dict[str, QueueRow]:
    return {row.id: row for row in desk.frame().scopes}


def test_that_what_a_silent_pbx_told_is_as_of_then_and_nothing_else() -> None:
    desk = two_pbxs()
    assert all(row.as_of_ms == 0 for row in rows_by_id(desk).values())
    desk.put(SILENT)
    as_of = {name: row.as_of_ms for name, row in rows_by_id(desk).items()}
    assert as_of == {"all": 0, "south": 0, "lisbon:a": 0, "north": x.ms(30), "porto:a": x.ms(30)}
    desk.put(replace(PORTO, rev=3))
    assert all(row.as_of_ms == 0 for row in rows_by_id(desk).values())


def test_that_a_total_of_which_a_pbx_is_silent_says_so_and_is_never_good() -> None:
    desk = two_pbxs()
    assert desk.queue(ALL).kpi(FigureId.SERVICE_LEVEL).level is Level.GOOD
    desk.put(SILENT)
    rows = rows_by_id(desk)
    assert rows[ALL].pbxs == Pbxs(connected=1, all=2)
    assert rows[ALL].kpi(FigureId.SERVICE_LEVEL).level is Level.NO_DATA
    assert rows[ALL].kpi(FigureId.SERVICE_LEVEL).pbxs == Pbxs(connected=1, all=2)
    assert (rows["south"].pbxs, rows["south"].kpi(FigureId.SERVICE_LEVEL).level) == (None, Level.GOOD)


def test_that_callers_and_agents_of_a_silent_pbx_are_as_of_then() -> None:
    desk = two_pbxs()
    desk.put(
        x.agent("porto:ann"),
        x.agent("lisbon:ben"),
        x.waiting("porto:1", "porto:a"),
        x.waiting("lisbon:1", "lisbon:a"),
    )
    desk.put(SILENT)
    frame = desk.frame()
    assert {row.agent_id: row.as_of_ms for row in frame.agents} == {"porto:ann": x.ms(30), "lisbon:ben": 0}
    assert {row.call_id: row.as_of_ms for row in frame.callers} == {"porto:1": x.ms(30), "lisbon:1": 0}


def test_that_a_board_limited_to_a_silent_pbxs_queue_is_not_live() -> None:
    desk = two_pbxs()
    desk.put(SILENT)
    desk.board.set_scope(QueueId("porto:a"))
    frame = desk.frame()
    assert (frame.as_of_ms, frame.is_live) == (x.ms(30), False)
