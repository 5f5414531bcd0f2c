"""A PBX at another address takes its own counts with it, and nobody else's."""

import json
import logging
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.domain.words import hangs_up, joins, ms, queue
from tests.history.day_files import write_day
from wallboard.domain.centre import events as e
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, GroupId, Key, SourceId
from wallboard.domain.restart.checkpoint import finished_intervals, recall, remember
from wallboard.history.day import DayFiles
from wallboard.history.origins import Origin, source_at

RULES = json.dumps(["UTC", 0, 15, {"by_queue": {}}])
BOTH = Origin(sources={"lisbon": "l:5038", "porto": "p:5038"}, rules=RULES)
MINE = GroupId("mine")
GROUPS = Groups(by_id={MINE: GroupRule(queues=("lisbon:*",))})


def engine() -> Engine:
    return Engine(Calendar(), Goals(), ms(0), groups=GROUPS)


def up(name: str) -> e.SourceChanged:
    return e.SourceChanged(at_ms=ms(0), source_id=SourceId(name), status=SourceStatus.UP)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A day of two PBXs: one who gave up at Lisbon, two at Porto, one who waits at each; over an interval's end."""
    day = engine()
    for name, calls in (("lisbon", ("a",)), ("porto", ("b", "c"))):
        sales = f"{name}:sales"
        day.apply(up(name))
        day.apply(queue(sales))
        for call in calls:
            day.apply(joins(f"{name}:{call}", sales, 1))
            day.apply(hangs_up(f"{name}:{call}", 3))
        day.apply(joins(f"{name}:w", sales, 5))
    day.flush(ms(1_000))
    write_day(tmp_path, BOTH, remember(day, with_samples=True), finished_intervals(day))
    return tmp_path


def gone_on(place: Path, origin: Origin) -> Engine | None:
    read = DayFiles(place, origin).read()
    if read is None:
        return None
    day = engine()
    recall(day, *read)
    day.flush(ms(1_010))
    return day


def abandoned(day: Engine, scope: str) -> int:
    figures = day.published[Key("figures", scope, Window.TODAY)]
    assert isinstance(figures, Figures)
    return figures.tally.abandoned


def test_that_the_day_of_all_goes_on(kept: Path) -> None:
    day = gone_on(kept, BOTH)
    assert day is not None
    assert [abandoned(day, scope) for scope in ("lisbon:sales", "porto:sales", ALL, MINE)] == [1, 2, 3, 1]
    assert set(day.state.calls) == {"lisbon:w", "porto:w"}


