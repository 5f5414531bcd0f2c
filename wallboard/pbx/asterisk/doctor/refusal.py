"""Explains why a PBX refuses a login: its short message, and all its possible causes."""

from typing import Final

from msgspec import Struct


class Refusal(Struct, frozen=True, kw_only=True):
    """The cause of a refusal and what to check; both are parts of sentences without a full stop.

    ``passes`` when it may end in a moment without any action.
    """

    meaning: str
    remedy: str
    passes: bool = False


def is_denied(said: str) -> bool:
    """Whether the PBX refused an action since the user lacks the right to it."""
    return "permission" in said.lower()


def of_login(said: str, user: str) -> Refusal:
    """Returns the meaning of the response ``said`` to a login."""
    if said == "Login Already In Use":
        return Refusal(
            meaning=(
                f"'{user}' is logged in already and allowmultiplelogin = no lets it in once; that is another "
                "program, or a connection of before that Asterisk has not missed yet"
            ),
            remedy=(
                f"give each program its own user, or take allowmultiplelogin = no out of [general] and [{user}]"
            ),
            passes=True,
        )
    return Refusal(
        meaning=(
            f"there is no '{user}', or its secret is another, or deny and permit (or acl) keep this machine out; "
            "Asterisk's reply is the same in all three cases"
        ),
        remedy=f"check [{user}], its secret and its permit against user and secret in gateway.toml",
    )


BEFORE_GREETING: Final = (
    "It closed the connection before its greeting: too many logins at once (authlimit in manager.conf, 50 by "
    "itself), or a firewall is between"
)
