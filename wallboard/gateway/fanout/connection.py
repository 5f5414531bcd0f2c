"""One accepted connection: counted before anything is read, then TLS where it is meant; frames and bytes bounded.

TLS begins here and not in the loop's own server, which tells nobody of a connection before its handshake is over.
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
"""How long a connection that is closed may take to hear of it; then it is broken."""
SEND_BUFFER_BYTES = 65_536
"""The kernel's part of what is unsent: a larger one hides for minutes that a screen does not keep up."""
MAX_UNSENT_BYTES = 1_310_720
"""More than may lag and the longest frame together; beside it only a snapshot may wait, however long that is."""
MAX_REQUEST_BYTES = 16_384
SLICE_BYTES = 1_024
"""So much is taken in at a time: 170 frames at most, after which what they cost is looked at."""
FRAMES_PER_S, FRAMES_BURST = 25.0, 150
"""Frames of any kind: more than messages and their pongs need."""
UNKNOWN_FRAMES_PER_S, UNKNOWN_FRAMES_BURST = 1.0, 10
"""From one that has not said who it is, which takes one frame."""


@dataclass(slots=True, frozen=True)
class Reception:
    """What all connections share."""

    admission: Admission
    tls: ssl.SSLContext | None
    proxies: Collection[Network]
    on_flood: Callable[["FeedConnection", str], None]
    """Hears of a connection that is broken for what it sends or does not read."""


class FeedConnection(ServerConnection):
    """A screen's connection.

    Attributes:
        address: where it comes from, as far as the socket or a trusted proxy tells.
        is_broken: whether it was ended by `abort`.
    """

    is_broken = False
    _reception: Reception
    _is_ready = False
    _received = 0
    _snapshot_bytes = 0
    _tls_task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is accepted: count it, then begin with TLS or the request."""
        self._raw = cast("asyncio.Transport", transport)
        self._early: list[bytes] = []
        self._frames = RateLimit(UNKNOWN_FRAMES_PER_S, UNKNOWN_FRAMES_BURST)
        self.address = peer_address(transport.get_extra_info("peername"))
        sock: socket.socket | None = transport.get_extra_info("socket")
        if sock is not None:
            with suppress(OSError):  # it may be gone already
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
        except OSError:  # what comes is no TLS, or nothing comes in time
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
        """It has said who it is."""
        self._frames = RateLimit(FRAMES_PER_S, FRAMES_BURST)
        self._reception.admission.sign_in(self)

    def send_away(self) -> None:
        """It hears why it has to go, and counts no longer."""
        self._reception.admission.send_away(self)

    def use_forwarded_address(self) -> None:
        """Count the request to the address that a trusted proxy tells; there is a request now."""
        if self.request is not None:
            headers = self.request.headers.get_all("X-Forwarded-For")
            address = forwarded_address(self.address, headers, self._reception.proxies)
            if address != self.address:
                self._reception.admission.come_from(self, address)

    def data_received(self, data: bytes) -> None:
        """Take in what came, a slice at a time, until it is too much."""
        if not self._is_ready:
            self._early.append(data)
            return
        for start in range(0, len(data), SLICE_BYTES):
            if self.is_broken:
                return
            part = data[start : start + SLICE_BYTES]
            super().data_received(part)
            self._look_at_request(len(part))
            self.look_at_unsent()

    def _look_at_request(self, received: int) -> None:
        if self.request is None:
            self._received += received
            if self._received > MAX_REQUEST_BYTES:
                self._flood("its request is too long")

    def look_at_unsent(self) -> None:
        """Break the connection if it does not read its messages."""
        if not self.is_broken and self.unsent_bytes() > MAX_UNSENT_BYTES + self._snapshot_bytes:
            self._flood("it does not read its messages")

    def process_event(self, event: Event) -> None:
        """Take in the request or a frame of any kind, pings too."""
        if self.is_broken:
            return
        if isinstance(event, Frame) and not self._frames.allows():
            self._flood("too many frames")
        else:
            super().process_event(event)

    @property
    def _is_cut_short(self) -> bool:
        """Whether frames that came with the request failed it, which the library takes for open for a moment."""
        return self.state is State.OPEN and self.protocol.eof_sent

    def write(self, frame: bytes) -> None:
        """Send a frame, or nothing to one that is going."""
        if self.state is State.OPEN and not self._is_cut_short and not self._raw.is_closing():
            self.transport.write(frame)

    def send_data(self) -> None:
        """Send what is due in one piece, however many pongs that is; nothing to one that is gone."""
        pieces = self.protocol.data_to_send()
        if self._raw.is_closing():
            return
        if data := b"".join(pieces):
            self.transport.write(data)
        if b"" not in pieces:  # which stands for the end
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
        """A snapshot of so many bytes is being sent, which may take its time."""
        self._snapshot_bytes = size

    def unsent_bytes(self) -> int:
        """How much of what was sent is still here, encrypted or not."""
        if self._raw is None:
            return 0
        within_tls = (
            self.transport.get_write_buffer_size() if self._is_ready and self.transport is not self._raw else 0
        )
        return within_tls + self._raw.get_write_buffer_size()

    def abort(self) -> None:
        """Break the connection without a word: whoever does not read does not hear one either."""
        self.is_broken = True
        self._raw.abort()

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Say good-bye, to one that does not listen for two seconds at most."""
        if self._is_cut_short:
            self.abort()
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await super().close(code, reason)
        except TimeoutError:
            self.abort()

    def eof_received(self) -> None:
        """The other end has no more to say."""
        if self._is_ready:
            super().eof_received()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._reception.admission.leave(self)
        self.is_broken = True
        if self._is_ready:
            super().connection_lost(exc)


def accepting(reception: Reception) -> type[FeedConnection]:
    """The class of the connections of one server."""

    class Accepted(FeedConnection):
        _reception = reception

    return Accepted
