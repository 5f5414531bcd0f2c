"""The points of the three charts."""

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import Desk
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import ALL, QueueId
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role

GOOD = Tally(offered=10, answered=9, answered_in=9, abandoned=1)


def starts(desk: Desk) -> list[int]:
    return [point.start_ms for point in desk.frame().charts.intervals]


def test_that_finished_intervals_are_points_oldest_first_and_the_running_one_is_apart() -> None:
    desk = Desk(
        x.total(),
        x.figures(ALL, GOOD, Window.TODAY, since_s=0),
        x.interval(ALL, 900, GOOD),
        x.interval(ALL, 0),
        x.figures(ALL, Tally(offered=2, late=1), Window.INTERVAL, since_s=1800),
    )
    charts = desk.frame().charts
    assert [point.start_ms for point in charts.intervals] == [x.ms(0), x.ms(900)]
    assert [point.service_level_pct for point in charts.intervals] == [None, 90.0]
    assert charts.running is not None
    assert (charts.running.start_ms, charts.running.service_level_pct, charts.running.counted) == (x.ms(1800), 0, 1)
    assert (charts.intervals[1].offered, charts.intervals[1].abandonment_pct) == (10, 10.0)
    assert charts.day_start_ms == x.ms(0)


def test_that_an_interval_nobody_saw_has_no_point() -> None:
    desk = Desk(x.interval(ALL, 0), x.interval(ALL, 2700))
    assert starts(desk) == [x.ms(0), x.ms(2700)]


def test_that_an_interval_that_just_ended_is_one_point() -> None:
    desk = Desk(x.interval(ALL, 900, GOOD), x.figures(ALL, Tally(offered=9), Window.INTERVAL, since_s=900))
    charts = desk.frame().charts
    assert [point.offered for point in charts.intervals] == [10]
    assert charts.running is None


def test_that_points_before_the_day_are_not_shown() -> None:
    desk = Desk(
        x.figures(ALL, Tally(), Window.TODAY, since_s=3600),
        x.interval(ALL, 0),
        x.sample(ALL, 0),
    )
    assert starts(desk) == []


def test_that_the_goal_chooses_the_formula_and_stands_beside_the_points() -> None:
    goal = Goal(formula=Formula.ANSWERED, target_pct=70)
    desk = Desk(x.queue("sales", goal=goal), x.interval("sales", 0, GOOD))
    desk.board.set_scope(QueueId("sales"))
    charts = desk.frame().charts
    assert (charts.scope, charts.queue_name, charts.goal) == ("sales", "Sales", goal)
    assert charts.intervals[0].service_level_pct == 100.0
    desk.put(replace(x.queue("sales", rev=2), goal=Goal()))
    assert desk.frame().charts.intervals[0].service_level_pct == 90.0


def test_that_waits_are_points_of_the_last_hour() -> None:
    desk = Desk(x.total(), x.sample(ALL, 5, 2), x.sample(ALL, 0, 1), x.sample("sales", 5, 9))
    points = desk.frame().charts.waits
    assert [(point.at_ms, point.waiting, point.longest_wait_s) for point in points] == [
        (x.ms(0), 1, 1.0),
        (x.ms(5), 2, 2.0),
    ]


def test_that_the_sites_own_interval_is_told() -> None:
    desk = Desk(x.total())
    desk.mirror.ready = Ready(name="Kim", role=Role.VIEWER, interval_minutes=30)
    assert desk.frame().charts.interval_minutes == 30


def test_that_what_is_past_stays_the_same_objects() -> None:
    desk = Desk(x.total(), x.interval(ALL, 0, GOOD), x.sample(ALL, 0, 1))
    before = desk.frame().charts
    desk.put(x.sample("sales", 5), x.figures("sales", GOOD))
    assert desk.frame().charts is before
    desk.put(x.figures(ALL, Tally(offered=1), Window.INTERVAL, since_s=900), x.sample(ALL, 5, 2))
    after = desk.frame().charts
    assert after.intervals[0] is before.intervals[0]
    assert after.waits[0] is before.waits[0]
    assert (len(after.intervals), len(after.waits)) == (1, 2)
    assert after.running is not None


@pytest.mark.parametrize(("answered", "counts"), [(8, False), (9, True)])
def test_that_the_running_interval_counts_from_ten_callers_on(answered: int, counts: bool) -> None:
    tally = Tally(answered=answered, abandoned=1, flowed_out=5)
    charts = Desk(x.total(), x.figures(ALL, tally, Window.INTERVAL)).frame().charts
    assert charts.running is not None
    assert (charts.running.counted, charts.running_counts) == (answered + 1, counts)
    assert (charts.running.flowed_out, charts.running.left) == (5, answered + 6)
