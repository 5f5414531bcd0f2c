"""The menu of a queue: the limit and its end, and every order."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import QueueRow
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.ui.queues.columns import FIGURES, columns_of
from wallboard.ui.queues.menu import Orders, QueueMenu


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def orders_of(sorting: Sorting) -> Orders:
    return Orders(sorting, columns_of(FIGURES))


def choices(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.menu() is None}


def orders(menu: QMenu) -> list[QAction]:
    below, columns = [action.menu() for action in menu.actions() if action.menu() is not None]
    assert isinstance(below, QMenu)
    assert columns is not below
    return below.actions()


@pytest.mark.parametrize(
    ("queue_id", "scope", "offered"),
    [
        ("support", ALL, ["Show only Support"]),
        ("support", QueueId("sales"), ["Show only Support", "Show all queues"]),
        ("support", QueueId("support"), ["Show all queues"]),
        (ALL, ALL, []),
    ],
)
def test_that_a_queue_offers_the_limit_to_it_and_the_way_back(
    owner: QWidget, make_queue: Callable[..., QueueRow], queue_id: str, scope: QueueId, offered: list[str]
) -> None:
    assert list(choices(QueueMenu(make_queue(queue_id), scope, orders_of(Sorting()), owner))) == offered


def test_that_a_choice_is_told(owner: QWidget, make_queue: Callable[..., QueueRow], qtbot: QtBot) -> None:
    menu = QueueMenu(make_queue(), QueueId("sales"), orders_of(Sorting()), owner)
    with qtbot.waitSignal(menu.queue_chosen) as chosen:
        choices(menu)["Show all queues"].trigger()
    assert chosen.args == [ALL]


def test_that_every_order_can_be_chosen_and_the_one_that_is_so_is_marked(owner: QWidget, qtbot: QtBot) -> None:
    menu = QueueMenu(None, ALL, orders_of(Sorting(by=FigureId.WAITING)), owner)
    assert [action.text() for action in orders(menu) if action.isChecked()] == ["Waiting"]
    made: list[Sorting] = []
    menu.sorting_chosen.connect(made.append)
    for action in orders(menu):
        action.trigger()
    assert {sorting.by for sorting in made} == {*SortBy, *FIGURES, FigureId.AGENTS_READY}
    assert Sorting(by=FigureId.WAITING, is_descending=False) in made
