"""What can be done with a queue: limit the board to it, show all again, and order the queues, by keys too."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL, ScopeId
from wallboard.present.frame import QueueRow
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.ui.figures.figure_menu import FigureMenu
from wallboard.ui.queues.columns import Column, sort_key, title_of
from wallboard.ui.words import text
from wallboard.ui.words.plain import menu_words

translate = QCoreApplication.translate


MOST_COLUMNS = 9
"""More figures leave no table room for the names."""


class Orders(NamedTuple):
    """How the queues are ordered now, and the columns that there are, which they can be ordered by."""

    sorting: Sorting
    columns: Sequence[Column]


class QueueMenu(QMenu):
    """The menu of one row of the queue table.

    Signals:
        queue_chosen: the id of the queue or group to limit the board to.
        sorting_chosen: a `Sorting`.
        columns_chosen: the `FigureId`s that the columns shall show, an empty tuple for the usual ones.
    """

    queue_chosen = Signal(str)
    sorting_chosen = Signal(object)
    columns_chosen = Signal(object)

    def __init__(self, row: QueueRow | None, scope: ScopeId, orders: Orders, parent: QWidget) -> None:
        super().__init__(parent)
        if row is not None and row.id not in (ALL, scope):
            words = translate("queues", "Show only {queue}").format(queue=text.queue_name(row))
            self._offer(words, row.id)
        if scope != ALL:
            self._offer(translate("queues", "Show all queues"), ALL)
        self._offer_orders(orders)
        shown = [column for column in orders.columns if isinstance(column, FigureId)]
        menu = FigureMenu(translate("queues", "Columns"), shown, MOST_COLUMNS, self)
        menu.figures_chosen.connect(self.columns_chosen)
        self.addMenu(menu)

    def _offer(self, words: str, scope: ScopeId) -> None:
        self.addAction(menu_words(words)).triggered.connect(lambda: self.queue_chosen.emit(scope))

    def _offer_orders(self, offered: Orders) -> None:
        sorting = offered.sorting
        orders = self.addMenu(translate("queues", "Order"))
        group = QActionGroup(orders)
        by_trouble = orders.addAction(translate("queues", "By severity, worst first"))
        self._make_choice(by_trouble, group, Sorting(), is_now=sorting.by is SortBy.TROUBLE)
        for column in offered.columns:
            by = sort_key(column)
            action = orders.addAction(menu_words(title_of(column)))
            chosen = sorting.clicked(by) if sorting.by is by else Sorting().clicked(by)
            self._make_choice(action, group, chosen, is_now=sorting.by is by)

    def _make_choice(self, action: QAction, group: QActionGroup, sorting: Sorting, *, is_now: bool) -> None:
        action.setCheckable(True)
        action.setChecked(is_now)
        group.addAction(action)
        action.triggered.connect(lambda: self.sorting_chosen.emit(sorting))
