"""The sums of one queue or group: bookings and agents' time in each window, at a cost that never grows.

A window's figure is a running sum; what leaves the rolling window is subtracted minute by minute. Agents'
time is an integral that is read at a window's start and now, so a state that lasts needs no event.
"""

from collections import Counter as Totals
from collections import deque
from dataclasses import dataclass, field

from msgspec.structs import replace

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter, Tally, limits_of
from wallboard.domain.counts.figures import Figures, Interval, Sample, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.observed_time import AgentTime, ObservedTime
from wallboard.domain.counts.sums import MINUTE_MS, Sums
from wallboard.domain.ids import ScopeId

ROLLING_MINUTES = 30
SAMPLE_MS = 5_000
SAMPLES_KEPT = 720

_HANDLING = (AgentState.TALKING, AgentState.HOLD, AgentState.WRAP_UP)


@dataclass(slots=True)
class WindowCounts:
    """Counts since ``start_ms``, and at that moment the two integrals' readings and the time not observed.

    ``here`` is how many callers were there then, unanswered.
    """

    start_ms: int
    handling_ms: int = 0
    ready_ms: int = 0
    unobserved_ms: int = 0
    here: int = 0
    counter: Counter = field(default_factory=Counter)


class ScopeCounters:
    """All the sums of one queue or group.

    Attributes:
        observed: the time in which what is so here was observed.
        states: how many agents are in each shown state now.
        intervals: the finished intervals of today.
        samples: the last hour, one every five seconds.
        began_ms: since when the gateway has been counting.
    """

    def __init__(
        self, scope: ScopeId, calendar: Calendar, observed: ObservedTime, began_ms: int, now_ms: int
    ) -> None:
        self.scope = scope
        self.observed = observed
        self.calendar = calendar
        self.began_ms = began_ms
        self.handling = AgentTime()
        self.ready = AgentTime()
        self.states: dict[AgentState, int] = {}
        self.intervals: list[Interval] = []
        self.samples: deque[Sample] = deque(maxlen=SAMPLES_KEPT)
        unobserved_ms = observed.unobserved_at(now_ms)
        self.today = WindowCounts(calendar.day_start_ms(now_ms), unobserved_ms=unobserved_ms)
        self.interval = WindowCounts(calendar.interval_start_ms(now_ms), unobserved_ms=unobserved_ms)
        self.rolling = Counter()
        self.minutes: deque[WindowCounts] = deque(
            [WindowCounts(now_ms - now_ms % MINUTE_MS, unobserved_ms=unobserved_ms)]
        )

    def book(self, booking: b.CallOutcome, goal: Goal) -> None:
        """Count one booking in every window."""
        limits = limits_of(goal)
        for counter in (self.today.counter, self.interval.counter, self.rolling, self.minutes[-1].counter):
            counter.book(booking, limits)

    def take(self, sums: Sums) -> None:
        """Let counts that were made anew stand in place of those so far, but for the finished intervals."""
        self.today.counter = sums.today
        self.interval.counter = sums.intervals.get(self.interval.start_ms) or Counter()
        for span in self.minutes:
            span.counter = sums.minutes.get(span.start_ms) or Counter()
        is_same = self.minutes[-1].start_ms - (ROLLING_MINUTES - 1) * MINUTE_MS == sums.rolling_ms
        self.rolling = sums.rolling if is_same else Counter.sum(span.counter for span in self.minutes)

    def retell(self, sums: Sums) -> list[Interval]:
        """Have the finished intervals counted anew, too; returns those that differ."""
        before = self.intervals
        self.intervals = [replace(one, tally=sums.tally(one.start_ms)) for one in before]
        return [now for now, then in zip(self.intervals, before, strict=True) if now.tally != then.tally]

    def backdate(self, began_ms: int, oldest: "ScopeCounters", parts: "list[ScopeCounters]") -> None:
        """Have windows since ``began_ms``, as ``oldest`` has; who was here then was in one of the ``parts``.

        Of the time not observed that of the source that was lost for longest is known, of agents' times nothing.
        """
        self.began_ms = began_ms
        self.intervals = [replace(interval, scope=self.scope, tally=Tally()) for interval in oldest.intervals]
        worst = max(parts, key=lambda part: part.observed.unobserved_ms, default=self)
        self.observed.unobserved_ms = worst.observed.unobserved_ms
        handling_ms, ready_ms = self.minutes[-1].handling_ms, self.minutes[-1].ready_ms
        self.minutes = deque(WindowCounts(one.start_ms, handling_ms, ready_ms) for one in oldest.minutes)
        for own, lost, windows in (
            ([self.today], [worst.today], [[part.today] for part in parts]),
            ([self.interval], [worst.interval], [[part.interval] for part in parts]),
            (self.minutes, worst.minutes, [part.minutes for part in parts]),
        ):
            here: Totals[int] = Totals()
            unobserved_ms = {span.start_ms: span.unobserved_ms for span in lost}
            for spans in windows:
                here.update({span.start_ms: span.here for span in spans})
            for span in own:
                span.here, span.unobserved_ms = here[span.start_ms], unobserved_ms.get(span.start_ms, 0)

    def sums(self) -> Sums:
        """The counts that stand; what today has beside its known intervals is in one that begins at 0."""
        sums = Sums()
        for interval in self.intervals:
            sums.intervals[interval.start_ms] = Counter.sum([interval.tally])
        sums.intervals[self.interval.start_ms] = self.interval.counter.copy()
        rest = self.today.counter.copy()
        for counter in sums.intervals.values():
            rest.subtract(counter)
        sums.intervals[0] = rest
        sums.minutes = {span.start_ms: span.counter.copy() for span in self.minutes}
        return sums

    def begin_with(self, here: int) -> None:
        """Count from now on where ``here`` callers are already, unanswered."""
        self.today.here = self.interval.here = self.minutes[-1].here = here

    def enter(self, state: AgentState, clock: ObservedTime, at_ms: int) -> None:
        """An agent is here in ``state`` from now on, as far as ``clock`` says: the time of the agent's source."""
        self.states[state] = self.states.get(state, 0) + 1
        if (time := self._time_of(state)) is not None:
            time.part(clock).enter(clock.at(at_ms))

    def leave(self, state: AgentState, clock: ObservedTime, at_ms: int) -> None:
        """An agent is here in ``state`` no longer."""
        self.states[state] -= 1
        if (time := self._time_of(state)) is not None:
            time.part(clock).leave(clock.at(at_ms))

    def _time_of(self, state: AgentState) -> AgentTime | None:
        if state is AgentState.READY:
            return self.ready
        return self.handling if state in _HANDLING else None

    def turn(self, now_ms: int) -> list[Interval]:
        """Open the windows that begin by ``now_ms``; the intervals that ended are returned, oldest first."""
        self._turn_minutes(now_ms)
        ended = self._turn_interval(now_ms)
        day_ms = self.calendar.day_start_ms(now_ms)
        if day_ms > self.today.start_ms:
            self.today = self._span(day_ms)
            self.intervals.clear()
        return ended

    def _span(self, start_ms: int) -> WindowCounts:
        here = self.today.here + self.today.counter.come_less_gone
        handling_ms, ready_ms = self.handling.at(start_ms), self.ready.at(start_ms)
        return WindowCounts(start_ms, handling_ms, ready_ms, self.observed.unobserved_at(start_ms), here)

    def _turn_interval(self, now_ms: int) -> list[Interval]:
        start_ms = self.calendar.interval_start_ms(now_ms)
        if start_ms <= self.interval.start_ms:
            return []
        tally = self.interval.counter.tally()
        ended = Interval(scope=self.scope, start_ms=self.interval.start_ms, tally=tally)
        self.intervals.append(ended)
        self.interval = self._span(start_ms)
        return [ended]

    def _turn_minutes(self, now_ms: int) -> None:
        this_ms = now_ms - now_ms % MINUTE_MS
        oldest_ms = this_ms - (ROLLING_MINUTES - 1) * MINUTE_MS
        next_ms = max(self.minutes[-1].start_ms + MINUTE_MS, oldest_ms)
        for minute_ms in range(next_ms, this_ms + 1, MINUTE_MS):
            self.minutes.append(self._span(minute_ms))
        gone = False
        while self.minutes[0].start_ms < oldest_ms:
            self.rolling.subtract(self.minutes.popleft().counter)
            gone = True
        if gone:
            self.rolling.longest_wait_ms = max(span.counter.longest_wait_ms for span in self.minutes)

    def figures(self, now_ms: int, late: int) -> list[Figures]:
        """The three windows as they are now."""
        rolling = WindowCounts(
            (now_ms - now_ms % MINUTE_MS) - (ROLLING_MINUTES - 1) * MINUTE_MS,
            self.minutes[0].handling_ms,
            self.minutes[0].ready_ms,
            self.minutes[0].unobserved_ms,
            self.minutes[0].here,
            self.rolling,
        )
        times_ms = (self.handling.at(now_ms), self.ready.at(now_ms), self.observed.unobserved_at(now_ms))
        return [
            self._figures(Window.TODAY, self.today, times_ms, late),
            self._figures(Window.INTERVAL, self.interval, times_ms, late),
            self._figures(Window.ROLLING_30, rolling, times_ms, late),
        ]

    def _figures(self, window: Window, span: WindowCounts, times_ms: tuple[int, int, int], late: int) -> Figures:
        handling_ms, ready_ms, unobserved_ms = times_ms
        return Figures(
            scope=self.scope,
            window=window,
            since_ms=span.start_ms,
            covered_since_ms=max(span.start_ms, self.began_ms),
            tally=span.counter.tally(late),
            handling_ms=handling_ms - span.handling_ms,
            ready_ms=ready_ms - span.ready_ms,
            unobserved_ms=unobserved_ms - span.unobserved_ms,
            carried=span.here,
        )
