"""The band of figures at the top."""

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import QueueNow, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.kpis import Kpi, Kpis

TALLY = Tally(
    offered=50, answered=40, answered_in=38, abandoned=3, answer_wait_ms=400_000, handled=20, handle_ms=3_600_000
)


def kpi(desk: Desk, kind: FigureId, at_s: float = 0) -> Kpi:
    return next(kpi for kpi in desk.frame(at_s).kpis if kpi.id is kind)


def test_that_the_band_has_every_figure_in_the_catalogues_order() -> None:
    assert [kpi.id for kpi in Desk().frame().kpis] == list(FigureId)


def test_that_without_figures_everything_is_no_data() -> None:
    for figure in Desk().frame().kpis:
        assert (figure.value, figure.since_ms, figure.of, figure.level) == (None, None, None, Level.NO_DATA)


def test_that_before_the_pbx_was_reached_it_is_not_known_that_nobody_waits() -> None:
    desk = Desk(x.total(), QueueNow(scope=ALL, rev=1))
    for kind in (FigureId.WAITING, FigureId.AGENTS_READY):
        assert (kpi(desk, kind).value, kpi(desk, kind).level) == (None, Level.NO_DATA)
    assert kpi(Desk(x.total(), x.queue("sales"), QueueNow(scope=ALL, rev=1)), FigureId.WAITING).value == 0


def test_that_figures_are_the_totals_until_a_queue_is_chosen() -> None:
    desk = Desk(
        x.total(),
        x.queue("sales", goal=Goal(target_pct=99)),
        x.figures(ALL, TALLY),
        x.figures("sales", Tally(offered=10, answered=10, answered_in=9)),
    )
    level = kpi(desk, FigureId.SERVICE_LEVEL)
    assert level.value == pytest.approx(100 * 38 / 43)
    assert (level.level, level.window, level.goal) == (Level.GOOD, Window.TODAY, Goal())
    desk.board.set_scope(QueueId("sales"))
    level = kpi(desk, FigureId.SERVICE_LEVEL)
    assert (level.value, level.level, level.goal) == (90.0, Level.WARNING, Goal(target_pct=99))


def test_that_counts_say_what_stands_beside_them() -> None:
    queue_now = QueueNow(
        scope=ALL,
        agents={AgentState.READY: 3, AgentState.TALKING: 2, AgentState.LOGGED_OUT: 9, AgentState.UNREACHABLE: 1},
        rev=1,
    )
    desk = Desk(x.total(), x.figures(ALL, TALLY), queue_now)
    answered, ready = kpi(desk, FigureId.ANSWERED), kpi(desk, FigureId.AGENTS_READY)
    assert (answered.value, answered.of) == (40.0, 50)
    assert (ready.value, ready.of) == (3.0, 6)


def test_that_averages_and_rates_are_by_the_fields_formulas() -> None:
    figures = replace(x.figures(ALL, TALLY), handling_ms=300, ready_ms=100)
    desk = Desk(x.total(), figures)
    assert kpi(desk, FigureId.ASA).value == 10.0
    assert kpi(desk, FigureId.AHT).value == 180.0
    assert kpi(desk, FigureId.OCCUPANCY).value == 75.0
    assert kpi(desk, FigureId.ABANDONMENT).value == pytest.approx(100 * 3 / 43)
    assert kpi(desk, FigureId.ABANDONMENT).level is Level.WARNING


@pytest.mark.parametrize(("late", "level"), [(0, Level.GOOD), (1, Level.WARNING), (2, Level.BAD)])
def test_that_waiting_says_how_many_are_past_the_limit(late: int, level: Level) -> None:
    desk = Desk(x.total(), x.queue_now(ALL, count=2, since_s=0, late=late))
    waiting = kpi(desk, FigureId.WAITING)
    assert (waiting.value, waiting.beside, waiting.level) == (2.0, late, level)


def test_that_nobody_ready_is_bad_while_callers_wait_and_says_how_many() -> None:
    desk = Desk(x.total(), x.queue_now(ALL, count=3, since_s=0))
    ready = kpi(desk, FigureId.AGENTS_READY)
    assert (ready.value, ready.level, ready.beside) == (0.0, Level.BAD, 3)
    desk = Desk(x.total(), x.queue_now(ALL))
    assert kpi(desk, FigureId.AGENTS_READY).level is Level.NO_DATA


def test_that_flow_outs_stand_beside_answered_and_abandoned_and_nothing_is_green() -> None:
    tally = Tally(offered=10, answered=1, answered_in=1, flowed_out=9, flowed_out_late=9)
    desk = Desk(x.total(), x.figures(ALL, tally))
    assert kpi(desk, FigureId.SERVICE_LEVEL).value == 10.0
    for kind in (FigureId.SERVICE_LEVEL, FigureId.ABANDONMENT):
        assert kpi(desk, kind).is_flow_out
        assert kpi(desk, kind).level is Level.WARNING
    assert [kpi(desk, kind).beside for kind in (FigureId.ABANDONMENT, FigureId.ANSWERED)] == [9, 9]


