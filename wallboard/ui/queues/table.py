"""The queues and their total as a table of figures; a row can be chosen to limit the board to."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Unit
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.queue_order import CalmOrder, Sorting
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.gestures import CallGestures
from wallboard.ui.look.clock_text import second_changed
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.panel import Panel
from wallboard.ui.look.slide import Slide, moves
from wallboard.ui.look.theme import Theme
from wallboard.ui.queues.cell_delegate import QueueCellDelegate
from wallboard.ui.queues.columns import FIGURES, Cell, fit_columns, sort_key
from wallboard.ui.queues.menu import Orders, QueueMenu
from wallboard.ui.queues.queue_model import QueueModel
from wallboard.ui.words import text

translate = QCoreApplication.translate

ROW_HEIGHT = 36
_HEAD_HEIGHT = 28
_LEAST_ROWS = 3
"""So many rows, the total among them, stay in sight however little room there is."""

_RUNNING = tuple(figure_id for figure_id, figure in CATALOGUE.items() if figure.unit is Unit.RUNNING)


class QueueTable(Panel):
    """Shows `BoardFrame.queues`, those in trouble first; with a controller callers can be dropped on a queue.

    Signals:
        queue_chosen: the id of the queue to limit the board to, `ALL` for all.
        why_chosen: the `QueueRow` whose agents explain its trouble.
        sorting_changed: the `Sorting` that the user chose.
        columns_chosen: the `FigureId`s that the user wants to see, an empty tuple for the usual ones.
        need_changed: the rows need another height than before.
    """

    queue_chosen = Signal(str)
    why_chosen = Signal(object)
    sorting_changed = Signal(object)
    columns_chosen = Signal(object)
    need_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None, figures: Sequence[FigureId] = FIGURES) -> None:
        super().__init__(theme, translate("queues", "Queues"), parent)
        self.model = QueueModel(self, figures)
        self.view = PaintedTable(theme, self)
        self.delegate = QueueCellDelegate(theme, self.view)
        self.delegate.columns = self.model.order
        self._order = CalmOrder(Sorting())
        self.model.sorting = self._order.sorting
        self._slide = Slide(self.view)
        self._controller: CallController | None = None
        self._queues: tuple[QueueRow, ...] = ()
        self._set_up_view()
        self._set_up_head()
        self.set_body(self.view)
        self.restyle_with(self.view, self.delegate)
        self._set_sizes()

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._set_sizes()
        self._fit_columns()
        self.need_changed.emit()

    def _set_sizes(self) -> None:
        header = self.view.horizontalHeader()
        header.setFixedHeight(self.theme.px(_HEAD_HEIGHT))
        header.setMinimumSectionSize(self.theme.px(40))
        self.view.set_row_height(self.theme.px(ROW_HEIGHT))
        self.view.setMinimumHeight(self._rows_height(_LEAST_ROWS))

    def set_controller(self, controller: CallController) -> None:
        """Sets the controller that moves callers dropped on these queues; during a drag no row moves."""
        self.delegate.mark_of = controller.mark_of
        self._controller = controller
        self.restyle_with(CallGestures(self.view, controller, self.theme))

    @property
    def sorting(self) -> Sorting:
        """Returns what the queues are ordered by."""
        return self._order.sorting

    def sort(self, sorting: Sorting) -> None:
        """Sorts the queues by this from now on."""
        if sorting == self._order.sorting:
            return
        self._order.sorting = self.model.sorting = sorting
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.model.columns - 1)
        self._fit_columns()
        self._arrange()
        self.sorting_changed.emit(sorting)

    def height_for(self, rows: int) -> int:
        """Returns the height at which so many rows are in sight."""
        return self.height_around + self._rows_height(rows)

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows the queues of the frame."""
        is_other = self.delegate.show_live(frame.freshness.is_live) or self.delegate.scope != frame.scope
        self.delegate.scope = frame.scope
        if is_other:
            self.view.viewport().update()
        if frame.queues is not self._queues:
            before, self._queues = self._queues, frame.queues
            is_elsewhere = self._name_goals()
            self._arrange()
            if len(before) != len(frame.queues):
                self.need_changed.emit()
            if is_elsewhere or [row.name for row in before] != [row.name for row in frame.queues]:
                self._fit_columns()
                self.view.viewport().update()
        is_known = frame.freshness.is_live and not frame.queues
        self.set_empty(translate("queues", "No queues yet: the gateway has none to show.") if is_known else "")

    def tick(self, now_ms: int) -> None:
        """Advances the clocks whose second is over at ``now_ms`` of the gateway; cheap, to be called often."""
        before_ms, self.delegate.now_ms, self.model.now_ms = self.delegate.now_ms, now_ms, now_ms
        if self._order.is_due:
            self._arrange()
        clocks = [(place, column) for place, column in enumerate(self.model.order) if column in _RUNNING]
        for at, row in self.model.shown(self.view.rows_in_sight()):
            for place, column in clocks:
                since_ms = row.kpi(FigureId(column)).since_ms
                if since_ms is not None and second_changed(since_ms, before_ms, now_ms):
                    self.view.update(self.model.index(at, place))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Chooses by Enter or Space, fits the columns to the width, and clears a row that the pointer leaves."""
        if watched is self.view.viewport():
            if event.type() is QEvent.Type.Leave:
                self._hover(-1)
            elif event.type() is QEvent.Type.Resize:
                self._fit_columns()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.view:
            return self._typed(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    # what the user does

    def _typed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._open_menu(self.view.visualRect(self.view.currentIndex()).center())
            return True
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return False
        self._choose(self.view.currentIndex())
        return True

    def _clicked(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None and row.why is not None and self.model.order[index.column()] is Cell.AGENTS:
            self.why_chosen.emit(row)
        else:
            self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.queue_chosen.emit(row.id)

    def _open_menu(self, at: QPoint) -> None:
        row = self.model.row_at(self.view.indexAt(at))
        menu = QueueMenu(row, self.delegate.scope, Orders(self.sorting, self.model.order), self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.queue_chosen.connect(self.queue_chosen)
        menu.sorting_chosen.connect(self.sort)
        menu.columns_chosen.connect(self.columns_chosen, Qt.ConnectionType.QueuedConnection)
        menu.popup(self.view.viewport().mapToGlobal(at))

    def _hover(self, row: int, column: int = -1) -> None:
        for at in {self.delegate.hovered_row, row} - {-1}:
            for each in range(self.model.columns):
                self.view.update(self.model.index(at, each))
        self.delegate.hovered_row = row
        under = self.model.row_at(self.model.index(row, 0))
        is_why = under is not None and under.why is not None and self.model.order[column] is Cell.AGENTS
        shape = Qt.CursorShape.PointingHandCursor if is_why else Qt.CursorShape.ArrowCursor
        self.view.viewport().setCursor(QCursor(shape))

    # how it is shown

    def _arrange(self) -> None:
        carries = self._controller is not None and self._controller.carried is not None
        self._order.is_held = carries or self.view.viewport().underMouse()
        before = self.model.keys
        self.model.replace_rows(self._order.arrange(self._queues, self.delegate.now_ms))
        after = self.model.keys
        if after != before and len(after) == len(before):
            self._slide.begin(moves(before, after))

    def _name_goals(self) -> bool:
        """Shows the goal in the head where all queues have the same, else beside each figure.

        Returns whether that is elsewhere than before, so that all figures need another place.
        """
        goals = {row.goal for row in self._queues}
        before, self.delegate.names_goals = self.delegate.names_goals, len(goals) > 1
        number = text.count(sum(not row.is_group for row in self._queues))
        shared = [f"{text.goal_name(goal)} {text.formula_name(goal.formula)}" for goal in goals if len(goals) == 1]
        self.set_note(" · ".join([*shared, number]))
        return before is not self.delegate.names_goals

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        self.model.rows_in_sight = self.view.rows_in_sight
        view.setItemDelegate(self.delegate)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setAccessibleName(translate("queues", "Queues"))
        view.verticalHeader().hide()
        view.verticalHeader().setMinimumSectionSize(1)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.clicked.connect(self._clicked)
        view.entered.connect(lambda index: self._hover(index.row(), index.column()))

    def _set_up_head(self) -> None:
        header = self.view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setCursor(Qt.CursorShape.PointingHandCursor)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda at: self._open_menu(QPoint(at.x(), -1)))
        header.sectionClicked.connect(lambda at: self.sort(self.sorting.clicked(sort_key(self.model.order[at]))))

    def _rows_height(self, rows: int) -> int:
        return self.view.horizontalHeader().height() + rows * self.theme.px(ROW_HEIGHT)

    def _fit_columns(self) -> None:
        fit_columns(
            self.view,
            self.model.order,
            self.theme,
            [row.name for row in self._queues],
            names_goals=self.delegate.names_goals,
        )
