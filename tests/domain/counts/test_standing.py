"""How a queue stands: the levels of one window, with what the other windows and the queue's agents say."""

import pytest

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.figures import QueueNow, Window
from wallboard.domain.counts.formulas import Formula, Goal, Tally
from wallboard.domain.counts.standing import Standing, standing
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import QueueId


def of(in_time: int, *, out_of: int = 100, late: int = 0) -> Tally:
    return Tally(offered=out_of, answered=out_of - late, answered_in=in_time, late=late)


def pulse(*, waiting: int = 0, ready: int = 0) -> QueueNow:
    return QueueNow(scope=QueueId("sales"), waiting=waiting, agents={AgentState.READY: ready})


@pytest.mark.parametrize(
    ("window", "today", "half_hour", "interval", "level"),
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
    window: Window, today: int, half_hour: int, interval: int, level: Level
) -> None:
    tallies = {Window.TODAY: of(today), Window.ROLLING_30: of(half_hour), Window.INTERVAL: of(interval)}
    assert standing(Goal(), window, tallies, None).service_level is level


def test_that_nobody_of_late_is_no_fall() -> None:
    tallies = {Window.TODAY: of(10), Window.ROLLING_30: Tally()}
    assert standing(Goal(), Window.TODAY, tallies, None).service_level is Level.WARNING


def test_that_without_figures_nothing_has_a_level() -> None:
    assert standing(Goal(), Window.TODAY, {}, None) == Standing()


def test_that_waiting_and_ready_go_by_the_agents() -> None:
    tallies = {Window.TODAY: of(90, late=2)}
    few, many = (standing(Goal(), Window.TODAY, tallies, pulse(waiting=3, ready=one)) for one in (0, 40))
    assert (few.waiting, few.ready) == (Level.BAD, Level.BAD)
    assert (many.waiting, many.ready) == (Level.WARNING, Level.NO_DATA)


@pytest.mark.parametrize("formula", list(Formula))
def test_that_nothing_is_green_where_most_callers_flowed_out(formula: Formula) -> None:
    tally = Tally(offered=10, answered=1, answered_in=1, flowed_out=9)
    levels = standing(Goal(formula=formula), Window.TODAY, {Window.TODAY: tally}, None)
    assert levels.is_flow_out
    assert (levels.service_level, levels.abandonment) == (Level.WARNING, Level.WARNING)


def test_that_a_queue_that_throws_its_callers_out_is_red() -> None:
    tally = Tally(offered=10, answered=1, answered_in=1, flowed_out=9, flowed_out_late=9)
    tallies = {Window.TODAY: tally, Window.ROLLING_30: tally}
    assert standing(Goal(), Window.TODAY, tallies, None).service_level is Level.BAD
