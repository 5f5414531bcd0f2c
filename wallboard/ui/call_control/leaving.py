"""Quitting while the supervisor is in an agent's call: it is asked first, and the call left before the window."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.words.plain import PlainQuestion, menu_words

PATIENCE_MS = 3_000
"""How long the confirmation that the call was left is awaited; then the user may quit without it."""


class Leaving(QObject):
    """Decides whether the window may close.

    Signals:
        left: the call was left, or the user quits without knowing that: the window is to close.
    """

    left = Signal()

    def __init__(self, controller: CallController, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._window = window
        self._question: StillInCall | None = None
        self._is_through = False
        self._waiting = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._waiting.timeout.connect(self._ask)
        controller.frame_changed.connect(self._check)

    def may_close(self) -> bool:
        """Whether the window may close immediately; otherwise the user is asked, and `left` signals when it may."""
        own = self._controller.frame.monitoring
        if own is None or self._is_through:
            return True
        if self._question is None and not self._waiting.isActive():
            self._ask(can_leave=self._controller.frame.freshness.is_live)
        return False

    def _ask(self, *, can_leave: bool = False) -> None:
        own = self._controller.frame.monitoring
        if own is None:
            self._go()
            return
        self._question = StillInCall(own.agent, self._window, can_leave=can_leave)
        self._question.finished.connect(self._forget)
        self._question.leave.clicked.connect(self._leave if can_leave else self._go)
        self._question.open()

    def _forget(self) -> None:
        self._question = None

    def _leave(self) -> None:
        self._waiting.start()
        self._controller.leave_own()

    def _check(self) -> None:
        if self._waiting.isActive() and self._controller.frame.monitoring is None:
            self._go()

    def _go(self) -> None:
        self._waiting.stop()
        self._is_through = True
        self.left.emit()


class StillInCall(PlainQuestion):
    """Asks whether to leave the call and quit, or to stay; where it cannot be left from here, whether to quit.

    Attributes:
        leave: the button that does so.
    """

    def __init__(self, agent: str, parent: QWidget, *, can_leave: bool = True) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Quit Wallboard"))
        self.setIcon(PlainQuestion.Icon.Warning)
        if can_leave:
            self.setText(self.tr("You are still in {agent}'s call.").format(agent=agent))
            self.setInformativeText(self.tr("The call continues without you."))
        else:
            self.setText(self.tr("You may still be in {agent}'s call.").format(agent=agent))
            self.setInformativeText(self.tr("You cannot leave it from here now. Hang up your phone."))
        words = self.tr("Leave and quit") if can_leave else self.tr("Quit")
        self.leave = self.addButton(menu_words(words), PlainQuestion.ButtonRole.DestructiveRole)
        stay = self.addButton(self.tr("Stay"), PlainQuestion.ButtonRole.RejectRole)
        self.setDefaultButton(stay)
        self.setEscapeButton(stay)
