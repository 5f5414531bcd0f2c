"""The address of the history's PostgreSQL in ``gateway.toml``, and the password of its user, which is not in it."""

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from wallboard.gateway.setup.secret import secret_of
from wallboard.gateway.setup.tables import HistorySettings
from wallboard.pbx.kind import Account

SCHEME: Final = "postgresql+psycopg"
SECRET: Final = "history_database"  # noqa: S105  # the name of a secret, not one
PORT: Final = 5432
_SECRETS: Final = {"password", "sslpassword"}
_EXAMPLE: Final = f"{SCHEME}://wallboard@db.example.com/wallboard"


def wrong_with(url: str) -> str:
    """Returns what is wrong with an address, never with a password that is in it; empty if it can be used."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return f"is not a valid address; write it like {_EXAMPLE}"
    if parts.scheme != SCHEME:
        return f"must begin with {SCHEME}:// (without url the history is in the gateway's own folder)"
    if parts.password or _SECRETS & parse_qs(parts.query).keys():
        return f"has a password, which gateway.toml must not: see `secret_file`; write {_EXAMPLE}"
    if not parts.path.strip("/") or not (parts.username and _host(parts)):
        return f"needs a user, a host and a database, like {_EXAMPLE}"
    return ""


def password_of(settings: HistorySettings, environ: Mapping[str, str] = os.environ) -> str:
    """Returns the password of the database's user; empty where none is set, as for a server that asks for none.

    Raises `ConfigError` where the one that is set cannot be read.
    """
    return secret_of(SECRET, account_of(settings), environ)


def account_of(settings: HistorySettings) -> Account:
    """Returns the database's user."""
    parts = urlsplit(settings.url)
    return Account(
        user=unquote(parts.username or ""),
        host=_host(parts),
        port=parts.port or PORT,
        secret_file=settings.secret_file,
    )


def _host(parts: SplitResult) -> str:
    return parts.hostname or next(iter(parse_qs(parts.query).get("host", ())), "")
