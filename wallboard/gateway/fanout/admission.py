"""Admits connections: counted from acceptance on, before TLS and the WebSocket's handshake.

When there are too many, the oldest that has not signed in is closed, and not the newcomer: a client that signs in
immediately is admitted, however many connect that never do.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Protocol

from wallboard.gateway.fanout.addresses import counted_as
from wallboard.gateway.setup.tables import Listen
from wallboard.host.addresses import is_loopback

LEAVING_AT_ONCE = 128
"""The most connections that may be closing; the oldest of more is aborted."""
SPARE_DESCRIPTORS = 512
"""Descriptors kept for the PBX, ledger, history and log, and for connections of one round of the loop."""


class Connection(Protocol):
    """One accepted connection.

    Attributes:
        address: where it comes from.
    """

    address: str

    def abort(self) -> None:
        """Breaks it immediately, without a message."""

    def check_unsent(self) -> None:
        """Breaks it if it does not read its messages."""


class Admission:
    """All accepted connections: those not signed in yet, those signed in, those being closed."""

    def __init__(self, listen: Listen, descriptors: int, on_full: Callable[[Connection], None]) -> None:
        """``descriptors`` limits sockets and files; ``on_full`` is called for each connection to be closed."""
        self.max_connections = min(listen.max_connections, max(descriptors - SPARE_DESCRIPTORS, descriptors // 2))
        self._max_unknown = min(listen.max_unknown, self.max_connections)
        self._max_per_address = listen.max_unknown_per_address
        self._on_full = on_full
        # in the order of arrival
        self._unknown: dict[Connection, None] = {}
        self._by_address: dict[str, dict[Connection, None]] = {}
        self._signed_in: set[Connection] = set()
        self._leaving: dict[Connection, None] = {}
        self._is_closed = False

    @property
    def count(self) -> int:
        """Returns how many there are, without those being closed."""
        return len(self._unknown) + len(self._signed_in)

    def arrive(self, connection: Connection, *, is_proxy: bool) -> None:
        """Counts an accepted connection; behind a proxy's address are many, unknown yet."""
        if self._is_closed:
            connection.abort()
            return
        self._unknown[connection] = None
        if not is_proxy:
            self._count_address(connection)
        if len(self._unknown) > self._max_unknown or self.count > self.max_connections:
            self._break(next(iter(self._unknown)))

    def come_from(self, connection: Connection, address: str) -> None:
        """Counts a connection to the address that a trusted proxy forwards."""
        if connection in self._unknown:
            self._uncount_address(connection)
            connection.address = address
            self._count_address(connection)

    def sign_in(self, connection: Connection) -> None:
        """Marks a connection as signed in."""
        self.leave(connection)
        self._signed_in.add(connection)

    def send_away(self, connection: Connection) -> None:
        """Marks a connection as closing: it no longer counts."""
        self.leave(connection)
        self._leaving[connection] = None
        if len(self._leaving) > LEAVING_AT_ONCE:
            oldest = next(iter(self._leaving))
            del self._leaving[oldest]
            oldest.abort()

    def leave(self, connection: Connection) -> None:
        """Removes a closed connection."""
        self._signed_in.discard(connection)
        self._leaving.pop(connection, None)
        if connection in self._unknown:
            del self._unknown[connection]
            self._uncount_address(connection)

    def check_unsent(self) -> None:
        """Breaks those that do not read what they are sent; to be called once a second."""
        for connection in list(self._all()):
            connection.check_unsent()

    def close(self) -> None:
        """Breaks all that have not signed in, and those that come from now on."""
        self._is_closed = True
        for connection in [*self._unknown, *self._leaving]:
            self.leave(connection)
            connection.abort()

    def _all(self) -> Iterator[Connection]:
        return chain(self._unknown, self._signed_in, self._leaving)

    def _count_address(self, connection: Connection) -> None:
        """Counts an address, unless it is this machine's: all connections by a local proxy come from there."""
        if is_loopback(connection.address):
            return
        there = self._by_address.setdefault(counted_as(connection.address), {})
        there[connection] = None
        if len(there) > self._max_per_address:
            self._break(next(iter(there)))

    def _uncount_address(self, connection: Connection) -> None:
        key = counted_as(connection.address)
        there = self._by_address.get(key, {})
        there.pop(connection, None)
        if not there:
            self._by_address.pop(key, None)

    def _break(self, connection: Connection) -> None:
        self.leave(connection)
        self._on_full(connection)
        connection.abort()
