"""What nobody can have counted is found by its name, and what was counted is never taken for that."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import DAY_MS, ms
from tests.history.day_files import write_day
from tests.history.test_day import ORIGIN, a_day
from wallboard.domain.centre import events as e
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.restart.checkpoint import finished_intervals, remember
from wallboard.history.day import FORMAT, Day, DayFiles, Finished
from wallboard.history.plausible import impossible


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("offered", -7, "offered"),
        ("offered", 10**25, "offered"),
        ("answered", 10**8, "answered = 100000000"),
        ("answered_in", 3, "answered_in = 3 of 0"),
        ("longest_wait_ms", -1, "longest_wait_ms = -1"),
        ("offered", 10**400, "offered = 1000"),
        ("handle_ms", 10**14, "handle_ms = 100000000000000"),
    ],
)
def test_that_impossible_counts_are_laid_aside_and_told(
    field: str, value: int, told: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_day(tmp_path, ORIGIN, *a_day())
    path = tmp_path / "day.json"
    day = json.loads(path.read_text())
    day["checkpoint"]["counters"][0]["today"]["counter"][field] = value
    path.write_text(json.dumps(day))
    assert DayFiles(tmp_path, ORIGIN).read() is None
    assert (tmp_path / "day.json.unreadable").exists()
    assert told in caplog.text


@given(STEPS)
def test_that_every_day_that_was_counted_is_possible(steps: list[tuple[float, e.Event, bool]]) -> None:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    at_s = 0.0
    for pause_s, event, looks in steps:
        at_s += pause_s
        engine.apply(told_at(event, at_s))
        if looks:
            engine.flush(ms(at_s))
    engine.flush(ms(at_s))
    memory, finished = remember(engine, with_samples=True), finished_intervals(engine)
    assert impossible(Day(format=FORMAT, origin=ORIGIN, checkpoint=memory)) == ""
    assert impossible(Finished(format=FORMAT, origin=ORIGIN, intervals=finished)) == ""
