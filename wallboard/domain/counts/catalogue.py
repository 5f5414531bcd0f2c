"""The catalogue of figures: each one's value, what it is a share of, and its level.

Tiles, columns, rows and charts address a figure by its id; a new one is an entry here, and its words in
`ui/figures/words`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from math import sqrt
from operator import attrgetter

from msgspec import Struct

from wallboard.domain.centre.agent_categories import STATES_OF, AgentCategory, logged_in
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import formulas, thresholds
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import QueueNow, Window
from wallboard.domain.counts.formulas import Formula
from wallboard.domain.counts.thresholds import Level


class FigureId(StrEnum):
    """The ids of all figures, in the order in which a board offers them."""

    SERVICE_LEVEL = "service_level"
    WAITING = "waiting"
    LONGEST_WAIT = "longest_wait"
    ABANDONMENT = "abandonment"
    ANSWERED = "answered"
    ASA = "asa"
    AHT = "aht"
    OCCUPANCY = "occupancy"
    AGENTS_READY = "agents_ready"
    ANSWERED_IN_60 = "answered_in_60"
    OFFERED = "offered"
    ABANDONS = "abandons"
    FLOWED_OUT = "flowed_out"
    ATQ = "atq"
    LONGEST_ENDED = "longest_ended"
    AGENTS_TALKING = "agents_talking"
    AGENTS_LOGGED_IN = "agents_logged_in"
    UTILISATION = "utilisation"
    AHT_WITH_WAIT = "aht_with_wait"
    ESTIMATED_WAIT = "estimated_wait"
    HOLD_SHARE = "hold_share"
    RINGS_MISSED = "rings_missed"
    TRANSFER_RATE = "transfer_rate"


class Unit(StrEnum):
    """The unit of a value; a running one is the moment since which it grows, epoch ms."""

    PERCENT = "percent"
    SECONDS = "seconds"
    COUNT = "count"
    RUNNING = "running"


class Better(StrEnum):
    """Which of two values is the better one."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Need(StrEnum):
    """What a figure is computed from; with `NOW` it is of this moment, without it of a window."""

    OUTCOMES = "outcomes"
    TIMES = "times"
    AGENTS = "agents"
    NOW = "now"
    GOAL = "goal"
    FORMULA = "formula"


_NOTHING = Tally()
_NO_DATA, _READY, _UNKNOWN = Level.NO_DATA, AgentState.READY, Formula.UNKNOWN
"""Read for each row; off its enumeration a member costs more, see `thresholds`."""


class Figure(Struct, frozen=True, kw_only=True):
    """One figure.

    ``value`` returns None where there is no data; ``of`` is what it is a share of; ``beside`` is how many callers
    are shown beside it, because they explain it or are left out of it, and for an estimate how many seconds it may
    be off; ``level`` is how good it is, for a running wait once it is late. Each is None where the figure has no
    such part.
    """

    id: FigureId
    unit: Unit
    needs: frozenset[Need]
    value: Callable[[Basis], float | None]
    better: Better = Better.NEITHER
    of: Callable[[Basis], int | None] | None = None
    beside: Callable[[Basis], int | None] | None = None
    level: Callable[[Basis, float | None], Level] | None = None

    @property
    def is_of_now(self) -> bool:
        """Whether the figure is of this moment rather than of a window."""
        return Need.NOW in self.needs


def _count(name: str) -> Callable[[Basis], int | None]:
    """One of the window's counts; None where there are no counts."""
    count: Callable[[Tally], int] = attrgetter(name)
    return lambda basis: None if basis.figures is None else count(basis.tally)


def _agents(category: AgentCategory) -> Callable[[Basis], int | None]:
    """How many agents are in one of a category's states."""
    states = STATES_OF[category]

    def count(basis: Basis) -> int | None:
        if basis.now is None:
            return None
        agents, many = basis.now.agents, 0
        for state in states:
            many += agents.get(state, 0)
        return many

    return count


def _logged_in(basis: Basis) -> int | None:
    """How many agents are logged in, in any state."""
    return None if basis.now is None else logged_in(basis.now.agents)


_TREND = {
    Window.TODAY: (Window.ROLLING_30, Window.TODAY),
    Window.ROLLING_30: (Window.ROLLING_30, Window.TODAY),
    Window.INTERVAL: (Window.INTERVAL, Window.ROLLING_30),
}
"""The two windows that show whether a service level falls: a newer and an older one."""


