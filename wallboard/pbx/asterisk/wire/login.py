"""Logs in at AMI: by its challenge, or with the secret itself where the PBX offers no challenge."""

import hashlib
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from wallboard.domain.errors import LoginRefused, RemoteError
from wallboard.pbx.asterisk.doctor.refusal import of_login
from wallboard.pbx.asterisk.wire.codec import Act, Action, AmiMessage

EVENT_CLASSES: Final = "system,call,agent,user,dtmf"
"""The requested event classes, whatever more the AMI user may read: no RTCP, no VarSet, no Newexten."""


class Login(Struct, frozen=True, kw_only=True):
    """The AMI user and its secret; ``plain`` sends the secret itself where MD5 is not available."""

    user: str
    secret: str
    plain: bool = False


def proof_of(challenge: str, secret: str) -> tuple[tuple[str, str], ...]:
    """Returns the headers of a login that prove the secret by AMI's own scheme.

    The scheme does not send the secret itself, but does not protect the stream.
    """
    key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
    return ("AuthType", "MD5"), ("Key", key)


def log_in(act: Act, login: Login, done: Callable[[], None]) -> None:
    """Logs in and calls ``done``; the responses raise `LoginRefused` where the PBX refuses.

    A refusal that may end by itself is a `RemoteError`.
    """

    def challenged(message: AmiMessage) -> None:
        challenge = message.get("Challenge")
        if not challenge:
            raise LoginRefused(f"Asterisk offers no MD5 login: {message.get('Message')}")
        send(*proof_of(challenge, login.secret))

    def send(*proof: tuple[str, str]) -> None:
        act(Action("Login", (("Username", login.user), *proof, ("Events", EVENT_CLASSES))), answered)

    def answered(message: AmiMessage) -> None:
        if message.get("Response") != "Success":
            refusal = of_login(message.get("Message"), login.user)
            error = RemoteError if refusal.passes else LoginRefused
            raise error(
                f"Asterisk rejects the login ({message.get('Message')}): {refusal.meaning}."
                f" In manager.conf {refusal.remedy}."
            )
        done()

    if login.plain:
        send(("Secret", login.secret))
    else:
        act(Action("Challenge", (("AuthType", "MD5"),)), challenged)
