"""The queues and their total as a table of figures; a row can be chosen to limit the board to."""

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.delegates.queue_cell import QueueCellDelegate
from wallboard.ui.grip import Grip
from wallboard.ui.hands import Hands
from wallboard.ui.models.queue_model import Column, QueueModel
from wallboard.ui.painted_table import PaintedTable
from wallboard.ui.panel import Panel
from wallboard.ui.second_hand import turned
from wallboard.ui.text import count
from wallboard.ui.theme import Theme

translate = QCoreApplication.translate

_ROW_HEIGHT = 52
_WIDTHS = {
    Column.SERVICE_LEVEL: 118,
    Column.WAITING: 66,
    Column.LONGEST: 92,
    Column.ABANDONED: 92,
    Column.ASA: 58,
    Column.AGENTS: 120,
}
_GIVEN_UP = (Column.ASA, Column.AGENTS, Column.ABANDONED)
"""The columns that a narrow table does without, first to last."""
_LEAST_NAME, _NAME = 88, 150
_AGENTS_AT_MOST = 190
"""Room beyond what the name needs goes to the agents' figures up to here."""


class QueueTable(Panel):
    """Shows `BoardFrame.queues`; with hands a carried caller can be dropped on a queue.

    Signals:
        queue_chosen: the id of the queue to limit the board to, `ALL_QUEUES` for all.
    """

    queue_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, translate("queues", "Queues"), parent)
        self.model = QueueModel(self)
        self.view = PaintedTable(theme, self)
        self.delegate = QueueCellDelegate(theme, self.view)
        self._set_up_view()
        self.set_body(self.view)

    def take_hands(self, hands: Hands) -> None:
        """Let callers be dropped on these queues by ``hands``."""
        self.delegate.mark_of = hands.mark_of
        Grip(self.view, hands, self.theme)

    def show_frame(self, frame: BoardFrame) -> None:
        """Show this picture's queues."""
        is_other = self.delegate.show_live(frame.freshness.is_live) or self.delegate.scope != frame.scope
        self.delegate.scope = frame.scope
        if is_other:
            self.view.viewport().update()
        self.model.replace_rows(frame.queues)
        self.set_note(count(max(0, len(frame.queues) - 1)))

    def tick(self, now_ms: int) -> None:
        """Turn the clocks whose second is over at ``now_ms`` of the gateway; call it often, it costs little."""
        before_ms, self.delegate.now_ms, self.model.now_ms = self.delegate.now_ms, now_ms, now_ms
        for at, row in self.model.shown(self.view.rows_in_sight()):
            if row.longest_since_ms is not None and turned(row.longest_since_ms, before_ms, now_ms):
                self.view.update(self.model.index(at, Column.LONGEST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Choose by Enter or Space; fit the columns to the width; let a row go that the pointer leaves."""
        if event.type() is QEvent.Type.Leave and watched is self.view.viewport():
            self._hover(-1)
        if event.type() is QEvent.Type.Resize and watched is self.view.viewport():
            self._fit_columns()
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in keys:
            self._choose(self.view.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _set_up_view(self) -> None:
        view, theme = self.view, self.theme
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setAccessibleName(translate("queues", "Queues"))
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(theme.px(40))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.clicked.connect(self._choose)
        view.entered.connect(lambda index: self._hover(index.row()))

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if isinstance(row, QueueRow):
            self.queue_chosen.emit(row.id)

    def _hover(self, row: int) -> None:
        for at in {self.delegate.hovered_row, row} - {-1}:
            for column in Column:
                self.view.update(self.model.index(at, column))
        self.delegate.hovered_row = row

    def _fit_columns(self) -> None:
        px = self.theme.px
        room = self.view.viewport().width() - px(_LEAST_NAME)
        shown = widths = self._widths()
        for column in _GIVEN_UP:
            if sum(shown.values()) <= room:
                break
            shown = {one: width for one, width in shown.items() if one is not column}
        for column, width in widths.items():
            self.view.setColumnWidth(column, width)
            self.view.setColumnHidden(column, column not in shown)
        spare = room + px(_LEAST_NAME) - px(_NAME) - sum(shown.values())
        agents = widths[Column.AGENTS]
        self.view.setColumnWidth(Column.AGENTS, max(agents, min(agents + spare, px(_AGENTS_AT_MOST))))

    def _widths(self) -> dict[Column, int]:
        """What each column needs for its figures, or for its heading where a language has a longer one."""
        heading = self.view.horizontalHeader().sectionSizeHint
        return {column: max(self.theme.px(width), heading(column)) for column, width in _WIDTHS.items()}
