"""The phones' own count of a day's callers: each visit to a queue, how it ended, and the figures of that."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field

WITHIN_S = (20, 30, 60)


@dataclass(eq=False)
class Visit:
    """One caller in one queue; instants are monotonic seconds.

    Attributes:
        ended: how it ended: answered, abandoned or flowed_out; empty while the caller waits.
        over: set once it has ended.
        handled_s: how long an agent had the caller, hold and wrap-up included.
    """

    number: str
    queue: str
    joined_s: float
    ended: str = ""
    left_s: float = 0.0
    handled_s: float | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def wait_s(self) -> float:
        """How long the caller waited."""
        return self.left_s - self.joined_s

    def end(self, how: str) -> None:
        """The wait is over."""
        self.ended, self.left_s = how, time.monotonic()
        self.over.set()


@dataclass
class Tally:
    """All visits, and of each caller the one that goes on."""

    visits: list[Visit] = field(default_factory=list)
    last: dict[str, Visit] = field(default_factory=dict)

    def join(self, number: str, queue: str) -> Visit:
        """A caller enters a queue."""
        visit = Visit(number, queue, time.monotonic())
        self.visits.append(visit)
        self.last[number] = visit
        return visit

    def waiting(self, number: str) -> Visit | None:
        """The visit of a caller who waits now."""
        visit = self.last.get(number)
        return visit if visit and not visit.ended else None

    def of(self, queue: str) -> list[Visit]:
        """All visits to a queue."""
        return [visit for visit in self.visits if visit.queue == queue]


def figures(visits: list[Visit]) -> dict[str, float | None]:
    """The figures of these visits as a wallboard has them; None where there is no data."""
    answered = [visit for visit in visits if visit.ended == "answered"]
    handled = [visit.handled_s for visit in answered if visit.handled_s is not None]
    return {
        "offered": len(visits),
        "answered": len(answered),
        "abandoned": sum(visit.ended == "abandoned" for visit in visits),
        "flowed_out": sum(visit.ended == "flowed_out" for visit in visits),
        "asa_s": mean([visit.wait_s for visit in answered]),
        "aht_s": mean(handled),
    }


def answered_within(visits: list[Visit]) -> dict[str, int]:
    """How many were answered within so many seconds."""
    waits_s = [visit.wait_s for visit in visits if visit.ended == "answered"]
    return {str(limit): sum(wait <= limit for wait in waits_s) for limit in WITHIN_S}


def mean(values: list[float]) -> float | None:
    """The mean, None of nothing."""
    return statistics.fmean(values) if values else None
