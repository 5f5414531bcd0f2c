"""A table whose cells are painted wholly by its delegate: what Qt would ask and draw besides costs more."""

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QAccessible, QCursor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget

from wallboard.ui.look.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
PlacedCell = tuple[int, int, int, int, int, int, QStyle.StateFlag]
"""What is to be painted: row, column, left, top, width, height and state."""


class PaintedTable(QTableView):
    """Paints the cells that need it on the theme's surface, each by one call of the delegate.

    Qt's own table asks the model four times and the style once for each cell, and has all that lies behind the
    table painted first: several times the cost of the cell.

    Attributes:
        ground: the colour behind the cells.
        shifts: by how many device-independent pixels rows are painted below their places, while they slide there.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ground = theme.colour("surface")
        self.shifts: dict[int, int] = {}
        self.setShowGrid(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self.ground = theme.colour("surface")
        self.viewport().update()

    def set_row_height(self, height: int) -> None:
        """Makes rows so many device-independent pixels high; the first one in sight stays so."""
        bar, header = self.verticalScrollBar(), self.verticalHeader()
        last = header.defaultSectionSize()
        if height != last:
            place = bar.value() / max(1, last)
            header.setDefaultSectionSize(height)
            self.updateGeometries()  # the bar has its new range only then
            bar.setValue(round(place * height))

    def sees_current(self) -> bool:
        """Whether the current cell is in sight."""
        return self.currentIndex().isValid() and self.currentIndex().row() in self.rows_in_sight()

    def rows_in_sight(self) -> range:
        """Returns the rows that are at least partly visible."""
        return self._rows(0, self.viewport().height() - 1)

    def dataChanged(self, first: _Index, last: _Index, /, roles: Sequence[int] = ()) -> None:
        """Has the changed cells painted; Qt's own takes a pixel more, and with it each neighbour."""
        if QAccessible.isActive():
            super().dataChanged(first, last, roles)
            return
        left, top = self.columnViewportPosition(first.column()), self.rowViewportPosition(first.row())
        right = self.columnViewportPosition(last.column()) + self.columnWidth(last.column())
        bottom = self.rowViewportPosition(last.row()) + self.rowHeight(last.row())
        self.viewport().update(left, top, right - left, bottom - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.state &= ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        self.paint_cells(painter, option, self._cells(painter, event.region(), option.state))
        painter.end()

    def paint_ground(self, painter: QPainter, rect: QRect) -> None:
        """Paints what lies behind the cells in ``rect``."""
        painter.fillRect(rect, self.ground)

    def paint_cells(self, painter: QPainter, option: QStyleOptionViewItem, cells: Iterable[PlacedCell]) -> None:
        """Paints cells, each by one call of the delegate; ``option`` is what they have alike."""
        delegate, model = self.itemDelegate(), self.model()
        for row, column, left, top, width, height, state in cells:
            option.rect = QRect(left, top, width, height)
            option.state = state
            delegate.paint(painter, option, model.index(row, column))

    def _cells(self, painter: QPainter, region: QRegion, plain: QStyle.StateFlag) -> Iterator[PlacedCell]:
        """Paints the ground of ``region`` and returns the cells that are to be painted on it."""
        special, columns = self._special(plain), self._columns()
        for rect in cast("Iterable[QRect]", region):  # it is one, which its stub does not say
            painter.setClipRect(rect)  # Qt draws a pixmap three times as fast where the clip is one rectangle
            self.paint_ground(painter, rect)
            left, right = rect.left(), rect.right()
            touched = [column for column in columns if column[1] <= right and column[1] + column[2] > left]
            for row in self._in_order(self._rows(rect.top(), rect.bottom())):
                top, height = self.rowViewportPosition(row) + self.shifts.get(row, 0), self.rowHeight(row)
                if row in self.shifts:
                    painter.fillRect(left, top, right - left + 1, height, self.ground)
                for column, start, width in touched:
                    yield (
                        row,
                        column,
                        start,
                        top,
                        width,
                        height,
                        special.get((row, column), plain) if special else plain,
                    )

    def _in_order(self, rows: range) -> Iterable[int]:
        """Returns the rows to paint; while some slide, all visible ones, with those on top."""
        return sorted(self.rows_in_sight(), key=lambda row: row in self.shifts) if self.shifts else rows

    def _rows(self, top: int, bottom: int) -> range:
        """Returns the rows that are at some place from ``top`` to ``bottom`` of the viewport."""
        first, last = self.rowAt(top), self.rowAt(bottom)
        end = last if last >= 0 else self.verticalHeader().count() - 1
        return range(first, end + 1) if first >= 0 else range(0)

    def _columns(self) -> list[tuple[int, int, int]]:
        """Returns the columns that are not hidden, each with its left edge in the viewport and its width."""
        header = self.horizontalHeader()
        return [
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in range(header.count())
            if not header.isSectionHidden(column)
        ]

    def _special(self, plain: QStyle.StateFlag) -> dict[tuple[int, int], QStyle.StateFlag]:
        """Returns the few cells that are selected or under the pointer, with their state."""
        selected = plain | QStyle.StateFlag.State_Selected
        special = {(index.row(), index.column()): selected for index in self.selectedIndexes()}
        if self.viewport().underMouse():
            hovered = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos()))
            at = hovered.row(), hovered.column()
            special[at] = special.get(at, plain) | QStyle.StateFlag.State_MouseOver
        return special
