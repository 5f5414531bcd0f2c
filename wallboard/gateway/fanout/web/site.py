"""Answers plain HTTP requests on the feed's port; all others are screens that begin a WebSocket.

What takes long is made of frozen values, one at a time and a piece between all else; it is shared for a second.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from http import HTTPStatus
from time import monotonic
from typing import cast
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from wallboard import __version__
from wallboard.domain.centre.state import SourceStatus
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.connection import FeedConnection
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.roster import Roster
from wallboard.gateway.fanout.web import metrics
from wallboard.gateway.fanout.web.answers import BODY_MOST, JSON, RequestRefused, response
from wallboard.gateway.fanout.web.gate import Gate
from wallboard.gateway.fanout.web.reading import KINDS, Reading
from wallboard.gateway.health import CoreHealth, Health, HealthPort
from wallboard.host.clock import now_ms

FRESH_S = 1.0
"""How long a response is sent again to whoever may see the same."""


class WebSite:
    """The HTTP side of one feed server."""

    def __init__(self, hub: Hub, roster: Roster, health: HealthPort, gate: Gate) -> None:
        self._hub = hub
        self._roster = roster
        self._core_health = health
        self._gate = gate
        self._began_s = monotonic()
        self._making = asyncio.Lock()
        self._recent: dict[tuple[object, ...], tuple[float, bytes]] = {}

    def respond(self, connection: ServerConnection, request: Request) -> Response | Awaitable[Response] | None:
        """Returns the response to a plain request; None for a screen's."""
        own = cast("FeedConnection", connection)
        own.use_forwarded_address()
        path = urlsplit(request.path).path
        if path == "/healthz":
            return self._answer_health()
        if path == "/metrics":
            return self._sent(own, request, self._metrics)
        return None

    async def _sent(
        self, connection: FeedConnection, request: Request, make: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """Returns what ``make`` does, or its refusal; allows the connection to have all of it unsent."""
        try:
            answer = await make(request)
        except RequestRefused as refusal:
            answer = refusal.answer(request.path)
        connection.expect_unsent(len(answer.body))
        return answer

    def _health(self, core: CoreHealth) -> Health:
        fields = msgspec.structs.asdict(core)
        del fields["activity"]
        return Health(
            up=bool(core.links) and all(status == SourceStatus.UP for status in core.links.values()),
            version=__version__,
            uptime_s=int(monotonic() - self._began_s),
            subscribers=len(self._roster),
            **fields,
        )

    def _answer_health(self) -> Response:
        health = self._health(self._core_health())
        status = HTTPStatus.OK if health.up else HTTPStatus.SERVICE_UNAVAILABLE
        return response(msgspec.json.encode(health), JSON, status)

    async def _metrics(self, request: Request) -> Response:
        sight = await self._gate.sight(request)

        def pieces() -> Iterator[bytes]:
            core = self._core_health()
            reading = None if sight is None else self._reading(sight)
            return metrics.pieces(self._health(core), core.activity, reading)

        return response(await self._shared(("metrics", sight), pieces), metrics.CONTENT_TYPE)

    def _reading(self, sight: Sight) -> Reading:
        return Reading(now_ms(), self._hub.seen(KINDS, sight))

    async def _shared(self, key: tuple[object, ...], pieces: Callable[[], Iterator[bytes]]) -> bytes:
        """Returns a body that is at most a second old; between two pieces of it all else goes on."""
        async with self._making:
            now_s = monotonic()
            self._recent = {one: kept for one, kept in self._recent.items() if now_s - kept[0] < FRESH_S}
            if key not in self._recent:
                self._recent[key] = now_s, await _joined(pieces())
            return self._recent[key][1]


async def _joined(pieces: Iterator[bytes]) -> bytes:
    body: list[bytes] = []
    size = 0
    for piece in pieces:
        body.append(piece)
        size += len(piece)
        if size > BODY_MOST:
            remedy = "Hide queues that nobody needs: [queues] in gateway.toml."
            raise RequestRefused(HTTPStatus.SERVICE_UNAVAILABLE, "The answer is too long", remedy)
        await asyncio.sleep(0)
    return b"".join(body)
