"""The keys by which a supervisor listens, whispers, barges in and leaves, wherever the keyboard is on the board."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.desk.shortcuts import Section, put_into
from wallboard.ui.words.plain import menu_words

translate = QCoreApplication.translate

MODE_KEYS = {MonitorMode.LISTEN: "L", MonitorMode.WHISPER: "W", MonitorMode.BARGE: "B"}
LEAVE_KEY = "H"


class CallKeys(QObject):
    """In a call a key changes the mode or leaves it; else it begins with the agent that is chosen on the wall."""

    def __init__(self, controller: CallController, chosen: Callable[[], AgentRow | None], window: QWidget) -> None:
        """``chosen`` tells the agent whose tile the keyboard is at; the keys are the window's."""
        super().__init__(window)
        self._controller = controller
        self._chosen = chosen
        words = {
            MonitorMode.LISTEN: translate(
                "keys", "Listen to the selected agent's call, or go back to listening only"
            ),
            MonitorMode.WHISPER: translate("keys", "Whisper to the agent"),
            MonitorMode.BARGE: translate("keys", "Barge in: the customer hears you too"),
        }
        for mode, key in MODE_KEYS.items():
            self._add(window, words[mode], key, partial(self._go_to, mode))
        self._add(window, translate("keys", "Leave the agent's call"), LEAVE_KEY, controller.leave_own)

    def _add(self, window: QWidget, words: str, key: str, do: Callable[[], None]) -> None:
        action = QAction(menu_words(words), self)
        action.setShortcut(QKeySequence(key))
        action.setAutoRepeat(False)
        put_into(Section.CALLS, action)
        action.triggered.connect(lambda _checked: do())
        window.addAction(action)

    def _go_to(self, mode: MonitorMode) -> None:
        if self._controller.frame.monitoring is not None:
            self._controller.change_own_mode(mode)
            return
        agent = self._chosen()
        if agent is None:
            self._controller.not_done.emit(translate("keys", "Select an agent in a call first: click the tile."))
        else:
            self._controller.monitor(agent, mode)
