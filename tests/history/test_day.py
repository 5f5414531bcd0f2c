"""A day of files is read as it was written, once; what cannot be used is laid aside and told."""

import json
import logging
import shutil
from pathlib import Path

import pytest

from tests.domain.words import DAY_MS, hangs_up, is_leaving, joins, ms, queue
from tests.history.day_files import write_day
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Interval, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, Key
from wallboard.domain.restart.checkpoint import Checkpoint, finished_intervals, recall, remember
from wallboard.history.day import FORMAT, DayFiles
from wallboard.history.origins import Origin

ORIGIN = Origin(sources={"pbx": "pbx:5038"}, rules="these")


def a_day(until_s: float = 1_000) -> tuple[Checkpoint, list[IntervalRow]]:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    for event in (queue("sales"), joins("a", "sales", 10), hangs_up("a", 30), joins("b", "sales", 990)):
        engine.apply(event)
    engine.flush(ms(until_s))
    return remember(engine, with_samples=True), finished_intervals(engine)


@pytest.fixture
def files(tmp_path: Path) -> DayFiles:
    return DayFiles(tmp_path, ORIGIN)


def test_that_what_was_written_is_read(files: DayFiles, tmp_path: Path) -> None:
    memory, finished = a_day()
    write_day(tmp_path, ORIGIN, memory, finished)
    assert DayFiles(tmp_path, ORIGIN).read() == (memory, finished)


def test_that_nothing_is_read_where_nothing_was_written(files: DayFiles) -> None:
    assert files.read() is None


@pytest.mark.parametrize(("pbx", "rules"), [("other:5038", "these"), ("pbx:5038", "others")])
def test_that_counts_of_another_pbx_or_by_other_rules_are_laid_aside(
    pbx: str, rules: str, files: DayFiles, tmp_path: Path
) -> None:
    write_day(tmp_path, ORIGIN, *a_day())
    assert DayFiles(tmp_path, Origin(pbx=pbx, rules=rules)).read() is None
    (tmp_path / "day.json.other").rename(tmp_path / "day.json")
    assert files.read() is not None


@pytest.mark.parametrize(("calendar", "is_taken"), [("UTC", True), ("Europe/Lisbon", False)])
def test_that_other_goals_are_no_other_rules_and_another_calendar_is(
    calendar: str, is_taken: bool, tmp_path: Path
) -> None:
    old = Origin(sources={"pbx": "pbx:5038"}, rules='["UTC",0,15,{"default":{"threshold_s":20.0}}]')
    write_day(tmp_path, old, *a_day())
    new = DayFiles(
        tmp_path,
        Origin(sources={"pbx": "pbx:5038"}, rules=f'["{calendar}",0,15,{{"default":{{"threshold_s":5.0}}}}]'),
    )
    assert (new.read() is not None) is is_taken


def test_that_a_newer_programs_file_is_kept_as_it_is(files: DayFiles, tmp_path: Path) -> None:
    content = json.dumps({"format": FORMAT + 1, "origin": {"pbx": "pbx:5038", "rules": "these"}, "new": 1})
    (tmp_path / "day.json").write_text(content)
    assert files.read() is None
    write_day(tmp_path, ORIGIN, *a_day())
    assert (tmp_path / f"day.json.format-{FORMAT + 1}").read_text() == content
    assert files.read() is not None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"format":1}',
        b'{"format":1,"origin":{"pbx":"pbx:5038","rules":"these"}}',
        b'{"format":1,"origin":{"pbx":"\xff","rules":"these"}}',
        b'{"format":1,"new":' + b"[" * 100_000,
    ],
)
def test_that_a_broken_file_is_laid_aside_and_told(
    files: DayFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    (tmp_path / "day.json").write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert files.read() is None
    assert (tmp_path / "day.json.unreadable").read_bytes() == content
    assert "restart at zero" in caplog.text


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (("at_ms",), -1),
        (("at_ms",), 2**70),
        (("queues",), []),
        (("counters",), []),
        (("counters", 0, "is_open"), False),
        (("counters", 1, "minutes"), []),
        (("calls", 0, "queue_id"), "nowhere"),
        (("calls", 0, "entered_ms"), "noon"),
    ],
)
def test_that_a_day_no_engine_can_go_on_with_is_laid_aside(
    files: DayFiles, tmp_path: Path, at: tuple[str | int, ...], value: object
) -> None:
    write_day(tmp_path, ORIGIN, *a_day())
    content = json.loads((tmp_path / "day.json").read_text())
    place = content["checkpoint"]
    for step in at[:-1]:
        place = place[step]
    place[at[-1]] = value
    (tmp_path / "day.json").write_text(json.dumps(content))
    assert files.read() is None
    assert (tmp_path / "day.json.unreadable").exists()


def test_that_a_day_of_the_first_format_goes_on_with_all_it_counted(files: DayFiles, tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).with_name("format_1"), tmp_path, dirs_exist_ok=True)
    read = files.read()
    assert read is not None
    engine = Engine(Calendar(), Goals(), ms(1_010))
    recall(engine, *read)
    engine.apply(is_leaving("pbx:e", 1_011))
    engine.flush(ms(1_012))
    total = engine.published[Key("figures", ALL, Window.TODAY)]
    assert isinstance(total, Figures)
    tally = total.tally
    assert (tally.offered, tally.answered, tally.abandoned, tally.flowed_out) == (6, 2, 1, 1)
    assert [entry.start_ms for entry in engine.series(ALL) if isinstance(entry, Interval)] == [ms(0)]
    assert {call.id: call.phase for call in engine.state.calls.values()} == {
        "pbx:d": CallPhase.TALKING,
        "pbx:e": CallPhase.LEAVING,
        "pbx:f": CallPhase.MOVING,
    }


def test_that_a_day_without_its_intervals_is_still_read(files: DayFiles, tmp_path: Path) -> None:
    memory, finished = a_day()
    write_day(tmp_path, ORIGIN, memory, finished)
    (tmp_path / "intervals.json").unlink()
    assert files.read() == (memory, [])


@pytest.mark.parametrize("number", ["-7", "1" + "0" * 25, "1" + "0" * 400])
@pytest.mark.parametrize(("file", "kept"), [("day.json", False), ("intervals.json", True)])
def test_that_counts_that_cannot_be_are_laid_aside(
    number: str, file: str, kept: bool, files: DayFiles, tmp_path: Path
) -> None:
    write_day(tmp_path, ORIGIN, *a_day())
    text = (tmp_path / file).read_text()
    assert '"offered":1' in text
    (tmp_path / file).write_text(text.replace('"offered":1', f'"offered":{number}', 1))
    read = DayFiles(tmp_path, ORIGIN).read()
    assert (read is not None) is kept
    assert read is None or read[1] == []
    assert (tmp_path / f"{file}.unreadable").exists()


def test_that_a_day_that_was_put_away_is_not_read_again(files: DayFiles, tmp_path: Path) -> None:
    write_day(tmp_path, ORIGIN, *a_day())
    files.put_away()
    assert files.read() is None
    assert {path.name for path in tmp_path.iterdir()} == {"day.json.upgraded", "intervals.json.upgraded"}
