"""Answers plain HTTP requests on the feed's port; all others are screens that begin a WebSocket."""

import logging
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
from wallboard.gateway.fanout.web.answers import JSON, RequestRefused, response
from wallboard.gateway.fanout.web.api_requests import PREFIX, Api
from wallboard.gateway.fanout.web.gate import Gate
from wallboard.gateway.fanout.web.reading import KINDS, Reading
from wallboard.gateway.fanout.web.shared import SharedBodies
from wallboard.gateway.health import CoreHealth, Health, HealthPort
from wallboard.gateway.throttled_log import ThrottledLog
from wallboard.host.clock import now_ms

logger = logging.getLogger(__name__)

FAULT = RequestRefused(
    HTTPStatus.INTERNAL_SERVER_ERROR, "The request failed inside the gateway", "The gateway's log has the cause."
)


class WebSite:
    """The HTTP side of one feed server."""

    def __init__(self, hub: Hub, roster: Roster, health: HealthPort, gate: Gate) -> None:
        self._hub = hub
        self._roster = roster
        self._core_health = health
        self._gate = gate
        self._began_s = monotonic()
        self._bodies = SharedBodies()
        self._faults = ThrottledLog(logger)
        self._api = Api(hub, gate, self._bodies)

    def respond(self, connection: ServerConnection, request: Request) -> Response | Awaitable[Response] | None:
        """Returns the response to a plain request; None for a screen's."""
        own = cast("FeedConnection", connection)
        own.use_forwarded_address()
        path = urlsplit(request.path).path
        if path == "/healthz":
            return self._answer_health()
        if path == "/metrics":
            return self._sent(own, request, self._metrics)
        if path.startswith(PREFIX):
            return self._sent(own, request, self._api.answer)
        return None

    async def _sent(
        self, connection: FeedConnection, request: Request, make: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """Returns what ``make`` does, or its refusal; allows the connection to have all of it unsent."""
        try:
            answer = await make(request)
        except RequestRefused as refusal:
            answer = refusal.answer(request.path)
        except Exception:  # noqa: BLE001 - whatever it is, it is logged with its trace and ends this request alone
            self._faults.log(logging.ERROR, "a request failed inside the gateway", exc_info=True)
            answer = FAULT.answer(request.path)
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

        return response(await self._bodies.get(("metrics", sight), pieces), metrics.CONTENT_TYPE)

    def _reading(self, sight: Sight) -> Reading:
        return Reading(now_ms(), self._hub.seen(KINDS, sight))
