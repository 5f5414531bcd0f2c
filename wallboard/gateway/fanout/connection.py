"""One accepted connection: counted before anything is read, then TLS where configured; frames and bytes limited.

TLS begins here and not in the loop's own server, which does not report a connection before its handshake is over.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame
from websockets.protocol import Event, State

from wallboard.gateway.fanout.addresses import Network, forwarded_address, is_one_of, peer_address
from wallboard.gateway.fanout.admission import Admission
from wallboard.gateway.fanout.limits import RateLimit

OPEN_TIMEOUT_S = 4.0
"""How long TLS may take, and the request after it."""
CLOSE_TIMEOUT_S = 2.0
"""How long a closed connection may take to read the close message; then it is aborted."""
SEND_BUFFER_BYTES = 65_536
"""The kernel's part of what is unsent: a larger one hides for minutes that a screen does not keep up."""
MAX_UNSENT_BYTES = 1_310_720
"""More than may lag and the longest frame together; beside it only a snapshot may wait, however long that is."""
MAX_REQUEST_BYTES = 16_384
SLICE_BYTES = 1_024
"""The size of a slice of input: 170 frames at most, after which their cost is checked."""
FRAMES_PER_S, FRAMES_BURST = 25.0, 150
"""The rate limit of frames of any kind: more than messages and their pongs need."""
UNKNOWN_FRAMES_PER_S, UNKNOWN_FRAMES_BURST = 1.0, 10
"""The limit before sign-in, which takes one frame."""


@dataclass(slots=True, frozen=True)
class Reception:
    """What all connections share."""

    admission: Admission
    tls: ssl.SSLContext | None
    proxies: Collection[Network]
    on_flood: Callable[["FeedConnection", str], None]
    """Called when a connection is aborted for what it sends or does not read."""


class FeedConnection(ServerConnection):
    """A screen's connection.

    Attributes:
        address: where it comes from, by the socket or a trusted proxy.
        is_broken: whether it was ended by `abort`.
    """

    is_broken = False
    _reception: Reception
    _is_ready = False
    _received = 0
    _snapshot_bytes = 0
    _tls_task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Counts the accepted connection, then begins with TLS or the request."""
        self._raw = cast("asyncio.Transport", transport)
        self._early: list[bytes] = []
        self._frames = RateLimit(UNKNOWN_FRAMES_PER_S, UNKNOWN_FRAMES_BURST)
        self.address = peer_address(transport.get_extra_info("peername"))
        sock: socket.socket | None = transport.get_extra_info("socket")
        if sock is not None:
            with suppress(OSError):  # it may be closed already
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._reception.admission.arrive(self, is_proxy=is_one_of(self.address, self._reception.proxies))
        if self.is_broken:
            return
        if self._reception.tls is None:
            self._begin(transport)
        else:
            self._tls_task = self.loop.create_task(self._start_tls(self._raw, self._reception.tls))

    async def _start_tls(self, raw: asyncio.Transport, context: ssl.SSLContext) -> None:
        if raw.is_closing():
            return
        try:
            transport = await self.loop.start_tls(
                raw,
                self,
                context,
                server_side=True,
                ssl_handshake_timeout=OPEN_TIMEOUT_S,
                ssl_shutdown_timeout=CLOSE_TIMEOUT_S,
            )
        except OSError:  # the input is not TLS, or nothing arrives in time
            transport = None
        if transport is None or transport.is_closing():
            self._reception.admission.leave(self)
            self.abort()
            return
        self._begin(transport)
        early, self._early = self._early, []
        for data in early:
            self.data_received(data)

    def _begin(self, transport: asyncio.BaseTransport) -> None:
        self._is_ready = True
        super().connection_made(transport)

    def sign_in(self) -> None:
        """Marks the connection as signed in."""
        self._frames = RateLimit(FRAMES_PER_S, FRAMES_BURST)
        self._reception.admission.sign_in(self)

    def send_away(self) -> None:
        """Marks the connection as closing: it no longer counts."""
        self._reception.admission.send_away(self)

    def use_forwarded_address(self) -> None:
        """Counts the request to the address that a trusted proxy forwards; the request has arrived now."""
        if self.request is not None:
            headers = self.request.headers.get_all("X-Forwarded-For")
            address = forwarded_address(self.address, headers, self._reception.proxies)
            if address != self.address:
                self._reception.admission.come_from(self, address)

    def data_received(self, data: bytes) -> None:
        """Processes received bytes, a slice at a time, until a limit is reached."""
        if not self._is_ready:
            self._early.append(data)
            return
        for start in range(0, len(data), SLICE_BYTES):
            if self.is_broken:
                return
            part = data[start : start + SLICE_BYTES]
            super().data_received(part)
            self._check_request(len(part))
            self.check_unsent()

    def _check_request(self, received: int) -> None:
        if self.request is None:
            self._received += received
            if self._received > MAX_REQUEST_BYTES:
                self._flood("its request is too long")

    def check_unsent(self) -> None:
        """Breaks the connection if it does not read its messages."""
        if not self.is_broken and self.unsent_bytes() > MAX_UNSENT_BYTES + self._snapshot_bytes:
            self._flood("it does not read its messages")

    def process_event(self, event: Event) -> None:
        """Processes the request or a frame of any kind, pings too."""
        if self.is_broken:
            return
        if isinstance(event, Frame) and not self._frames.allows():
            self._flood("too many frames")
        else:
            super().process_event(event)

    @property
    def _is_cut_short(self) -> bool:
        """Whether frames that came with the request failed it; the library reports it as open for a moment."""
        return self.state is State.OPEN and self.protocol.eof_sent

    def write(self, frame: bytes) -> None:
        """Sends a frame, unless the connection is closing."""
        if self.state is State.OPEN and not self._is_cut_short and not self._raw.is_closing():
            self.transport.write(frame)

    def send_data(self) -> None:
        """Sends all due bytes in one piece, however many pongs that is; nothing after the connection is lost."""
        pieces = self.protocol.data_to_send()
        if self._raw.is_closing():
            return
        if data := b"".join(pieces):
            self.transport.write(data)
        if b"" not in pieces:  # the empty piece marks the end
            return
        if self.transport.can_write_eof():
            with suppress(OSError):
                self.transport.write_eof()
        else:
            self.transport.close()

    def _flood(self, reason: str) -> None:
        self._reception.on_flood(self, reason)
        self.abort()

    def expect_unsent(self, size: int) -> None:
        """Allows for a snapshot of so many bytes, which may take its time."""
        self._snapshot_bytes = size

    def unsent_bytes(self) -> int:
        """Returns how many sent bytes are still here, encrypted or not."""
        if self._raw is None:
            return 0
        within_tls = (
            self.transport.get_write_buffer_size() if self._is_ready and self.transport is not self._raw else 0
        )
        return within_tls + self._raw.get_write_buffer_size()

    def abort(self) -> None:
        """Breaks the connection without a message: one that does not read would not receive it either."""
        self.is_broken = True
        self._raw.abort()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Closes with a message; a connection that does not read is aborted after two seconds."""
        if self._is_cut_short:
            self.abort()
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await super().close(code, reason)
        except TimeoutError:
            self.abort()

    def eof_received(self) -> None:
        """Handles the end of the other side's data."""
        if self._is_ready:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """Removes the lost connection."""
        self._reception.admission.leave(self)
        self.is_broken = True
        if self._is_ready:
            super().connection_lost(exc)


def accepting(reception: Reception) -> type[FeedConnection]:
    """Returns the class of the connections of one server."""

    class Accepted(FeedConnection):
        _reception = reception

    return Accepted
