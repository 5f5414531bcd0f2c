"""The band of figures at the top, of one queue or of the total."""

from wallboard.client.store import Store
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import formulas
from wallboard.domain.counts.figures import Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Goal, Tally
from wallboard.domain.counts.standing import Standing
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ScopeId
from wallboard.present.callers import turns_ms
from wallboard.present.frame import CallerRow, Kpi, KpiKind
from wallboard.present.names import goal_of
from wallboard.present.queues import standing_of


def band(
    store: Store, scope: ScopeId, window: Window, callers: tuple[CallerRow, ...], now_ms: int
) -> tuple[Kpi, ...]:
    """The figures in the order of `KpiKind`; ``callers`` are those of the scope, ``now_ms`` the gateway's clock."""
    goal = goal_of(store, scope)
    figures = store.figures.get((scope, window))
    pulse = store.queue_now.get(scope)
    if pulse is not None and _is_blank(store, pulse):
        pulse = None
    levels = standing_of(store, scope, goal, window)
    late = 0 if figures is None else figures.tally.late
    return (
        _service_level(figures, goal, window, levels),
        _waiting(pulse, late, levels),
        _longest_wait(pulse, goal, callers, now_ms, is_told=late > 0),
        *_counted(figures, window, levels),
        _agents_ready(pulse, levels),
    )


def _is_blank(store: Store, pulse: QueueNow) -> bool:
    """Whether no queue, caller or agent is known, as before the PBX was reached: nor is it that nobody waits."""
    return not (pulse.waiting or pulse.agents or store.queues)


def _service_level(figures: Figures | None, goal: Goal, window: Window, levels: Standing) -> Kpi:
    return Kpi(
        kind=KpiKind.SERVICE_LEVEL,
        value=None if figures is None else formulas.service_level_pct(figures.tally, goal.formula),
        level=levels.service_level,
        window=window,
        goal=goal,
        covered_since_ms=covered_since_ms(figures),
        is_flow_out=levels.is_flow_out,
    )


def _waiting(pulse: QueueNow | None, late: int, levels: Standing) -> Kpi:
    if pulse is None:
        return Kpi(kind=KpiKind.WAITING)
    return Kpi(kind=KpiKind.WAITING, value=float(pulse.waiting), level=levels.waiting, late=late)


def _longest_wait(
    pulse: QueueNow | None, goal: Goal, callers: tuple[CallerRow, ...], now_ms: int, *, is_told: bool
) -> Kpi:
    """By the goal of the queue that the longest waiting caller is in.

    Where the waiting say that somebody is late, ``is_told``, this has no level: nobody colours two figures.
    """
    since_ms = None if pulse is None else pulse.longest_since_ms
    if since_ms is None:
        return Kpi(kind=KpiKind.LONGEST_WAIT, goal=goal)
    turns = next(((row.warn_at_ms, row.late_at_ms) for row in callers if row.since_ms == since_ms), None)
    warn_at_ms, late_at_ms = turns if turns is not None else turns_ms(since_ms, goal)
    level = Level.WARNING if now_ms > warn_at_ms else Level.GOOD
    return Kpi(
        kind=KpiKind.LONGEST_WAIT,
        since_ms=since_ms,
        warn_at_ms=None if is_told else warn_at_ms,
        late_at_ms=late_at_ms,
        level=Level.NO_DATA if is_told else level,
        goal=goal,
    )


def _counted(figures: Figures | None, window: Window, levels: Standing) -> tuple[Kpi, ...]:
    """What is made of the window's counts alone."""
    tally = figures.tally if figures is not None else Tally()
    covered_ms = covered_since_ms(figures)
    answered = None if figures is None else float(tally.answered)
    offered = None if figures is None else tally.offered
    occupancy = None if figures is None else formulas.occupancy_pct(figures.handling_ms, figures.ready_ms)

    def kpi(kind: KpiKind, value: float | None, level: Level = Level.NO_DATA, of: int | None = None) -> Kpi:
        return Kpi(
            kind=kind,
            value=value,
            level=level,
            of=of,
            window=window,
            covered_since_ms=covered_ms,
            flowed_out=tally.flowed_out if kind in _BESIDE_FLOW_OUTS else 0,
            is_flow_out=levels.is_flow_out,
        )

    return (
        kpi(KpiKind.ABANDONMENT, formulas.abandonment_pct(tally), levels.abandonment),
        kpi(KpiKind.ANSWERED, answered, of=offered),
        kpi(KpiKind.ASA, formulas.average_speed_of_answer_s(tally)),
        kpi(KpiKind.AHT, formulas.average_handle_time_s(tally)),
        kpi(KpiKind.OCCUPANCY, occupancy),
    )


_BESIDE_FLOW_OUTS = (KpiKind.ABANDONMENT, KpiKind.ANSWERED)


def _agents_ready(pulse: QueueNow | None, levels: Standing) -> Kpi:
    if pulse is None:
        return Kpi(kind=KpiKind.AGENTS_READY)
    logged_in = sum(count for state, count in pulse.agents.items() if state is not AgentState.LOGGED_OUT)
    return Kpi(
        kind=KpiKind.AGENTS_READY,
        value=float(pulse.agents.get(AgentState.READY, 0)),
        of=None if AgentState.UNKNOWN in pulse.agents else logged_in,
        level=levels.ready,
        waiting=pulse.waiting if levels.ready is Level.BAD else 0,
    )


def covered_since_ms(figures: Figures | None) -> int | None:
    """Since when there is a count, where that is later than the window's start."""
    if figures is None or figures.covered_since_ms <= figures.since_ms:
        return None
    return figures.covered_since_ms
