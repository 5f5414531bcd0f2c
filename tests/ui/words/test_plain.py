"""Words of others are shown as they are, wherever they are shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QHelpEvent, QPixmap, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, QueueId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, Notice, QueueRow
from wallboard.settings.client import DeskSettings
from wallboard.ui.call_control.drop_hint import DropHint
from wallboard.ui.call_control.menu import CallMenu
from wallboard.ui.call_control.move_chooser import MoveChooser
from wallboard.ui.call_control.offers import offers
from wallboard.ui.desk.activity import DoneList
from wallboard.ui.desk.finder import Finder
from wallboard.ui.desk.sign_in import KeepInFile, SignIn
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.theme import DARK
from wallboard.ui.words import plain

HOSTILE = (
    "<img src=/dev/zero>",
    "<img src=//192.0.2.1/s/x>",
    "<a href='file:///etc/passwd'>Ana</a>",
    "&lt;b&gt; &amp; Söhne",
    "R&D",
    "a & b",
    "<b>",
    "  two  spaces",
    "<!--",
    'O\'Neil "Q"',
    "[*]",
)
MEGABYTE = "<img src=/dev/zero>" * 55_000


class Watched(QTextDocument):
    """Rich text that notes what it would load."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.setHtml(html)
        self.size()

    def loadResource(self, _kind: int, name: QUrl | str) -> None:
        self.loaded.append(str(name))


def shown(markup: str) -> str:
    """What a tip shows; it loads nothing."""
    if not markup.startswith("<p style='white-space:pre"):
        assert "<" not in markup
        return markup
    document = Watched(markup)
    assert document.loaded == []
    return document.toPlainText().replace("\xa0", " ")


@pytest.mark.parametrize("words", HOSTILE)
def test_that_a_tip_shows_the_exact_words_and_loads_nothing(words: str) -> None:
    assert shown(plain.tip(words)) == words
    assert shown(plain.tip(f"{words}\nSupport")) == f"{words}\nSupport"


def test_that_no_words_are_no_tip() -> None:
    assert plain.tip("") == ""


def test_that_a_long_line_of_a_tip_is_broken_and_a_million_letters_are_cut() -> None:
    lines = shown(plain.tip("word " * 60)).split("\n")
    assert len(lines) > 1
    assert max(map(len, lines)) <= 100
    assert len(plain.tip(MEGABYTE)) < 5 * plain.MOST
    assert len(plain.tip("x\n" * 500_000)) < 1_000


def test_that_a_label_shows_markup_and_ampersands_as_they_are(qtbot: QtBot) -> None:
    label = plain.PlainLabel("<b>Ana</b> & Söhne")
    qtbot.addWidget(label)
    letters = label.fontMetrics().horizontalAdvance("<b>Ana</b> & Söhne")
    assert label.sizeHint().width() >= letters
    assert label.sizeHint().height() < 2 * label.fontMetrics().height()
    label.setText(MEGABYTE)
    assert len(label.text()) == plain.MOST


def test_that_a_menu_shows_an_ampersand_and_keeps_its_keys_apart() -> None:
    assert plain.menu_words("R&D\tCtrl+Q") == "R&&D Ctrl+Q"


def test_that_a_title_keeps_what_qt_would_replace(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(plain.title("Move [*] to…"))
    window.show()
    assert window.windowHandle().title().startswith("Move [*] to…")


def test_that_the_manual_loads_nothing_and_opens_web_links_alone(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = QPixmap(300, 300)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / "x.png"))
    page = plain.ManualPage()
    qtbot.addWidget(page)
    page.show_page(f"![x]({tmp_path / 'x.png'})")
    assert page.document().size().height() < 200
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    for link in ("file:///etc/passwd", "smb://192.0.2.1/s", "https://wallboard.example/help"):
        page.anchorClicked.emit(QUrl(link))
    assert opened == ["https://wallboard.example/help"]


