"""A day that the last release wrote goes on, and what it did not say never makes a figure look better."""

import json
import logging
import shutil
from pathlib import Path

import pytest

from tests.domain.words import ms, queue
from tests.history.day_files import write_day
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Interval, Window
from wallboard.domain.counts.formulas import Formula, Goals, service_level_pct
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, Key
from wallboard.domain.restart.checkpoint import recall, remember
from wallboard.history.day import DayFiles
from wallboard.history.origins import Origin

ORIGIN = Origin(sources={"pbx": "pbx:5038"}, rules="these")


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
    for queue_id in (ALL, "pbx:sales", "pbx:support"):
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


THE_THIRD = Origin(sources={"pbx": "pbx.example:5038"}, rules=json.dumps(["UTC", 0, 15, {}]))


@pytest.mark.parametrize("name", ["pbx", "lisbon"])
def test_that_a_day_of_the_last_release_goes_on_as_that_of_the_source_at_its_address(
    tmp_path: Path, name: str
) -> None:
    """That release wrote it, with a simulated centre in the place of the Asterisk; samples and minutes are cut."""
    shutil.copytree(Path(__file__).with_name("format_3"), tmp_path, dirs_exist_ok=True)
    old = json.loads((tmp_path / "day.json").read_text())["memory"]
    origin = Origin(sources={"other": "x:1", name: "pbx.example:5038"}, rules=THE_THIRD.rules)
    read = DayFiles(tmp_path, origin).read()
    assert read is not None
    memory, finished = read
    engine = Engine(Calendar(), Goals(), memory.at_ms)
    recall(engine, memory, finished)
    engine.flush(memory.at_ms + 1_000)
    assert [(source.id, source.status) for source in engine.state.sources.values()] == [(name, SourceStatus.DOWN)]
    assert {queue.id: queue.name for queue in engine.state.queues.values()} == {
        f"{name}:{queue['id']}": queue["name"] for queue in old["queues"]
    }
    assert {(call.id, call.queue_id, call.agent_id) for call in engine.state.calls.values()} == {
        (f"{name}:{one['id']}", f"{name}:{one['queue_id']}", one["agent_id"] and f"{name}:{one['agent_id']}")
        for one in old["calls"]
    }
    assert engine.state.last_handled == {
        f"{name}:{agent}": (f"{name}:{call}", talk_ms) for agent, (call, talk_ms) in old["last_handled"].items()
    }
    for told in old["books"]:
        scope = ALL if told["queue_id"] == "*" else f"{name}:{told['queue_id']}"
        tally = figures(engine, scope, Window.TODAY).tally
        counted = told["today"]["counter"]
        assert (tally.offered, tally.answered, tally.abandoned) == (
            counted["offered"],
            counted["answered"],
            counted["abandoned"],
        )
    intervals = json.loads((tmp_path / "intervals.json").read_text())["intervals"]
    assert len(finished) == len(intervals)
    assert {one.scope for one in finished} == {ALL, *(queue.id for queue in memory.queues)}


def test_that_a_day_of_another_pbx_is_laid_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    shutil.copytree(Path(__file__).with_name("format_3"), tmp_path, dirs_exist_ok=True)
    with caplog.at_level(logging.WARNING):
        assert DayFiles(tmp_path, Origin(sources={"pbx": "other:5038"}, rules=THE_THIRD.rules)).read() is None
    assert "day.json.other" in caplog.text


@pytest.mark.parametrize(
    "change",
    [
        {"last_handled": {"a": 3}},
        {"last_handled": {"a": []}},
        {"removed_queues": [3]},
        {"calls": [{"type": "call", "id": 3}]},
        {"queues": {"id": []}},
        {"books": 3},
        {"calls": [{"type": [], "id": "a", "queue_id": "q"}]},
    ],
)
def test_that_a_malformed_earlier_day_costs_the_day_alone(
    tmp_path: Path, change: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copytree(Path(__file__).with_name("format_3"), tmp_path, dirs_exist_ok=True)
    content = json.loads((tmp_path / "day.json").read_text())
    content["memory"] |= change
    (tmp_path / "day.json").write_text(json.dumps(content))
    with caplog.at_level(logging.WARNING):
        assert DayFiles(tmp_path, THE_THIRD).read() is None
    assert "day.json.unreadable" in caplog.text


def test_that_a_checkpoint_under_its_old_name_is_read(tmp_path: Path) -> None:
    day = Engine(Calendar(), Goals(), ms(0))
    day.apply(queue("pbx:sales"))
    day.flush(ms(5))
    write_day(tmp_path, ORIGIN, remember(day, with_samples=True), [])
    now = json.loads((tmp_path / "day.json").read_text())
    old = {**now, "format": 4, "memory": now["checkpoint"]}
    del old["checkpoint"]
    (tmp_path / "day.json").write_text(json.dumps(old))
    assert DayFiles(tmp_path, ORIGIN).read() == (remember(day, with_samples=True), [])
