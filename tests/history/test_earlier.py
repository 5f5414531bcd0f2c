"""A day that the last release wrote goes on, and what it did not say never makes a figure look better."""

import logging
import shutil
from pathlib import Path

import pytest

from tests.domain.words import ms
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Interval, Window
from wallboard.domain.counts.formulas import Formula, Goals, service_level_pct
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, Key
from wallboard.domain.restart.checkpoint import recall
from wallboard.history.day import DayFiles, Origin

ORIGIN = Origin(pbx="pbx:5038", rules="these")


def gone_on(directory: Path, name: str, now_s: float) -> Engine:
    shutil.copytree(Path(__file__).with_name(name), directory, dirs_exist_ok=True)
    read = DayFiles(directory, ORIGIN).read()
    assert read is not None
    engine = Engine(Calendar(), Goals(), ms(now_s))
    recall(engine, *read)
    engine.flush(ms(now_s))
    return engine


def figures(engine: Engine, queue_id: str, window: Window) -> Figures:
    found = engine.published[Key("figures", queue_id, window)]
    assert isinstance(found, Figures)
    return found


def test_that_a_day_of_the_last_release_goes_on_and_who_flowed_out_is_a_miss(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        engine = gone_on(tmp_path, "format_2", 1_010)
    total = figures(engine, ALL, Window.TODAY).tally
    assert (total.offered, total.answered, total.abandoned, total.flowed_out) == (8, 2, 1, 2)
    assert total.flowed_out_late == 2
    assert service_level_pct(total, Formula.OFFERED) == pytest.approx(100 * 2 / 5)
    assert "earlier Wallboard" in caplog.text
    assert "the 2 who did so" in caplog.text
    (interval,) = [entry for entry in engine.series(ALL) if isinstance(entry, Interval)]
    assert (interval.tally.flowed_out, interval.tally.flowed_out_late) == (2, 2)


@pytest.mark.parametrize("name", ["format_1", "format_2"])
@pytest.mark.parametrize("window", list(Window))
def test_that_who_is_here_is_told_of_an_earlier_day_too(tmp_path: Path, name: str, window: Window) -> None:
    engine = gone_on(tmp_path, name, 1_010)
    for queue_id in (ALL, "sales", "support"):
        here = [
            call
            for call in engine.state.calls.values()
            if call.answered_ms is None and queue_id in (ALL, call.queue_id)
        ]
        assert figures(engine, queue_id, window).here == len(here)


def test_that_nothing_is_said_where_nobody_flowed_out(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    directory = tmp_path / "history"
    shutil.copytree(Path(__file__).with_name("format_2"), directory)
    content = (directory / "day.json").read_text().replace('"flowed_out":2', '"flowed_out":0')
    (directory / "day.json").write_text(content.replace('"flowed_out":1', '"flowed_out":0'))
    with caplog.at_level(logging.WARNING):
        assert DayFiles(directory, ORIGIN).read() is not None
    assert caplog.text == ""
