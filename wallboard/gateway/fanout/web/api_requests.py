"""Answers requests to ``/api/v1``: whose they are, what they ask for, and what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from websockets.http11 import Request, Response

from wallboard.domain.ids import ALL
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.web import api
from wallboard.gateway.fanout.web.answers import JSON, RequestRefused, response
from wallboard.gateway.fanout.web.api_types import WindowName
from wallboard.gateway.fanout.web.gate import Gate, refused
from wallboard.gateway.fanout.web.openapi import ENDPOINTS, description
from wallboard.gateway.fanout.web.reading import KINDS, Reading, Scope
from wallboard.gateway.fanout.web.shared import SharedBodies
from wallboard.host.clock import now_ms

PREFIX = "/api/"
DESCRIPTION = "/api/v1/openapi.json"

Params = Mapping[str, str]


class Api:
    """The read-only JSON of one hub."""

    def __init__(self, hub: Hub, gate: Gate, bodies: SharedBodies) -> None:
        self._hub = hub
        self._gate = gate
        self._bodies = bodies
        self._make: dict[str, Callable[[Sight, Params], Iterator[bytes]]] = {
            "/api/v1/figures": self._figures,
            "/api/v1/queues": self._queues,
            "/api/v1/agents": self._agents,
            "/api/v1/intervals": self._intervals,
        }

    async def answer(self, request: Request) -> Response:
        """Returns the answer to a request; raises `RequestRefused`."""
        url = urlsplit(request.path)
        if getattr(request, "method", "GET") != "GET":  # older releases of the library refuse others themselves
            detail = "The API is read-only."
            raise RequestRefused(HTTPStatus.METHOD_NOT_ALLOWED, "The API only answers GET", detail, Allow="GET")
        if url.path == DESCRIPTION:
            return response(description(), JSON)
        sight = await self._gate.sight(request)
        if sight is None:
            raise refused("The API needs a token")
        if (make := self._make.get(url.path)) is None:
            detail = f"There are {', '.join(sorted(self._make))}; GET {DESCRIPTION} describes them."
            raise RequestRefused(HTTPStatus.NOT_FOUND, "There is no such address", detail)
        params = _params(url.query, ENDPOINTS[url.path].parameters)
        key = url.path, sight, tuple(sorted(params.items()))
        return response(await self._bodies.get(key, lambda: make(sight, params)), JSON)

    def _reading(self, sight: Sight) -> Reading:
        return Reading(now_ms(), self._hub.seen(KINDS, sight))

    def _figures(self, sight: Sight, params: Params) -> Iterator[bytes]:
        window = params.get("window", "today")
        if window not in api.WINDOWS:
            detail = f"It may be {', '.join(api.WINDOWS)}."
            raise RequestRefused(HTTPStatus.BAD_REQUEST, "The parameter window has an unknown value", detail)
        reading = self._reading(sight)
        scopes = [_scope(reading, params["scope"])] if "scope" in params else reading.scopes
        return api.figures(reading, scopes, cast("WindowName", window))

    def _queues(self, sight: Sight, _: Params) -> Iterator[bytes]:
        return api.queues(self._reading(sight))

    def _agents(self, sight: Sight, _: Params) -> Iterator[bytes]:
        return api.agents(now_ms(), self._hub.seen(api.PEOPLE_KINDS, sight))

    def _intervals(self, sight: Sight, params: Params) -> Iterator[bytes]:
        reading = self._reading(sight)
        scope = _scope(reading, params.get("scope", ALL))
        return api.intervals(reading, scope, self._hub.intervals(scope.id))


def _scope(reading: Reading, scope_id: str) -> Scope:
    for scope in reading.scopes:
        if scope.id == scope_id:
            return scope
    detail = "GET /api/v1/queues lists the ids of all queues and groups."
    raise RequestRefused(HTTPStatus.NOT_FOUND, "There is no queue or group with the id in scope", detail)


def _params(query: str, known: Mapping[str, str]) -> Params:
    """Returns the parameters of a query; raises `RequestRefused` for an unknown or repeated one."""
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=10) if query.count("&") < 10 else []
    params = dict(pairs)
    if len(params) != len(pairs) or params.keys() - known.keys() or (query and not pairs):
        detail = f"This address takes {' and '.join(known)}, each once." if known else "This address takes none."
        raise RequestRefused(HTTPStatus.BAD_REQUEST, "A parameter is unknown or repeated", detail)
    return params
