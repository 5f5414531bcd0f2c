"""Sums of outcomes by interval and minute, as they are recounted from contacts."""

from dataclasses import dataclass, field

from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter, Tally

MINUTE_MS = 60_000


@dataclass(slots=True)
class Sums:
    """The counts of one queue or group: of each interval and of each of the latest minutes, by their start.

    These follow once all contacts are counted: ``today``, the ``rolling`` half hour that begins at ``rolling_ms``,
    and ``tallies`` of the intervals that were finished by then.
    """

    intervals: dict[int, Counter] = field(default_factory=dict)
    minutes: dict[int, Counter] = field(default_factory=dict)
    today: Counter = field(default_factory=Counter)
    rolling: Counter = field(default_factory=Counter)
    rolling_ms: int = 0
    tallies: dict[int, Tally] = field(default_factory=dict)

    def minute(self, minute: int) -> Counter:
        """Returns the counter of one minute."""
        start_ms = minute * MINUTE_MS
        if (counter := self.minutes.get(start_ms)) is None:
            counter = self.minutes[start_ms] = Counter()
        return counter

    def add(self, other: "Sums") -> None:
        """Adds the intervals and minutes of others."""
        for mine, theirs in ((self.intervals, other.intervals), (self.minutes, other.minutes)):
            for start_ms, counter in theirs.items():
                if (own := mine.get(start_ms)) is None:
                    mine[start_ms] = counter.copy()
                else:
                    own.add(counter)

    def copy(self) -> "Sums":
        """Returns an independent copy."""
        copy = Sums(
            today=self.today.copy(),
            rolling=self.rolling.copy(),
            rolling_ms=self.rolling_ms,
            tallies=self.tallies,
        )
        copy.add(self)
        return copy

    def of_minutes(self) -> "Sums":
        """Returns the latest minutes alone: they may be of the day before."""
        return Sums(minutes=self.minutes)

    def tally(self, start_ms: int) -> Tally:
        """Returns the counts of a finished interval."""
        if (tally := self.tallies.get(start_ms)) is None:
            counter = self.intervals.get(start_ms)
            tally = Tally() if counter is None else counter.tally()
        return tally


class Buckets:
    """Which intervals and minutes are counted: those of the day, and the half hour's up to now.

    Attributes:
        start_of: the interval of each minute of the day that was asked for so far.
    """

    def __init__(self, calendar: Calendar, now_ms: int, rolling_minutes: int) -> None:
        self.day_start_ms = calendar.day_start_ms(now_ms)
        self.oldest_ms = now_ms - now_ms % MINUTE_MS - (rolling_minutes - 1) * MINUTE_MS
        self.start_of: dict[int, int] = {}
        self._calendar = calendar

    def interval_start_ms(self, minute: int) -> int | None:
        """Returns the interval of a minute; none before the day began."""
        minute_ms = minute * MINUTE_MS
        if minute_ms < self.day_start_ms:
            return None
        start_ms = self.start_of[minute] = self._calendar.interval_start_ms(minute_ms)
        return start_ms

    def counters(self, sums: Sums, at_ms: int) -> tuple[Counter, ...]:
        """Returns where an outcome of ``at_ms`` is counted in the sums: in an interval, a minute, both or none."""
        minute = at_ms // MINUTE_MS
        start_ms = self.start_of.get(minute) or self.interval_start_ms(minute)
        if start_ms is None:
            return (sums.minute(minute),) if at_ms >= self.oldest_ms else ()
        if (counter := sums.intervals.get(start_ms)) is None:
            counter = sums.intervals[start_ms] = Counter()
        return (counter, sums.minute(minute)) if at_ms >= self.oldest_ms else (counter,)
