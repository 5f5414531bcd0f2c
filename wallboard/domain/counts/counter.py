"""The counts of one window while they are being added up: what a booking means to each of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.formulas import Goal, Tally


@dataclass(slots=True)
class Counter:
    """The fields of a `Tally` that add up, while they are being added up."""

    offered: int = 0
    answered: int = 0
    answered_in: int = 0
    abandoned: int = 0
    abandoned_in: int = 0
    abandoned_short: int = 0
    flowed_out: int = 0
    flowed_out_late: int = 0
    exits: dict[Exit, int] = field(default_factory=dict)
    lost: int = 0
    lost_late: int = 0
    answer_wait_ms: int = 0
    left_wait_ms: int = 0
    longest_wait_ms: int = 0
    handled: int = 0
    handle_ms: int = 0

    def book(self, booking: b.CallOutcome, goal: Goal) -> None:
        """Count one booking; within T is up to and including T, a short abandon is below S and within T."""
        late_from_ms = goal.threshold_s * 1000
        match booking:
            case b.Offered():
                self.offered += 1
            case b.Answered(wait_ms=wait_ms):
                self.answered += 1
                self.answered_in += wait_ms <= late_from_ms
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
            case b.Lost(wait_ms=wait_ms):
                self.lost += 1
                self.lost_late += wait_ms > late_from_ms
            case b.Handled(handle_ms=handle_ms):
                self.handled += 1
                self.handle_ms += handle_ms

    def _left(self, wait_ms: int) -> None:
        self.left_wait_ms += wait_ms
        self.longest_wait_ms = max(self.longest_wait_ms, wait_ms)

    @property
    def come_less_gone(self) -> int:
        """How many more callers came than went, whichever way."""
        return self.offered - self.answered - self.abandoned - self.flowed_out - self.lost

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
        return Tally(
            offered=self.offered,
            answered=self.answered,
            answered_in=self.answered_in,
            abandoned=self.abandoned,
            abandoned_in=self.abandoned_in,
            abandoned_short=self.abandoned_short,
            flowed_out=self.flowed_out,
            flowed_out_late=self.flowed_out_late,
            exits={exit_: many for exit_, many in self.exits.items() if many},
            lost=self.lost,
            lost_late=self.lost_late,
            late=late,
            answer_wait_ms=self.answer_wait_ms,
            left_wait_ms=self.left_wait_ms,
            longest_wait_ms=self.longest_wait_ms,
            handled=self.handled,
            handle_ms=self.handle_ms,
        )


_SUMS = [f.name for f in fields(Counter) if f.name not in ("longest_wait_ms", "exits")]
