"""A table whose cells are painted wholly by its delegate: what Qt would ask and draw besides costs more."""

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QCursor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget

from wallboard.ui.theme import Theme


class PaintedTable(QTableView):
    """Paints the cells that need it on the theme's surface, each by one call of the delegate.

    Qt's own table asks the model four times and the style once for each cell, and has all that lies behind the
    table painted first: several times the cost of the cell.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = theme.colour("surface")
        self.setShowGrid(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def rows_in_sight(self) -> range:
        """The rows of which something can be seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(0, first), (last if last >= 0 else self.verticalHeader().count() - 1) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
        special = self._special(plain)
        delegate, model = self.itemDelegate(), self.model()
        for rect in cast("Iterable[QRect]", event.region()):  # it is one, which its stub does not say
            painter.fillRect(rect, self._ground)
            for row, column, index in self._cells(rect, model):
                option.rect = self._place(row, column)
                option.state = special.get((row, column), plain)
                delegate.paint(painter, option, index)
        painter.end()

    def _cells(self, rect: QRect, model: QAbstractItemModel) -> list[tuple[int, int, QModelIndex]]:
        """The visible cells that ``rect`` of the viewport touches."""
        first, last = self.rowAt(rect.top()), self.rowAt(rect.bottom())
        if first < 0:
            return []
        rows = range(first, (last if last >= 0 else self.verticalHeader().count() - 1) + 1)
        header = self.horizontalHeader()
        columns = [
            column
            for column in range(header.count())
            if (left := header.sectionViewportPosition(column)) <= rect.right()
            and left + header.sectionSize(column) > rect.left()
            and not header.isSectionHidden(column)
        ]
        return [(row, column, model.index(row, column)) for row in rows for column in columns]

    def _place(self, row: int, column: int) -> QRect:
        return QRect(
            self.columnViewportPosition(column),
            self.rowViewportPosition(row),
            self.columnWidth(column),
            self.rowHeight(row),
        )

    def _special(self, plain: QStyle.StateFlag) -> dict[tuple[int, int], QStyle.StateFlag]:
        """The few cells that are selected or under the pointer, with their state."""
        selected = plain | QStyle.StateFlag.State_Selected
        special = {(index.row(), index.column()): selected for index in self.selectedIndexes()}
        if self.viewport().underMouse():
            hovered = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos()))
            at = hovered.row(), hovered.column()
            special[at] = special.get(at, plain) | QStyle.StateFlag.State_MouseOver
        return special
