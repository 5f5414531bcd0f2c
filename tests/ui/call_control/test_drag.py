"""What a caller that is held over a view sees and does; a real pointer's drag is tested on a real screen."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow
from wallboard.ui.agents.wall import AgentWall
from wallboard.ui.call_control import drag
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.drag import CALL_MIME
from wallboard.ui.call_control.drop_hint import DropHint
from wallboard.ui.look.brush import Mark
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import DARK

MOVE, LEFT, PLAIN = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def controller(
    qapp: object,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
    make_agent: Callable[..., AgentRow],
) -> CallController:
    """Hands on a board with a caller and many agents, the second of them talking."""
    controller = CallController()
    agents = [make_agent(f"Agent {number:03}") for number in range(200)]
    agents[1] = make_agent("Agent 001", AgentState.TALKING)
    controller.show_frame(make_frame(callers=(make_caller(),), agents=tuple(agents)))
    return controller


@pytest.fixture
def wall(qtbot: QtBot, controller: CallController) -> AgentWall:
    """A wall on the screen that callers can be dropped on."""
    wall = AgentWall(DARK)
    qtbot.addWidget(wall)
    wall.set_controller(controller)
    wall.show_frame(controller.frame)
    wall.resize(900, 500)
    wall.show()
    qtbot.waitExposed(wall)
    return wall


@pytest.fixture
def parcel() -> QMimeData:
    """What a drag carries for the window system."""
    parcel = QMimeData()
    parcel.setData(CALL_MIME, QByteArray(b"w1"))
    return parcel


def tile(wall: AgentWall, number: int) -> QPoint:
    """The middle of an agent's tile."""
    return wall.view.visualRect(wall.grid.index(*divmod(number, wall.grid.columnCount()))).center()


def enter(wall: AgentWall, parcel: QMimeData) -> bool:
    """Bring the caller over the wall; whether it might be dropped somewhere there."""
    event = QDragEnterEvent(tile(wall, 0), MOVE, parcel, LEFT, PLAIN)
    QApplication.sendEvent(wall.view.viewport(), event)
    return event.isAccepted()


def hold(wall: AgentWall, parcel: QMimeData, at: QPoint) -> bool:
    """Hold the caller at a point; whether a drop would be taken."""
    event = QDragMoveEvent(at, MOVE, parcel, LEFT, PLAIN)
    QApplication.sendEvent(wall.view.viewport(), event)
    return event.isAccepted()


def drop(wall: AgentWall, parcel: QMimeData, at: QPoint) -> bool:
    """Let the caller go at a point; whether the drop was taken."""
    event = QDropEvent(QPointF(at), MOVE, parcel, LEFT, PLAIN)
    QApplication.sendEvent(wall.view.viewport(), event)
    return event.isAccepted()


def hint(wall: AgentWall) -> str:
    """The words that float beside the pointer; none when they are hidden."""
    shown = [hint for hint in wall.window().findChildren(DropHint) if hint.isVisible()]
    return " ".join(label.text() for hint in shown for label in hint.findChildren(QLabel))


def test_that_a_legal_place_takes_the_caller_and_says_what_will_happen(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot
) -> None:
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    assert hold(wall, parcel, tile(wall, 0))
    assert "Agent 000's phone will ring immediately" in hint(wall)
    assert controller.mark_of(controller.frame.agents[0]) is Mark.AIMED
    with qtbot.waitSignal(controller.command_wanted) as asked:
        assert drop(wall, parcel, tile(wall, 0))
    assert isinstance(asked.args[0], MoveCallToAgent)
    assert hint(wall) == ""


def test_that_an_illegal_place_says_why_and_takes_nobody(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot
) -> None:
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    assert not hold(wall, parcel, tile(wall, 1))
    assert "Agent 001 is in a call." in hint(wall)
    with qtbot.assertNotEmitted(controller.command_wanted):
        assert not drop(wall, parcel, tile(wall, 1))


def test_that_the_words_go_when_the_caller_is_carried_elsewhere(
    wall: AgentWall, controller: CallController, parcel: QMimeData
) -> None:
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    hold(wall, parcel, tile(wall, 0))
    QApplication.sendEvent(wall.view.viewport(), QDragLeaveEvent())
    assert hint(wall) == ""
    assert controller.mark_of(controller.frame.agents[0]) is Mark.LEGAL


def test_that_nothing_foreign_can_be_dropped(
    wall: AgentWall, parcel: QMimeData, controller: CallController
) -> None:
    assert not enter(wall, parcel)
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    assert not hold(wall, QMimeData(), tile(wall, 0))
    assert hold(wall, parcel, tile(wall, 0))


def test_that_holding_still_near_an_edge_scrolls_on_by_itself(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot
) -> None:
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    bar = wall.view.verticalScrollBar()
    assert bar.maximum() > 0
    hold(wall, parcel, QPoint(50, wall.view.viewport().height() - 4))
    assert bar.value() == 0
    qtbot.waitUntil(lambda: bar.value() > 40)
    hold(wall, parcel, QPoint(50, 4))
    qtbot.waitUntil(lambda: bar.value() == 0)


def test_that_the_row_that_scrolls_below_the_pointer_is_aimed_at(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot
) -> None:
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    spot = QPoint(50, wall.view.viewport().height() - 4)
    hold(wall, parcel, spot)
    before = wall.view.indexAt(spot).data(ROW_ROLE)
    qtbot.waitUntil(lambda: wall.view.indexAt(spot).data(ROW_ROLE) not in (None, before))
    after = wall.view.indexAt(spot).data(ROW_ROLE)
    qtbot.waitUntil(
        lambda: controller.mark_of(after) is Mark.AIMED or wall.view.indexAt(spot).data(ROW_ROLE) != after
    )


def test_that_passing_over_an_edge_scrolls_nothing(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drag, "LINGER_MS", 60)
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    bar, bottom = wall.view.verticalScrollBar(), wall.view.viewport().height() - 4
    for x in range(50, 650, 60):  # it never rests
        hold(wall, parcel, QPoint(x, bottom))
    QApplication.sendEvent(wall.view.viewport(), QDragLeaveEvent())
    with qtbot.assertNotEmitted(bar.valueChanged, wait=150):
        pass


def test_that_a_low_view_lets_its_middle_be_aimed_at(
    wall: AgentWall, controller: CallController, parcel: QMimeData, qtbot: QtBot
) -> None:
    wall.setFixedHeight(190)
    controller.lift(controller.frame.callers[0])
    assert enter(wall, parcel)
    height, bar = wall.view.viewport().height(), wall.view.verticalScrollBar()
    assert height < 150
    hold(wall, parcel, QPoint(50, height // 2))
    with qtbot.assertNotEmitted(bar.valueChanged, wait=drag.LINGER_MS + 100):
        pass
    hold(wall, parcel, QPoint(50, height - 4))
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_that_a_drag_outlives_the_view_that_it_began_in(
    controller: CallController,
    make_caller: Callable[..., CallerRow],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, alive = QWidget(), list[bool]()
    qtbot.addWidget(window)
    view = QTableView(window)

    class Held(QDrag):
        def exec(self, *_: object) -> Qt.DropAction:
            delete(view)
            alive.append(isValid(self))
            return MOVE

    monkeypatch.setattr(drag, "QDrag", Held)
    drag.carry(view, controller, DARK, make_caller())
    assert alive == [True]
    assert controller.carried is None
