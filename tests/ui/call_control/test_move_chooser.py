"""Moving a caller by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, MoveSource, MoveTarget, QueueRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.move_chooser import MoveChooser
from wallboard.ui.look.theme import DARK, Theme

Frames = Callable[..., BoardFrame]


@pytest.fixture
def controller(
    qapp: object,
    make_frame: Frames,
    make_caller: Callable[..., CallerRow],
    make_agent: Callable[..., AgentRow],
    make_queue: Callable[..., QueueRow],
) -> CallController:
    """Hands on a board with a caller, two agents and two queues."""
    controller = CallController()
    agents = (make_agent("Ana", AgentState.PAUSED, pause_reason="Lunch"), make_agent("Tom"))
    queues = (make_queue(ALL, "All queues"), make_queue("sales", "Sales"), make_queue())
    controller.show_frame(make_frame(callers=(make_caller(),), agents=agents, queues=queues))
    return controller


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window to ask in."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def chooser(controller: CallController, window: QWidget) -> MoveChooser:
    """The chooser for the caller, open."""
    return open_chooser(controller, window, DARK)


def open_chooser(controller: CallController, window: QWidget, look: Theme) -> MoveChooser:
    """A chooser for the first caller."""
    chooser = MoveChooser(look, controller, controller.frame.callers[0], window)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    chooser.open()
    return chooser


def names(chooser: MoveChooser) -> list[str]:
    """The targets in their order."""
    model = chooser.model
    rows = (model.row_at(model.index(at, 0)) for at in range(model.rowCount()))
    return [row.name for row in rows if row is not None]


def test_that_legal_targets_come_first_and_the_total_is_none(chooser: MoveChooser) -> None:
    assert names(chooser) == ["Tom", "Sales", "Ana", "Support"]
    assert "Tom's phone will ring immediately" in chooser.answer.text()


def test_that_typing_and_enter_move_the_caller(
    chooser: MoveChooser, controller: CallController, qtbot: QtBot
) -> None:
    QTest.keyClicks(chooser.filter, "sal")
    assert names(chooser) == ["Sales"]
    with qtbot.waitSignal(controller.command_wanted) as asked:
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert isinstance(asked.args[0], MoveCallToQueue)
    assert not chooser.isVisible()


def test_that_a_queue_is_found_by_the_pbxs_own_name_too(
    controller: CallController, window: QWidget, make_frame: Frames, make_queue: Callable[..., QueueRow]
) -> None:
    controller.show_frame(
        make_frame(callers=controller.frame.callers, queues=(make_queue(ALL, ""), make_queue("400", "Sales")))
    )
    chooser = open_chooser(controller, window, DARK)
    QTest.keyClicks(chooser.filter, "400")
    assert names(chooser) == ["Sales"]


def test_that_accents_do_not_count_and_signs_are_signs(
    controller: CallController, window: QWidget, make_frame: Frames, make_agent: Callable[..., AgentRow]
) -> None:
    agents = (make_agent("Lukas Žukauskas"), make_agent("Inês Gonçalves"))
    controller.show_frame(make_frame(callers=controller.frame.callers, agents=agents))
    chooser = open_chooser(controller, window, DARK)
    QTest.keyClicks(chooser.filter, "goncal")
    assert names(chooser) == ["Inês Gonçalves"]


def test_that_nobody_moves_under_the_pointer_while_states_change(
    chooser: MoveChooser,
    controller: CallController,
    make_frame: Frames,
    make_agent: Callable[..., AgentRow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    before = names(chooser)
    monkeypatch.setattr(chooser.view, "underMouse", lambda: True)
    agents = (make_agent("Ana"), make_agent("Tom", AgentState.TALKING))
    controller.show_frame(
        make_frame(callers=controller.frame.callers, agents=agents, queues=controller.frame.queues)
    )
    qtbot.waitUntil(lambda: "in a call" in chooser.answer.text())
    assert names(chooser) == before


def test_that_a_target_refused_before_a_choice_makes_way_for_the_first_legal_one(
    chooser: MoveChooser,
    controller: CallController,
    make_frame: Frames,
    make_agent: Callable[..., AgentRow],
    qtbot: QtBot,
) -> None:
    agents = (make_agent("Ana"), make_agent("Tom", AgentState.RINGING))
    controller.show_frame(
        make_frame(callers=controller.frame.callers, agents=agents, queues=controller.frame.queues)
    )
    qtbot.waitUntil(lambda: names(chooser) == ["Ana", "Sales", "Tom", "Support"])
    assert chooser.view.currentIndex().row() == 0
    assert "Ana's phone will ring immediately" in chooser.answer.text()
    with qtbot.assertNotEmitted(controller.command_wanted):  # the key may have been meant for Tom
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not chooser.is_just_replaced)
    with qtbot.waitSignal(controller.command_wanted) as asked:
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert isinstance(asked.args[0], MoveCallToAgent)


def test_that_a_target_that_was_chosen_stays_selected_when_it_is_refused(
    chooser: MoveChooser,
    controller: CallController,
    make_frame: Frames,
    make_agent: Callable[..., AgentRow],
    qtbot: QtBot,
) -> None:
    for _ in range(2):
        QTest.keyClick(chooser.filter, Qt.Key.Key_Down)
    before = names(chooser)
    assert "Ana is paused" in chooser.answer.text()
    agents = (make_agent("Ana", AgentState.TALKING), make_agent("Tom", AgentState.RINGING))
    controller.show_frame(
        make_frame(callers=controller.frame.callers, agents=agents, queues=controller.frame.queues)
    )
    qtbot.waitUntil(lambda: "Ana is in a call" in chooser.answer.text())
    assert names(chooser) == before
    assert chooser.view.currentIndex().row() == 2


def test_that_a_picture_of_1500_agents_is_taken_in_without_judging_them_all(
    controller: CallController,
    window: QWidget,
    make_frame: Frames,
    make_agent: Callable[..., AgentRow],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    agents = tuple(make_agent(f"Agent {number:04}") for number in range(1_500))
    frame = make_frame(callers=controller.frame.callers, agents=agents)
    controller.show_frame(frame)
    chooser = open_chooser(controller, window, DARK)
    assert len(names(chooser)) == 1_500
    judged: list[object] = []
    judge = controller.judge

    def note(source: MoveSource, target: MoveTarget) -> object:
        judged.append(target)
        return judge(source, target)

    monkeypatch.setattr(controller, "judge", note)
    controller.show_frame(make_frame(callers=frame.callers, agents=agents))
    qtbot.waitUntil(lambda: bool(judged))
    assert len(judged) < 50


def test_that_arrows_walk_while_the_filter_has_the_keyboard(
    chooser: MoveChooser, controller: CallController, qtbot: QtBot
) -> None:
    QTest.keyClick(chooser.filter, Qt.Key.Key_Down)
    assert chooser.view.currentIndex().row() == 1
    QTest.keyClick(chooser.filter, Qt.Key.Key_Up)
    with qtbot.waitSignal(controller.command_wanted) as asked:
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert isinstance(asked.args[0], MoveCallToAgent)


def test_that_an_illegal_target_says_why_and_does_nothing(
    chooser: MoveChooser, controller: CallController, qtbot: QtBot
) -> None:
    QTest.keyClicks(chooser.filter, "ana")
    assert chooser.answer.text() == "Ana is paused: Lunch."
    with qtbot.assertNotEmitted(controller.command_wanted):
        QTest.keyClick(chooser.filter, Qt.Key.Key_Return)
    assert chooser.isVisible()


def test_that_a_name_nobody_has_is_said_so(chooser: MoveChooser) -> None:
    QTest.keyClicks(chooser.filter, "xyz")
    assert names(chooser) == []
    assert "No agent" in chooser.answer.text()


def test_that_it_closes_when_the_call_is_gone(
    chooser: MoveChooser, controller: CallController, make_frame: Frames
) -> None:
    controller.show_frame(controller.frame)
    assert chooser.isVisible()
    controller.show_frame(make_frame(agents=controller.frame.agents))
    assert not chooser.isVisible()


def test_that_every_target_is_drawn(theme: Theme, controller: CallController, window: QWidget) -> None:
    chooser = open_chooser(controller, window, theme)
    image = chooser.view.grab().toImage()
    assert chooser.view.sizeHintForRow(0) == theme.px(40)
    assert theme.colour("ink").name() in {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(theme.px(80))
    }
