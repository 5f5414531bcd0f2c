"""The figures of one queue, or of the total, as rows computed by the catalogue."""

from functools import cache

from msgspec.structs import replace

from wallboard.domain.counts import formulas, thresholds
from wallboard.domain.counts.catalogue import CATALOGUE, Basis, Figure, FigureId, Need, Unit, level_of
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import Kpi, Pbxs

_OF_NOW = tuple(figure for figure in CATALOGUE.values() if figure.is_of_now)
_RUNNING = frozenset(figure.id for figure in _OF_NOW if figure.unit is Unit.RUNNING)
_OF_WINDOW = tuple(
    (figure, Need.FORMULA in figure.needs, Need.OUTCOMES in figure.needs, Need.AGENTS in figure.needs)
    for figure in CATALOGUE.values()
    if not figure.is_of_now
)


class Kpis:
    """The figures of one queue, rebuilt only as far as their data has changed.

    Attributes:
        shown: by their ids, in the catalogue's order; equal ones stay the same objects.
    """

    def __init__(self) -> None:
        self.shown: dict[FigureId, Kpi] = {figure_id: Kpi(id=figure_id) for figure_id in CATALOGUE}
        self._basis: Basis | None = None
        self._wait_goal = Goal()
        self._pbxs: Pbxs | None = None

    def update(self, basis: Basis, wait_goal: Goal, pbxs: Pbxs | None = None) -> dict[FigureId, Kpi]:
        """Returns the figures by ``basis``; ``wait_goal`` is the goal of the caller who waits longest.

        Where only some ``pbxs`` are connected no figure is good: its true value may be worse.
        """
        before, self._basis = self._basis, basis
        if pbxs != self._pbxs:
            before, self._pbxs = None, pbxs
        is_same_window = before is not None and _window_of(before) == _window_of(basis)
        new = [] if is_same_window else _of_window(basis)
        if not is_same_window or before is None or before.now != basis.now or wait_goal != self._wait_goal:
            new += _of_now(basis, wait_goal)
        self._wait_goal = wait_goal
        if pbxs is not None:
            new = [_in_part(kpi, pbxs) for kpi in new]
        changed = {kpi.id: kpi for kpi in new if kpi != self.shown[kpi.id]}
        if changed:
            self.shown = self.shown | changed
        return self.shown


def _in_part(kpi: Kpi, pbxs: Pbxs) -> Kpi:
    return replace(kpi, pbxs=pbxs, level=Level.NO_DATA if kpi.level is Level.GOOD else kpi.level)


@cache
def without_data(window: Window) -> tuple[Kpi, ...]:
    """Returns all figures of a window without data."""
    return tuple(Kpis().update(Basis(window=window), Goal()).values())


def _window_of(basis: Basis) -> tuple[object, ...]:
    """Returns the data of a window's figures."""
    return basis.window, basis.figures, basis.tallies, basis.goal


def _of_window(basis: Basis) -> list[Kpi]:
    covered_ms, is_flow_out = covered_since_ms(basis.figures), formulas.mostly_flowed_out(basis.tally)
    new: list[Kpi] = []
    agents_since_ms = None if basis.figures is None else basis.figures.agents_since_ms
    for figure, has_goal, has_outcomes, has_agents in _OF_WINDOW:
        value = figure.value(basis)
        kpi = Kpi(
            id=figure.id,
            value=value,
            of=None if value is None or figure.of is None else figure.of(basis),
            beside=0 if figure.beside is None else figure.beside(basis) or 0,
            level=Level.NO_DATA if figure.level is None else level_of(figure, basis, value),
            window=basis.window,
            goal=basis.goal if has_goal else None,
            covered_since_ms=covered_ms,
            agents_since_ms=agents_since_ms if has_agents else None,
            is_flow_out=is_flow_out and has_outcomes,
        )
        new.append(kpi)
    return new


def _of_now(basis: Basis, wait_goal: Goal) -> list[Kpi]:
    return [
        _running(figure, basis, wait_goal) if figure.id in _RUNNING else _at_this_moment(figure, basis)
        for figure in _OF_NOW
    ]


def _at_this_moment(figure: Figure, basis: Basis) -> Kpi:
    value = figure.value(basis)
    return Kpi(
        id=figure.id,
        value=value,
        of=None if value is None or figure.of is None else figure.of(basis),
        beside=0 if figure.beside is None else figure.beside(basis) or 0,
        level=level_of(figure, basis, value),
    )


def _running(figure: Figure, basis: Basis, goal: Goal) -> Kpi:
    """Returns a running wait, with the moments at which its level changes."""
    since_ms = figure.value(basis)
    if since_ms is None:
        return Kpi(id=figure.id)
    warn_at_ms, late_at_ms = thresholds.wait_turns_ms(int(since_ms), goal)
    return Kpi(
        id=figure.id,
        since_ms=int(since_ms),
        warn_at_ms=warn_at_ms,
        late_at_ms=late_at_ms,
        late_level=level_of(figure, basis, since_ms),
    )


def covered_since_ms(figures: Figures | None) -> int | None:
    """Returns since when there is a count, where that is later than the window's start."""
    if figures is None or figures.covered_since_ms <= figures.since_ms:
        return None
    return figures.covered_since_ms
