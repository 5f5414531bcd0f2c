"""What the history costs: a restart of a day of 200,000 contacts, a chart of 13 weeks, bytes, and a commit."""

import gc
import random
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from tests.bench.rebooking import CONTACTS, DAY_MS, HOURS_MS, _contact, _engine
from tests.bench.table import Line, at_most
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, QueueId
from wallboard.domain.restart.checkpoint import recall_day
from wallboard.domain.restart.parts import ChangedParts
from wallboard.domain.restart.stored_day import day_of
from wallboard.history import queries
from wallboard.history.batch import Batch, encode
from wallboard.history.local_history import LocalHistory

WEEKS = 13
SCOPES = 10
HOUR_MS = 3_600_000
INTERVALS = WEEKS * 7 * 96
INTERVAL_MS = 900_000


def measure() -> Iterator[Line]:
    """One file with a day of contacts and 13 weeks of intervals."""
    folder = Path(tempfile.mkdtemp(prefix="wb-bench-"))
    try:
        yield from _measure(folder)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path) -> Iterator[Line]:
    history = LocalHistory(folder)
    history.parts()
    empty = history.size_bytes
    written_s = _write_day(history)
    history.close()
    size = (history.size_bytes - empty) / CONTACTS
    yield at_most("writing a contact, in the writer's thread", written_s * 1e6 / CONTACTS, 60, "µs")
    yield at_most("bytes of a contact", size, 500, "B", f"{size * 100_000 / 1e6:.0f} MB per 100,000")
    yield from _commits(history)
    history.close()
    gc.collect()
    yield from _restart(LocalHistory(folder))
    yield from _chart(LocalHistory(folder))


def _write_day(history: LocalHistory) -> float:
    rng = random.Random(1)
    began_s = process_time()
    for first in range(0, CONTACTS, 2_000):
        batch = Batch()
        for number in range(first, first + 2_000):
            contact = _contact(number, rng)
            batch.contacts[contact.id] = encode(contact)
        history.write(batch)
    return process_time() - began_s


def _commits(history: LocalHistory) -> Iterator[Line]:
    """What a commit takes of the gateway's own thread, every half second, with all that changes in it."""
    engine, changed, rng = _engine(), ChangedParts(), random.Random(1)
    for number in range(CONTACTS):
        engine.contacts.today.record(_contact(number, rng))
    history.write(Batch(parts=changed.take(engine)))
    took: list[float] = []
    sizes: list[int] = []
    for step in range(1, 240):
        engine.flush((DAY_MS + HOURS_MS) + step * 500)
        began_s = process_time()
        parts = changed.take(engine)
        took.append(process_time() - began_s)
        sizes.append(sum(len(content or b"") for content in parts.values()))
        history.write(Batch(parts=parts))
    took.sort()
    median_ms, most_ms = 1000 * took[len(took) // 2], 1000 * took[-1]
    guide = f"median {median_ms:.1f} ms; {sum(sizes) / len(sizes) / 1000:.0f} kB written; 200 queues, nobody there"
    yield at_most("commit, longest hold of the gateway", most_ms, 20, "ms", guide)


def _restart(history: LocalHistory) -> Iterator[Line]:
    began_s, began_cpu_s = perf_counter(), process_time()
    engine = Engine(Calendar(), Goals(), (DAY_MS + HOURS_MS) + 200_000)
    day = day_of(history.parts())
    assert day is not None
    recall_day(engine, day, history.read(lambda file: queries.intervals_since(file, DAY_MS)))
    took_s, cpu_s = perf_counter() - began_s, process_time() - began_cpu_s
    history.close()
    assert engine.metrics.counters[ALL].today.counter.offered == CONTACTS
    yield at_most(
        "restart to full figures, 200,000 contacts today, CPU", cpu_s, 3, "s", f"{took_s:.2f} s by the clock"
    )


def _chart(history: LocalHistory) -> Iterator[Line]:
    since_ms = DAY_MS - INTERVALS * INTERVAL_MS
    history.parts()
    history.close()
    before = history.size_bytes
    for queue in range(SCOPES):
        history.write(_intervals(QueueId(f"pbx:queue-{queue}"), since_ms))
    history.close()
    size = (history.size_bytes - before) / INTERVALS / SCOPES
    took = []
    for queue in range(SCOPES):
        scope = QueueId(f"pbx:queue-{queue}")
        began_s = process_time()
        rows = history.read(
            partial(queries.spans_of, scope=scope, since_ms=since_ms, until_ms=DAY_MS, step_ms=HOUR_MS)
        )
        took.append(process_time() - began_s)
        assert len(rows) == INTERVALS // 4
    history.close()
    yield at_most("chart of 13 weeks by the hour, one queue", 1000 * min(took), 50, "ms", f"{INTERVALS} intervals")
    yield at_most("bytes of an interval", size, 250, "B", "into the space that the day's checkpoint left, in part")


def _intervals(scope: QueueId, since_ms: int) -> Batch:
    goal, batch = Goal(), Batch()
    for number in range(INTERVALS):
        start_ms = since_ms + number * INTERVAL_MS
        many = max(0, number % 96 - 32)
        tally = Tally(offered=many, answered=many, answered_in=many // 2, answer_wait_ms=many * 10_000)
        batch.intervals[scope, start_ms] = IntervalRow(
            scope=scope, start_ms=start_ms, end_ms=start_ms + INTERVAL_MS, covered_since_ms=start_ms, tally=tally,
            agents_since_ms=start_ms, handling_ms=many * 300_000, ready_ms=100_000, paused_ms=0,
            logged_in_ms=1_100_000, unobserved_ms=0, carried=3, goal=goal,
        )  # fmt: skip
    return batch
