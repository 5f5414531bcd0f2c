"""The user's arrangement, choices and positions on a board, which the next board restores."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTableView

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.counts.catalogue import FigureId
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.present.wall import WallView
from wallboard.settings.client import DeskSettings
from wallboard.ui.figures.band import MOST_TILES, TILES
from wallboard.ui.queues.columns import FIGURES
from wallboard.ui.queues.menu import MOST_COLUMNS

if TYPE_CHECKING:
    from wallboard.ui.desk.board import DeskBoard


class Arrangement(Struct, frozen=True, kw_only=True):
    """How the parts share the board: the agents' part of the width, the charts' height at a zoom of 1."""

    agents_share: float = 0.54
    charts_height: float = 160.0


class ViewState(Struct, frozen=True, kw_only=True):
    """Where a list was: its current row by its key, None for none, and how many cells it was scrolled by."""

    current: str | None = None
    scrolled: float = 0.0
    has_focus: bool = False


def arrangement_of(settings: DeskSettings) -> Arrangement:
    """Returns the arrangement that was kept, its own where there is none."""
    own = Arrangement()
    return Arrangement(
        agents_share=settings.agents_share or own.agents_share,
        charts_height=settings.charts_height or own.charts_height,
    )


def with_arrangement(settings: DeskSettings, made: Arrangement) -> DeskSettings:
    """Returns the settings that `arrangement_of` reads this from."""
    return replace(settings, agents_share=round(made.agents_share, 4), charts_height=round(made.charts_height))


class ShownFigures(NamedTuple):
    """The figures of the band's tiles, and of the queue table's columns."""

    tiles: tuple[FigureId, ...] = TILES
    columns: tuple[FigureId, ...] = FIGURES


USUAL_FIGURES = ShownFigures()


def figures_of(settings: DeskSettings) -> ShownFigures:
    """Returns the figures that were chosen; those of another version that are none here are left out."""
    return ShownFigures(
        tuple(map(FigureId, _known(settings.tiles)))[:MOST_TILES] or TILES,
        tuple(map(FigureId, _known(settings.columns)))[:MOST_COLUMNS] or FIGURES,
    )


def _known(names: tuple[str, ...]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name in set(FigureId)]


def with_tiles(settings: DeskSettings, tiles: tuple[FigureId, ...]) -> DeskSettings:
    """Returns the settings that `figures_of` reads these tiles from."""
    return replace(settings, tiles=tuple(one.value for one in tiles))


def with_columns(settings: DeskSettings, columns: tuple[FigureId, ...]) -> DeskSettings:
    """Returns the settings that `figures_of` reads these columns from."""
    return replace(settings, columns=tuple(one.value for one in columns))


def sorting_of(settings: DeskSettings) -> Sorting:
    """Returns the stored order of the queues; by severity where it is unknown."""
    word = _FORMER.get(settings.queues_by, settings.queues_by)
    for kind in (SortBy, FigureId):
        if word in set(kind):
            return Sorting(by=kind(word), is_descending=settings.queues_descending)
    return Sorting()


_FORMER = {
    "longest": FigureId.LONGEST_WAIT.value,
    "abandoned": FigureId.ABANDONMENT.value,
    "ready": FigureId.AGENTS_READY.value,
}
"""What figures were called in the settings of version 0.1."""


def with_sorting(settings: DeskSettings, sorting: Sorting) -> DeskSettings:
    """Returns the settings that `sorting_of` reads this from."""
    return replace(settings, queues_by=sorting.by.value, queues_descending=sorting.is_descending)


def state_of(view: QTableView, current: str | None) -> ViewState:
    """Returns the position of ``view``."""
    bar = view.verticalScrollBar()
    cells = bar.value() / max(1, view.rowHeight(0)) * view.model().columnCount()
    return ViewState(current=current, scrolled=cells, has_focus=view.hasFocus())


def bring_back(view: QTableView, state: ViewState, index_of: Callable[[str], QModelIndex]) -> None:
    """Restores the position of ``view``; call it once it has its size."""
    if state.current is not None and (index := index_of(state.current)).isValid():
        view.setCurrentIndex(index)
    rows = state.scrolled / max(1, view.model().columnCount())
    view.verticalScrollBar().setValue(round(rows * view.rowHeight(0)))
    if state.has_focus:
        view.setFocus()


def wall_of(settings: DeskSettings) -> tuple[WallView, StateLimits]:
    """Returns how the agents are filtered and sorted by ``settings``, and when one of them stands out."""
    limits = StateLimits(
        pause_min=settings.pause_limit_min,
        pause_min_by_reason=settings.pause_limits_min,
        wrap_up_min=settings.wrap_up_limit_min,
        hold_min=settings.hold_limit_min,
    )
    return WallView(order=settings.agents_order, shown=frozenset(settings.agents_shown)), limits


def with_wall(settings: DeskSettings, view: WallView) -> DeskSettings:
    """Returns the settings that `wall_of` reads this from."""
    shown = tuple(group for group in AgentCategory if group in view.shown)
    return replace(settings, agents_order=view.order, agents_shown=shown)


KeptBy = Callable[[Callable[[DeskSettings, Any], DeskSettings]], Callable[[object], None]]
"""Makes a slot that remembers what it is given, where the function puts it in the settings."""


def arrange(board: "DeskBoard", settings: DeskSettings, kept_by: KeptBy) -> None:
    """Arranges a new board as the last one was, and stores what is chosen on it."""
    board.arrange(arrangement_of(settings), sorting_of(settings))
    board.agents.set_view(*wall_of(settings))
    board.arrangement_changed.connect(kept_by(with_arrangement))
    board.sorting_changed.connect(kept_by(with_sorting))
    board.tiles_chosen.connect(kept_by(with_tiles))
    board.columns_chosen.connect(kept_by(with_columns))
    board.agents.view_changed.connect(kept_by(with_wall))
