"""Explains why a connection is over from the libraries' exceptions: the problem, and whether to reconnect."""

import ssl

from msgspec import Struct
from websockets.exceptions import (
    ConnectionClosed,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    ProxyError,
)
from websockets.http11 import Response

from wallboard.client import proxies
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed.messages import Bye
from wallboard.feed.roles import CloseCode
from wallboard.host.error_text import why

LONGEST_PAUSE_S = 600.0
"""The longest delay before reconnecting that a gateway may request."""

PROXY_WANTS_SIGN_IN = 407

_REFUSALS = {
    int(CloseCode.BAD_FRAME): ProblemKind.NOT_UNDERSTOOD,
    int(CloseCode.UNAUTHENTICATED): ProblemKind.TOKEN_REFUSED,
    int(CloseCode.FORBIDDEN): ProblemKind.TOKEN_FORBIDDEN,
    int(CloseCode.VERSION): ProblemKind.VERSIONS,
}

_ENDS = {
    int(CloseCode.RESTART): ProblemKind.SESSION_RESTART,
    int(CloseCode.TRY_LATER): ProblemKind.SESSION_BUSY,
    int(CloseCode.RATE): ProblemKind.SESSION_RATE,
    int(CloseCode.SLOW): ProblemKind.SESSION_SLOW,
}

_NOBODY_KNOWS = {19, 20}
"""OpenSSL's codes of a certificate whose authority is not trusted here; 18 is a self-signed one."""


class Route(Struct, frozen=True, kw_only=True):
    """The path to a gateway: its address, and the proxy's where there is one."""

    url: str
    proxy: str | None = None


class End(Struct, frozen=True, kw_only=True):
    """Why a connection is over, and whether to reconnect."""

    problem: Problem
    final: bool = False
    retry_after_s: float = 0.0


def closed(error: ConnectionClosed, bye: Bye | None) -> End:
    """Returns what a closed connection means: whether to reconnect, and after how long at least."""
    close = error.rcvd or error.sent
    code, reason = (close.code, close.reason) if close is not None else (1006, "")
    if (refusal := _REFUSALS.get(code)) is not None:
        return End(problem=Problem(kind=refusal, technical=reason), final=True)
    if bye is None:
        return End(problem=Problem(kind=ProblemKind.CLOSED, subject={"code": str(code)}, technical=reason))
    kind = _ENDS.get(code, ProblemKind.SESSION_ENDED)
    problem = Problem(kind=kind, technical=bye.reason)
    if bye.retry_after_ms is None:
        return End(problem=problem, final=True)
    return End(problem=problem, retry_after_s=min(max(bye.retry_after_ms / 1000, 0.0), LONGEST_PAUSE_S))


def not_opened(error: Exception, way: Route) -> Problem:
    """Returns why there is no connection: the gateway, the network, or something between."""
    match error:
        case InvalidProxy() | ProxyError():
            return _by_proxy(error, way)
        case ssl.SSLCertVerificationError():
            return _not_trusted(error, way)
        case InvalidStatus():
            return _answered(error.response, way)
        case TimeoutError() if way.proxy is not None:
            subject = {"url": way.url, "proxy": proxies.shown(way.proxy)}
            return Problem(kind=ProblemKind.PROXY_NO_ANSWER, subject=subject)
        case TimeoutError():
            return Problem(kind=ProblemKind.NO_ANSWER, subject={"url": way.url})
        case _ if way.proxy is not None:
            return _on_the_way(error, way)
        case _:
            return Problem(kind=ProblemKind.UNREACHABLE, subject={"url": way.url}, technical=why(error))


def no_subprotocol(response: Response | None, way: Route) -> Problem:
    """Returns why the other side does not speak the feed: another server, or a device that filters WebSockets."""
    device = "" if response is None else proxies.device_in(response.headers)
    if way.proxy is not None:
        return Problem(kind=ProblemKind.BETWEEN, subject={"url": way.url, "device": proxies.shown(way.proxy)})
    if response is not None and "via" in response.headers:
        return Problem(kind=ProblemKind.BETWEEN, subject={"url": way.url, "device": device})
    return Problem(kind=ProblemKind.NO_GATEWAY, subject={"url": way.url}, technical=device)


def _by_proxy(error: InvalidProxy | ProxyError, way: Route) -> Problem:
    if isinstance(error, InvalidProxy):
        return Problem(kind=ProblemKind.PROXY_SETTING, technical=error.msg)
    proxy = proxies.shown(way.proxy or "")
    if not isinstance(error, InvalidProxyStatus):
        subject = {"url": way.url, "proxy": proxy}
        return Problem(kind=ProblemKind.PROXY_BROKE_OFF, subject=subject, technical=why(error))
    status, technical = error.response.status_code, error.response.reason_phrase
    if status == PROXY_WANTS_SIGN_IN:
        return Problem(kind=ProblemKind.PROXY_SIGN_IN, subject={"proxy": proxy}, technical=technical)
    subject = {"url": way.url, "proxy": proxy, "status": str(status)}
    return Problem(kind=ProblemKind.PROXY_REFUSES, subject=subject, technical=technical)


def _not_trusted(error: ssl.SSLCertVerificationError, way: Route) -> Problem:
    is_strange = way.proxy is not None or getattr(error, "verify_code", 0) in _NOBODY_KNOWS
    kind = ProblemKind.CERTIFICATE_BETWEEN if is_strange else ProblemKind.CERTIFICATE
    return Problem(kind=kind, subject={"url": way.url}, technical=why(error))


def _answered(response: Response, way: Route) -> Problem:
    """Returns the end for an HTTP response that is not a WebSocket."""
    subject, device = {"url": way.url, "status": str(response.status_code)}, proxies.device_in(response.headers)
    if response.status_code == PROXY_WANTS_SIGN_IN:
        return Problem(kind=ProblemKind.PROXY_SIGN_IN, subject={"proxy": device or way.url}, technical=device)
    is_page = response.headers.get("Content-Type", "").casefold().startswith("text/html")
    kind = ProblemKind.WEB_PAGE if is_page else ProblemKind.HTTP_STATUS
    return Problem(kind=kind, subject=subject, technical=device)


def _on_the_way(error: Exception, way: Route) -> Problem:
    """Returns the problem of a break before the proxy connects, or later, when it may be behind the proxy."""
    proxy, reason = proxies.shown(way.proxy or ""), why(error)
    if isinstance(error, ImportError):
        return Problem(kind=ProblemKind.PROXY_SETTING, technical=f"{proxy}: {reason}")
    is_behind = isinstance(error, ssl.SSLError | ConnectionResetError | EOFError) or not isinstance(error, OSError)
    if is_behind:
        subject = {"url": way.url, "proxy": proxy}
        return Problem(kind=ProblemKind.PROXY_BROKE_OFF, subject=subject, technical=reason)
    return Problem(kind=ProblemKind.PROXY_UNREACHABLE, subject={"proxy": proxy}, technical=reason)
