"""Finds the day that a Wallboard without a database stored, by its PBXs and rules."""

from pathlib import Path

import msgspec
from msgspec import Struct

from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import QueueId
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.history.day import DayFiles
from wallboard.history.origins import Origin


def earlier_day(config: GatewayConfig, directory: Path) -> DayFiles:
    """Returns the files in a directory, which need not exist."""
    return DayFiles(directory, origin_of(config))


class _CountedGoal(Struct):
    """The part of a goal that counts depend on: its bands only colour them."""

    threshold_s: float
    target_pct: float
    formula: Formula
    short_abandon_s: float


class _Counted(Struct):
    """The same part of all goals."""

    default: _CountedGoal
    by_queue: dict[QueueId, _CountedGoal]


def _counted(goal: Goal) -> _CountedGoal:
    return _CountedGoal(goal.threshold_s, goal.target_pct, goal.formula, goal.short_abandon_s)


def origin_of(config: GatewayConfig) -> Origin:
    """Returns what the files of an older Wallboard must be of."""
    addresses = {name: source.address for name, source in config.sources.items()}
    site = config.site
    goals = config.domain_goals()
    counted = _Counted(
        default=_counted(goals.default), by_queue={one: _counted(goal) for one, goal in goals.by_queue.items()}
    )
    rules = msgspec.json.encode(
        (site.time_zone, site.day_start_hour, site.interval_minutes, counted), order="deterministic"
    )
    return Origin(sources=addresses, rules=rules.decode())