def _service_level(basis: Basis, value: float | None) -> Level:
    level = thresholds.service_level(value, basis.goal, falls=lambda: _falls(basis))
    return thresholds.never_good(level) if formulas.mostly_flowed_out(basis.tally) else level


def _falls(basis: Basis) -> bool:
    """Whether recent callers fare no better than those before: the figure goes down, or stays down."""
    tallies, formula = basis.tallies, basis.goal.formula
    newest, oldest = _TREND[basis.window]
    newer = formulas.service_level_pct(tallies.get(newest, _NOTHING), formula)
    older = formulas.service_level_pct(tallies.get(oldest, _NOTHING), formula)
    return newer is not None and older is not None and newer <= older


def _abandonment(basis: Basis, value: float | None) -> Level:
    level = thresholds.abandonment(value, basis.goal)
    return thresholds.never_good(level) if formulas.mostly_flowed_out(basis.tally) else level


def _waiting(basis: Basis, _value: float | None) -> Level:
    if basis.now is None:
        return _NO_DATA
    return thresholds.waiting(basis.now.late, basis.now.agents.get(_READY, 0), basis.goal)


def _ready(basis: Basis, value: float | None) -> Level:
    if basis.now is None or value is None:
        return _NO_DATA
    return thresholds.ready(round(value), basis.now.waiting)


def _waiting_for_nobody(basis: Basis) -> int | None:
    """The callers who wait while no agent is ready."""
    now = basis.now
    return None if now is None or now.agents.get(_READY) else now.waiting


def _occupancy_pct(basis: Basis) -> float | None:
    figures = basis.figures
    return None if figures is None else formulas.occupancy_pct(figures.handling_ms, figures.ready_ms)


def _utilisation_pct(basis: Basis) -> float | None:
    figures = basis.figures
    if figures is None:
        return None
    return formulas.utilisation_pct(figures.handling_ms, figures.ready_ms, figures.logged_in_ms)


_WORKING = tuple(
    state
    for category in (AgentCategory.READY, AgentCategory.RINGING, AgentCategory.TALKING, AgentCategory.WRAP_UP)
    for state in STATES_OF[category]
)
"""The states of agents who work a queue: they take its callers, or will once they are free."""


def _position(now: QueueNow) -> int:
    """Returns the position of a caller who comes now, behind all whom no ready agent takes at once."""
    return max(0, now.waiting + 1 - now.agents.get(_READY, 0))


def _estimated_wait_s(basis: Basis) -> float | None:
    """The wait of a caller who comes now."""
    now = basis.now
    if now is None:
        return None
    working = sum(now.agents.get(state, 0) for state in _WORKING)
    return formulas.estimated_wait_s(basis.tally, _position(now), working)


def _estimate_is_off_by_s(basis: Basis) -> int | None:
    """One standard deviation of the estimate, where agents become free at random: the estimate / √position."""
    wait_s = _estimated_wait_s(basis)
    return None if not wait_s or basis.now is None else round(wait_s / sqrt(_position(basis.now)))


