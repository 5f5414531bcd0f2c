"""The counts of one window and how they are summed: a new count is a field and a line of `Counter` here."""

from collections.abc import Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b

if TYPE_CHECKING:
    from wallboard.domain.counts.formulas import Goal


class Counts(Struct, kw_only=True, gc=False):
    """What is counted in one window; times are sums in milliseconds.

    ``answered_in``, ``abandoned_in`` and ``abandoned_short`` are the parts within the threshold and within the
    short-abandon limit; ``flowed_out_late`` and ``unobserved_late`` are the parts whose wait passed the threshold.
    ``unobserved`` are callers whose end was not observed. ``exits`` are the flowed out by how they left.
    ``answered_in_60`` are the answered within 60 s, of ``left_60``: all whose wait ended while that was counted.
    ``talk_ms`` and ``hold_ms`` are those parts of ``handle_ms``. ``rings_missed`` are the rings of agents' phones
    that nobody answered, of callers whose wait ended. ``sent_on`` are the calls that an agent sent on, of
    ``sent_on_of``: all handled while that was counted.
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
    talk_ms: int = 0
    hold_ms: int = 0
    rings_missed: int = 0
    sent_on: int = 0
    sent_on_of: int = 0


class Tally(Counts, frozen=True, kw_only=True, gc=False):  # type: ignore[misc] # frozen like all data that moves
    """The counts of one queue or group in one window at a moment.

    ``late`` are the callers who are here now, past the threshold: each is a miss immediately, before it is known
    how the wait ends.
    """

    late: int = 0


class Limits(NamedTuple):
    """The part of a goal that counts depend on; within T is up to and including ``late_ms``."""

    late_ms: float
    short_ms: float


def limits_of(goal: "Goal") -> Limits:
    """Returns the limits of one goal."""
    return Limits(goal.threshold_s * 1000, goal.short_abandon_s * 1000)


class Counter(Counts, kw_only=True, gc=False):
    """The counts of a window, mutable while they are summed."""

    def book(self, outcome: b.CallOutcome, limits: Limits) -> None:
        """Counts one outcome."""
        match outcome:
            case b.Offered():
                self.offer()
            case b.Answered(wait_ms=wait_ms):
                self.answer(wait_ms, limits)
            case b.Abandoned(wait_ms=wait_ms):
                self.abandon(wait_ms, limits)
            case b.FlowedOut(wait_ms=wait_ms, exit=exit_):
                self.flow_out(wait_ms, exit_, limits)
            case b.Unobserved(wait_ms=wait_ms):
                self.leave_unobserved(wait_ms, limits)
            case b.Handled():
                self.handle(outcome.talk_ms, outcome.hold_ms, outcome.wrap_up_ms)
            case b.RingsMissed(many=many):
                self.rings_missed += many
            case b.SentOn():
                self.sent_on += 1

    def offer(self) -> None:
        """Counts a caller who entered."""
        self.offered += 1

    def answer(self, wait_ms: int, limits: Limits) -> None:
        """Counts a caller who was answered."""
        self.answered += 1
        self.answered_in += wait_ms <= limits.late_ms
        self.answered_in_60 += wait_ms <= 60_000
        self.answer_wait_ms += wait_ms
        self._left(wait_ms)

    def abandon(self, wait_ms: int, limits: Limits) -> None:
        """Counts a caller who hung up unanswered; a short abandon is below S and within T."""
        self.abandoned += 1
        self.abandoned_in += wait_ms <= limits.late_ms
        self.abandoned_short += wait_ms < limits.short_ms and wait_ms <= limits.late_ms
        self._left(wait_ms)

    def flow_out(self, wait_ms: int, exit_: Exit, limits: Limits) -> None:
        """Counts a caller who left otherwise."""
        self.flowed_out += 1
        self.flowed_out_late += wait_ms > limits.late_ms
        self.exits[exit_] = self.exits.get(exit_, 0) + 1
        self._left(wait_ms)

    def leave_unobserved(self, wait_ms: int, limits: Limits) -> None:
        """Counts a caller whose end was not observed."""
        self.unobserved += 1
        self.unobserved_late += wait_ms > limits.late_ms

    def handle(self, talk_ms: int, hold_ms: int, wrap_up_ms: int) -> None:
        """Counts an agent's part in a call."""
        self.handled += 1
        self.sent_on_of += 1
        self.handle_ms += talk_ms + hold_ms + wrap_up_ms
        self.talk_ms += talk_ms
        self.hold_ms += hold_ms

    def _left(self, wait_ms: int) -> None:
        self.left_60 += 1
        self.left_wait_ms += wait_ms
        self.longest_wait_ms = max(self.longest_wait_ms, wait_ms)

    @property
    def net_arrivals(self) -> int:
        """Returns how many more callers came than left, in any way."""
        return self.offered - self.answered - self.abandoned - self.flowed_out - self.unobserved

    def subtract(self, other: "Counter") -> None:
        """Subtracts sums that left the window; the caller of this has to find the maximum again."""
        for name in _SUMS:
            setattr(self, name, getattr(self, name) - getattr(other, name))
        self._add_exits(other, -1)

    def _add_exits(self, other: Counts, sign: int) -> None:
        for exit_, many in other.exits.items():
            self.exits[exit_] = self.exits.get(exit_, 0) + sign * many

    def add(self, other: Counts) -> None:
        """Adds the counts of another; the longest wait is the longer of both."""
        for name, more in zip(_SUMS, _sums_of(other), strict=True):
            if more:
                setattr(self, name, getattr(self, name) + more)
        if other.exits:
            self._add_exits(other, 1)
        self.longest_wait_ms = max(self.longest_wait_ms, other.longest_wait_ms)

    def copy(self) -> "Counter":
        """Returns an independent copy."""
        return replace(self, exits=self.exits.copy())

    @classmethod
    def sum(cls, counters: Iterable[Counts]) -> "Counter":
        """Returns the sum of several."""
        whole = cls()
        for counter in counters:
            whole.add(counter)
        return whole

    def tally(self, late: int = 0) -> Tally:
        """Returns the current counts, with the callers who are late at this moment."""
        counts = asdict(self)
        counts["exits"] = {exit_: many for exit_, many in self.exits.items() if many}
        return Tally(**counts, late=late)


_SUMS = [name for name in Counts.__struct_fields__ if name not in ("longest_wait_ms", "exits")]
_sums_of = attrgetter(*_SUMS)
