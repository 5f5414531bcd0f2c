"""Where a window opens: within its screen, in sight after a screen has gone, and as it was left."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desks import act, opened
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ALL, AgentId
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.settings.client import DeskSettings, ThemeChoice
from wallboard.ui.desk.board_state import Arrangement
from wallboard.ui.desk.page import BoardPage
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.desk.window_place import WHOLE, first_place, is_in_sight


@pytest.mark.parametrize(
    ("screen", "is_maximised"),
    [
        (QRect(0, 0, 1920, 1040), True),
        (QRect(0, 0, 1366, 728), True),
        (QRect(0, 0, 1280, 680), True),  # 1920×1080 at 150 %
        (QRect(0, 0, 910, 472), True),  # 1366×768 at 150 %
        (QRect(1920, 40, 2560, 1400), False),
    ],
)
def test_that_the_first_window_is_within_what_its_screen_has_free(screen: QRect, is_maximised: bool) -> None:
    place, opens_maximised = first_place(WHOLE, screen)
    assert screen.contains(place)
    assert opens_maximised is is_maximised
    if not is_maximised:
        assert place.size() == WHOLE


def test_that_a_window_whose_screen_is_gone_is_not_in_sight() -> None:
    screens = [QRect(0, 0, 1920, 1040)]
    assert is_in_sight(QRect(100, 100, 1440, 900), screens)
    assert not is_in_sight(QRect(2000, 100, 1440, 900), screens)
    assert not is_in_sight(QRect(1880, 100, 1440, 900), screens)


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    return opened(DeskSettings(theme=ThemeChoice.DARK), qtbot)


@pytest.fixture
def laptop(monkeypatch: pytest.MonkeyPatch) -> QRect:
    """What a laptop's screen of 1366×768 has free."""
    free = QRect(0, 0, 1366, 728)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: free)
    return free


def test_that_the_first_window_fits_its_screen_and_is_maximised_on_a_smaller_one(
    laptop: QRect, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = DeskWindow(DeskSettings())
    qtbot.addWidget(small)
    assert laptop.contains(small.geometry())
    small.show()
    assert small.isMaximized()
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 2560, 1400))
    large = opened(DeskSettings(), qtbot)
    assert not large.isMaximized()
    assert large.size().toTuple() == WHOLE.toTuple()


def test_that_a_screen_smaller_than_the_smallest_window_has_a_smaller_one(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 910, 472))
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    assert window.minimumSize().width() <= 910
    assert window.minimumSize().height() <= 472
    window.show()
    assert window.isMaximized()


def test_that_a_window_whose_screen_is_gone_comes_back_where_it_is_seen(qtbot: QtBot) -> None:
    away = DeskWindow(DeskSettings())
    qtbot.addWidget(away)
    away.setGeometry(5000, 3000, 1000, 700)
    geometry = bytes(away.saveGeometry().toBase64().data()).decode()
    back = DeskWindow(DeskSettings(geometry=geometry))
    qtbot.addWidget(back)
    assert back.screen().availableGeometry().intersects(back.geometry())


@pytest.mark.parametrize("way_back", ["F11", "Esc"])
@pytest.mark.parametrize("is_maximised", [True, False])
def test_that_a_window_is_after_fullscreen_what_it_was_before(
    window: DeskWindow, way_back: str, is_maximised: bool
) -> None:
    (window.showMaximized if is_maximised else window.showNormal)()
    act(window, "F11")
    assert window.isFullScreen()
    act(window, way_back)
    assert not window.isFullScreen()
    assert window.isMaximized() is is_maximised


