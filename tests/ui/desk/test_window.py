"""The desk window: painted before it is built, in another look at once, remembered as it was left."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.desks import act
from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import AgentRow, BoardFrame, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.settings.client import AgentOrder, DeskSettings, ThemeChoice
from wallboard.ui.desk.finder import Finder
from wallboard.ui.desk.help_dialog import HelpDialog
from wallboard.ui.desk.language_menu import LanguageMenu
from wallboard.ui.desk.looks import ZOOMS
from wallboard.ui.desk.shortcuts import ShortcutList
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.look.theme import DARK
from wallboard.ui.words import language
from wallboard.ui.words.day_time import hour_minute


@pytest.fixture
def window(qtbot: QtBot) -> DeskWindow:
    made = DeskWindow(DeskSettings(theme=ThemeChoice.DARK))
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.ready):
        made.show()
    return made


def test_that_the_window_is_painted_before_its_board_is_built(qtbot: QtBot) -> None:
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    had_board: list[bool] = []
    window.painted.connect(lambda: had_board.append(window.board is not None))
    with qtbot.waitSignal(window.ready):
        window.show()
    assert had_board == [False]
    assert window.board is not None


@pytest.mark.parametrize("look", [ThemeChoice.DARK, ThemeChoice.LIGHT])
def test_that_the_first_paint_has_the_ground_of_the_look(
    look: ThemeChoice, qapp: QApplication, qtbot: QtBot
) -> None:
    qapp.setStyleSheet("")  # as a program that has just started
    window = DeskWindow(DeskSettings(theme=look))
    qtbot.addWidget(window)
    grounds: list[QColor] = []
    window.painted.connect(lambda: grounds.append(window.grab().toImage().pixelColor(5, 5)))
    with qtbot.waitSignal(window.ready):
        window.show()
    assert grounds == [window.theme.colour("window")]


def test_that_times_are_the_sites_as_soon_as_a_gateway_told_its_zone(
    window: DeskWindow, make_frame: Callable[..., BoardFrame], now_ms: int
) -> None:
    for zone, clock in (("Asia/Tokyo", "07:13"), ("America/Sao_Paulo", "19:13")):
        window.show_frame(make_frame(time_zone=zone))
        assert hour_minute(now_ms) == clock


def test_that_a_frame_that_comes_before_the_board_is_shown_by_it(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    window.show_frame(make_frame())
    window.add_charts()
    with qtbot.waitSignal(window.ready):
        window.show()
    assert window.board is not None
    assert window.board.top_bar.pill.words == "Live"
    assert window.has_charts


def test_that_another_look_and_size_keep_the_picture_and_are_remembered(
    window: DeskWindow, make_frame: Callable[..., BoardFrame]
) -> None:
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    window.show_frame(make_frame())
    act(window, "Ctrl+T")
    act(window, "Ctrl++")
    assert window.board is not None
    assert window.board.top_bar.pill.words == "Live"
    assert not window.theme.is_dark
    assert (kept[-1].theme, kept[-1].zoom) == (ThemeChoice.LIGHT, 1.1)
    act(window, "Ctrl+0")
    assert kept[-1].zoom == 0
    assert window.theme.scale == 1.0


def test_that_filter_and_order_of_the_agents_outlive_look_and_restart(
    window: DeskWindow, qtbot: QtBot, make_agent: Callable[..., AgentRow], make_frame: Callable[..., BoardFrame]
) -> None:
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    assert window.board is not None
    window.board.agents.toggle(AgentCategory.PAUSED)
    window.board.agents.sort(AgentOrder.TIME)
    assert (kept[-1].agents_shown, kept[-1].agents_order) == ((AgentCategory.PAUSED,), AgentOrder.TIME)
    act(window, "Ctrl+T")
    assert window.board.agents.chips.chips[AgentCategory.PAUSED].isChecked()
    again = DeskWindow(kept[-1])
    qtbot.addWidget(again)
    with qtbot.waitSignal(again.ready):
        again.show()
    assert again.board is not None
    assert again.board.agents.chips.chips[AgentCategory.PAUSED].isChecked()
    again.show_frame(make_frame(agents=(make_agent("Ana"), make_agent("Bo", AgentState.PAUSED))))
    first = again.board.agents.grid.row_at(again.board.agents.grid.index(0, 0))
    assert first is not None
    assert first.name == "Bo"


def test_that_the_look_follows_the_systems_where_nobody_chose_one(qtbot: QtBot) -> None:
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.ready):
        window.show()
    hints = QGuiApplication.styleHints()
    for scheme, is_dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
        hints.colorSchemeChanged.emit(scheme)
        assert window.theme.is_dark is is_dark
    window.switch_theme()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.theme.is_dark


def test_that_the_look_has_more_contrast_where_the_system_is_told_so(window: DeskWindow) -> None:
    style = QGuiApplication.styleHints()
    hints = style.accessibility()
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.HighContrast)
    assert window.theme.colour("ink_faint").name() == "#ffffff"
    assert window.theme.colour("surface").name() == "#000000"
    hints.contrastPreferenceChanged.emit(Qt.ContrastPreference.NoPreference)
    assert window.theme.colours == DARK.colours


def spoken(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader finds below ``interface`` that can be seen."""
    for number in range(interface.childCount()):
        child = interface.child(number)
        if not child.state().invisible:
            yield child
            yield from spoken(child)