@pytest.fixture(params=[f"{HOSTILE[0]} R&D &lt;", MEGABYTE], ids=["markup", "a megabyte"])
def frame(
    request: pytest.FixtureRequest,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
    make_agent: Callable[..., AgentRow],
    make_queue: Callable[..., QueueRow],
) -> BoardFrame:
    """A board on which everything that has a name has this one."""
    name: str = request.param
    move = MoveCallToAgent(id=CommandId("c"), call_id=CallId("w"), expect_rev=1, agent_id=AgentId("a"))
    notice = Notice(command=move, outcome=Outcome.FAILED, at_ms=1, detail=name, subject=name, target=name)
    unreachable = Problem(kind=ProblemKind.UNREACHABLE, subject={"url": name}, technical=name)
    talking = {"caller": name, "call_queue": name, "queues": (name,)}
    return make_frame(
        user=name,
        time_zone="Europe/Lisbon",
        freshness=Freshness(state=FreshnessState.PBX_LOST, since_ms=1, problem=unreachable),
        callers=(make_caller(name=name, number=name, queue_name=name),),
        agents=(
            make_agent(name, AgentState.PAUSED, pause_reason=name),
            make_agent(f"{name}2", AgentState.TALKING, **talking),
        ),
        queues=(make_queue(ALL, ""), make_queue("q", name)),
        scope=QueueId("q"),
        notices=(notice,),
    )


@pytest.fixture
def desk(qtbot: QtBot, frame: BoardFrame) -> DeskWindow:
    """A desk that shows it."""
    desk = DeskWindow(DeskSettings())
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.ready):
        desk.show()
    desk.add_charts()
    desk.show_frame(frame)
    return desk


def opened(desk: DeskWindow, frame: BoardFrame) -> Iterator[QWidget]:
    """Every dialog and menu in which a name may stand."""
    assert desk.controller is not None
    caller, agent = frame.callers[0], frame.agents[1]
    yield MoveChooser(DARK, desk.controller, caller, desk)
    yield Finder(DARK, frame, desk)
    yield DoneList(DARK, frame.notices, desk)
    yield KeepInFile(caller.name[:300], desk)
    sign_in = SignIn(DARK, lambda address: address, desk)
    sign_in.fill("wss://x", caller.name)
    yield sign_in
    hint = DropHint(DARK, desk)
    hint.say(caller.name, QPoint(10, 10), is_legal=True)
    yield hint
    yield CallMenu(DARK, offers(desk.controller, agent, lambda _source: None), desk)


def test_that_everything_that_can_show_a_name_shows_it_as_it_is(desk: DeskWindow, frame: BoardFrame) -> None:
    for window in [desk, *opened(desk, frame)]:
        window.show() if not isinstance(window, QMenu) else None
        for label in window.findChildren(QLabel):
            is_own = isinstance(label, plain.MarkupLabel) or not label.text()
            assert is_own or label.textFormat() is Qt.TextFormat.PlainText, label.text()[:80]
            assert len(label.text()) <= 800
        for widget in window.findChildren(QWidget):
            assert len(shown(widget.toolTip())) <= 31 * (plain.MOST + 1)
        for action in window.findChildren(QAction):
            assert action.text().replace("&&", "").count("&") == 0
            shown(action.toolTip() if action.toolTip() != action.text().replace("&&", "&") else "")
        for view in window.findChildren(QAbstractItemView):
            model = view.model()
            for row in range(model.rowCount()):
                shown(model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) or "")


def test_that_the_tip_of_a_caller_draws_no_picture(
    qtbot: QtBot,
    tmp_path: Path,
    make_frame: Callable[..., BoardFrame],
    make_caller: Callable[..., CallerRow],
) -> None:
    picture = QPixmap(700, 700)
    picture.fill(Qt.GlobalColor.red)
    file = tmp_path / "x.png"
    picture.save(str(file))
    desk = DeskWindow(DeskSettings())
    qtbot.addWidget(desk)
    with qtbot.waitSignal(desk.ready):
        desk.show()
    desk.show_frame(make_frame(callers=(make_caller(name=f"<img src={file}>"),)))
    assert desk.board is not None
    view = desk.board.callers.view
    spot = view.visualRect(view.model().index(0, 0)).center()
    help_event = QHelpEvent(QEvent.Type.ToolTip, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), help_event)
    tips = [one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel")]
    QToolTip.hideText()
    assert tips
    assert all(tip.height() < 300 for tip in tips)
