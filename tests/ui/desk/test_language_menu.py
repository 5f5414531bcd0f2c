"""The menu of languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.desk.language_menu import LanguageMenu


@pytest.fixture
def menu(qtbot: QtBot) -> Iterator[LanguageMenu]:
    window = QWidget()
    qtbot.addWidget(window)
    yield LanguageMenu("lt", window)
    window.close()


def test_that_each_language_is_there_in_its_own_words_and_the_chosen_one_is_checked(menu: LanguageMenu) -> None:
    words = [action.text() for action in menu.actions()]
    assert words == ["Same as system", "English", "Lietuvių", "Português (Brasil)", "Português (Portugal)"]
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Lietuvių"]


def test_that_a_choice_is_told(menu: LanguageMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.chosen) as told:
        menu.actions()[3].trigger()
    assert told.args == ["pt_BR"]
    assert [action.isChecked() for action in menu.actions()] == [False, False, False, True, False]
