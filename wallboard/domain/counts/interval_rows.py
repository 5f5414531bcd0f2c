"""Interval rows: a finished interval of one queue or group, for storage beyond today."""

from msgspec import Struct

from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Interval
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ScopeId


class IntervalRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finished interval, from ``start_ms`` to ``end_ms``; a row with the same start replaces the former.

    It is longer than others where nothing was counted for a while, as on a machine that slept. ``covered_since_ms``
    is later than the start where the gateway started later. Agents' times are sums over agents, counted from
    ``agents_since_ms`` on: that is later where a group got other queues meanwhile. ``logged_in_ms`` includes all
    the others. ``unobserved_ms`` is the time in which any of the sources was not observed. ``carried`` are the
    callers who were here, unanswered, as it began. ``goal`` is what it was counted by. None means unknown, as of an
    interval before a group had these queues, or that an older Wallboard stored.
    """

    scope: ScopeId
    start_ms: int
    tally: Tally
    end_ms: int | None = None
    covered_since_ms: int | None = None
    agents_since_ms: int | None = None
    handling_ms: int | None = None
    ready_ms: int | None = None
    paused_ms: int | None = None
    logged_in_ms: int | None = None
    unobserved_ms: int | None = None
    carried: int | None = None
    goal: Goal | None = None

    @property
    def interval(self) -> Interval:
        """Returns the part that the charts show."""
        return Interval(scope=self.scope, start_ms=self.start_ms, tally=self.tally)
