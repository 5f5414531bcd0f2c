"""The chips over the wall."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_categories import SELDOM, AgentCategory
from wallboard.present.wall import WallView
from wallboard.settings.client import AgentOrder
from wallboard.ui.agents import chips as chips_module
from wallboard.ui.agents.chips import AgentChips
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK

COUNTS = dict(zip(AgentCategory, (4, 1, 26, 2, 5, 23, 0, 0, 0, 0, 0), strict=True))


@pytest.fixture
def chips(qtbot: QtBot, qapp: QApplication) -> Iterator[AgentChips]:
    """Chips on the screen with room for all words."""
    before = qapp.styleSheet()
    apply_theme(qapp, DARK)
    made = AgentChips(DARK)
    qtbot.addWidget(made)
    made.resize(1_000, 32)
    made.show()
    made.show_view(COUNTS, WallView())
    yield made
    qapp.setStyleSheet(before)


def words(chips: AgentChips) -> list[str]:
    """What the chips that are there say."""
    return [chip.text() for chip in chips.chips.values() if chip.isVisible()]


def test_that_each_state_is_counted_and_seldom_ones_are_there_only_with_somebody(chips: AgentChips) -> None:
    assert words(chips) == ["Ready 4", "Ringing 1", "Talking 26", "Wrap-up 2", "Paused 5", "Logged out 23"]
    chips.resize(1_400, 32)
    chips.show_view(COUNTS | dict.fromkeys(SELDOM, 3), WallView())
    assert words(chips)[-5:] == ["Busy 3", "Unreachable 3", "Cool-down 3", "On demand 3", "Unknown 3"]


def test_that_a_seldom_state_that_is_filtered_for_stays_to_be_switched_off(chips: AgentChips) -> None:
    chips.show_view(COUNTS, WallView(shown=frozenset({AgentCategory.BUSY})))
    assert words(chips)[-1] == "Busy 0"
    assert chips.chips[AgentCategory.BUSY].isChecked()


def test_that_a_filter_is_seen_and_one_click_from_off(chips: AgentChips, qtbot: QtBot) -> None:
    assert not chips.all_button.isVisible()
    chips.show_view(COUNTS, WallView(shown=frozenset({AgentCategory.PAUSED})))
    assert [group for group, chip in chips.chips.items() if chip.isChecked()] == [AgentCategory.PAUSED]
    with qtbot.waitSignal(chips.all_wanted):
        chips.all_button.click()


def test_that_a_click_and_a_key_on_a_chip_ask_for_its_group(chips: AgentChips, qtbot: QtBot) -> None:
    with qtbot.waitSignal(chips.toggled) as asked:
        chips.chips[AgentCategory.TALKING].click()
    assert asked.args == [AgentCategory.TALKING]
    with qtbot.waitSignal(chips.toggled) as asked:
        QTest.keyClick(chips.chips[AgentCategory.PAUSED], Qt.Key.Key_Space)
    assert asked.args == [AgentCategory.PAUSED]


def test_that_a_chip_says_what_it_stands_for_however_little_room_there_is(chips: AgentChips) -> None:
    for width in range(1_000, 60, -45):
        chips.resize(width, 32)
        assert chips.chips[AgentCategory.LOGGED_OUT].accessibleName() == "Logged out 23"
        assert words(chips)[0] in {"Ready 4", "4"}
    chips.resize(540, 32)
    assert words(chips) == ["Ready 4", "Ring 1", "Talk 26", "Wrap 2", "Pause 5", "Out 23"]
    chips.resize(330, 32)
    assert words(chips) == ["4", "1", "26", "2", "5", "23"]
    right = max(chip.geometry().right() for chip in chips.findChildren(QToolButton) if chip.isVisible())
    assert right < chips.width()


def test_that_all_that_is_clicked_is_large_enough(chips: AgentChips) -> None:
    buttons = [button for button in chips.findChildren(QToolButton) if button.isVisible()]
    assert all(button.height() >= 32 and button.width() >= 32 for button in buttons)


def test_that_the_order_is_chosen_from_a_menu(chips: AgentChips, qtbot: QtBot) -> None:
    assert chips.order_button.text() == "By name"
    menu = chips.order_button.menu()
    with qtbot.waitSignal(chips.order_wanted) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [AgentOrder.TIME]
    chips.show_view(COUNTS, WallView(order=AgentOrder.STATE))
    assert chips.order_button.text() == "By state"
    assert [action.isChecked() for action in menu.actions()] == [False, False, True]


def enter(chips: AgentChips, group: AgentCategory) -> QDragEnterEvent:
    """A caller comes over a chip."""
    event = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.MoveAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(chips.chips[group], event)
    return event


def test_that_a_caller_held_over_a_chip_unfolds_it(
    chips: AgentChips, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(chips.held_over) as held:
        assert enter(chips, AgentCategory.READY).isAccepted()
    assert held.args == [AgentCategory.READY]
    enter(chips, AgentCategory.PAUSED)
    QApplication.sendEvent(chips.chips[AgentCategory.PAUSED], QDragLeaveEvent())
    with qtbot.assertNotEmitted(chips.held_over, wait=2 * chips_module.UNFOLD_MS):
        pass


def test_that_chips_with_targets_behind_them_are_marked(chips: AgentChips) -> None:
    chips.offer(frozenset({AgentCategory.READY}))
    assert [group for group, chip in chips.chips.items() if chip.property("offered")] == [AgentCategory.READY]
    chips.offer(frozenset())
    assert not any(chip.property("offered") for chip in chips.chips.values())


def test_that_nobody_is_counted_before_there_are_figures(chips: AgentChips) -> None:
    chips.show_view({}, WallView())
    assert words(chips)[0] == "Ready –"


def test_that_chips_have_colours_only_while_the_picture_is_live(chips: AgentChips) -> None:
    def colourfulness() -> int:
        image = chips.chips[AgentCategory.READY].icon().pixmap(16, 16).toImage()
        colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        return max(
            max(one.red(), one.green(), one.blue()) - min(one.red(), one.green(), one.blue()) for one in colours
        )

    at_first = colourfulness()
    chips.show_live(is_live=True)
    live = colourfulness()
    assert at_first < live / 3
    chips.show_live(is_live=False)
    assert colourfulness() == at_first
    chips.show_live(is_live=True)
    assert colourfulness() == live


def test_that_tab_stops_once_and_arrows_go_from_chip_to_chip(chips: AgentChips) -> None:
    stops = [chip for chip in chips.chips.values() if chip.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [chips.chips[AgentCategory.READY]]
    chips.activateWindow()
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Right)
    assert chips.focusWidget() is chips.chips[AgentCategory.RINGING]
    QTest.keyClick(chips.chips[AgentCategory.RINGING], Qt.Key.Key_Left)
    QTest.keyClick(stops[0], Qt.Key.Key_Left)
    assert chips.focusWidget() is chips.chips[AgentCategory.LOGGED_OUT]
