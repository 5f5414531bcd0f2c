"""The figures of one queue or group as rows: computed by the catalogue, when a window asks for them."""

from collections.abc import Iterable, Iterator
from functools import cache

from msgspec.structs import replace

from wallboard.domain.counts import formulas, thresholds
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, Figure, FigureId, Need, Unit, level_of
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.row import Row


class Pbxs(Row, frozen=True, kw_only=True):
    """How many of a group's PBXs are connected, where some are not."""

    connected: int
    all: int


class Kpi(Row, frozen=True, kw_only=True):
    """One figure of a queue or group; ``value`` is in the catalogue's unit, None means no data.

    A running wait has ``since_ms`` instead of a value; at ``warn_at_ms`` and ``late_at_ms`` its level changes, at
    the latter to ``late_level``. ``of`` is what the value is a share of, ``beside`` the number that the catalogue
    sets beside it. ``level`` is ``no_data`` also for a figure without a goal. ``window`` is None for a figure of
    this moment; ``covered_since_ms`` is set where the gateway started later than the window, and
    ``agents_since_ms`` where the agents' time that it is made of is counted since later still. With ``is_flow_out``
    most callers flowed out. ``pbxs`` is set where some of its PBXs are lost.
    """

    id: FigureId
    value: float | None = None
    since_ms: int | None = None
    warn_at_ms: int | None = None
    late_at_ms: int | None = None
    late_level: Level = Level.BAD
    of: int | None = None
    beside: int = 0
    level: Level = Level.NO_DATA
    window: Window | None = None
    goal: Goal | None = None
    covered_since_ms: int | None = None
    agents_since_ms: int | None = None
    is_flow_out: bool = False
    pbxs: Pbxs | None = None

    @property
    def is_something(self) -> bool:
        """Whether there is data, and a count is not 0."""
        if CATALOGUE[self.id].unit is Unit.COUNT:
            return bool(self.value)
        return self.value is not None or self.since_ms is not None

    def level_at(self, now_ms: int) -> Level:
        """Returns the level at ``now_ms`` of the gateway's clock; a running wait's changes by itself.

        Where PBXs are lost no wait is good: a longer one may exist there.
        """
        if self.warn_at_ms is None or self.late_at_ms is None:
            return self.level
        level = thresholds.wait(now_ms, (self.warn_at_ms, self.late_at_ms), late=self.late_level)
        return Level.NO_DATA if level is Level.GOOD and self.pbxs is not None else level


class Kpis:
    """The figures of one queue or group, each made when it is first asked for: of all there are few are shown.

    Attributes:
        basis: what they are made of.
        pbxs: set where only some of a group's PBXs are connected.
    """

    __slots__ = ("_made", "basis", "pbxs")

    def __init__(self, basis: Basis, pbxs: Pbxs | None = None, made: Iterable[Kpi] = ()) -> None:
        """``made`` are figures that are known already."""
        self.basis = basis
        self.pbxs = pbxs
        self._made = {kpi.id: kpi for kpi in made}

    def __eq__(self, other: object) -> bool:
        """Whether all figures are the same in both."""
        if self is other:
            return True
        return isinstance(other, Kpis) and self.pbxs == other.pbxs and self.basis == other.basis

    def __hash__(self) -> int:
        return hash((self.pbxs, self.basis))

    def __iter__(self) -> Iterator[Kpi]:
        return map(self.of, CATALOGUE)

    def of(self, figure_id: FigureId) -> Kpi:
        """Returns one figure; the same object each time."""
        if (kpi := self._made.get(figure_id)) is None:
            kpi = self._made[figure_id] = _kpi(CATALOGUE[figure_id], self.basis, self.pbxs)
        return kpi

    def value(self, figure_id: FigureId) -> float | None:
        """Returns the value of one figure; of a running wait the moment since which it grows, epoch ms."""
        if (kpi := self._made.get(figure_id)) is not None:
            return kpi.value if kpi.since_ms is None else kpi.since_ms
        return CATALOGUE[figure_id].value(self.basis)

    def beside(self, figure_id: FigureId) -> int:
        """Returns the callers that are set beside one figure."""
        if (kpi := self._made.get(figure_id)) is not None:
            return kpi.beside
        return _beside(CATALOGUE[figure_id], self.basis)

    def renewed(self, basis: Basis, pbxs: Pbxs | None = None) -> "Kpis":
        """Returns the figures of newer data, this object if none of them may differ.

        Those whose data did not change stay the same objects.
        """
        if pbxs != self.pbxs or not basis.has_same_window(self.basis):
            return Kpis(basis, pbxs)
        if basis.has_same_now(self.basis):
            return self
        made = self._made.copy().values()  # a window may add one meanwhile, in its own thread
        return Kpis(basis, pbxs, [kpi for kpi in made if not CATALOGUE[kpi.id].is_of_now])


@cache
def without_data(window: Window) -> Kpis:
    """Returns all figures of a window without data."""
    return Kpis(Basis(window=window))


def _kpi(figure: Figure, basis: Basis, pbxs: Pbxs | None) -> Kpi:
    kpi = _of_now(figure, basis) if figure.is_of_now else _of_window(figure, basis)
    if pbxs is None:
        return kpi
    return replace(kpi, pbxs=pbxs, level=Level.NO_DATA if kpi.level is Level.GOOD else kpi.level)


def _beside(figure: Figure, basis: Basis) -> int:
    return 0 if figure.beside is None else figure.beside(basis) or 0


def _of_window(figure: Figure, basis: Basis) -> Kpi:
    value, figures = figure.value(basis), basis.figures
    return Kpi(
        id=figure.id,
        value=value,
        of=None if value is None or figure.of is None else figure.of(basis),
        beside=_beside(figure, basis),
        level=level_of(figure, basis, value),
        window=basis.window,
        goal=basis.goal if Need.FORMULA in figure.needs else None,
        covered_since_ms=covered_since_ms(figures),
        agents_since_ms=figures.agents_since_ms if figures is not None and Need.AGENTS in figure.needs else None,
        is_flow_out=Need.OUTCOMES in figure.needs and formulas.mostly_flowed_out(basis.tally),
    )


def _of_now(figure: Figure, basis: Basis) -> Kpi:
    if figure.unit is Unit.RUNNING:
        return _running(figure, basis)
    value = figure.value(basis)
    return Kpi(
        id=figure.id,
        value=value,
        of=None if value is None or figure.of is None else figure.of(basis),
        beside=_beside(figure, basis),
        level=level_of(figure, basis, value),
    )


def _running(figure: Figure, basis: Basis) -> Kpi:
    """Returns a running wait, with the moments at which its level changes."""
    since_ms = figure.value(basis)
    if since_ms is None:
        return Kpi(id=figure.id)
    warn_at_ms, late_at_ms = thresholds.wait_turns_ms(int(since_ms), basis.wait_goal)
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