def test_that_a_screen_reader_has_words_for_all_that_takes_the_focus(
    window: DeskWindow, make_agent: Callable[..., AgentRow], make_frame: Callable[..., BoardFrame]
) -> None:
    kpis = tuple(Kpi(id=kind, value=3.0) for kind in FigureId)
    window.show_frame(make_frame(kpis=kpis, agents=(make_agent("Ana"), make_agent("Bo", AgentState.TALKING))))
    found = list(spoken(QAccessible.queryAccessibleInterface(window)))
    named = [(one.role(), one.text(QAccessible.Text.Name)) for one in found]
    focusable = [one for one in found if one.state().focusable and one.object() is not window.board]
    assert len(focusable) > 10
    nameless = [(one.role().name, one.object()) for one in focusable if not one.text(QAccessible.Text.Name)]
    assert nameless == []
    assert [words for role, words in named if role is QAccessible.Role.RadioButton] == [
        "Today",
        "This interval",
        "Last 30 minutes",
    ]
    assert (QAccessible.Role.ComboBox, "Queues") in named
    cells = [words for role, words in named if role is QAccessible.Role.Cell and words]
    assert [words.split(",")[0] for words in cells] == ["Ana", "Bo"]
    rest = [words for role, words in named if role in (QAccessible.Role.RowHeader, QAccessible.Role.ColumnHeader)]
    assert not [words for words in rest if words.isdigit()]


@pytest.mark.parametrize(("zoom", "step"), [(ZOOMS[-1], 1), (ZOOMS[0], -1)])
def test_that_zoom_stops_at_both_ends(zoom: float, step: int, qtbot: QtBot) -> None:
    window = DeskWindow(DeskSettings(zoom=zoom))
    qtbot.addWidget(window)
    window.zoom(step)
    assert window.theme.scale == zoom


def test_that_size_and_place_are_remembered_on_closing(window: DeskWindow, qtbot: QtBot) -> None:
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    with qtbot.waitSignal(window.closed):
        window.close()
    assert QByteArray.fromBase64(kept[-1].geometry.encode()) == window.saveGeometry()
    again = DeskWindow(kept[-1])
    qtbot.addWidget(again)
    assert again.frameGeometry().topLeft() != QPoint(0, 0)


def choose(window: DeskWindow, code: str) -> None:
    """Choose a language in the menu."""
    window.findChildren(LanguageMenu)[-1].chosen.emit(code)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def test_that_a_chosen_language_is_remembered(window: DeskWindow, clean: QApplication) -> None:
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    choose(window, "pt_BR")
    assert kept[-1].language == "pt_BR"
    assert language.spoken() == "pt_BR"


def test_that_another_language_leaves_everything_in_its_place(window: DeskWindow, clean: QApplication) -> None:
    before = window.board
    assert before is not None
    window.resize(1_600, 900)
    QCoreApplication.processEvents()
    before.middle.setSizes([611, 961])
    before.middle.splitterMoved.emit(611, 1)
    sizes, geometry, keys = before.middle.sizes(), window.geometry(), shortcuts(window)
    choose(window, "lt")
    QCoreApplication.processEvents()
    assert window.board is not None
    assert window.board is not before
    assert window.geometry() == geometry
    assert shortcuts(window) == keys
    assert [round(size, -1) for size in window.board.middle.sizes()] == [round(size, -1) for size in sizes]


