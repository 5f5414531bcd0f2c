"""How a queue, or the total, stands: every level of its figures in one window, the same for all screens."""

from collections.abc import Mapping

from msgspec import Struct

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import thresholds
from wallboard.domain.counts.figures import QueueNow, Window
from wallboard.domain.counts.formulas import (
    Formula,
    Goal,
    Tally,
    abandonment_pct,
    mostly_flowed_out,
    service_level_pct,
)
from wallboard.domain.counts.thresholds import Level


class Standing(Struct, frozen=True, kw_only=True, gc=False):
    """The levels; ``is_flow_out`` says that most callers flowed out, so that neither rate is ever good."""

    service_level: Level = Level.NO_DATA
    abandonment: Level = Level.NO_DATA
    waiting: Level = Level.NO_DATA
    ready: Level = Level.NO_DATA
    is_flow_out: bool = False


_NOTHING = Tally()
_TREND = {
    Window.TODAY: (Window.ROLLING_30, Window.TODAY),
    Window.ROLLING_30: (Window.ROLLING_30, Window.TODAY),
    Window.INTERVAL: (Window.INTERVAL, Window.ROLLING_30),
}
"""What tells whether a window's service level falls: a newer and an older one."""


def standing(goal: Goal, window: Window, tallies: Mapping[Window, Tally], pulse: QueueNow | None) -> Standing:
    """All levels of one queue; ``tallies`` are of the windows that there are figures of."""
    if goal.formula is Formula.UNKNOWN:
        return Standing()  # nobody here knows what was promised
    tally = tallies.get(window, _NOTHING)
    value_pct = service_level_pct(tally, goal.formula)
    service_level = thresholds.service_level(value_pct, goal, falls=lambda: _falls(goal, window, tallies))
    abandonment = thresholds.abandonment(abandonment_pct(tally), goal)
    is_flow_out = mostly_flowed_out(tally)
    if is_flow_out:
        service_level, abandonment = thresholds.never_good(service_level), thresholds.never_good(abandonment)
    ready = 0 if pulse is None else pulse.agents.get(AgentState.READY, 0)
    return Standing(
        service_level=service_level,
        abandonment=abandonment,
        waiting=Level.NO_DATA if pulse is None else thresholds.waiting(tally.late, ready, goal),
        ready=Level.NO_DATA if pulse is None else thresholds.ready(ready, pulse.waiting),
        is_flow_out=is_flow_out,
    )


def _falls(goal: Goal, window: Window, tallies: Mapping[Window, Tally]) -> bool:
    """Whether the callers of late fare no better than those before: the figure goes down, or stays down."""
    newer, older = (service_level_pct(tallies.get(one, _NOTHING), goal.formula) for one in _TREND[window])
    return newer is not None and older is not None and newer <= older
