"""Decoded messages of a gateway, for people who examine the feed rather than for a screen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, WebSocketException

from wallboard.client import proxies
from wallboard.client.address import tls_context
from wallboard.client.ends import Route, closed, not_opened
from wallboard.client.feed_socket import arrival, decoded, open_feed, subprotocol_problem
from wallboard.client.session import ClientLogin, FeedSession, Mirror
from wallboard.domain.errors import RemoteError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import codec
from wallboard.feed.messages import AnyServerMessage
from wallboard.feed.roles import ClientKind


async def messages(url: str, token: str, ca_file: Path | None) -> AsyncIterator[AnyServerMessage]:
    """Yields each message of one connection; `RemoteError` on its end, `LoginRefused` on a refused login."""
    login = ClientLogin(token=token, kind=ClientKind.DESK, client_name="wallboard feed")
    session, tls = FeedSession(login, Mirror(), arrival()), tls_context(url, ca_file)
    way = Route(url=url)
    try:
        way = Route(url=url, proxy=proxies.proxy_for(url) if tls else None)
        async with open_feed(way, tls) as socket:
            if (problem := subprotocol_problem(socket, way)) is not None:
                raise _failed(problem)
            while True:
                frame = await _frame(socket, session, url)
                message = decoded(frame)
                if message is None:
                    continue
                for answer in session.receive(message, arrival(), len(frame)):
                    await socket.send(codec.encode(answer), text=True)
                yield message
    except ConnectionClosed as error:
        raise _failed(closed(error, session.bye).problem) from error
    except (OSError, EOFError, WebSocketException, ImportError) as error:
        raise _failed(not_opened(error, way)) from error


async def _frame(socket: ClientConnection, session: FeedSession, url: str) -> bytes:
    """Returns the next message; `RemoteError` where none has come for as long as a screen would wait."""
    try:
        async with asyncio.timeout_at(session.lost_at_s):
            return await socket.recv(decode=False)
    except TimeoutError:
        raise _failed(Problem(kind=ProblemKind.FELL_SILENT, subject={"url": url})) from None


def _failed(problem: Problem) -> RemoteError:
    return RemoteError(str(problem)).of(problem)
