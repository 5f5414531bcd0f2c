"""The feed's WebSocket: opened without redirects and pings, written to within bounds."""

import asyncio
import logging
import ssl

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from wallboard import __version__
from wallboard.client import bounds
from wallboard.client.ends import Route, no_subprotocol
from wallboard.client.session import ArrivalTime
from wallboard.domain.errors import ProtocolError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import codec
from wallboard.feed.messages import (
    FORMER_SUBPROTOCOLS,
    MAX_SERVER_FRAME,
    SUBPROTOCOL,
    AnyClientMessage,
    AnyServerMessage,
)
from wallboard.host.clock import now_ms

# The library would write whole frames, and so the token, at DEBUG.
_socket_log = logging.getLogger("wallboard.client.websocket")
_socket_log.setLevel(logging.INFO)

OPEN_TIMEOUT_S = 10.0
CLOSE_TIMEOUT_S = 1.0


class _Connect(connect):
    """Opens a connection and follows no redirect, which would send the token elsewhere."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def open_feed(way: Route, tls: ssl.SSLContext | None) -> _Connect:
    """Opens a connection to a gateway, as a context manager; it accepts the feed's own protocol alone."""
    return _Connect(
        way.url,
        ssl=tls,
        subprotocols=[Subprotocol(one) for one in (SUBPROTOCOL, *FORMER_SUBPROTOCOLS)],
        compression=None,
        max_size=MAX_SERVER_FRAME,
        user_agent_header=f"wallboard/{__version__}",
        proxy=way.proxy,
        open_timeout=OPEN_TIMEOUT_S,
        close_timeout=CLOSE_TIMEOUT_S,
        ping_interval=None,  # the feed has heartbeats of its own, which both sides check
        logger=_socket_log,
    )


def subprotocol_problem(socket: ClientConnection, way: Route) -> Problem | None:
    """Returns the problem of a gateway that does not speak this version of the feed, None where it does."""
    if socket.subprotocol == SUBPROTOCOL:
        return None
    if socket.subprotocol in FORMER_SUBPROTOCOLS:
        return Problem(kind=ProblemKind.GATEWAY_TOO_OLD)
    return no_subprotocol(socket.response, way)


def check_unsent(socket: ClientConnection, messages: int) -> None:
    """Breaks the connection to a gateway that does not read, which would not receive a close message either."""
    try:
        bounds.check_unsent(messages, socket.transport.get_write_buffer_size())
    except ProtocolError:
        socket.transport.abort()
        raise


async def write(socket: ClientConnection, outgoing: asyncio.Queue[AnyClientMessage]) -> None:
    """Sends messages as they come, until the connection is over."""
    try:
        while True:
            await socket.send(codec.encode(await outgoing.get()), text=True)
    except ConnectionClosed:
        return  # the reader gets the same error and reports it


def decoded(frame: bytes) -> AnyServerMessage | None:
    """Decodes the gateway's message, within bounds; `ProtocolError` when it is invalid."""
    message = codec.decode_server(frame)
    return None if message is None else bounds.checked(message, frame)


def arrival() -> ArrivalTime:
    """Returns this moment by the loop's and by the computer's clock."""
    return ArrivalTime(asyncio.get_running_loop().time(), now_ms())
