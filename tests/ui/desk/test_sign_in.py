"""Signing in: nothing is sent before the address is safe and the token is there."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from wallboard.ui.desk.sign_in import KeepInFile, SignIn, SignInChoice
from wallboard.ui.look.theme import DARK


def check(address: str) -> str:
    if not address.startswith("wss://"):
        raise ValueError("Example: wss://gateway.example")
    return address.strip()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window: QWidget) -> SignIn:
    made = SignIn(DARK, check, window)
    window.show()
    made.open()
    return made


@pytest.fixture
def chosen(dialog: SignIn) -> list[SignInChoice]:
    choices: list[SignInChoice] = []
    dialog.chosen.connect(choices.append)
    return choices


def test_that_a_good_address_and_a_token_are_chosen(dialog: SignIn, chosen: list[SignInChoice]) -> None:
    dialog.address.setText("wss://gw.example ")
    dialog.token.setText(" wb_secret ")
    dialog.buttons.accepted.emit()
    assert chosen == [SignInChoice(url="wss://gw.example", token="wb_secret", is_kept=True)]


@pytest.mark.parametrize(
    ("address", "token", "words"),
    [("http://x", "wb_t", "Example: wss"), ("wss://gw.example", " ", "Enter your token")],
)
def test_that_what_is_wrong_is_said_and_nothing_chosen(
    dialog: SignIn, chosen: list[SignInChoice], address: str, token: str, words: str
) -> None:
    dialog.address.setText(address)
    dialog.token.setText(token)
    dialog.buttons.accepted.emit()
    assert chosen == []
    assert words in dialog.error.text()
    assert dialog.error.isVisible()
    assert dialog.isVisible()


def test_that_a_refusal_is_shown_beside_the_last_address(dialog: SignIn) -> None:
    dialog.fill("wss://gw.example", "the gateway does not accept the token")
    assert dialog.address.text() == "wss://gw.example"
    assert dialog.error.text() == "The gateway does not accept the token"


def test_that_a_token_is_never_readable(dialog: SignIn) -> None:
    assert dialog.token.echoMode() is QLineEdit.EchoMode.Password
    assert "wb_secret" not in repr(SignInChoice(url="wss://x", token="wb_secret", is_kept=False))


def test_that_a_token_is_kept_in_a_file_only_when_the_user_agrees(window: QWidget) -> None:
    answers: list[str] = []
    for role in (QMessageBox.ButtonRole.RejectRole, QMessageBox.ButtonRole.AcceptRole):
        question = KeepInFile("/home/ana/tokens.json", window)
        question.agreed.connect(lambda role=role: answers.append(role.name))
        question.open()
        assert "/home/ana/tokens.json" in question.informativeText()
        next(button for button in question.buttons() if question.buttonRole(button) is role).click()
    assert answers == ["AcceptRole"]


def test_that_cancelling_chooses_nothing(dialog: SignIn, chosen: list[SignInChoice]) -> None:
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert chosen == []
