"""Days that an earlier Wallboard wrote, brought to what this one counts.

Until format 2 nobody kept how callers flowed out, nor how many were here as a window began.
"""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from wallboard.domain.counts.counter import Counter
from wallboard.domain.counts.figures import Interval
from wallboard.domain.ids import ALL_QUEUES
from wallboard.domain.restart.checkpoint import Checkpoint, CountersCheckpoint

LAST_WITHOUT_EXITS = 2
"""The last format that says of the flowed out only how many they were."""


def bring_up(memory: Checkpoint) -> int:
    """Fill in what a memory of format 2 does not say, and return of how many callers a part is only supposed.

    Whether those who flowed out had waited past the threshold is not known: they are taken as such, since a service
    level must not look better than it was. Where nobody flowed out every figure is exact.
    """
    for book in memory.books:
        for counter in _counters(book):
            counter.flowed_out_late = counter.flowed_out
        _fill_in_who_was_here(book, _here_now(book, memory))
    return sum(book.today.counter.flowed_out for book in memory.books if book.queue_id == ALL_QUEUES)


def brought_up(finished: Iterable[Interval]) -> list[Interval]:
    """Finished intervals of format 2, in the same way."""
    return [
        replace(one, tally=replace(one.tally, flowed_out_late=one.tally.flowed_out))
        if one.tally.flowed_out
        else one
        for one in finished
    ]


def _counters(book: CountersCheckpoint) -> Iterator[Counter]:
    yield book.today.counter
    yield book.interval.counter
    yield from (minute.counter for minute in book.minutes)


def _here_now(book: CountersCheckpoint, memory: Checkpoint) -> int:
    """How many callers of a queue are here, unanswered."""
    return sum(call.answered_ms is None and book.queue_id in (call.queue_id, ALL_QUEUES) for call in memory.calls)


def _fill_in_who_was_here(book: CountersCheckpoint, now: int) -> None:
    """Reckon back from who is here now: who came since a moment less who went was not here then."""
    book.today.here = now - book.today.counter.come_less_gone
    book.interval.here = now - book.interval.counter.come_less_gone
    here = now
    for minute in reversed(book.minutes):
        here -= minute.counter.come_less_gone
        minute.here = here
