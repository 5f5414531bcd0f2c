"""The catalogue: what each figure is worth, and how good it is, with what the other windows and the agents say."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import formulas
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, Better, FigureId, Need, Unit
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import QueueId

ORDER = (Level.BAD, Level.WARNING, Level.GOOD)
TIMED = Tally(
    offered=9, answered=4, abandoned=1, flowed_out=3,
    answer_wait_ms=40_000, left_wait_ms=96_000, longest_wait_ms=30_500, handled=2, handle_ms=600_000,
)  # fmt: skip


def of(in_time: int, *, out_of: int = 100, late: int = 0) -> Tally:
    return Tally(offered=out_of, answered=out_of - late, answered_in=in_time, late=late)


def now(*, waiting: int = 0, late: int = 0, ready: int = 0) -> QueueNow:
    return QueueNow(scope=QueueId("sales"), waiting=waiting, late=late, agents={AgentState.READY: ready})


def basis_of(tally: Tally, *, at: QueueNow | None = None, goal: Goal | None = None) -> Basis:
    figures = Figures(scope=QueueId("sales"), window=Window.TODAY, since_ms=0, covered_since_ms=0, tally=tally)
    return Basis(goal=goal or Goal(), figures=figures, tally=tally, tallies={Window.TODAY: tally}, now=at)


def level(figure_id: FigureId, basis: Basis) -> Level:
    figure = CATALOGUE[figure_id]
    assert figure.level is not None
    return figure.level(basis, figure.value(basis))


def value(figure_id: FigureId, basis: Basis) -> float | None:
    return CATALOGUE[figure_id].value(basis)


@pytest.mark.parametrize(
    ("window", "today", "half_hour", "interval", "wanted"),
    [
        (Window.TODAY, 60, 50, 90, Level.BAD),
        (Window.TODAY, 60, 60, 90, Level.BAD),
        (Window.TODAY, 60, 61, 0, Level.WARNING),
        (Window.TODAY, 80, 0, 0, Level.GOOD),
        (Window.ROLLING_30, 60, 50, 90, Level.BAD),
        (Window.ROLLING_30, 40, 50, 0, Level.WARNING),
        (Window.INTERVAL, 90, 60, 50, Level.BAD),
        (Window.INTERVAL, 0, 40, 50, Level.WARNING),
    ],
)
def test_that_a_service_level_is_red_only_where_later_callers_fare_no_better(
    window: Window, today: int, half_hour: int, interval: int, wanted: Level
) -> None:
    tallies = {Window.TODAY: of(today), Window.ROLLING_30: of(half_hour), Window.INTERVAL: of(interval)}
    basis = Basis(window=window, tally=tallies[window], tallies=tallies)
    assert level(FigureId.SERVICE_LEVEL, basis) is wanted


def test_that_nobody_of_late_is_no_fall() -> None:
    basis = Basis(tally=of(10), tallies={Window.TODAY: of(10), Window.ROLLING_30: Tally()})
    assert level(FigureId.SERVICE_LEVEL, basis) is Level.WARNING


@pytest.mark.parametrize("figure_id", list(FigureId))
def test_that_the_catalogue_has_every_figure_and_none_has_data_without_counts(
    figure_id: FigureId,
) -> None:
    figure, nothing = CATALOGUE[figure_id], Basis()
    assert figure.id is figure_id
    assert figure.value(nothing) is None
    assert figure.level is None or figure.unit is Unit.RUNNING or figure.level(nothing, None) is Level.NO_DATA


def test_that_waiting_and_ready_go_by_the_agents() -> None:
    few, many = (basis_of(of(90), at=now(waiting=3, late=2, ready=one)) for one in (0, 40))
    assert [level(one, few) for one in (FigureId.WAITING, FigureId.AGENTS_READY)] == [Level.BAD, Level.BAD]
    assert [level(one, many) for one in (FigureId.WAITING, FigureId.AGENTS_READY)] == [Level.WARNING, Level.NO_DATA]
    assert [level(FigureId.LONGEST_WAIT, one) for one in (few, many)] == [Level.BAD, Level.WARNING]


@pytest.mark.parametrize("formula", list(Formula))
def test_that_nothing_is_green_where_most_callers_flowed_out(formula: Formula) -> None:
    basis = basis_of(Tally(offered=10, answered=1, answered_in=1, flowed_out=9), goal=Goal(formula=formula))
    assert level(FigureId.SERVICE_LEVEL, basis) is level(FigureId.ABANDONMENT, basis) is Level.WARNING


def test_that_a_queue_that_throws_its_callers_out_is_red() -> None:
    tally = Tally(offered=10, answered=1, answered_in=1, flowed_out=9, flowed_out_late=9)
    basis = Basis(tally=tally, tallies={Window.TODAY: tally, Window.ROLLING_30: tally})
    assert level(FigureId.SERVICE_LEVEL, basis) is Level.BAD


def test_that_counts_and_means_are_the_fields_own() -> None:
    basis = basis_of(TIMED)
    counts = (FigureId.OFFERED, FigureId.ANSWERED, FigureId.ABANDONS, FigureId.FLOWED_OUT)
    assert [value(one, basis) for one in counts] == [9, 4, 1, 3]
    means = (FigureId.ASA, FigureId.ATQ, FigureId.AHT, FigureId.LONGEST_ENDED)
    assert [value(one, basis) for one in means] == [10.0, 12.0, 300.0, 30.5]


def test_that_agents_are_counted_by_what_they_do_and_out_of_those_logged_in() -> None:
    agents = {AgentState.READY: 3, AgentState.TALKING: 2, AgentState.HOLD: 1, AgentState.LOGGED_OUT: 9}
    basis = basis_of(Tally(), at=QueueNow(scope=QueueId("sales"), agents=agents))
    shown = (FigureId.AGENTS_READY, FigureId.AGENTS_TALKING, FigureId.AGENTS_LOGGED_IN)
    assert [value(one, basis) for one in shown] == [3, 3, 6]
    for figure in (CATALOGUE[one] for one in shown[:2]):
        assert figure.of is not None
        assert figure.of(basis) == 6


SOME_TALLY = some.builds(
    lambda answered, in_time, abandoned, flowed_out: Tally(
        offered=answered + abandoned + flowed_out,
        answered=answered,
        answered_in=min(answered, in_time),
        abandoned=abandoned,
        flowed_out=flowed_out,
    ),
    *[some.integers(0, 40)] * 4,
)


@given(SOME_TALLY, SOME_TALLY)
def test_that_a_better_value_is_never_at_a_worse_level(one: Tally, other: Tally) -> None:
    for figure in CATALOGUE.values():
        if figure.level is None or Need.OUTCOMES not in figure.needs:
            continue
        pair = []
        for tally in (one, other):
            basis = Basis(tally=tally, tallies={Window.TODAY: tally, Window.ROLLING_30: tally})
            found = figure.value(basis)
            if found is not None and tally.flowed_out <= tally.answered + tally.abandoned:
                pair.append((found, ORDER.index(figure.level(basis, found))))
        if len(pair) == 2:
            worse, better = sorted(pair, key=lambda at: at[0], reverse=figure.better is Better.LOWER)
            assert worse[1] <= better[1] or worse[0] == better[0]


def test_that_answered_in_60_s_is_of_all_whose_wait_ended_since_it_is_counted() -> None:
    assert value(FigureId.ANSWERED_IN_60, basis_of(Tally(answered=9, answered_in_60=3, left_60=4))) == 75.0
    assert (
        value(FigureId.ANSWERED_IN_60, basis_of(Tally(offered=9, answered=9))) is None
    )  # an older gateway's counts


def test_that_utilisation_is_a_share_of_the_logged_in_time() -> None:
    basis = basis_of(TIMED)
    assert basis.figures is not None
    known = replace(basis.figures, handling_ms=240_000, ready_ms=120_000, logged_in_ms=480_000)
    assert value(FigureId.UTILISATION, replace(basis, figures=known)) == 75.0
    assert value(FigureId.UTILISATION, basis) is None  # an older gateway's figures


def test_that_aht_with_wait_is_aht_and_asa() -> None:
    assert value(FigureId.AHT_WITH_WAIT, basis_of(TIMED)) == 310.0


@pytest.mark.parametrize(
    ("waiting", "ready", "talking", "wanted", "off_by"),
    [
        (3, 0, 10, 120.0, 60),  # the fourth in line: AHT 300 s × 4 ÷ 10
        (0, 0, 10, 30.0, 30),
        (0, 2, 8, 0.0, None),  # an agent is free
        (4, 2, 8, 90.0, 52),  # two of them are being offered to ready agents
        (3, 0, 0, None, None),
    ],
)
def test_that_the_wait_of_who_comes_now_is_estimated(
    waiting: int, ready: int, talking: int, wanted: float | None, off_by: int | None
) -> None:
    agents = {AgentState.READY: ready, AgentState.TALKING: talking, AgentState.PAUSED: 5, AgentState.LOGGED_OUT: 7}
    basis = basis_of(TIMED, at=QueueNow(scope=QueueId("sales"), waiting=waiting, agents=agents))
    beside = CATALOGUE[FigureId.ESTIMATED_WAIT].beside
    assert beside is not None
    assert (value(FigureId.ESTIMATED_WAIT, basis), beside(basis)) == (wanted, off_by)
    assert value(FigureId.ESTIMATED_WAIT, replace(basis, tally=Tally())) is None


@given(some.integers(0, 10**9), some.integers(0, 10**9), some.integers(0, 10**9))
def test_that_utilisation_is_a_percentage_and_never_below_occupancys_handling_part(
    handling_ms: int, ready_ms: int, other_ms: int
) -> None:
    logged_in_ms = handling_ms + ready_ms + other_ms
    found = formulas.utilisation_pct(handling_ms, ready_ms, logged_in_ms)
    assert (found is None) is (logged_in_ms == 0)
    assert found is None or 0 <= found <= 100


def test_that_hold_share_and_missed_rings_are_the_windows_own() -> None:
    basis = basis_of(Tally(handled=2, handle_ms=400_000, talk_ms=240_000, hold_ms=60_000, rings_missed=3))
    assert (value(FigureId.HOLD_SHARE, basis), value(FigureId.RINGS_MISSED, basis)) == (20.0, 3)
    assert value(FigureId.HOLD_SHARE, basis_of(TIMED)) is None  # an older gateway's counts


def test_that_the_transfer_rate_says_of_how_many_it_is() -> None:
    basis, figure = basis_of(Tally(handled=8, sent_on=2, sent_on_of=8)), CATALOGUE[FigureId.TRANSFER_RATE]
    assert figure.of is not None
    assert (figure.value(basis), figure.of(basis)) == (25.0, 8)
    assert value(FigureId.TRANSFER_RATE, basis_of(TIMED)) is None  # an older gateway's counts
