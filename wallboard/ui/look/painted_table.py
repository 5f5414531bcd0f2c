"""A table whose cells are painted wholly by its delegate: what Qt would ask and draw besides costs more."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget

from wallboard.ui.look.theme import Theme


class PaintedTable(QTableView):
    """Paints the cells that need it on the theme's surface, each by one call of the delegate.

    Qt's own table asks the model four times and the style once for each cell, and has all that lies behind the
    table painted first: several times the cost of the cell.

    Attributes:
        shifts: by how many device-independent pixels rows are painted below their places, while they slide there.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = theme.colour("surface")
        self.shifts: dict[int, int] = {}
        self.setShowGrid(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def rows_in_sight(self) -> range:
        """The rows of which something can be seen."""
        return self._rows(0, self.viewport().height() - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        special = self._special(plain)
        delegate, model, columns = self.itemDelegate(), self.model(), self._columns()
        for rect in cast("Iterable[QRect]", event.region()):  # it is one, which its stub does not say
            painter.fillRect(rect, self._ground)
            left, right = rect.left(), rect.right()
            touched = [column for column in columns if column[1] <= right and column[1] + column[2] > left]
            for row in self._in_order(self._rows(rect.top(), rect.bottom())):
                top, height = self.rowViewportPosition(row) + self.shifts.get(row, 0), self.rowHeight(row)
                if row in self.shifts:
                    painter.fillRect(left, top, right - left + 1, height, self._ground)
                for column, start, width in touched:
                    option.rect = QRect(start, top, width, height)
                    option.state = special.get((row, column), plain)
                    delegate.paint(painter, option, model.index(row, column))
        painter.end()

    def _in_order(self, rows: range) -> Iterable[int]:
        """The rows to paint; while some slide all that are in sight, and those over the others."""
        return sorted(self.rows_in_sight(), key=lambda row: row in self.shifts) if self.shifts else rows

    def _rows(self, top: int, bottom: int) -> range:
        """The rows that are at some place from ``top`` to ``bottom`` of the viewport."""
        first, last = self.rowAt(top), self.rowAt(bottom)
        end = last if last >= 0 else self.verticalHeader().count() - 1
        return range(first, end + 1) if first >= 0 else range(0)

    def _columns(self) -> list[tuple[int, int, int]]:
        """The columns that are not hidden, each with its left edge in the viewport and its width."""
        header = self.horizontalHeader()
        return [
            (column, header.sectionViewportPosition(column), header.sectionSize(column))
            for column in range(header.count())
            if not header.isSectionHidden(column)
        ]

    def _special(self, plain: QStyle.StateFlag) -> dict[tuple[int, int], QStyle.StateFlag]:
        """The few cells that are selected or under the pointer, with their state."""
        selected = plain | QStyle.StateFlag.State_Selected
        special = {(index.row(), index.column()): selected for index in self.selectedIndexes()}
        if self.viewport().underMouse():
            hovered = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos()))
            at = hovered.row(), hovered.column()
            special[at] = special.get(at, plain) | QStyle.StateFlag.State_MouseOver
        return special
