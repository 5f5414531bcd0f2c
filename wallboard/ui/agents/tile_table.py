"""The table of the agents' tiles."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QStyleOptionViewItem

from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.agents.tile_delegate import AgentTileDelegate
from wallboard.ui.look.brush import ground_of
from wallboard.ui.look.painted_table import PaintedTable, PlacedCell


class TileTable(PaintedTable):
    """Paints an `AgentGrid` by an `AgentTileDelegate`, without an index and an option of Qt for each tile.

    These took half the time of a tile, of which there are hundreds.
    """

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        """Paints what no cell covers: tiles bring their ground with them."""
        header = self.horizontalHeader()
        tiled = QRect(
            header.sectionViewportPosition(0),
            self.rowViewportPosition(0),
            header.length(),
            self.verticalHeader().length(),
        )
        if not tiled.contains(rect):
            for part in cast("Iterable[QRect]", QRegion(rect) - QRegion(tiled)):
                super().paint_ground(painter, part)

    def paint_cells(self, painter: QPainter, option: QStyleOptionViewItem, cells: Iterable[PlacedCell]) -> None:
        grid, delegate = self.model(), self.itemDelegate()
        if not isinstance(grid, AgentGrid) or not isinstance(delegate, AgentTileDelegate):
            super().paint_cells(painter, option, cells)
            return
        delegate.ratio = painter.device().devicePixelRatio()
        last, ground = option.state, ground_of(option.state)
        for row, column, left, top, width, height, state in cells:
            if state is not last:
                last, ground = state, ground_of(state)
            agent = grid.agent_at(row, column)
            if agent is None:
                painter.fillRect(left, top, width, height, self.ground)
            else:
                delegate.paint_tile(painter, (left, top, width, height), ground, agent)
