"""The band of figures across the top of a board, without colours while they are not live."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.figure_menu import FigureMenu
from wallboard.ui.figures.tile import KpiTile
from wallboard.ui.figures.tile_text import explanation
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import set_tip

TILES = (
    FigureId.SERVICE_LEVEL,
    FigureId.WAITING,
    FigureId.LONGEST_WAIT,
    FigureId.ABANDONMENT,
    FigureId.ANSWERED,
    FigureId.ASA,
    FigureId.AHT,
    FigureId.OCCUPANCY,
    FigureId.AGENTS_READY,
)
"""What a desk shows."""
MOST_TILES = 9
"""So many tiles fit a window 910 wide (1366 at 150 %)."""
_WIDTH = 5
_WIDTHS = {FigureId.SERVICE_LEVEL: 9, FigureId.WAITING: 4}
_COMPACT_WIDTHS = {FigureId.SERVICE_LEVEL: 7}
"""Shares of the width: without its formula a service level needs less, and what is wrong with the waiting fits."""


class KpiBand(QWidget):
    """One tile for each figure that is asked for, from left to right; the right button offers others.

    Signals:
        figures_chosen: the `FigureId`s that the user wants to see, an empty tuple for the usual ones.
    """

    figures_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, figures: Sequence[FigureId] = TILES) -> None:
        super().__init__(parent)
        self._theme, self._stale_theme = theme, theme.stale()
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._tiles = {figure_id: KpiTile(self._stale_theme, figure_id, self) for figure_id in figures}
        for figure_id, tile in self._tiles.items():
            self._layout.addWidget(tile, _WIDTHS.get(figure_id, _WIDTH))
            tile.entered.connect(self._explain)
        self._frame = BoardFrame()
        self._can_choose = False

    @property
    def tiles(self) -> tuple[KpiTile, ...]:
        """Returns the tiles from left to right."""
        return tuple(self._tiles.values())

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme, self._stale_theme = theme, theme.stale()
        self._layout.setSpacing(theme.px(8))
        self._dress()

    def let_choose(self) -> None:
        """Enables the choice of other figures by the right button and the menu key."""
        self._can_choose = True

    def set_compact(self, *, is_compact: bool) -> None:
        """Reduces the height, without the lines that explain each figure."""
        widths = _COMPACT_WIDTHS if is_compact else _WIDTHS
        for figure_id, tile in self._tiles.items():
            tile.set_compact(is_compact=is_compact)
            self._layout.setStretchFactor(tile, widths.get(figure_id, _WIDTH))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offers the other figures, where the board can be operated."""
        if not self._can_choose:
            return
        menu = FigureMenu("", tuple(self._tiles), MOST_TILES, self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.figures_chosen.connect(self.figures_chosen, Qt.ConnectionType.QueuedConnection)
        menu.popup(event.globalPos())

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the figures as of ``now_ms`` of the gateway's clock."""
        before, self._frame = self._frame, frame
        if before.is_live is not frame.is_live:
            self._dress()
        show_figures(self._tiles, frame, before, now_ms)
        if not before.scopes:
            self._explain()

    def tick(self, now_ms: int) -> None:
        """Advances waits to ``now_ms`` of the gateway's clock."""
        for tile in self._tiles.values():
            tile.tick(now_ms)
        if self.underMouse() or any(tile.hasFocus() for tile in self._tiles.values()):
            self._explain()

    def _explain(self) -> None:
        total = row_of_scope(self._frame)
        for figure_id, tile in self._tiles.items():
            set_tip(tile, explanation(self._frame.kpis.of(figure_id), total))

    def _dress(self) -> None:
        theme = self._theme if self._frame.is_live else self._stale_theme
        for tile in self._tiles.values():
            tile.restyle(theme)


class FigureTile(Protocol):
    """A tile of one figure."""

    def show_kpi(self, kpi: Kpi, now_ms: int, *, is_coloured: bool = True) -> None:
        """Shows the figure as of ``now_ms`` of the gateway's clock; its level unless another tile has it."""


def show_figures(tiles: Mapping[FigureId, FigureTile], frame: BoardFrame, before: BoardFrame, now_ms: int) -> None:
    """Shows a frame's figures on the tiles of their ids, as far as they are others than ``before``."""
    plain = plain_figures(map(frame.kpis.of, tiles))
    for figure_id, tile in tiles.items():
        kpi = frame.kpis.of(figure_id)
        if before.kpis.of(figure_id) is not kpi or kpi.since_ms is not None:
            tile.show_kpi(kpi, now_ms, is_coloured=figure_id not in plain)


def plain_figures(kpis: Iterable[Kpi]) -> frozenset[FigureId]:
    """Returns the figures whose level another of them shows: the same callers colour only one."""
    is_late = any(kpi.id is FigureId.WAITING and kpi.beside for kpi in kpis)
    return frozenset({FigureId.LONGEST_WAIT} if is_late else ())


def plain_columns(columns: Iterable[FigureId]) -> frozenset[FigureId]:
    """Returns the columns whose level another shows: late callers colour the longest wait, not the count."""
    return frozenset({FigureId.WAITING} if FigureId.LONGEST_WAIT in tuple(columns) else ())


def row_of_scope(frame: BoardFrame) -> QueueRow | None:
    """Returns the row whose figures the band shows."""
    return next((row for row in frame.scopes if row.id == frame.scope), None)


def shown_ms(frame: BoardFrame, now_ms: int) -> int:
    """Returns the moment that clocks show: now, or while the picture is not live the last moment that it was."""
    if frame.freshness.is_live and frame.as_of_ms:
        return min(frame.as_of_ms, now_ms)
    return now_ms if frame.freshness.is_live or not frame.freshness.since_ms else frame.freshness.since_ms