def test_that_another_address_of_one_loses_its_counts_and_none_of_the_other(
    kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        day = gone_on(kept, Origin(sources={"lisbon": "l:5038", "porto": "elsewhere:5038"}, rules=RULES))
    assert day is not None
    assert [abandoned(day, scope) for scope in ("lisbon:sales", MINE)] == [1, 1]
    assert set(day.state.queues) == {"lisbon:sales"}
    assert set(day.state.calls) == {"lisbon:w"}
    assert set(day.state.sources) == {"lisbon"}
    assert "counts of porto (p:5038), which is not a configured PBX" in caplog.text
    assert "porto:sales" in (kept / "day.json.other").read_text()
    total = day.published[Key("figures", ALL, Window.TODAY)]
    assert isinstance(total, Figures)
    # what was counted stays in the total, where whoever waited there was lost sight of
    assert (total.tally.offered, total.tally.abandoned, total.tally.unobserved, total.here) == (5, 3, 1, 1)
    assert {one.scope for one in finished_intervals(day)} == {ALL, MINE, "lisbon:sales"}


def test_that_a_pbx_under_another_name_at_the_same_address_goes_on(
    kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        day = gone_on(kept, Origin(sources={"lisbon": "l:5038", "oporto": "p:5038"}, rules=RULES))
    assert day is not None
    assert [abandoned(day, scope) for scope in ("lisbon:sales", "oporto:sales", ALL, MINE)] == [1, 2, 3, 1]
    assert (set(day.state.calls), set(day.state.sources)) == ({"lisbon:w", "oporto:w"}, {"lisbon", "oporto"})
    assert {one.scope for one in finished_intervals(day)} == {ALL, MINE, "lisbon:sales", "oporto:sales"}
    assert day.metrics.sources.unobserved_ms(ms(1_010)).keys() == {"lisbon", "oporto"}
    assert "porto -> oporto" in caplog.text
    assert not (kept / "day.json.other").exists()


def test_that_names_that_are_exchanged_are_other_pbxs(kept: Path) -> None:
    exchanged = Origin(sources={"lisbon": "p:5038", "porto": "l:5038"}, rules=RULES)
    assert BOTH.renamed(exchanged) == {}
    assert gone_on(kept, exchanged) is None


def test_that_the_goals_of_queues_go_on_under_the_new_name_of_their_pbx() -> None:
    goals = '["UTC",0,15,{"by_queue":{"porto:400":{"threshold_s":5.0}}}]'
    assert Origin(rules=goals).under({"porto": "oporto"}).rules == goals.replace("porto", "oporto")
    assert Origin(rules="these").under({"porto": "oporto"}).rules == "these"


@pytest.mark.parametrize("name", ["status", "kind", "id", "sip", "paused", "outages", "pbx"])
def test_that_a_day_goes_on_whatever_its_pbx_was_called(tmp_path: Path, name: str) -> None:
    day = engine()
    day.apply(up(name))
    day.apply(queue(f"{name}:sales"))
    day.apply(replace(joins(f"{name}:w", f"{name}:sales", 5), dialled="sip:100@a", number="status:1"))
    day.flush(ms(1_000))
    write_day(
        tmp_path,
        Origin(sources={name: "l:5038"}, rules=RULES),
        remember(day, with_samples=True),
        finished_intervals(day),
    )
    found = DayFiles(tmp_path, Origin(sources={"lisbon": "l:5038"}, rules=RULES)).read()
    assert found is not None
    checkpoint, finished = found
    (call,), (source,), (contact,) = checkpoint.calls, checkpoint.sources, checkpoint.contacts
    assert (call.id, call.queue_id, call.number) == ("lisbon:w", "lisbon:sales", "status:1")
    assert (source.id, source.status) == ("lisbon", SourceStatus.UP)
    assert (contact.call_id, contact.dialled) == ("lisbon:w", "sip:100@a")
    assert contact.id.startswith("lisbon:w@")
    assert {one.scope for one in finished} >= {"lisbon:sales"}
    assert checkpoint.unobserved_ms.keys() == {"lisbon"}


def test_that_a_pbx_more_loses_nothing(kept: Path) -> None:
    day = gone_on(kept, Origin(sources={**BOTH.sources, "faro": "f:5038"}, rules=RULES))
    assert day is not None
    assert abandoned(day, ALL) == 3


@pytest.mark.parametrize(
    "origin",
    [
        Origin(sources={"faro": "f:5038"}, rules=RULES),
        Origin(sources={"lisbon": "x", "porto": "y"}, rules=RULES),
        Origin(sources=BOTH.sources, rules=RULES.replace("UTC", "Europe/Lisbon")),
    ],
)
def test_that_a_day_of_none_of_them_or_of_another_calendar_is_laid_aside(kept: Path, origin: Origin) -> None:
    assert gone_on(kept, origin) is None
    assert (kept / "day.json.other").exists()
    assert not (kept / "day.json").exists()


def test_that_the_goals_of_an_earlier_file_are_of_the_queues_of_its_source() -> None:
    rules = '["UTC",0,15,{"default":{},"by_queue":{"400":{"threshold_s":5}}}]'
    origin = Origin(pbx="h:5038", rules=rules).as_source("lisbon")
    assert origin.sources == {"lisbon": "h:5038"}
    assert json.loads(origin.rules)[3]["by_queue"] == {"lisbon:400": {"threshold_s": 5}}
    assert Origin(pbx="h", rules="these").as_source("lisbon").rules == "these"


def test_that_a_source_is_found_by_its_address() -> None:
    assert source_at("p:5038", BOTH.sources) == "porto"
    assert source_at("x", BOTH.sources) is None
