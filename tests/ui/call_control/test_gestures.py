"""Keys and the right button do what the pointer does."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow
from wallboard.ui.agents.wall import AgentWall
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.menu import CallMenu
from wallboard.ui.call_control.move_chooser import MoveChooser
from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.look.theme import DARK

Agents = Callable[..., AgentRow]


class Desk(QWidget):
    """Callers beside agents, with call control on both."""

    def __init__(self, frame: BoardFrame) -> None:
        super().__init__()
        self.controller = CallController(self)
        self.callers, self.wall = CallerList(DARK, self), AgentWall(DARK, self)
        row = QHBoxLayout(self)
        self.controller.show_frame(frame)
        for part in (self.callers, self.wall):
            row.addWidget(part)
            part.set_controller(self.controller)
            part.show_frame(frame)

    def choosers(self) -> list[MoveChooser]:
        """The choosers that are open."""
        return [chooser for chooser in self.findChildren(MoveChooser) if chooser.isVisible()]

    def menus(self) -> list[CallMenu]:
        """The menus that are open."""
        return [menu for menu in self.findChildren(CallMenu) if menu.isVisible()]


@pytest.fixture
def desk(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_caller: Callable[..., CallerRow], make_agent: Agents
) -> Desk:
    """A desk with one caller, an agent who is ready and one who talks."""
    agents = (make_agent("Ana"), make_agent("Tom", AgentState.TALKING))
    desk = Desk(make_frame(callers=(make_caller(),), agents=agents))
    qtbot.addWidget(desk)
    desk.resize(900, 500)
    desk.show()
    qtbot.waitExposed(desk)
    return desk


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_M])
def test_that_a_key_moves_a_waiting_caller_without_the_mouse(desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    desk.callers.view.setCurrentIndex(desk.callers.model.index(0, 0))
    QTest.keyClick(desk.callers.view, key)
    (chooser,) = desk.choosers()
    QTest.keyClicks(chooser.filter, "ana")
    with qtbot.waitSignal(desk.controller.command_wanted) as asked:
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert isinstance(asked.args[0], MoveCallToAgent)
    assert asked.args[0].agent_id == "PJSIP/Ana"


def test_that_a_key_moves_a_talking_agents_caller(desk: Desk) -> None:
    desk.wall.reveal(desk.controller.frame.agents[1].agent_id)
    QTest.keyClick(desk.wall.view, Qt.Key.Key_M)
    assert len(desk.choosers()) == 1


def test_that_a_key_on_an_agent_without_a_caller_does_nothing(desk: Desk) -> None:
    desk.wall.reveal(desk.controller.frame.agents[0].agent_id)
    QTest.keyClick(desk.wall.view, Qt.Key.Key_Return)
    QTest.keyClick(desk.wall.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.choosers() == []


def test_that_the_menu_key_and_the_right_button_open_the_same_menu(desk: Desk) -> None:
    index = desk.wall.grid.index(0, 1)
    desk.wall.view.setCurrentIndex(index)
    at = desk.wall.view.visualRect(index).center()
    open_menu(desk.wall.view, QContextMenuEvent.Reason.Keyboard, QPoint())
    (by_key,) = desk.menus()
    words = [action.text() for action in by_key.actions()]
    by_key.close()
    open_menu(desk.wall.view.viewport(), QContextMenuEvent.Reason.Mouse, at)
    (by_button,) = desk.menus()
    assert by_button is not by_key
    assert [action.text() for action in by_button.actions()] == words
    assert by_button.actions()[0].isEnabled(), "it is about Tom, who talks"
    by_button.close()


def test_that_shift_and_f10_open_the_menu_too(desk: Desk) -> None:
    desk.wall.reveal(desk.controller.frame.agents[1].agent_id)
    QTest.keyClick(desk.wall.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = desk.menus()
    assert menu.actions()[0].isEnabled(), "it is about Tom, who talks"
    menu.close()


def test_that_there_is_no_menu_where_nobody_is(desk: Desk) -> None:
    view = desk.wall.view.viewport()
    open_menu(view, QContextMenuEvent.Reason.Mouse, QPoint(view.width() - 5, view.height() - 5))
    assert desk.menus() == []


def test_that_move_to_in_a_callers_menu_asks_where(desk: Desk) -> None:
    desk.callers.view.setCurrentIndex(desk.callers.model.index(0, 0))
    open_menu(desk.callers.view, QContextMenuEvent.Reason.Keyboard, QPoint())
    (menu,) = desk.menus()
    menu.actions()[0].trigger()
    menu.close()
    assert len(desk.choosers()) == 1


def open_menu(widget: QWidget, reason: QContextMenuEvent.Reason, at: QPoint) -> None:
    """What the window system sends for the menu key or the right button."""
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))


def test_that_a_click_without_a_move_lifts_nobody(desk: Desk, qtbot: QtBot) -> None:
    view = desk.callers.view
    at = view.visualRect(desk.callers.model.index(0, 0)).center()
    with qtbot.assertNotEmitted(desk.controller.carried_changed):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert view.currentIndex().row() == 0


def test_that_a_viewer_gets_no_menu(desk: Desk, make_frame: Callable[..., BoardFrame]) -> None:
    desk.controller.show_frame(make_frame(role=Role.VIEWER, agents=desk.controller.frame.agents))
    desk.wall.view.setCurrentIndex(desk.wall.grid.index(0, 1))
    QTest.keyClick(desk.wall.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert desk.menus() == []


def test_that_who_comes_by_tab_sees_where_they_are(desk: Desk, qtbot: QtBot) -> None:
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    desk.wall.view.setFocus()
    desk.callers.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert [index.row() for index in desk.callers.view.selectedIndexes()] == [0]
