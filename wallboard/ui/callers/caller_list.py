"""The list of waiting callers, as cards: the longest wait first, each with its clock."""

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from wallboard.domain.ids import CallId
from wallboard.present.frame import BoardFrame
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.gestures import CallGestures
from wallboard.ui.callers.caller_model import CallerModel
from wallboard.ui.callers.card_delegate import CallerCardDelegate
from wallboard.ui.look.clock_text import second_changed
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.panel import Panel
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text

translate = QCoreApplication.translate


class CallerList(Panel):
    """Shows `BoardFrame.callers`; with a controller a card can be dragged to an agent or a queue.

    Without waiting callers it is one line.

    Signals:
        need_changed: the cards need another height than before.
    """

    need_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, translate("callers", "Callers"), parent)
        self._shown = 0
        self.model = CallerModel(self)
        self.view = PaintedTable(theme, self)  # a list would ask for each row whenever a caller comes or goes
        self.delegate = CallerCardDelegate(theme, self.view)
        self.view.setModel(self.model)
        self.model.rows_in_sight = self.view.rows_in_sight
        self.view.setItemDelegate(self.delegate)
        for header in (self.view.horizontalHeader(), self.view.verticalHeader()):
            header.hide()
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setTabKeyNavigation(False)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(translate("callers", "Callers, the longest wait first"))
        self._set_sizes()
        self.view.hide()
        self.set_body(self.view)
        self.restyle_with(self.view, self.delegate)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._set_sizes()
        self.need_changed.emit()

    def _set_sizes(self) -> None:
        self.view.set_row_height(self.delegate.height())
        self.view.setMinimumHeight(self.delegate.height())

    @property
    def callers(self) -> int:
        """Returns how many callers are shown."""
        return self.model.rowCount()

    def height_for(self, cards: int) -> int:
        """Returns the height at which so many cards are in sight; of none at all that of the title's line."""
        return self.height_around + cards * self.delegate.height() if cards else self.head_height

    def set_controller(self, controller: CallController) -> None:
        """Sets the controller that drags these callers; without it the list is for viewing only."""
        self.restyle_with(CallGestures(self.view, controller, self.theme))

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows the callers of the frame."""
        if self.delegate.show_live(frame.freshness.is_live):
            self.view.viewport().update()
        chosen = self.model.row_at(self.view.currentIndex())
        if chosen is not None and all(row.call_id != chosen.call_id for row in frame.callers):
            # Qt would choose the next caller and scroll there, and a key that is meant for one who left would
            # move another
            self.view.setCurrentIndex(QModelIndex())
        self.model.replace_rows(frame.callers)
        is_known = frame.freshness.is_live or any(not row.is_group for row in frame.scopes)
        nobody = translate("callers", "No callers waiting") if is_known else ""
        self.set_note(text.count(len(frame.callers)) if frame.callers else nobody)
        if self._shown != len(frame.callers):
            self._shown = len(frame.callers)
            if self._shown:
                self.view.show()
            self.need_changed.emit()

    def reveal(self, call_id: CallId) -> None:
        """Scrolls to a caller's card and makes it the current one."""
        row = self.model.row_of(call_id)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row, 0))
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self, now_ms: int) -> None:
        """Advances the clocks whose second is over at ``now_ms`` of the gateway; cheap, to be called often."""
        before_ms, self.delegate.now_ms, self.model.now_ms = self.delegate.now_ms, now_ms, now_ms
        for at, row in self.model.shown(self.view.rows_in_sight()):
            if second_changed(row.since_ms, before_ms, now_ms):
                self.view.update(self.model.index(at, 0))