def test_that_esc_leaves_the_limit_before_it_leaves_the_fullscreen(
    window: DeskWindow, qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    queue = make_queue()
    window.show_frame(make_frame(queues=(queue,), scope=queue.id))
    act(window, "F11")
    assert window.board is not None
    with qtbot.waitSignal(window.queue_chosen) as chosen:
        act(window, "Esc")
    assert chosen.args == [ALL]
    assert window.isFullScreen()


@pytest.mark.parametrize("key", ["Ctrl+T", "Ctrl++"])
def test_that_another_look_and_size_keep_arrangement_order_selection_scroll_focus_and_window(
    window: DeskWindow,
    qtbot: QtBot,
    key: str,
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    make_agent: Callable[..., AgentRow],
    make_caller: Callable[..., CallerRow],
) -> None:
    window.resize(1366, 900)
    queues = tuple(make_queue(f"q{number:02}", window=Window.ROLLING_30) for number in range(40))
    agents = tuple(make_agent(f"Agent {number:03}") for number in range(200))
    callers = tuple(make_caller(f"w{number}") for number in range(9))
    window.show_frame(make_frame(queues=queues, agents=agents, callers=callers))
    QApplication.processEvents()
    old = window.board
    assert old is not None
    old.arrange(Arrangement(agents_share=0.45, charts_height=180), Sorting(by=SortBy.NAME, is_descending=True))
    old._on_split()
    old.queues.view.setCurrentIndex(old.queues.model.index_of("q11"))
    old.callers.view.setCurrentIndex(old.callers.model.index_of("w3"))
    old.agents.reveal(AgentId("PJSIP/Agent 150"))
    QApplication.processEvents()
    scrolled = [view.verticalScrollBar().value() for view in (old.queues.view, old.agents.view)]
    assert min(scrolled) > 0
    act(window, key)
    QApplication.processEvents()
    QApplication.processEvents()
    new = window.board
    assert new is not None
    assert new is old
    assert new.queues.sorting == Sorting(by=SortBy.NAME, is_descending=True)
    assert new.middle.sizes()[1] / sum(new.middle.sizes()) == pytest.approx(0.45, abs=0.01)
    assert new.queues.model.key_at(new.queues.view.currentIndex()) == "q11"
    assert new.callers.model.key_at(new.callers.view.currentIndex()) == "w3"
    assert new.agents.current == "PJSIP/Agent 150"
    assert new.agents.view.hasFocus()
    for view, before in zip((new.queues.view, new.agents.view), scrolled, strict=True):
        now = view.verticalScrollBar().value()
        assert now == before if key == "Ctrl+T" else now > 0
    chosen = [one.text() for one in new.top_bar.findChildren(QAbstractButton) if one.isChecked()]
    assert chosen == ["Last 30 minutes"]


def test_that_splitters_and_order_are_kept_over_a_restart(window: DeskWindow, qtbot: QtBot) -> None:
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    window.resize(1366, 900)
    assert window.board is not None
    QApplication.processEvents()
    window.board.middle.moveSplitter(800, 1)
    window.board.queues.sort(Sorting(by=FigureId.LONGEST_WAIT, is_descending=False))
    again = opened(kept[-1], qtbot)
    assert again.board is not None
    again.resize(1366, 900)
    QApplication.processEvents()
    assert again.board.queues.sorting == Sorting(by=FigureId.LONGEST_WAIT, is_descending=False)
    assert again.board.middle.sizes()[0] == pytest.approx(800, abs=20)


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_that_the_smallest_window_loses_nothing_at_any_zoom_but_scrolls(
    qtbot: QtBot,
    zoom: float,
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    make_agent: Callable[..., AgentRow],
    make_caller: Callable[..., CallerRow],
) -> None:
    window = DeskWindow(DeskSettings(zoom=zoom))
    qtbot.addWidget(window)
    window.resize(960, 600)
    with qtbot.waitSignal(window.ready):
        window.show()
    window.add_charts()
    queues = (make_queue(ALL, ""), *(make_queue(f"q{number}") for number in range(8)))
    agents = tuple(make_agent(f"Agent {number}") for number in range(60))
    window.show_frame(make_frame(queues=queues, agents=agents, callers=(make_caller(),)))
    QApplication.processEvents()
    board = window.board
    assert board is not None
    px = window.theme.px
    for button in board.top_bar.findChildren(QAbstractButton):
        assert button.width() >= button.sizeHint().width()
        assert button.height() >= px(32)
    assert board.queues.view.viewport().height() >= px(3 * 36)
    assert board.callers.view.viewport().height() >= px(62)
    assert board.agents.view.viewport().height() >= px(110)
    for tile in board.band.tiles:
        assert tile.width() >= px(80)
        assert tile.height() >= px(80)
    page = window.centralWidget()
    assert isinstance(page, BoardPage)
    bars = page.horizontalScrollBar(), page.verticalScrollBar()
    assert [bar.maximum() > 0 for bar in bars] == [zoom > 1, zoom > 1]
    assert board.width() == page.viewport().width() + bars[0].maximum()
    assert board.height() == page.viewport().height() + bars[1].maximum()
