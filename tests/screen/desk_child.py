"""The real desk on a real display, as `wallboard --gateway …` runs it, which also tells a test where things are.

A look goes to the standard output whenever there is another one; the end of the standard input closes the window.
"""

import sys
import threading

import msgspec
from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QMenu, QWidget

from tests.screen.look import Look, Spot
from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.signing_in import SigningIn
from wallboard.app.windows import open_desk
from wallboard.feed.roles import ClientKind
from wallboard.host.paths import config_dir
from wallboard.present.frame import AgentRow, CallerRow
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.brush import Mark
from wallboard.ui.look.rows_model import ROW_ROLE

LOOKS_EACH_MS = 20
STILL_LOOKS = 5
"""The window manager and the charts have done their part when so many looks show everything where it was."""
SIZE = (1400, 900)

Places = tuple[dict[str, Spot], dict[str, Spot]]
"""Where callers and agents are."""


class Eyes(QObject):
    """Looks at the window all the time, also while a caller is carried."""

    unwanted = Signal()

    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self._window = window
        self._last: Look | None = None
        self._places: Places = ({}, {})
        self._still = 0
        self._timer = QTimer(self, interval=LOOKS_EACH_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self.unwanted.connect(window.close)
        threading.Thread(target=self._wait_for_the_end, daemon=True).start()

    def _wait_for_the_end(self) -> None:
        sys.stdin.read()
        self.unwanted.emit()

    def _look(self) -> None:
        look = self._now()
        if look != self._last:
            self._last = look
            sys.stdout.write(msgspec.json.encode(look).decode() + "\n")
            sys.stdout.flush()

    def _now(self) -> Look:
        board, controller = self._window.board, self._window.controller
        if board is None or controller is None:
            return Look()
        places = _spots(board.callers.view), _spots(board.agents.view)
        aimed = (row.agent_id for row in controller.frame.agents if controller.mark_of(row) is Mark.AIMED)
        focus, menu, dialog = QApplication.focusWidget(), QApplication.activePopupWidget(), _open_dialog()
        return Look(
            is_whole=self._is_whole(places),
            focus=focus.accessibleName() or type(focus).__name__ if focus is not None else "",
            focus_at=_middle(focus, focus.rect()) if focus is not None else (0, 0),
            current=_id(focus.currentIndex().data(ROW_ROLE)) if isinstance(focus, QAbstractItemView) else "",
            dialog=type(dialog).__name__ if dialog is not None else "",
            callers=places[0],
            agents=places[1],
            menu=_entries(menu) if isinstance(menu, QMenu) else {},
            carried=controller.carried.call_id or "" if controller.carried is not None else "",
            aimed=next(aimed, ""),
            told=board.notices.words.text(),
            monitoring=board.monitoring.accessibleName() if board.monitoring.isVisible() else "",
        )

    def _is_whole(self, places: Places) -> bool:
        self._still = self._still + 1 if places == self._places else 0
        self._places = places
        is_active = QApplication.activeWindow() is not None
        return is_active and self._window.has_charts and self._still >= STILL_LOOKS


def _open_dialog() -> QDialog | None:
    shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())
    return next(shown, None)


def _id(row: object) -> str:
    if isinstance(row, CallerRow):
        return row.call_id
    return row.agent_id if isinstance(row, AgentRow) else ""


def _spots(view: QAbstractItemView) -> dict[str, Spot]:
    model, spots = view.model(), {}
    for line in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(line, column)
            place = view.visualRect(index)
            if (known := _id(index.data(ROW_ROLE))) and view.viewport().rect().contains(place):
                spots[known] = _middle(view.viewport(), place)
    return spots


def _entries(menu: QMenu) -> dict[str, Spot]:
    return {one.text(): _middle(menu, menu.actionGeometry(one)) for one in menu.actions() if one.isEnabled()}


def _middle(widget: QWidget, place: QRect) -> Spot:
    spot: QPoint = widget.mapToGlobal(place.center())
    return spot.x(), spot.y()


def main(url: str) -> int:
    """Run the desk at a gateway until it is closed."""
    app = start_qt(without_display=False)
    preferences = Preferences(config_dir())
    run = open_desk(app, WindowOptions(size=SIZE), preferences)
    SigningIn(run, GatewayOptions(url=url), preferences, ClientKind.DESK)
    if isinstance(run.window, DeskWindow):
        Eyes(run.window)
    return run.execute()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
