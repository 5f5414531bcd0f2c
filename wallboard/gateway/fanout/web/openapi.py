"""The OpenAPI description of ``/api/v1``, made of the types that are encoded."""

from functools import cache
from typing import NamedTuple

import msgspec
from msgspec import Struct

from wallboard import __version__
from wallboard.domain.wire_enum import WireEnum
from wallboard.gateway.fanout.web import api_types as t
from wallboard.gateway.fanout.web.answers import JSON, PROBLEM, ProblemDetails

_SCHEMAS = "#/components/schemas/{name}"
_REFUSALS = {
    "400": "A parameter is not known, or its value is not.",
    "401": "There is no valid token.",
    "404": "There is no such queue or group.",
    "405": "The API only answers GET.",
    "429": "The token asks too often.",
    "500": "The gateway has a fault, which its log has.",
    "503": "The answer is too long.",
}


class Endpoint(NamedTuple):
    """One address: what it returns, and the parameters that it takes with what they mean."""

    summary: str
    answer: type[Struct]
    parameters: dict[str, str]


_SCOPE = "The id of a queue or a group, as in /api/v1/queues."
_SCOPE_OR_ALL = f"{_SCOPE} By itself: all."
ENDPOINTS = {
    "/api/v1/figures": Endpoint(
        "Figures of all queues and groups, or of one.",
        t.FiguresAnswer,
        {"scope": _SCOPE, "window": "today (by itself), interval or rolling_30."},
    ),
    "/api/v1/queues": Endpoint("Queues and groups at this moment.", t.QueuesAnswer, {}),
    "/api/v1/agents": Endpoint("Agents at this moment.", t.AgentsAnswer, {}),
    "/api/v1/intervals": Endpoint(
        "Today's finished intervals of one queue or group.",
        t.IntervalsAnswer,
        {"scope": _SCOPE_OR_ALL},
    ),
}


def _schema(kind: type) -> dict[str, object]:
    """Returns the schema of an enumeration of the feed, which the library does not know."""
    if issubclass(kind, WireEnum):
        return {"type": "string", "enum": [one.value for one in kind.__members__.values()]}
    raise NotImplementedError


@cache
def description() -> bytes:
    """Returns the description as JSON."""
    types = [*(endpoint.answer for endpoint in ENDPOINTS.values()), ProblemDetails]
    references, schemas = msgspec.json.schema_components(types, ref_template=_SCHEMAS, schema_hook=_schema)
    problem = references[-1]
    paths = {
        path: {"get": _operation(endpoint, reference, problem)}
        for (path, endpoint), reference in zip(ENDPOINTS.items(), references, strict=False)
    }
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Wallboard gateway", "version": __version__},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }
    return msgspec.json.encode(whole)


def _operation(endpoint: Endpoint, answer: object, problem: object) -> dict[str, object]:
    return {
        "summary": endpoint.summary,
        "parameters": [
            {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": "string"}}
            for name, words in endpoint.parameters.items()
        ],
        "responses": {
            "200": {"description": endpoint.summary, "content": {JSON: {"schema": answer}}},
            **{
                status: {"description": words, "content": {PROBLEM: {"schema": problem}}}
                for status, words in _REFUSALS.items()
            },
        },
    }
