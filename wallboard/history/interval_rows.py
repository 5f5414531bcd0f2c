"""Finished intervals and their goals as rows of the database, and back."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

import msgspec

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.history.schema import COUNTS, intervals

_TIMES: Final = (
    "scope", "start_ms", "end_ms", "covered_since_ms", "agents_since_ms", "handling_ms", "ready_ms", "paused_ms",
    "logged_in_ms", "unobserved_ms", "carried",
)  # fmt: skip
READ: Final = [intervals.c[name] for name in (*_TIMES, *COUNTS, "exits", "goal_id")]
"""The columns that `interval_of` needs, in its order."""

_times: Callable[[IntervalRow], tuple[Any, ...]] = attrgetter(*_TIMES)
_counts: Callable[[Tally], tuple[Any, ...]] = attrgetter(*COUNTS)
_encode = msgspec.json.Encoder(order="deterministic").encode
_exits = msgspec.json.Decoder(dict[Exit, int]).decode
goal_of = msgspec.json.Decoder(Goal).decode
"""Returns the goal of a row's ``content``."""
_GOALS_MOST = 1_000


class GoalRows:
    """The rows of goals, each goal encoded once."""

    def __init__(self) -> None:
        self._rows: dict[Goal, dict[str, Any]] = {}

    def of(self, goal: Goal) -> dict[str, Any]:
        """Returns the row of a goal."""
        if (row := self._rows.get(goal)) is None:
            if len(self._rows) >= _GOALS_MOST:
                self._rows.clear()
            row = self._rows[goal] = _goal_row(goal)
        return row


def _goal_row(goal: Goal) -> dict[str, Any]:
    content = _encode(goal)
    return {
        "id": hashlib.blake2b(content, digest_size=8).hexdigest(),
        "threshold_s": goal.threshold_s,
        "target_pct": goal.target_pct,
        "formula": goal.formula.value,
        "short_abandon_s": goal.short_abandon_s,
        "content": content.decode(),
    }


def row_of(interval: IntervalRow, goal_id: str | None) -> dict[str, Any]:
    """Returns the row of a finished interval, counted by the goal of this id."""
    row = dict(zip(_TIMES, _times(interval), strict=True))
    row.update(zip(COUNTS, _counts(interval.tally), strict=True))
    row["exits"] = _encode(interval.tally.exits).decode() if interval.tally.exits else None
    row["goal_id"] = goal_id
    return row


def interval_of(row: Sequence[Any], by_goal: Mapping[str, Goal]) -> IntervalRow:
    """Returns the interval of a row of `READ`; ``by_goal`` are the goals by their ids."""
    *values, exits, goal_id = row
    counts: dict[str, Any] = dict(zip(COUNTS, values[len(_TIMES) :], strict=True))
    counts["exits"] = {} if exits is None else _exits(exits)
    times: dict[str, Any] = dict(zip(_TIMES, values, strict=False))
    return IntervalRow(tally=Tally(**counts), goal=None if goal_id is None else by_goal.get(goal_id), **times)
