"""The login at AMI: by its challenge, or with the secret itself where the PBX offers no challenge."""

import hashlib
from collections.abc import Callable
from typing import Final

from msgspec import Struct

from wallboard.domain.errors import LoginRefused, RemoteError
from wallboard.pbx.asterisk.doctor.refusal import of_login
from wallboard.pbx.asterisk.wire.codec import Act, Action, AmiMessage

EVENT_CLASSES: Final = "system,call,agent,user,dtmf"
"""All that is asked for, whatever more the AMI user may read: no RTCP, no VarSet, no Newexten."""


class Login(Struct, frozen=True, kw_only=True):
    """The AMI user and its secret; ``plain`` sends the secret itself where MD5 is not to be had."""

    user: str
    secret: str
    plain: bool = False


def proof_of(challenge: str, secret: str) -> tuple[tuple[str, str], ...]:
    """The headers of a login that prove the secret by AMI's own scheme.

    It keeps the secret itself off the wire and is no protection of the stream.
    """
    key = hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
    return ("AuthType", "MD5"), ("Key", key)


def log_in(act: Act, login: Login, done: Callable[[], None]) -> None:
    """Log in and call ``done``; the responses raise `LoginRefused` where the PBX does not let us in.

    A refusal that may pass by itself is a `RemoteError`.
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
