"""The counters of one queue or group: outcomes and agents' time in each window, at constant cost.

A window's figure is a running sum; what leaves the rolling window is subtracted minute by minute. Agents' time is
an integral, read at a window's start and now, so a lasting state needs no event.
"""

import dataclasses
from collections import Counter as Totals
from collections import deque
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from wallboard.domain.centre.agent_categories import CATEGORY_OF, AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter, Tally, limits_of
from wallboard.domain.counts.figures import Figures, Sample, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.counts.observed_time import AgentTime, ObservedTime, Span, lasted_ms
from wallboard.domain.counts.sums import MINUTE_MS, Sums
from wallboard.domain.ids import ScopeId, SourceId

ROLLING_MINUTES = 30
SAMPLE_MS = 5_000
SAMPLES_KEPT = 720

_HANDLING = (AgentState.TALKING, AgentState.HOLD, AgentState.WRAP_UP)
_NOWHERE = (AgentState.LOGGED_OUT, AgentState.UNKNOWN)
_TODAY, _INTERVAL, _ROLLING_30 = Window.TODAY, Window.INTERVAL, Window.ROLLING_30
"""Read each second for each queue and group; off its enumeration a member costs more, see `thresholds`."""


@dataclass(slots=True)
class WindowCounts:
    """Counts since ``start_ms``, with the integrals' readings and the unobserved time at that moment.

    ``here`` is how many callers were there then, unanswered. ``other_ms`` is the time of agents who are logged in
    and neither handle a contact nor are ready or paused; an older Wallboard did not store it, nor that of the
    paused.
    """

    start_ms: int
    handling_ms: int = 0
    ready_ms: int = 0
    unobserved_ms: int = 0
    here: int = 0
    counter: Counter = field(default_factory=Counter)
    paused_ms: int | None = None
    other_ms: int | None = None


class _Times(NamedTuple):
    """The readings of agents' times and of the unobserved time at one moment, in milliseconds."""

    handling: int
    ready: int
    paused: int
    other: int
    unobserved: int


