"""How we are let in: the secret stays ours where it can, and a refusal says what to check."""

from collections.abc import Callable

import pytest

from wallboard.domain.errors import LoginRefused
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.login import Login, log_in

SECRET = "lab-secret"


class Asked:
    """What was asked, and the way to answer the last of it; ``done`` once we are in."""

    def __init__(self, *, plain: bool = False) -> None:
        self.actions: list[Action] = []
        self.done = False
        log_in(self._act, Login(user="wallboard", secret=SECRET, plain=plain), self._in)

    def answer(self, **headers: str) -> None:
        self._answered(AmiMessage(headers))

    def _act(self, action: Action, answered: Callable[[AmiMessage], None]) -> str:
        self.actions.append(action)
        self._answered = answered
        return "wb-1"

    def _in(self) -> None:
        self.done = True


def test_that_a_challenge_is_answered_without_the_secret() -> None:
    asked = Asked()
    asked.answer(Response="Success", Challenge="123456789")
    headers = dict(asked.actions[-1].headers)
    assert headers["Key"] == "3f7596692d85ea2484865e28530612c7"
    assert SECRET not in str(asked.actions)
    assert not asked.done
    asked.answer(Response="Success")
    assert asked.done


def test_that_only_the_event_classes_we_read_are_asked_for() -> None:
    [login] = Asked(plain=True).actions
    assert login.headers == (
        ("Username", "wallboard"),
        ("Secret", SECRET),
        ("Events", "system,call,agent,user,dtmf"),
    )


def test_that_a_pbx_without_md5_and_one_that_lets_us_not_in_are_told_apart() -> None:
    with pytest.raises(LoginRefused, match="no MD5"):
        Asked().answer(Response="Error", Message="Must specify AuthType")
    with pytest.raises(LoginRefused, match="Authentication failed"):
        Asked(plain=True).answer(Response="Error", Message="Authentication failed")
