"""What is older than the site keeps it goes, slice by slice; a number goes before its contact, its hash with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Connection, func, select

from tests.domain.words import ms
from wallboard.domain.counts.contacts import Contact, ContactId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import CallId, QueueId
from wallboard.history import outbox, purge, rows_writer
from wallboard.history.batch import Batch, encode
from wallboard.history.interval_rows import GoalRows
from wallboard.history.local_file import close_file, open_file
from wallboard.history.outbox import Outbox
from wallboard.history.purge import DAY_MS, Retention, purge_slice
from wallboard.history.schema import contacts, intervals

DAYS = Retention(contacts_days=10, numbers_days=3, intervals_days=20)
QUEUE = QueueId("pbx:q")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Connection]:
    opened = open_file(tmp_path / "history.sqlite")
    with opened.begin():
        yield opened
    close_file(opened)


def written(file: Connection, days: int) -> Batch:
    """One contact and one interval of each of so many days."""
    batch = Batch()
    for day in range(days):
        at_ms = ms(0) + day * DAY_MS
        call_id = CallId(f"pbx:{day}")
        made = Contact(
            id=ContactId(f"{call_id}@{at_ms}"), call_id=call_id, queue_id=QUEUE, entered_ms=at_ms, number="+49301"
        )
        batch.contacts[made.id] = encode(made)
        batch.intervals[QUEUE, at_ms] = IntervalRow(scope=QUEUE, start_ms=at_ms, tally=Tally())
    rows_writer.write_contacts(file, batch.contacts.values(), b"k" * 32)
    rows_writer.write_intervals(file, batch.intervals.values(), GoalRows())
    return batch


def left(file: Connection) -> tuple[int, int, int]:
    """How many contacts, numbers and intervals there are."""
    kept = select(func.count()).select_from(contacts)
    with_number = kept.where(contacts.c.number != "")
    rows = select(func.count()).select_from(intervals)
    return file.execute(kept).scalar_one(), file.execute(with_number).scalar_one(), file.execute(rows).scalar_one()


def test_that_each_is_kept_for_its_own_days(file: Connection) -> None:
    written(file, 30)
    assert not purge_slice(file, DAYS, ms(0) + 30 * DAY_MS - 1)
    assert left(file) == (10, 3, 20)
    hashes = file.execute(select(contacts.c.caller_hash)).scalars().all()
    assert len(set(hashes)) == 1
    assert None not in hashes


def test_that_it_goes_slice_by_slice_and_does_not_begin_anew(
    file: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purge, "SLICE", 4)
    written(file, 30)
    slices = 1
    while purge_slice(file, DAYS, ms(0) + 30 * DAY_MS - 1):
        slices += 1
    assert left(file) == (10, 3, 20)
    assert slices == 7
    assert not purge_slice(file, DAYS, ms(0) + 30 * DAY_MS)
    assert left(file) == (10, 3, 20)


def test_that_numbers_are_removed_whatever_the_clock_did_and_however_late_they_came(file: Connection) -> None:
    purge_slice(file, DAYS, ms(0) + 900 * DAY_MS)
    written(file, 5)
    purge_slice(file, DAYS, ms(0) + 5 * DAY_MS - 1)
    assert left(file) == (5, 3, 5)


def test_that_what_was_not_sent_stays_for_the_sites_days(file: Connection) -> None:
    batch = written(file, 30)
    Outbox().note(file, batch)
    days, now_ms = replace(DAYS, sent_days=2), ms(0) + 30 * DAY_MS - 1
    purge_slice(file, days, now_ms)
    assert left(file) == (10, 3, 20)
    outbox.sent(file, outbox.oldest(file).numbers)
    purge_slice(file, days, now_ms)
    assert left(file) == (2, 2, 2)


def test_that_a_number_that_was_removed_is_nowhere_in_the_file(tmp_path: Path) -> None:
    opened = open_file(tmp_path / "own.sqlite")
    with opened.begin():
        written(opened, 30)
    with opened.begin():
        purge_slice(opened, replace(DAYS, numbers_days=1, contacts_days=1), ms(0) + 90 * DAY_MS)
    close_file(opened)
    assert b"+49301" not in (tmp_path / "own.sqlite").read_bytes()
