"""HTTP responses, and problems as JSON by RFC 9457: what, where, and what to do."""

from email.utils import formatdate
from http import HTTPStatus

import msgspec
from msgspec import Struct
from websockets.datastructures import Headers
from websockets.http11 import Response

JSON = "application/json"
PROBLEM = "application/problem+json"
BODY_MOST = 4 * 1024 * 1024
"""The longest response: all of 500 queues and groups, or 5,000 agents, several times."""


class ProblemDetails(Struct, frozen=True, kw_only=True):
    """What is wrong (``title``), with which request (``instance``), and what to do (``detail``)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str


class RequestRefused(Exception):
    """A request is not served; `answer` says so."""

    def __init__(self, status: HTTPStatus, title: str, detail: str, **headers: str) -> None:
        super().__init__(title)
        self._status = status
        self._title = title
        self._detail = detail
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self, path: str) -> Response:
        """Returns the problem of a request for ``path``."""
        problem = ProblemDetails(
            title=self._title, status=self._status.value, detail=self._detail, instance=path[:200]
        )
        return response(msgspec.json.encode(problem), PROBLEM, self._status, self._headers)


def response(
    body: bytes, content_type: str, status: HTTPStatus = HTTPStatus.OK, more: dict[str, str] | None = None
) -> Response:
    """Returns a whole response, after which the connection is closed."""
    headers = Headers(
        {
            "Date": formatdate(usegmt=True),
            "Connection": "close",
            "Content-Length": str(len(body)),
            "Content-Type": content_type,
            "Cache-Control": "no-store",
            **(more or {}),
        }
    )
    return Response(status.value, status.phrase, headers, body)