class ScopeCounters:
    """All counters of one queue or group.

    Attributes:
        observed: the time in which this queue or group was observed.
        states: how many agents of each source are in each shown state now.
        intervals: the finished intervals of today, oldest first.
        samples: the last hour, one every five seconds.
        began_ms: when the gateway started to count.
        agents_since_ms: when agents' time started to be counted; later where a group got other queues.
    """

    def __init__(
        self, scope: ScopeId, calendar: Calendar, observed: ObservedTime, began_ms: int, now_ms: int
    ) -> None:
        self.scope = scope
        self.observed = observed
        self.calendar = calendar
        self.began_ms = self.agents_since_ms = began_ms
        self.handling = AgentTime()
        self.ready = AgentTime()
        self.paused = AgentTime()
        self.other = AgentTime()
        self.states: dict[SourceId, dict[AgentState, int]] = {}
        self.intervals: list[IntervalRow] = []
        self.samples: deque[Sample] = deque(maxlen=SAMPLES_KEPT)
        starts_ms = calendar.day_start_ms(now_ms), calendar.interval_start_ms(now_ms), now_ms - now_ms % MINUTE_MS
        unobserved_ms = observed.unobserved_at(now_ms)
        self.today, self.interval, minute = (
            WindowCounts(start_ms, unobserved_ms=unobserved_ms, paused_ms=0, other_ms=0) for start_ms in starts_ms
        )
        self.rolling = Counter()
        self.minutes: deque[WindowCounts] = deque([minute])
        self._tallies: dict[Window, tuple[Counter, Tally]] = {}

    def book(self, booking: b.CallOutcome, goal: Goal) -> None:
        """Counts one outcome in every window."""
        limits = limits_of(goal)
        for counter in (self.today.counter, self.interval.counter, self.rolling, self.minutes[-1].counter):
            counter.book(booking, limits)

    def take(self, sums: Sums) -> None:
        """Replaces all counts by recounted ones, except the finished intervals."""
        self.today.counter = sums.today
        self.interval.counter = sums.intervals.get(self.interval.start_ms) or Counter()
        for span in self.minutes:
            span.counter = sums.minutes.get(span.start_ms) or Counter()
        is_same = self.minutes[-1].start_ms - (ROLLING_MINUTES - 1) * MINUTE_MS == sums.rolling_ms
        self.rolling = sums.rolling if is_same else Counter.sum(span.counter for span in self.minutes)

    def replace_intervals(self, sums: Sums, goal: Goal, kept_ms: int) -> list[tuple[IntervalRow, IntervalRow]]:
        """Replaces the finished intervals by recounted ones; returns those that differ, as they were and are.

        ``goal`` is what they are counted by now, but for those that ended by ``kept_ms``, which stay as they were.
        """
        before = self.intervals
        self.intervals = [_recounted(row, sums.tally(row.start_ms), goal, kept_ms) for row in before]
        return [(then, now) for then, now in zip(before, self.intervals, strict=True) if now is not then]

    def backdate(
        self, began_ms: int, oldest: "ScopeCounters", parts: "list[ScopeCounters]", outages: list[Span], now_ms: int
    ) -> None:
        """Opens windows since ``began_ms`` like ``oldest``'s; callers who were here then were in the ``parts``.

        ``outages`` are the times up to ``now_ms`` in which one of the sources was not observed. Agents' times are
        counted from now on alone.
        """
        self.began_ms = began_ms
        self.observed.unobserved_ms = lasted_ms(outages, now_ms)
        here = _sums_by_start([(row.start_ms, row.carried or 0) for row in part.intervals] for part in parts)
        self.intervals = [
            IntervalRow(
                scope=self.scope,
                start_ms=row.start_ms,
                tally=Tally(),
                end_ms=row.end_ms,
                covered_since_ms=row.covered_since_ms,
                unobserved_ms=None if row.end_ms is None else _within(outages, row.start_ms, row.end_ms),
                carried=here[row.start_ms],
            )
            for row in oldest.intervals
        ]
        now, starts_ms = self.minutes[-1], [minute.start_ms for minute in oldest.minutes]
        self.minutes = deque(dataclasses.replace(now, start_ms=one, counter=Counter()) for one in starts_ms)
        for own, windows in (
            ([self.today], [[part.today] for part in parts]),
            ([self.interval], [[part.interval] for part in parts]),
            (self.minutes, [part.minutes for part in parts]),
        ):
            here = _sums_by_start([(span.start_ms, span.here) for span in spans] for spans in windows)
            for span in own:
                span.here, span.unobserved_ms = here[span.start_ms], lasted_ms(outages, span.start_ms)

    def sums(self) -> Sums:
        """Returns the current counts; the part of today outside the stored intervals is in one that begins at 0."""
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
        """Starts to count with ``here`` callers already present, unanswered."""
        self.today.here = self.interval.here = self.minutes[-1].here = here

    def agents_now(self, left_out: Set[SourceId]) -> dict[AgentState, int]:
        """Returns how many agents are in each state, except those of some sources."""
        agents: dict[AgentState, int] = {}
        for source_id, states in self.states.items():
            if source_id not in left_out:
                for state, count in states.items():
                    if count:
                        agents[state] = agents.get(state, 0) + count
        return agents

    def enter(self, state: AgentState, source_id: SourceId, clock: ObservedTime, at_ms: int) -> None:
        """Adds an agent of a source in ``state``, whose time is measured by the source's ``clock``."""
        states = self.states.setdefault(source_id, {})
        states[state] = states.get(state, 0) + 1
        if (time := self._time_of(state)) is not None:
            time.part(clock).enter(clock.at(at_ms))

    def leave(self, state: AgentState, source_id: SourceId, clock: ObservedTime, at_ms: int) -> None:
        """Removes an agent from ``state``."""
        self.states[source_id][state] -= 1
        if (time := self._time_of(state)) is not None:
            time.part(clock).leave(clock.at(at_ms))

    def _time_of(self, state: AgentState) -> AgentTime | None:
        if state is AgentState.READY:
            return self.ready
        if state in _HANDLING:
            return self.handling
        if CATEGORY_OF[state] is AgentCategory.PAUSED:
            return self.paused
        return None if state in _NOWHERE else self.other

    def open_windows(self, now_ms: int, goal: Goal) -> list[IntervalRow]:
        """Opens the windows that begin by ``now_ms``; returns the intervals that ended, oldest first.

        ``goal`` is what they were counted by.
        """
        self._open_minutes(now_ms)
        start_ms, ended = self.calendar.interval_start_ms(now_ms), list[IntervalRow]()
        if start_ms <= self.interval.start_ms:
            return ended
        day_ms = self.calendar.day_start_ms(now_ms)
        for next_ms in sorted({day_ms, start_ms}):  # after a sleep over the day's end: up to it, and since
            if next_ms > self.interval.start_ms:
                ended.append(self.running(next_ms, goal))
                self.interval = self._span(next_ms)
        if day_ms > self.today.start_ms:
            self.today = self._span(day_ms)
            self.intervals.clear()
            self.observed.forget_outages(day_ms - ROLLING_MINUTES * MINUTE_MS)
        self.intervals += [row for row in ended if row.start_ms >= day_ms]
        return ended

    def running(self, end_ms: int, goal: Goal) -> IntervalRow:
        """Returns the running interval as one that ends at ``end_ms``."""
        span = self.interval
        covered_ms = max(span.start_ms, self.began_ms)
        is_known = self.agents_since_ms < end_ms
        starts_ms = (span.handling_ms, span.ready_ms, span.paused_ms, span.other_ms)
        handling_ms, ready_ms, paused_ms, other_ms = (
            None if before_ms is None or not is_known else time.at(end_ms) - before_ms
            for time, before_ms in zip((self.handling, self.ready, self.paused, self.other), starts_ms, strict=True)
        )
        parts_ms = [ms for ms in (handling_ms, ready_ms, paused_ms, other_ms) if ms is not None]
        return IntervalRow(
            scope=self.scope,
            start_ms=span.start_ms,
            tally=span.counter.tally(),
            end_ms=end_ms,
            covered_since_ms=covered_ms,
            agents_since_ms=max(covered_ms, self.agents_since_ms) if is_known else None,
            handling_ms=handling_ms,
            ready_ms=ready_ms,
            paused_ms=paused_ms,
            logged_in_ms=sum(parts_ms) if len(parts_ms) == len(starts_ms) else None,
            unobserved_ms=self.observed.unobserved_at(end_ms) - span.unobserved_ms,
            carried=span.here,
            goal=goal,
        )

    def _span(self, start_ms: int) -> WindowCounts:
        here = self.today.here + self.today.counter.net_arrivals
        return WindowCounts(
            start_ms,
            self.handling.at(start_ms),
            self.ready.at(start_ms),
            self.observed.unobserved_at(start_ms),
            here,
            paused_ms=self.paused.at(start_ms),
            other_ms=self.other.at(start_ms),
        )

    def _open_minutes(self, now_ms: int) -> None:
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
        """Returns the three windows' current figures."""
        rolling = WindowCounts(
            (now_ms - now_ms % MINUTE_MS) - (ROLLING_MINUTES - 1) * MINUTE_MS,
            self.minutes[0].handling_ms,
            self.minutes[0].ready_ms,
            self.minutes[0].unobserved_ms,
            self.minutes[0].here,
            self.rolling,
            self.minutes[0].paused_ms,
            self.minutes[0].other_ms,
        )
        times_ms = _Times(
            self.handling.at(now_ms),
            self.ready.at(now_ms),
            self.paused.at(now_ms),
            self.other.at(now_ms),
            self.observed.unobserved_at(now_ms),
        )
        return [
            self._figures(_TODAY, self.today, times_ms, late),
            self._figures(_INTERVAL, self.interval, times_ms, late),
            self._figures(_ROLLING_30, rolling, times_ms, late),
        ]

    def _figures(self, window: Window, span: WindowCounts, times_ms: _Times, late: int) -> Figures:
        handling_ms, ready_ms = times_ms.handling - span.handling_ms, times_ms.ready - span.ready_ms
        logged_in_ms = None
        if span.paused_ms is not None and span.other_ms is not None:
            logged_in_ms = (
                handling_ms + ready_ms + times_ms.paused - span.paused_ms + times_ms.other - span.other_ms
            )
        covered_ms = max(span.start_ms, self.began_ms)
        return Figures(
            scope=self.scope,
            window=window,
            since_ms=span.start_ms,
            covered_since_ms=covered_ms,
            agents_since_ms=self.agents_since_ms if self.agents_since_ms > covered_ms else None,
            tally=self._tally(window, span.counter, late),
            handling_ms=handling_ms,
            ready_ms=ready_ms,
            logged_in_ms=logged_in_ms,
            unobserved_ms=times_ms.unobserved - span.unobserved_ms,
            carried=span.here,
        )

    def _tally(self, window: Window, counter: Counter, late: int) -> Tally:
        """Returns a window's current counts; most seconds change none, and comparing takes a tenth of copying."""
        counted, tally = self._tallies.get(window, (None, None))
        if tally is None or counted != counter or tally.late != late:
            tally = counter.tally(late)
            self._tallies[window] = counter.copy(), tally
        return tally


def _recounted(row: IntervalRow, tally: Tally, goal: Goal, kept_ms: int) -> IntervalRow:
    is_kept = row.end_ms is None or row.end_ms <= kept_ms
    by = row.goal if is_kept else goal
    return row if (tally, by) == (row.tally, row.goal) else replace(row, tally=tally, goal=by)


def _within(spans: list[Span], start_ms: int, end_ms: int) -> int:
    return lasted_ms(spans, end_ms) - lasted_ms(spans, start_ms)


def _sums_by_start(parts: Iterable[list[tuple[int, int]]]) -> Totals[int]:
    """Returns how many are in all parts together, by the start of each window."""
    sums: Totals[int] = Totals()
    for part in parts:
        sums.update(dict(part))
    return sums
