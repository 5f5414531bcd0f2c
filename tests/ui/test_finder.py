"""The box that finds while you type."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.present.frame import AgentRow, BoardFrame, QueueRow
from wallboard.ui.finder import Finder
from wallboard.ui.theme import DARK


def test_that_typing_narrows_and_enter_goes_there(
    qtbot: QtBot,
    make_frame: Callable[..., BoardFrame],
    make_agent: Callable[..., AgentRow],
    make_queue: Callable[..., QueueRow],
) -> None:
    frame = make_frame(agents=(make_agent("Maria Silva"), make_agent("Mario Rossi")), queues=(make_queue(),))
    window = QWidget()
    qtbot.addWidget(window)
    finder = Finder(DARK, frame, window)
    found: list[str] = []
    finder.agent_found.connect(found.append)
    finder.open()
    assert finder.hits.count() == 3
    QTest.keyClicks(finder.words, "mari")
    assert finder.hits.count() == 2
    QTest.keyClick(finder.words, Qt.Key.Key_Down)
    QTest.keyClick(finder.words, Qt.Key.Key_Return)
    assert found == ["PJSIP/Mario Rossi"]


def test_that_a_queue_is_named_with_the_pbxs_own_name_behind_where_that_is_another(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    frame = make_frame(queues=(make_queue("400", "Sales"), make_queue("401", "Sales"), make_queue("vip", "VIP")))
    finder = Finder(DARK, frame, window)
    words = [finder.hits.item(place).text().split("  ·  ")[0] for place in range(finder.hits.count())]
    assert words == ["Sales (400)", "Sales (401)", "VIP"]


def test_that_a_queue_is_found_too_and_nothing_is_no_error(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    finder = Finder(DARK, make_frame(queues=(make_queue(),)), window)
    found: list[str] = []
    finder.queue_found.connect(found.append)
    finder.open()
    finder.words.setText("nobody")
    finder.words.returnPressed.emit()
    assert found == []
    finder.words.setText("supp")
    finder.words.returnPressed.emit()
    assert found == ["support"]
