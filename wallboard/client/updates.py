"""Checks whether there is a newer version, at the company's own update address alone.

The address serves JSON: ``{"version": "1.4.0", "url": "https://…", "notes": "…"}``, the last two optional.
"""

import http.client
import urllib.error
import urllib.request
from email.message import Message
from typing import IO, Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct
from packaging.version import Version

from wallboard import __version__
from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.host.addresses import is_loopback
from wallboard.host.error_text import why
from wallboard.host.trust import client_context

TIMEOUT_S = 10.0
MAX_BYTES = 65_536


class Release(Struct, frozen=True, kw_only=True):
    """An available version: its number, a page about it, and what is new in a sentence."""

    version: Annotated[str, Meta(max_length=50)]
    url: Annotated[str, Meta(max_length=2_000)] = ""
    notes: Annotated[str, Meta(max_length=500)] = ""

    def __post_init__(self) -> None:
        Version(self.version)  # raises ValueError for an invalid one

    def is_newer_than(self, version: str) -> bool:
        """Whether this is a later version, by the rules of Python's packages: 1.2.0 comes after 1.2.0rc1."""
        return Version(self.version) > Version(version)


def check_update_url(url: str) -> str:
    """Returns the address, or raises `ConfigError`: ``https://`` anywhere, ``http://`` on this machine alone."""
    try:
        parts = urlsplit(url.strip())
    except ValueError as error:
        raise ConfigError(
            f"{url!r} is not a valid update address. Example: https://intranet.example/wallboard.json"
        ) from error
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if not is_safe or not parts.hostname or "@" in parts.netloc:
        raise ConfigError("The update address must begin with https:// and have no user name in it")
    return url.strip()


def fetch_release(url: str) -> Release:
    """Fetches the release from the address, waiting `TIMEOUT_S` at most for each response; blocks its thread.

    `ConfigError` when the address must not be used, `RemoteError` when its response is invalid.
    """
    request = urllib.request.Request(check_update_url(url), headers={"User-Agent": f"wallboard/{__version__}"})  # noqa: S310 - checked
    handlers = (urllib.request.HTTPSHandler(context=client_context(None)), _SafeRedirects())
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=TIMEOUT_S) as answer:
            content = answer.read(MAX_BYTES)
        release = msgspec.json.decode(content, type=Release)
    except (OSError, http.client.HTTPException, msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RemoteError(f"The file at the update address cannot be read: {_why(error)}") from error
    return release if release.url.startswith("https://") else msgspec.structs.replace(release, url="")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects only by https and to another machine: a page cannot redirect to this one."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        parts = urlsplit(check_update_url(newurl))
        if parts.scheme != "https" or is_loopback(parts.hostname or ""):
            raise ConfigError("The update address redirects to this computer or to a page without https://")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # typeshed's own


def _why(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    return why(cause) if isinstance(cause, Exception) else str(error)
