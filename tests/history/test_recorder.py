"""What is recorded is committed together and soon; a disk that takes nothing costs nothing that it takes later."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from tests.domain.words import ms
from wallboard.domain.counts.contacts import Contact, ContactId, Ending
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import CallId, QueueId
from wallboard.domain.restart.parts import MOMENT, CheckpointPart
from wallboard.history import queries, recorder, rows_writer
from wallboard.history.local_history import LocalHistory
from wallboard.history.recorder import HistoryRecorder, HistoryStatus
from wallboard.history.schema import gaps

QUEUE = QueueId("pbx:q")


def contact(name: str, at_s: float = 0) -> Contact:
    return Contact(
        id=ContactId(f"pbx:{name}@{ms(at_s)}"), call_id=CallId(f"pbx:{name}"), queue_id=QUEUE, entered_ms=ms(at_s),
        ending=Ending.ABANDONED,
    )  # fmt: skip


class Recorded:
    """A recorder, and what is in its file."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.recorder = HistoryRecorder(LocalHistory(place), lambda: ms(0))

    def settle(self) -> None:
        """Waits until the disk thread has nothing to do."""
        while not self.recorder._disk.is_idle:
            threading.Event().wait(0.005)

    def calls(self) -> list[str]:
        history = LocalHistory(self.place)
        found = history.read(lambda file: [one.call_id for one in queries.contacts_since(file, 0)])
        history.close()
        return sorted(found)


@pytest.fixture
def recorded(tmp_path: Path) -> Iterator[Recorded]:
    made = Recorded(tmp_path)
    yield made
    made.recorder.close()


def test_that_nothing_is_written_before_a_commit_and_then_all_together(recorded: Recorded) -> None:
    recorded.recorder.record(contact("a"))
    recorded.recorder.record_interval(IntervalRow(scope=QUEUE, start_ms=ms(0), tally=Tally()))
    recorded.settle()
    assert recorded.recorder.health().pending == 2
    recorded.recorder.commit({MOMENT: b"now"})
    recorded.recorder.close()
    assert recorded.recorder.health().pending == 0
    assert recorded.calls() == ["pbx:a"]
    history = LocalHistory(recorded.place)
    assert history.parts() == {MOMENT: b"now"}
    assert [row.start_ms for row in history.read(lambda file: queries.intervals_since(file, 0))] == [ms(0)]
    history.close()


def test_that_a_disk_that_takes_nothing_is_told_and_all_is_written_once_when_it_does(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("", {}, OSError("disk full"))

    with monkeypatch.context() as failing:
        failing.setattr(rows_writer, "write_parts", full)
        for name in "ab":
            recorded.recorder.record(contact(name))
            recorded.recorder.commit({CheckpointPart("call", name): b"1"})
            recorded.settle()
        health = recorded.recorder.health()
        assert (health.status, health.pending, health.since_ms) == (HistoryStatus.FAILING, 2, ms(0))
        assert health.reason == "disk full"
    recorded.recorder.record(replace(contact("a"), wait_ms=7))
    recorded.recorder.commit({CheckpointPart("call", "a"): None})
    recorded.settle()
    health = recorded.recorder.health()
    assert (health.status, health.pending, health.lost, health.since_ms) == (HistoryStatus.OK, 0, 0, None)
    recorded.recorder.close()
    assert recorded.calls() == ["pbx:a", "pbx:b"]
    history = LocalHistory(recorded.place)
    assert history.parts() == {CheckpointPart("call", "b"): b"1"}
    assert [one.wait_ms for one in history.read(lambda file: list(queries.contacts_since(file, 0)))] == [7, 0]
    history.close()


def test_that_a_slow_disk_holds_nobody_up_and_the_queue_has_a_bound(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "PENDING_MAX", 3)
    monkeypatch.setattr(recorder, "HANGS_AFTER_S", 0.0)
    begun, goes_on, write = threading.Event(), threading.Event(), rows_writer.write_parts

    def slowly(*words: object) -> None:
        begun.set()
        goes_on.wait(30)
        write(*words)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(rows_writer, "write_parts", slowly)
    recorded.recorder.record(contact("a"))
    recorded.recorder.commit({})
    begun.wait(30)
    for name in "bcdefg":
        recorded.recorder.record(contact(name))
        recorded.recorder.commit({})
    health = recorded.recorder.health()
    assert (health.status, health.pending, health.lost) == (HistoryStatus.HANGING, 3, 4)
    goes_on.set()
    recorded.settle()
    recorded.recorder.commit({})
    recorded.recorder.close()
    assert recorded.calls() == ["pbx:a", "pbx:b", "pbx:c"]
    history = LocalHistory(recorded.place)
    (gap,) = history.read(lambda file: file.execute(select(gaps)).all())
    history.close()
    assert gap.lost == 4
    assert recorded.recorder.must_record_all


def test_that_a_commit_waits_for_a_reader_and_not_for_the_next_commit(recorded: Recorded) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def reads(_: LocalHistory) -> None:
        begun.set()
        goes_on.wait(30)

    recorded.recorder.run(reads, lambda _: None)
    begun.wait(30)
    recorded.recorder.record(contact("a"))
    recorded.recorder.commit({})
    goes_on.set()
    recorded.settle()
    assert recorded.recorder.health().pending == 0


def test_that_a_disk_that_hangs_at_the_end_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(recorder, "CLOSE_S", 0.05)
    goes_on = threading.Event()
    monkeypatch.setattr(rows_writer, "write_parts", lambda *_: goes_on.wait(30))
    recorded = Recorded(tmp_path)
    recorded.recorder.record(contact("a"))
    recorded.recorder.commit({})
    recorded.recorder.close()
    goes_on.set()
    assert "the disk does not respond" in caplog.text


def test_that_a_whole_checkpoint_replaces_all_parts(tmp_path: Path) -> None:
    before = Recorded(tmp_path)
    before.recorder.commit({CheckpointPart("call", "a"): b"1"})
    before.recorder.close()
    after = Recorded(tmp_path)
    after.recorder.commit({CheckpointPart("call", "b"): b"2"}, is_whole=True)
    after.recorder.close()
    history = LocalHistory(tmp_path)
    assert history.parts() == {CheckpointPart("call", "b"): b"2"}
    history.close()
