"""Who a request is from: its bearer token, and how often that may ask."""

import asyncio
from http import HTTPStatus

from websockets.http11 import Request

from wallboard.gateway.access.people import People
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.client_limits import AllLimits
from wallboard.gateway.fanout.session import REFUSAL_DELAY_S
from wallboard.gateway.fanout.web.answers import RequestRefused

_HOW = "Send the header 'Authorization: Bearer TOKEN' with a token that `wallboard gateway token add` printed."


class Gate:
    """Checks the tokens of requests."""

    def __init__(self, people: People, limits: AllLimits) -> None:
        self._people = people
        self._limits = limits

    async def sight(self, request: Request) -> Sight | None:
        """Returns what the sender may see; None without a token. Raises `RequestRefused`."""
        token = _token(request)
        if token is None:
            return None
        client = self._people.find(token)
        if client is None:
            await asyncio.sleep(REFUSAL_DELAY_S)
            raise refused("This token is not valid")
        if not self._limits.of(client.name).requests.allows():
            title = f"{client.name} asks too often"
            raise RequestRefused(
                HTTPStatus.TOO_MANY_REQUESTS, title, "Ask again later, once a second at most.", Retry_After="5"
            )
        return Sight.of(client.grant)


def refused(title: str) -> RequestRefused:
    """Returns the refusal of a request without a valid token."""
    return RequestRefused(HTTPStatus.UNAUTHORIZED, title, _HOW, WWW_Authenticate="Bearer")


def _token(request: Request) -> str | None:
    given = request.headers.get_all("Authorization")
    if not given:
        return None
    scheme, _, token = given[0].strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or len(given) > 1:
        raise refused("The request does not have one bearer token")
    return token.strip()
