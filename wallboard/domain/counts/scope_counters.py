"""The sums of one queue or group: bookings and agents' time in each window, at a cost that never grows.

A window's figure is a running sum; what leaves the rolling window is subtracted minute by minute. Agents'
time is an integral that is read at a window's start and now, so a state that lasts needs no event.
"""

from collections import deque
from dataclasses import dataclass, field

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter
from wallboard.domain.counts.figures import Figures, Interval, Sample, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ScopeId

MINUTE_MS = 60_000
ROLLING_MINUTES = 30
SAMPLE_MS = 5_000
SAMPLES_KEPT = 720

_HANDLING = (AgentState.TALKING, AgentState.HOLD, AgentState.WRAP_UP)


@dataclass(slots=True)
class StateTime:
    """How long agents have been in a state, summed over agents: ``n × now − Σ entered + Σ left``."""

    running: int = 0
    entered_less_left_ms: int = 0

    def enter(self, at_ms: int) -> None:
        """One more agent is in the state."""
        self.running += 1
        self.entered_less_left_ms += at_ms

    def leave(self, at_ms: int) -> None:
        """One agent fewer is in the state: its time so far stays counted."""
        self.running -= 1
        self.entered_less_left_ms -= at_ms

    def at(self, now_ms: int) -> int:
        """The sum of all agents' milliseconds up to ``now_ms``."""
        return self.running * now_ms - self.entered_less_left_ms


@dataclass(slots=True)
class ObservedTime:
    """The time in which somebody looked: it stands still while no word comes from the PBX.

    What agents do meanwhile nobody knows, so it is neither handling nor readiness.
    """

    stopped_ms: int | None = None
    unobserved_ms: int = 0

    def stop(self, at_ms: int) -> None:
        """From now on nobody looks."""
        if self.stopped_ms is None:
            self.stopped_ms = at_ms

    def go_on(self, at_ms: int) -> None:
        """From now on somebody looks again."""
        if self.stopped_ms is not None:
            self.unobserved_ms += max(0, at_ms - self.stopped_ms)
            self.stopped_ms = None

    def observed_until_ms(self, now_ms: int) -> int:
        """The moment up to which is known what is so: now, or when somebody looked last."""
        return now_ms if self.stopped_ms is None else min(now_ms, self.stopped_ms)

    def at(self, now_ms: int) -> int:
        """``now_ms`` less all the time in which nobody looked."""
        return now_ms - self.unobserved_at(now_ms)

    def unobserved_at(self, now_ms: int) -> int:
        """All the time up to ``now_ms`` in which nobody looked."""
        return self.unobserved_ms + now_ms - self.observed_until_ms(now_ms)


@dataclass(slots=True)
class WindowCounts:
    """Counts since ``start_ms``, and at that moment the two integrals' readings and the time nobody had looked.

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
        watch: the time that agents' states are measured by.
        states: how many agents are in each shown state now.
        intervals: the finished intervals of today.
        samples: the last hour, one every five seconds.
        began_ms: since when the gateway has been counting.
    """

    def __init__(self, scope: ScopeId, calendar: Calendar, watch: ObservedTime, began_ms: int, now_ms: int) -> None:
        self.scope = scope
        self.watch = watch
        self.calendar = calendar
        self.began_ms = began_ms
        self.handling = StateTime()
        self.ready = StateTime()
        self.states: dict[AgentState, int] = {}
        self.intervals: list[Interval] = []
        self.samples: deque[Sample] = deque(maxlen=SAMPLES_KEPT)
        unobserved_ms = watch.unobserved_at(now_ms)
        self.today = WindowCounts(calendar.day_start_ms(now_ms), unobserved_ms=unobserved_ms)
        self.interval = WindowCounts(calendar.interval_start_ms(now_ms), unobserved_ms=unobserved_ms)
        self.rolling = Counter()
        self.minutes: deque[WindowCounts] = deque(
            [WindowCounts(now_ms - now_ms % MINUTE_MS, unobserved_ms=unobserved_ms)]
        )

    def book(self, booking: b.CallOutcome, goal: Goal) -> None:
        """Count one booking in every window."""
        for counter in (self.today.counter, self.interval.counter, self.rolling, self.minutes[-1].counter):
            counter.book(booking, goal)

    def begin_with(self, here: int) -> None:
        """Count from now on where ``here`` callers are already, unanswered."""
        self.today.here = self.interval.here = self.minutes[-1].here = here

    def enter(self, state: AgentState, at_ms: int) -> None:
        """An agent is here in ``state`` from now on."""
        self.states[state] = self.states.get(state, 0) + 1
        if (integral := self._integral(state)) is not None:
            integral.enter(self.watch.at(at_ms))

    def leave(self, state: AgentState, at_ms: int) -> None:
        """An agent is here in ``state`` no longer."""
        self.states[state] -= 1
        if (integral := self._integral(state)) is not None:
            integral.leave(self.watch.at(at_ms))

    def _integral(self, state: AgentState) -> StateTime | None:
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
        watched_ms = self.watch.at(start_ms)
        here = self.today.here + self.today.counter.come_less_gone
        handling_ms, ready_ms = self.handling.at(watched_ms), self.ready.at(watched_ms)
        return WindowCounts(start_ms, handling_ms, ready_ms, start_ms - watched_ms, here)

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
        return [
            self._figures(Window.TODAY, self.today, now_ms, late),
            self._figures(Window.INTERVAL, self.interval, now_ms, late),
            self._figures(Window.ROLLING_30, rolling, now_ms, late),
        ]

    def _figures(self, window: Window, span: WindowCounts, now_ms: int, late: int) -> Figures:
        watched_ms = self.watch.at(now_ms)
        return Figures(
            scope=self.scope,
            window=window,
            since_ms=span.start_ms,
            covered_since_ms=max(span.start_ms, self.began_ms),
            tally=span.counter.tally(late),
            handling_ms=self.handling.at(watched_ms) - span.handling_ms,
            ready_ms=self.ready.at(watched_ms) - span.ready_ms,
            unobserved_ms=now_ms - watched_ms - span.unobserved_ms,
            carried=span.here,
        )
