"""Decoded messages of a gateway, for people who examine the feed rather than for a screen."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from websockets.exceptions import ConnectionClosed, WebSocketException

from wallboard.client import proxies
from wallboard.client.address import tls_context
from wallboard.client.bounds import checked
from wallboard.client.connection import open_feed
from wallboard.client.ends import Route, closed, no_subprotocol, not_opened
from wallboard.client.session import ArrivalTime, ClientLogin, FeedSession, Mirror
from wallboard.domain.errors import RemoteError
from wallboard.feed import codec
from wallboard.feed.messages import SUBPROTOCOL, AnyServerMessage
from wallboard.feed.roles import ClientKind
from wallboard.host.clock import now_ms


async def messages(url: str, token: str, ca_file: Path | None) -> AsyncIterator[AnyServerMessage]:
    """Yields each message of one connection; `RemoteError` on its end, `LoginRefused` on a refused login."""
    login = ClientLogin(token=token, kind=ClientKind.DESK, client_name="wallboard feed")
    session, tls = FeedSession(login, Mirror(), _now()), tls_context(url, ca_file)
    way = Route(url=url)
    try:
        way = Route(url=url, proxy=proxies.proxy_for(url) if tls else None)
        async with open_feed(way, tls) as socket:
            if socket.subprotocol != SUBPROTOCOL:
                raise RemoteError(str(no_subprotocol(socket.response, way)))
            while True:
                frame = await socket.recv(decode=False)
                message = codec.decode_server(frame)
                if message is None:
                    continue
                message = checked(message, frame)
                for answer in session.receive(message, _now(), len(frame)):
                    await socket.send(codec.encode(answer), text=True)
                yield message
    except ConnectionClosed as error:
        raise RemoteError(str(closed(error, session.bye).problem)) from error
    except (OSError, EOFError, WebSocketException) as error:
        raise RemoteError(str(not_opened(error, way))) from error


def _now() -> ArrivalTime:
    return ArrivalTime(asyncio.get_running_loop().time(), now_ms())
