"""Call control on one view: the pointer drags and drops callers, the keyboard and the right button do the same.

Keys: Enter or M moves the caller, the menu key or Shift+F10 opens the menu.
"""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication

from wallboard.present.frame import MoveSource
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.drag import DropZone, carry
from wallboard.ui.call_control.menu import CallMenu
from wallboard.ui.call_control.move_chooser import MoveChooser
from wallboard.ui.call_control.offers import offers
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import Theme

_MOVE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M)


class CallGestures(QObject):
    """Watches the events of a view and calls `CallController` for its gestures; owned by the view."""

    def __init__(self, view: QAbstractItemView, controller: CallController, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._controller = controller
        self._theme = theme
        self._zone = DropZone(view, controller, theme)
        self._pressed: tuple[QPoint, MoveSource] | None = None
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)
        view.viewport().setAcceptDrops(True)
        controller.carried_changed.connect(view.viewport().update)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; a drag continues."""
        self._theme = theme
        self._zone.restyle(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handles gestures with a caller; the view gets all other events."""
        if isinstance(event, QDragLeaveEvent | QDropEvent):  # enter and move are kinds of drop events
            return self._dragged(event)
        if isinstance(event, QMouseEvent):
            return self._pointed(event)
        if isinstance(event, QContextMenuEvent):
            return self._menu_wanted(event)
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self._come_by_key(event)
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self._view:
            return self._typed(event)
        return False

    def _dragged(self, event: QDragLeaveEvent | QDropEvent) -> bool:
        if isinstance(event, QDragLeaveEvent):
            self._zone.leave()
            self._controller.aim(None)
        elif isinstance(event, QDragEnterEvent):
            event.setAccepted(self._controller.carried is not None)
        elif isinstance(event, QDragMoveEvent):
            self._zone.hold_over(event)
        else:
            self._zone.drop(event)
        return True

    def _pointed(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() is Qt.MouseButton.LeftButton:
                source = self._controller.source(self._view.indexAt(point).data(ROW_ROLE))
                self._pressed = (point, source) if source is not None else None
            case QEvent.Type.MouseButtonRelease:
                self._pressed = None
            case QEvent.Type.MouseMove if self._pressed is not None:
                start, source = self._pressed
                if (point - start).manhattanLength() >= QApplication.startDragDistance():
                    self._pressed = None
                    carry(self._view, self._controller, self._theme, source)
                return True
            case _:
                pass
        return False

    def _come_by_key(self, event: QFocusEvent) -> None:
        """Selects the current row when the table gets the focus, so that it is visible."""
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and not self._view.selectionModel().hasSelection():
            current = self._view.currentIndex()
            self._view.setCurrentIndex(current if current.isValid() else self._view.model().index(0, 0))

    def _typed(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            return self._open_menu(self._view.currentIndex())  # X11 has the menu key alone
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if event.key() not in _MOVE_KEYS or not plain:
            return False
        row = self._view.currentIndex().data(ROW_ROLE)
        source = self._controller.source(row)
        if source is not None:
            self.choose_target(source)
        return source is not None

    def _menu_wanted(self, event: QContextMenuEvent) -> bool:
        """Opens the menu of the row under the pointer or, by keyboard, of the current one."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            return self._open_menu(self._view.currentIndex())
        return self._open_menu(self._view.indexAt(event.pos()), event.pos())

    def _open_menu(self, index: QModelIndex, at: QPoint | None = None) -> bool:
        row = index.data(ROW_ROLE)
        if not isinstance(row, MoveSource) or not self._controller.may_act:
            return False
        menu = CallMenu(self._theme, offers(self._controller, row, self.choose_target), self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(at or self._view.visualRect(index).center()))
        return True

    def choose_target(self, source: MoveSource) -> None:
        """Asks where to move ``source``."""
        MoveChooser(self._theme, self._controller, source, self._view.window()).open()
