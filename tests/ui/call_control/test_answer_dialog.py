"""A question is answered by what is offered or typed, and by nothing that is not valid."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.call_control.answer_dialog import AnswerDialog, TextQuestion
from wallboard.ui.look.theme import DARK


@pytest.fixture
def answers() -> list[str]:
    return []


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window: QWidget, answers: list[str]) -> AnswerDialog:
    question = TextQuestion(
        title="Reason",
        words="Why?",
        is_valid=lambda answer: answer != "no",
        then=answers.append,
        choices=("Lunch", "<b>Training</b> & more"),
        accept="Go on & do it",
    )
    dialog = AnswerDialog(DARK, question, window)
    dialog.open()
    return dialog


def test_that_a_choice_is_typed_and_can_be_changed(dialog: AnswerDialog, answers: list[str]) -> None:
    dialog.choices.setCurrentRow(1)
    assert dialog.answer.text() == "<b>Training</b> & more"
    dialog.answer.setText(" Training, long ")
    dialog.buttons.accepted.emit()
    assert answers == ["Training, long"]


def test_that_a_choice_is_made_by_a_double_click_or_enter(dialog: AnswerDialog, answers: list[str]) -> None:
    dialog.choices.setCurrentRow(0)
    dialog.choices.itemActivated.emit(dialog.choices.currentItem())
    assert answers == ["Lunch"]


def test_that_what_is_not_valid_is_no_answer(dialog: AnswerDialog, answers: list[str]) -> None:
    dialog.answer.setText("no")
    assert not dialog.save.isEnabled()
    dialog.buttons.accepted.emit()
    assert answers == []
    assert dialog.save.text() == "Go on && do it"


def test_that_giving_up_answers_nothing(dialog: AnswerDialog, answers: list[str]) -> None:
    dialog.choices.setCurrentRow(0)
    dialog.buttons.rejected.emit()
    assert answers == []


def test_that_nothing_is_chosen_before_somebody_goes_to_the_choices(
    dialog: AnswerDialog, answers: list[str], qtbot: QtBot
) -> None:
    assert (dialog.answer.text(), dialog.focusWidget()) == ("", dialog.answer)
    QTest.keyClick(dialog.answer, Qt.Key.Key_Down)
    assert dialog.focusWidget() is dialog.choices
    QTest.keyClick(dialog.choices, Qt.Key.Key_Down)
    QTest.keyClick(dialog.choices, Qt.Key.Key_Return)
    assert answers == ["<b>Training</b> & more"]
