"""The counts of one window, and how they are added up: a new count is a field and a line of `Counter.book` here."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import asdict

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b

if TYPE_CHECKING:
    from wallboard.domain.counts.formulas import Goal


class Counts(Struct, kw_only=True, gc=False):
    """What is counted in one window; times are sums in milliseconds.

    ``answered_in``, ``abandoned_in`` and ``abandoned_short`` are the parts within the threshold and within the
    short-abandon limit; ``flowed_out_late`` and ``unobserved_late`` are the parts for whom the threshold had
    passed. ``unobserved`` are callers whose end was not observed. ``exits`` says how the flowed out left.
    ``answered_in_60`` are the answered within 60 s, of ``left_60``: all whose wait ended while that was counted.
    """

    offered: int = 0
    answered: int = 0
    answered_in: int = 0
    abandoned: int = 0
    abandoned_in: int = 0
    abandoned_short: int = 0
    flowed_out: int = 0
    flowed_out_late: int = 0
    exits: dict[Exit, int] = {}
    unobserved: int = 0
    unobserved_late: int = 0
    answer_wait_ms: int = 0
    left_wait_ms: int = 0
    longest_wait_ms: int = 0
    handled: int = 0
    handle_ms: int = 0
    answered_in_60: int = 0
    left_60: int = 0


class Tally(Counts, frozen=True, kw_only=True, gc=False):  # type: ignore[misc] # what moves is frozen
    """The counts of one queue or group in one window, as they are at a moment.

    ``late`` are the callers who are here now, past the threshold: each is a miss at once, before it is known how
    the wait ends.
    """

    late: int = 0


class Counter(Counts, kw_only=True, gc=False):
    """The counts while they are being added up."""

    def book(self, booking: b.CallOutcome, goal: "Goal") -> None:
        """Count one booking; within T is up to and including T, a short abandon is below S and within T."""
        late_from_ms = goal.threshold_s * 1000
        match booking:
            case b.Offered():
                self.offered += 1
            case b.Answered(wait_ms=wait_ms):
                self.answered += 1
                self.answered_in += wait_ms <= late_from_ms
                self.answered_in_60 += wait_ms <= 60_000
                self.answer_wait_ms += wait_ms
                self._left(wait_ms)
            case b.Abandoned(wait_ms=wait_ms):
                self.abandoned += 1
                self.abandoned_in += wait_ms <= late_from_ms
                self.abandoned_short += wait_ms < goal.short_abandon_s * 1000 and wait_ms <= late_from_ms
                self._left(wait_ms)
            case b.FlowedOut(wait_ms=wait_ms, exit=exit_):
                self.flowed_out += 1
                self.flowed_out_late += wait_ms > late_from_ms
                self.exits[exit_] = self.exits.get(exit_, 0) + 1
                self._left(wait_ms)
            case b.Unobserved(wait_ms=wait_ms):
                self.unobserved += 1
                self.unobserved_late += wait_ms > late_from_ms
            case b.Handled(handle_ms=handle_ms):
                self.handled += 1
                self.handle_ms += handle_ms

    def _left(self, wait_ms: int) -> None:
        self.left_60 += 1
        self.left_wait_ms += wait_ms
        self.longest_wait_ms = max(self.longest_wait_ms, wait_ms)

    @property
    def come_less_gone(self) -> int:
        """How many more callers came than went, whichever way."""
        return self.offered - self.answered - self.abandoned - self.flowed_out - self.unobserved

    def subtract(self, other: "Counter") -> None:
        """Take back sums that left the window; the maximum is the caller's to find anew."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) - getattr(other, name))
        self._add_exits(other, -1)

    def _add_exits(self, other: "Counter", sign: int) -> None:
        for exit_, many in other.exits.items():
            self.exits[exit_] = self.exits.get(exit_, 0) + sign * many

    @classmethod
    def sum(cls, counters: "Iterable[Counter]") -> "Counter":
        """All of them in one; the longest wait is the longest of all."""
        whole = cls()
        for counter in counters:
            for name in _SUMS:
                setattr(whole, name, getattr(whole, name) + getattr(counter, name))
            whole._add_exits(counter, 1)
            whole.longest_wait_ms = max(whole.longest_wait_ms, counter.longest_wait_ms)
        return whole

    def tally(self, late: int = 0) -> Tally:
        """The counts as they are now, with the callers who are late at this moment."""
        counts = asdict(self)
        counts["exits"] = {exit_: many for exit_, many in self.exits.items() if many}
        return Tally(**counts, late=late)


_SUMS = [name for name in Counts.__struct_fields__ if name not in ("longest_wait_ms", "exits")]