_ENTRIES = (
    Figure(
        id=FigureId.SERVICE_LEVEL,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        needs=frozenset({Need.OUTCOMES, Need.GOAL, Need.FORMULA}),
        value=lambda basis: formulas.service_level_pct(basis.tally, basis.goal.formula),
        of=lambda basis: formulas.counted(basis.tally, basis.goal.formula),
        level=_service_level,
    ),
    Figure(
        id=FigureId.WAITING,
        unit=Unit.COUNT,
        better=Better.LOWER,
        needs=frozenset({Need.NOW, Need.GOAL}),
        value=lambda basis: None if basis.now is None else basis.now.waiting,
        beside=lambda basis: None if basis.now is None else basis.now.late,
        level=_waiting,
    ),
    Figure(
        id=FigureId.LONGEST_WAIT,
        unit=Unit.RUNNING,
        better=Better.LOWER,
        needs=frozenset({Need.NOW, Need.GOAL}),
        value=lambda basis: None if basis.now is None else basis.now.longest_since_ms,
        level=lambda basis, _: thresholds.late_wait(_waiting(basis, 0)),
    ),
    Figure(
        id=FigureId.ABANDONMENT,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        needs=frozenset({Need.OUTCOMES, Need.GOAL}),
        value=lambda basis: formulas.abandonment_pct(basis.tally),
        of=lambda basis: formulas.ended(basis.tally),
        beside=_count("flowed_out"),
        level=_abandonment,
    ),
    Figure(
        id=FigureId.ANSWERED,
        unit=Unit.COUNT,
        needs=frozenset({Need.OUTCOMES}),
        value=_count("answered"),
        of=_count("offered"),
        beside=_count("flowed_out"),
    ),
    Figure(
        id=FigureId.ASA,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.average_speed_of_answer_s(basis.tally),
    ),
    Figure(
        id=FigureId.AHT,
        unit=Unit.SECONDS,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.average_handle_time_s(basis.tally),
    ),
    Figure(id=FigureId.OCCUPANCY, unit=Unit.PERCENT, needs=frozenset({Need.AGENTS}), value=_occupancy_pct),
    Figure(
        id=FigureId.AGENTS_READY,
        unit=Unit.COUNT,
        better=Better.HIGHER,
        needs=frozenset({Need.NOW}),
        value=_agents(AgentCategory.READY),
        of=_logged_in,
        beside=_waiting_for_nobody,
        level=_ready,
    ),
    Figure(
        id=FigureId.ANSWERED_IN_60,
        unit=Unit.PERCENT,
        better=Better.HIGHER,
        needs=frozenset({Need.OUTCOMES}),
        value=lambda basis: formulas.share_pct(basis.tally.answered_in_60, basis.tally.left_60),
        of=lambda basis: basis.tally.left_60,
    ),
    Figure(id=FigureId.OFFERED, unit=Unit.COUNT, needs=frozenset({Need.OUTCOMES}), value=_count("offered")),
    Figure(
        id=FigureId.ABANDONS,
        unit=Unit.COUNT,
        better=Better.LOWER,
        needs=frozenset({Need.OUTCOMES}),
        value=_count("abandoned"),
        of=_count("offered"),
    ),
    Figure(
        id=FigureId.FLOWED_OUT,
        unit=Unit.COUNT,
        better=Better.LOWER,
        needs=frozenset({Need.OUTCOMES}),
        value=_count("flowed_out"),
        of=_count("offered"),
    ),
    Figure(
        id=FigureId.ATQ,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.average_time_in_queue_s(basis.tally),
    ),
    Figure(
        id=FigureId.LONGEST_ENDED,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: basis.tally.longest_wait_ms / 1000 if formulas.ended(basis.tally) else None,
    ),
    Figure(
        id=FigureId.AGENTS_TALKING,
        unit=Unit.COUNT,
        needs=frozenset({Need.NOW}),
        value=_agents(AgentCategory.TALKING),
        of=_logged_in,
    ),
    Figure(id=FigureId.AGENTS_LOGGED_IN, unit=Unit.COUNT, needs=frozenset({Need.NOW}), value=_logged_in),
    Figure(id=FigureId.UTILISATION, unit=Unit.PERCENT, needs=frozenset({Need.AGENTS}), value=_utilisation_pct),
    Figure(
        id=FigureId.AHT_WITH_WAIT,
        unit=Unit.SECONDS,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.handle_time_with_wait_s(basis.tally),
    ),
    Figure(
        id=FigureId.ESTIMATED_WAIT,
        unit=Unit.SECONDS,
        better=Better.LOWER,
        needs=frozenset({Need.NOW, Need.TIMES}),
        value=_estimated_wait_s,
        beside=_estimate_is_off_by_s,
    ),
    Figure(
        id=FigureId.HOLD_SHARE,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.hold_share_pct(basis.tally),
    ),
    Figure(
        id=FigureId.RINGS_MISSED,
        unit=Unit.COUNT,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=_count("rings_missed"),
    ),
    Figure(
        id=FigureId.TRANSFER_RATE,
        unit=Unit.PERCENT,
        better=Better.LOWER,
        needs=frozenset({Need.TIMES}),
        value=lambda basis: formulas.transfer_rate_pct(basis.tally),
        of=lambda basis: basis.tally.sent_on_of,
    ),
)

CATALOGUE: Mapping[FigureId, Figure] = {figure.id: figure for figure in _ENTRIES}


def level_of(figure: Figure, basis: Basis, value: float | None) -> Level:
    """The level of a value; unknown where the goal is not known."""
    if figure.level is None or basis.goal.formula is _UNKNOWN:
        return _NO_DATA
    return figure.level(basis, value)
