"""What it costs to count a day of 200,000 contacts anew, and to keep them in memory."""

import gc
import random
import tracemalloc
from collections.abc import Iterator
from time import process_time

from tests.bench.table import Line, at_most
from tests.bench.unit import additions_s
from wallboard.domain.centre.events import QueueFound
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Contact, ContactId, Ending, Handling
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import AgentId, CallId, GroupId, QueueId

CONTACTS = 200_000
QUEUES = 200
DAY_MS = 1_772_438_400_000
HOURS_MS = 10 * 3_600_000
"""The day's callers come within ten hours."""


def _contact(number: int, rng: random.Random) -> Contact:
    at_ms = DAY_MS + number * HOURS_MS // CONTACTS
    call_id, queue_id = CallId(f"pbx:{at_ms // 1000}.{number}"), QueueId(f"pbx:queue-{number % QUEUES}")
    wait_ms, agent_id = rng.randrange(60_000), AgentId(f"pbx:PJSIP/{1000 + number % 1000}")
    is_answered = number % 10 > 0
    part = Handling(
        agent_id=agent_id,
        queue_id=queue_id,
        at_ms=at_ms + 300_000,
        talk_ms=rng.randrange(300_000),
        wrap_up_ms=30_000,
    )
    return Contact(
        id=ContactId(f"{call_id}@{at_ms}"), call_id=call_id, queue_id=queue_id, entered_ms=at_ms, offered_ms=at_ms,
        ended_ms=at_ms + wait_ms, wait_ms=wait_ms, ending=Ending.ANSWERED if is_answered else Ending.ABANDONED,
        agent_id=agent_id if is_answered else None, number="+493012345678", dialled="+4930123456",
        handlings=(part,) if is_answered else (), closed_ms=at_ms + 250_000,
    )  # fmt: skip


def _engine() -> Engine:
    groups = {GroupId(f"team-{team}"): GroupRule(queues=(f"queue-{team}*",)) for team in range(1, 10)}
    engine = Engine(Calendar(), Goals(), DAY_MS, groups=Groups(by_id=groups))
    for number in range(QUEUES):
        queue_id = QueueId(f"pbx:queue-{number}")
        engine.apply(QueueFound(at_ms=DAY_MS, queue_id=queue_id, name=f"Queue {number}"))
    for at_ms in range(DAY_MS, DAY_MS + HOURS_MS, 60_000):
        engine.flush(at_ms)
    return engine


def measure() -> Iterator[Line]:
    """Time in all and of the longest part, and memory."""
    engine, rng = _engine(), random.Random(1)
    contacts = [_contact(number, rng) for number in range(CONTACTS)]
    gc.collect()
    tracemalloc.start()
    began_s = process_time()
    for contact in contacts:
        engine.contacts.today.record(contact)
    recorded_us = (process_time() - began_s) * 1e6 / CONTACTS
    size = tracemalloc.get_traced_memory()[0] / CONTACTS
    tracemalloc.stop()
    del contacts
    gc.collect()
    units: list[float] = []
    parts = _rebook(engine, units)
    unit_s = sum(units) / len(units)
    guide = f"{sum(parts):.2f} s in {len(parts)} parts; {recorded_us:.0f} µs to record one (traced)"
    yield at_most("counting 200,000 contacts anew, 200 queues", sum(parts) / unit_s, 20, "×", guide)
    longest = "longest part of it, between which all else goes on"
    yield at_most(longest, max(parts) / unit_s, 0.3, "×", f"{1000 * max(parts):.1f} ms")
    yield at_most("memory of a contact", size, 400, "B")


def _rebook(engine: Engine, units: list[float]) -> list[float]:
    """The CPU time of each part, with what the machine does in between."""
    parts: list[float] = []
    began_s = process_time()
    engine.renew(goals=Goals(default=Goal(threshold_s=30.0)))
    parts.append(process_time() - began_s)
    is_more = True
    while is_more:
        began_s = process_time()
        is_more = engine.rebook()
        parts.append(process_time() - began_s)
        units.append(additions_s(1_000_000))
    return parts
