"""The box that finds while you type."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.ui.desk import found
from wallboard.ui.desk.finder import Finder, named
from wallboard.ui.look.theme import DARK, Theme

Frames = Callable[..., BoardFrame]
Agents = Callable[..., AgentRow]
Queues = Callable[..., QueueRow]
Callers = Callable[..., CallerRow]


@pytest.fixture
def frame(make_frame: Frames, make_agent: Agents, make_queue: Queues, make_caller: Callers) -> BoardFrame:
    """A centre with a total, two queues, three agents and a caller."""
    return make_frame(
        queues=(make_queue(ALL, ""), make_queue("400", "Sales"), make_queue()),
        agents=(
            make_agent("Jürgen Müller", AgentState.TALKING),
            make_agent("Maria Silva"),
            make_agent("Mario Rossi"),
        ),
        callers=(make_caller(name="Zoë"),),
    )


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def finder(window: QWidget, frame: BoardFrame, now_ms: int, monkeypatch: pytest.MonkeyPatch) -> Finder:
    """An open finder in that centre."""
    monkeypatch.setattr(found, "now_ms", lambda: now_ms)
    finder = Finder(DARK, frame, window)
    finder.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    finder.open()
    return finder


def listed(finder: Finder) -> list[str]:
    """The names of what is listed."""
    rows = (finder.model.row_at(finder.model.index(at, 0)) for at in range(finder.model.rowCount()))
    return [named(row) for row in rows if row is not None]


def said(finder: Finder, at: int = 0) -> str:
    """A line as it is said."""
    return str(finder.model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def test_that_typing_narrows_and_enter_goes_there(finder: Finder) -> None:
    gone: list[str] = []
    finder.agent_found.connect(gone.append)
    QTest.keyClicks(finder.words, "mari")
    assert listed(finder) == ["Maria Silva", "Mario Rossi"]
    QTest.keyClick(finder.words, Qt.Key.Key_Down)
    QTest.keyClick(finder.words, Qt.Key.Key_Return)
    assert gone == ["PJSIP/Mario Rossi"]
    assert not finder.isVisible()


def test_that_accents_do_not_count(finder: Finder) -> None:
    QTest.keyClicks(finder.words, "jur")
    assert listed(finder) == ["Jürgen Müller"]


def test_that_the_way_back_to_all_queues_is_the_first_and_has_a_name(finder: Finder) -> None:
    gone: list[str] = []
    finder.queue_found.connect(gone.append)
    assert listed(finder)[0] == "All queues"
    QTest.keyClicks(finder.words, "all")
    QTest.keyClick(finder.words, Qt.Key.Key_Return)
    assert gone == [ALL]


def test_that_a_queue_is_named_with_the_pbxs_own_name_behind_where_that_is_another(finder: Finder) -> None:
    assert listed(finder)[1:3] == ["Sales (400)", "Support"]


def test_that_each_line_says_how_it_is_now(finder: Finder) -> None:
    QTest.keyClicks(finder.words, "jur")
    assert said(finder) == "Jürgen Müller, Talking 1:05"
    finder.words.setText("400")
    assert said(finder) == "Sales (400), 3 waiting · 0:25"
    finder.words.setText("zoe")
    assert said(finder) == "Zoë · +351 912 345 678, waiting 0:05 · Support"


def test_that_a_caller_is_gone_to(finder: Finder) -> None:
    gone: list[str] = []
    finder.caller_found.connect(gone.append)
    finder.words.setText("912345")
    finder.words.returnPressed.emit()
    assert gone == ["w1"]


def test_that_a_line_stays_in_its_place_and_follows(
    finder: Finder, frame: BoardFrame, make_frame: Frames, make_agent: Agents
) -> None:
    before = listed(finder)
    agents = (make_agent("Jürgen Müller", AgentState.WRAP_UP), make_agent("Aaron"), make_agent("Mario Rossi"))
    finder.show_frame(make_frame(queues=frame.queues, agents=agents, callers=frame.callers))
    assert listed(finder) == [name for name in before if name != "Maria Silva"]
    assert "Wrap-up" in said(finder, 3)


def test_that_no_words_and_no_hits_are_answered_in_words(finder: Finder) -> None:
    assert finder.note.text().startswith("Type part")
    QTest.keyClicks(finder.words, "<b>xyz")
    assert listed(finder) == []
    assert "“<b>xyz”" in finder.note.text()
    finder.words.returnPressed.emit()
    assert finder.isVisible()
    finder.words.setText("mari")
    assert finder.note.text() == ""


def test_that_every_line_is_drawn(theme: Theme, window: QWidget, frame: BoardFrame) -> None:
    finder = Finder(theme, frame, window)
    finder.show()
    image = finder.hits.grab().toImage()
    inks = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(theme.px(40))}
    assert {theme.colour("ink").name(), theme.colour("selected").name()} <= inks