def shortcuts(window: DeskWindow) -> list[str]:
    """All keys of a window, each as often as it counts."""
    return sorted(key.toString() for action in window.actions() for key in action.shortcuts())


def test_that_a_language_that_an_administrator_set_cannot_be_changed(qtbot: QtBot) -> None:
    window = DeskWindow(DeskSettings(), locked=frozenset({"language"}))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.ready):
        window.show()
    languages = window.findChild(LanguageMenu)
    assert languages is not None
    assert not languages.isEnabled()


def test_that_keys_open_what_they_promise(window: DeskWindow, qtbot: QtBot) -> None:
    act(window, "Ctrl+K")
    act(window, "F1")
    act(window, "Shift+F1")
    finder, keys, manual = (window.findChild(kind) for kind in (Finder, ShortcutList, HelpDialog))
    assert finder is not None
    assert keys is not None
    assert manual is not None
    assert manual.isVisible()
    assert finder.isVisible()
    assert keys.isVisible()
    act(window, "F11")
    assert window.isFullScreen()
    act(window, "F11")
    assert not window.isFullScreen()


def test_that_choices_on_the_board_leave_the_window(
    window: DeskWindow, qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    window.show_frame(make_frame(queues=(make_queue(), make_queue("sales", "Sales"))))
    assert window.board is not None
    with qtbot.waitSignal(window.queue_chosen) as chosen:
        window.board.queues.queue_chosen.emit("sales")
    assert chosen.args == [QueueId("sales")]


def test_that_everything_fits_on_a_small_laptop(
    window: DeskWindow, make_frame: Callable[..., BoardFrame], make_agent: Callable[..., AgentRow]
) -> None:
    window.show_frame(make_frame(agents=tuple(make_agent(f"Agent {number}") for number in range(40))))
    window.add_charts()
    window.resize(1366, 768)
    assert window.board is not None
    QApplication.processEvents()
    assert window.board.size().toTuple() == (1366, 768)


@pytest.mark.parametrize(("height", "scale"), [(768, 1.0), (1080, 1.0), (1440, 1.0), (2160, 2.0), (4320, 3.0)])
def test_that_a_screen_that_nothing_scales_makes_the_board_larger(qtbot: QtBot, height: int, scale: float) -> None:
    window = DeskWindow(DeskSettings(), screen_height=height)
    qtbot.addWidget(window)
    assert window.theme.scale == scale


def test_that_the_users_own_zoom_wins_over_the_screens_until_the_original_is_asked_for(qtbot: QtBot) -> None:
    window = DeskWindow(DeskSettings(zoom=1.25), screen_height=2160)
    qtbot.addWidget(window)
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    assert window.theme.scale == 1.25
    window.zoom(0)
    assert window.theme.scale == 2.0
    assert kept[-1].zoom == 0


def test_that_chosen_figures_come_at_once_are_remembered_and_keep_the_users_place(
    window: DeskWindow, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow], qtbot: QtBot
) -> None:
    assert window.board is not None
    window.show_frame(make_frame(queues=(make_queue(ALL, ""), make_queue())))
    window.board.middle.setSizes([500, 700])
    window.board.middle.splitterMoved.emit(500, 1)
    sizes = window.board.middle.sizes()
    kept: list[DeskSettings] = []
    window.settings_changed.connect(kept.append)
    window.board.tiles_chosen.emit((FigureId.ATQ, FigureId.WAITING))
    window.board.columns_chosen.emit((FigureId.AHT,))
    assert (kept[-1].tiles, kept[-1].columns) == (("atq", "waiting"), ("aht",))
    assert [tile.figure_id for tile in window.board.band.tiles] == [FigureId.ATQ, FigureId.WAITING]
    assert window.board.queues.model.columnCount() == 3
    qtbot.waitUntil(lambda: window.board is not None and abs(window.board.middle.sizes()[0] - sizes[0]) <= 2)
