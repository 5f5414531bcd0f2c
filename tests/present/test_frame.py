"""What rows say of themselves: levels that turn with the clock, and whether there is anything to see."""

import pytest

from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import CallId, QueueId
from wallboard.present.frame import CallerRow, QueueRow
from wallboard.present.kpis import Kpi, Pbxs

CALLER = CallerRow(
    call_id=CallId("c"),
    handover_rev=1,
    number="",
    name="",
    queue_id=QueueId("sales"),
    queue_name="Sales",
    since_ms=0,
    warn_at_ms=13_333,
    late_at_ms=20_000,
    position=1,
    phase=CallPhase.WAITING,
)


@pytest.mark.parametrize(
    ("waited_ms", "level"),
    [(0, Level.GOOD), (13_333, Level.GOOD), (13_334, Level.WARNING), (20_000, Level.WARNING), (20_001, Level.BAD)],
)
def test_that_a_wait_is_in_time_up_to_and_including_its_limits(waited_ms: int, level: Level) -> None:
    assert CALLER.level_at(waited_ms) is level
    queues = Kpi(id=FigureId.LONGEST_WAIT, since_ms=0, warn_at_ms=13_333, late_at_ms=20_000)
    assert queues.level_at(waited_ms) is level


def test_that_a_queues_longest_wait_is_late_as_the_catalogue_says() -> None:
    kpi = Kpi(id=FigureId.LONGEST_WAIT, since_ms=0, warn_at_ms=1, late_at_ms=2, late_level=Level.WARNING)
    assert kpi.level_at(3) is Level.WARNING


def test_that_no_wait_is_good_while_pbxs_are_lost_and_a_late_one_is_late() -> None:
    pbxs = Pbxs(connected=1, all=2)
    kpi = Kpi(id=FigureId.LONGEST_WAIT, since_ms=0, warn_at_ms=1, late_at_ms=2, pbxs=pbxs)
    assert [kpi.level_at(at_ms) for at_ms in (1, 2, 3)] == [Level.NO_DATA, Level.WARNING, Level.BAD]


def test_that_a_count_of_none_and_no_data_are_nothing_to_see() -> None:
    none = Kpi(id=FigureId.WAITING, value=0), Kpi(id=FigureId.ASA), Kpi(id=FigureId.LONGEST_WAIT)
    assert not any(kpi.is_something for kpi in none)
    some = (
        Kpi(id=FigureId.WAITING, value=1),
        Kpi(id=FigureId.ASA, value=0),
        Kpi(id=FigureId.LONGEST_WAIT, since_ms=0),
    )
    assert all(kpi.is_something for kpi in some)


def test_that_a_queue_without_a_figure_has_no_data_of_it() -> None:
    row = QueueRow(id=QueueId("sales"), name="Sales", goal=Goal(), window=Window.TODAY)
    assert row.value(FigureId.ASA) is None
    assert row.kpi(FigureId.ASA) == Kpi(id=FigureId.ASA, window=Window.TODAY)
