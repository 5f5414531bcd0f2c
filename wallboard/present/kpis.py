"""The band of figures at the top, of one queue or of the total."""

from wallboard.client.store import Store
from wallboard.domain import formulas, thresholds
from wallboard.domain.agent_state import AgentState
from wallboard.domain.figures import Figures, Pulse, Window
from wallboard.domain.formulas import Goal, Tally
from wallboard.domain.ids import QueueId
from wallboard.domain.thresholds import Level
from wallboard.present.callers import turns_ms
from wallboard.present.frame import CallerRow, Kpi, KpiKind


def band(
    store: Store, scope: QueueId, window: Window, callers: tuple[CallerRow, ...], now_ms: int
) -> tuple[Kpi, ...]:
    """The figures in the order of `KpiKind`; ``callers`` are those of the scope, ``now_ms`` the gateway's clock."""
    queue = store.queues.get(scope)
    goal = queue.goal if queue is not None else Goal()
    figures = store.figures.get((scope, window))
    pulse = store.pulses.get(scope)
    return (
        _service_level(figures, goal, window),
        _waiting(pulse, figures),
        _longest_wait(pulse, goal, callers, now_ms),
        *_counted(figures, window),
        _agents_ready(pulse),
    )


def _service_level(figures: Figures | None, goal: Goal, window: Window) -> Kpi:
    value = None if figures is None else formulas.service_level_pct(figures.tally, goal.formula)
    return Kpi(
        kind=KpiKind.SERVICE_LEVEL,
        value=value,
        level=thresholds.service_level(value, goal),
        window=window,
        goal=goal,
        covered_since_ms=covered_since_ms(figures),
    )


def _waiting(pulse: Pulse | None, figures: Figures | None) -> Kpi:
    if pulse is None:
        return Kpi(kind=KpiKind.WAITING)
    late = figures is not None and figures.tally.late > 0
    return Kpi(kind=KpiKind.WAITING, value=float(pulse.waiting), level=Level.BAD if late else Level.GOOD)


def _longest_wait(pulse: Pulse | None, goal: Goal, callers: tuple[CallerRow, ...], now_ms: int) -> Kpi:
    """By the goal of the queue that the longest waiting caller is in."""
    since_ms = None if pulse is None else pulse.longest_since_ms
    if since_ms is None:
        return Kpi(kind=KpiKind.LONGEST_WAIT, goal=goal)
    turns = next(((row.warn_at_ms, row.late_at_ms) for row in callers if row.since_ms == since_ms), None)
    warn_at_ms, late_at_ms = turns if turns is not None else turns_ms(since_ms, goal)
    level = Level.BAD if now_ms > late_at_ms else Level.WARNING if now_ms > warn_at_ms else Level.GOOD
    return Kpi(
        kind=KpiKind.LONGEST_WAIT,
        since_ms=since_ms,
        warn_at_ms=warn_at_ms,
        late_at_ms=late_at_ms,
        level=level,
        goal=goal,
    )


def _counted(figures: Figures | None, window: Window) -> tuple[Kpi, ...]:
    """What is made of the window's counts alone."""
    tally = figures.tally if figures is not None else Tally()
    covered_ms = covered_since_ms(figures)
    rate = formulas.abandonment_pct(tally)
    answered = None if figures is None else float(tally.answered)
    offered = None if figures is None else tally.offered
    occupancy = None if figures is None else formulas.occupancy_pct(figures.handling_ms, figures.ready_ms)

    def kpi(kind: KpiKind, value: float | None, level: Level = Level.NO_DATA, of: int | None = None) -> Kpi:
        return Kpi(kind=kind, value=value, level=level, of=of, window=window, covered_since_ms=covered_ms)

    return (
        kpi(KpiKind.ABANDONMENT, rate, thresholds.abandonment(rate)),
        kpi(KpiKind.ANSWERED, answered, of=offered),
        kpi(KpiKind.ASA, formulas.average_speed_of_answer_s(tally)),
        kpi(KpiKind.AHT, formulas.average_handle_time_s(tally)),
        kpi(KpiKind.OCCUPANCY, occupancy),
    )


def _agents_ready(pulse: Pulse | None) -> Kpi:
    if pulse is None:
        return Kpi(kind=KpiKind.AGENTS_READY)
    logged_in = sum(count for state, count in pulse.agents.items() if state is not AgentState.LOGGED_OUT)
    return Kpi(kind=KpiKind.AGENTS_READY, value=float(pulse.agents.get(AgentState.READY, 0)), of=logged_in)


def covered_since_ms(figures: Figures | None) -> int | None:
    """Since when there is a count, where that is later than the window's start."""
    if figures is None or figures.covered_since_ms <= figures.since_ms:
        return None
    return figures.covered_since_ms
