"""The bar over the desk."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ALL, QueueId
from wallboard.feed.roles import Role
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.desk.top_bar import TopBar
from wallboard.ui.look.theme import DARK
from wallboard.ui.words.day_time import show_times_of

JULY_MS = 1_783_080_000_000
"""3 July 2026, 12:00 UTC."""


def bar_with(qtbot: QtBot) -> TopBar:
    menu = QMenu()
    bar = TopBar(DARK, menu)
    qtbot.addWidget(bar)
    qtbot.addWidget(menu)
    return bar


def test_that_every_queue_can_be_chosen(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    bar = bar_with(qtbot)
    frame = make_frame(queues=(make_queue(ALL, ""), make_queue("sales", "Sales")), scope=QueueId("sales"))
    bar.show_frame(frame, 0)
    assert [bar.scope.itemText(place) for place in range(bar.scope.count())] == ["All queues", "Sales"]
    assert bar.scope.currentText() == "Sales"
    with qtbot.waitSignal(bar.queue_chosen) as chosen:
        bar.scope.activated.emit(0)
    assert chosen.args == [ALL]


def test_that_the_chooser_of_queues_waits_for_data_in_words_and_then_shows_the_scope(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    bar = bar_with(qtbot)
    bar.show()
    bar.show_frame(make_frame(queues=()), 0)
    assert bar.scope.shown().currentText == "Waiting for data"
    bar.show_frame(make_frame(queues=(make_queue(ALL, ""),)), 0)
    assert bar.scope.shown().currentText == "All queues"
    bar.show_frame(make_frame(queues=(make_queue(ALL, ""),), scope=QueueId("gone")), 0)
    assert bar.scope.shown().currentText == ""


def test_that_groups_can_be_chosen_apart_from_queues(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    bar = bar_with(qtbot)
    vip = make_queue("vip", "VIP", is_group=True)
    bar.show_frame(make_frame(queues=(make_queue(ALL, ""), vip, make_queue("sales", "Sales"))), 0)
    assert [bar.scope.itemText(place) for place in range(bar.scope.count())] == ["All queues", "VIP", "", "Sales"]
    shapes = [bar.scope.itemIcon(place).pixmap(14, 14).toImage() for place in range(bar.scope.count())]
    assert shapes[0] == shapes[1] != shapes[3]
    with qtbot.waitSignal(bar.queue_chosen) as chosen:
        bar.scope.activated.emit(1)
    assert chosen.args == ["vip"]


def test_that_a_group_that_is_gone_is_still_named_while_the_board_is_of_it(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    bar = bar_with(qtbot)
    total, vip, sales = make_queue(ALL, ""), make_queue("vip", "VIP", is_group=True), make_queue("sales", "Sales")
    for rows, named in (((total, vip), "VIP"), ((total,), "VIP"), ((total, sales), "VIP"), ((total, vip), "VIP")):
        bar.show_frame(make_frame(queues=rows, scope=vip.id), 0)
        assert bar.scope.shown().currentText == named
        assert (bar.scope.currentData() == vip.id) is (vip in rows)
    bar.show_frame(make_frame(queues=(total, vip)), 0)
    assert bar.scope.currentText() == "All queues"


def test_that_the_window_of_the_figures_can_be_chosen(qtbot: QtBot) -> None:
    bar = bar_with(qtbot)
    chosen: list[Window] = []
    bar.window_chosen.connect(chosen.append)
    for button in bar.findChildren(QPushButton):
        if button.isCheckable():
            button.click()
    assert chosen == [Window.TODAY, Window.INTERVAL, Window.ROLLING_30]


def test_that_the_bar_shows_how_far_to_trust_the_picture(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    bar = bar_with(qtbot)
    bar.show_frame(make_frame(), 0)
    bar.tick(0)
    assert bar.pill.words == "Live"


@pytest.mark.parametrize("role", list(Role))
def test_that_the_bar_says_who_looks_and_as_what(
    role: Role, qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    bar = bar_with(qtbot)
    bar.show_frame(make_frame(role=role, user="Dana"), 0)
    assert f"Dana · {role}" in [label.text() for label in bar.findChildren(QLabel)]


def test_that_the_bar_says_whose_time_it_shows(qtbot: QtBot, make_frame: Callable[..., BoardFrame]) -> None:
    bar = bar_with(qtbot)
    bar.show_frame(make_frame(), 0)
    assert not any("Europe" in label.toolTip() for label in bar.findChildren(QLabel))
    bar.show_frame(make_frame(time_zone="Europe/Lisbon"), 0)
    (clock,) = [label for label in bar.findChildren(QLabel) if "Europe/Lisbon" in label.toolTip()]
    show_times_of("Europe/Lisbon")
    bar.tick(JULY_MS)
    assert clock.text() == "13:00"


def test_that_the_bar_says_that_actions_are_not_recorded(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    bar = bar_with(qtbot)
    bar.show_frame(make_frame(covered_since_ms=JULY_MS, ledger=LedgerState(status=LedgerStatus.FAILING)), 0)
    assert bar.ledger.text() == "Actions are not recorded"
    assert bar.gap.isHidden()
    bar.show_frame(make_frame(covered_since_ms=JULY_MS), 0)
    assert bar.ledger.isHidden()
    assert not bar.gap.isHidden()


def test_that_a_narrow_bar_does_without_the_name_and_cuts_no_choice(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame]
) -> None:
    bar, window = bar_with(qtbot), QWidget()
    qtbot.addWidget(window)
    bar.setParent(window)
    bar.show_frame(make_frame(user="Dana Keller"), 0)
    window.show()
    for width, is_named in ((1200, True), (bar.minimumSizeHint().width(), False), (1200, True)):
        bar.resize(width, 40)
        QApplication.processEvents()
        (name,) = [label for label in bar.findChildren(QLabel) if "Dana" in label.text()]
        assert name.isVisible() is is_named
        for button in bar.findChildren(QPushButton):
            assert button.width() >= button.sizeHint().width()