@pytest.mark.parametrize(("at_s", "level"), [(10, Level.GOOD), (25, Level.WARNING), (31, Level.WARNING)])
def test_that_the_longest_wait_is_a_clock_by_the_goal_of_the_callers_queue(at_s: float, level: Level) -> None:
    desk = Desk(
        x.total("sales"),
        x.queue("sales", goal=Goal(threshold_s=30)),
        x.queue_now("sales", count=1, since_s=0),
        x.queue_now(ALL, count=1, since_s=0),
    )
    longest = kpi(desk, FigureId.LONGEST_WAIT, at_s)
    assert (longest.value, longest.since_ms) == (None, x.ms(0))
    assert (longest.warn_at_ms, longest.late_at_ms) == (x.ms(20), x.ms(30))
    assert longest.level_at(x.ms(at_s)) is level


def test_that_the_longest_wait_of_a_caller_we_do_not_see_is_by_the_scopes_goal() -> None:
    desk = Desk(x.total(), x.queue_now(ALL, count=1, since_s=0))
    assert kpi(desk, FigureId.LONGEST_WAIT).late_at_ms == x.ms(20)


def test_that_nobody_waiting_is_no_wait() -> None:
    desk = Desk(x.total(), x.queue_now(ALL, count=0))
    assert kpi(desk, FigureId.LONGEST_WAIT).since_ms is None
    assert kpi(desk, FigureId.LONGEST_WAIT).level is Level.NO_DATA


def test_that_a_gateway_that_came_later_than_the_window_says_so() -> None:
    figures = x.figures(ALL, TALLY)
    assert kpi(Desk(x.total(), figures), FigureId.SERVICE_LEVEL).covered_since_ms is None
    late = replace(figures, covered_since_ms=figures.since_ms + 60_000)
    assert kpi(Desk(x.total(), late), FigureId.SERVICE_LEVEL).covered_since_ms == late.covered_since_ms


def test_that_agents_time_alone_is_counted_since_a_group_has_its_queues() -> None:
    figures, of_time = replace(x.figures(ALL, TALLY), agents_since_ms=5), {FigureId.OCCUPANCY, FigureId.UTILISATION}
    since = {figure_id: kpi(Desk(x.total(), figures), figure_id).agents_since_ms for figure_id in FigureId}
    assert {figure_id for figure_id, ms in since.items() if ms is not None} == of_time


def test_that_figures_without_a_change_are_the_same_objects() -> None:
    desk = Desk(x.total(), x.figures(ALL, TALLY), x.queue_now(ALL))
    before = desk.frame().kpis
    assert desk.frame().kpis is before
    seen = list(before)
    assert list(before) == seen
    desk.put(x.queue_now(ALL, count=1, since_s=0, rev=2))
    after = desk.frame().kpis
    changed = [new.id for old, new in zip(seen, after, strict=True) if old is not new]
    assert set(changed) == {figure.id for figure in CATALOGUE.values() if figure.is_of_now}


def test_that_any_figure_is_there_as_soon_as_it_is_asked_for_and_stays_the_same_object() -> None:
    row = Desk(x.total(), x.figures(ALL, TALLY), x.queue_now(ALL)).queue(ALL)
    assert [row.kpi(figure_id).id for figure_id in FigureId] == list(FigureId)
    assert row.kpi(FigureId.ATQ) is row.kpi(FigureId.ATQ)
    for kpi in row.kpis:
        fresh = Kpis(row.kpis.basis)
        assert fresh.value(kpi.id) == row.value(kpi.id) == (kpi.value if kpi.since_ms is None else kpi.since_ms)
        assert fresh.beside(kpi.id) == row.kpis.beside(kpi.id) == kpi.beside


def test_that_figures_are_the_same_whichever_of_them_were_made() -> None:
    asked, other = (Desk(x.total(), x.figures(ALL, TALLY)).queue(ALL) for _ in range(2))
    asked.kpi(FigureId.ASA)
    assert asked == other
    assert hash(asked.kpis) == hash(other.kpis)
    assert asked.kpis != Desk(x.total(), x.figures(ALL, Tally(offered=1))).queue(ALL).kpis


def test_that_news_that_change_no_figure_leave_the_row_as_it_is() -> None:
    figures = replace(x.figures(ALL, TALLY), handling_ms=300_000, ready_ms=100_000)
    desk = Desk(x.total(), figures, x.queue_now(ALL))
    row = desk.queue(ALL)
    desk.put(replace(figures, handling_ms=300_001, rev=2), x.queue_now(ALL, rev=3))
    assert desk.queue(ALL) is row
    desk.put(x.queue_now(ALL, count=1, since_s=0, rev=4))
    assert desk.queue(ALL) is not row


def test_that_agents_time_renews_a_row_whose_counts_stay() -> None:
    figures = replace(x.figures(ALL, TALLY), handling_ms=300, ready_ms=100)
    desk = Desk(x.total(), figures)
    assert desk.queue(ALL).value(FigureId.OCCUPANCY) == 75.0
    desk.put(replace(figures, handling_ms=100, rev=2))
    assert desk.queue(ALL).value(FigureId.OCCUPANCY) == 50.0
