"""Choosing figures: each can be ticked and unticked, one stays, and no more than fit."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.catalogue import FigureId
from wallboard.ui.figures.figure_menu import FigureMenu
from wallboard.ui.figures.words import name_of

SHOWN = (FigureId.WAITING, FigureId.ASA)


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def entries(menu: FigureMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def test_that_every_figure_can_be_chosen_and_the_shown_ones_are_marked(owner: QWidget) -> None:
    found = entries(FigureMenu("", SHOWN, 9, owner))
    assert [name_of(figure_id) for figure_id in FigureId] == list(found)[:-1]
    assert [name for name, action in found.items() if action.isChecked()] == [name_of(one) for one in SHOWN]


def test_that_a_figure_comes_at_the_end_goes_from_its_place_and_the_usual_ones_come_back(owner: QWidget) -> None:
    told: list[tuple[FigureId, ...]] = []
    menu = FigureMenu("", SHOWN, 9, owner)
    menu.figures_chosen.connect(told.append)
    found = entries(menu)
    for name in (name_of(FigureId.ATQ), name_of(FigureId.WAITING), "Default selection"):
        found[name].trigger()
    assert told == [(*SHOWN, FigureId.ATQ), (FigureId.ASA,), ()]


def test_that_one_figure_stays_and_no_more_than_fit_can_be_chosen(owner: QWidget) -> None:
    alone = entries(FigureMenu("", (FigureId.ASA,), 9, owner))
    assert not alone[name_of(FigureId.ASA)].isEnabled()
    full = entries(FigureMenu("", SHOWN, 2, owner))
    assert [name for name, action in full.items() if action.isEnabled()] == [
        *(name_of(one) for one in SHOWN),
        "Default selection",
    ]
    assert "2" in full[name_of(FigureId.ATQ)].toolTip()
