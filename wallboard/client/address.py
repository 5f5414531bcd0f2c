"""Checks a gateway's address, and whether a token may be sent there."""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

from wallboard.domain.errors import ConfigError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.host.addresses import is_loopback
from wallboard.host.error_text import why
from wallboard.host.trust import client_context


def check_url(url: str) -> str:
    """Returns the normalised ``url``, or raises `ConfigError` when no token may be sent there.

    ``wss://`` anywhere, ``ws://`` to this machine alone; no user name, no query: they may contain secrets.
    """
    words = f"{_shown(url)} is not a valid gateway address. Example: wss://gateway.example:8765"
    wrong = ConfigError(words).of(Problem(kind=ProblemKind.ADDRESS, subject={"url": _shown(url)}))
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("ws", "wss") or not parts.hostname or port == 0 or not url.strip().isprintable():
        raise wrong
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            f"The gateway address for {parts.hostname} must not contain a user name, query or fragment: "
            "the token is stored separately"
        ).of(Problem(kind=ProblemKind.ADDRESS_SECRETS, subject={"host": parts.hostname}))
    if parts.scheme == "ws" and not is_loopback(parts.hostname):
        raise ConfigError(
            f"{parts.hostname} is another machine and ws:// would send the token there unencrypted: "
            f"use wss://{parts.netloc}, and give the gateway a certificate"
        ).of(Problem(kind=ProblemKind.ADDRESS_UNENCRYPTED, subject={"host": parts.hostname, "place": parts.netloc}))
    return url.strip()


def tls_context(url: str, ca_file: Path | None) -> ssl.SSLContext | None:
    """Returns the TLS context that checks the gateway's certificate, by the system's authorities or ``ca_file``'s.

    None where the address needs no TLS; `ConfigError` when the file cannot be used.
    """
    if urlsplit(url).scheme != "wss":
        return None
    try:
        return client_context(ca_file)
    except (OSError, ssl.SSLError) as error:
        problem = Problem(kind=ProblemKind.AUTHORITIES, subject={"file": str(ca_file)}, technical=why(error))
        words = f"{ca_file} cannot be used as a certificate authority file: {why(error)}"
        raise ConfigError(words).of(problem) from error


def _shown(url: str) -> str:
    """Returns the address for a message, cut before anything that may be a secret."""
    return repr(url.strip().split("?")[0].rpartition("@")[2])
