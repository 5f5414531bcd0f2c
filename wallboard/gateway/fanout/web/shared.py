"""Bodies that are made once a second for all who may see the same, a piece between all else."""

import asyncio
from collections.abc import Callable, Hashable, Iterator
from http import HTTPStatus
from time import monotonic

from wallboard.gateway.fanout.web.answers import BODY_MOST, RequestRefused

FRESH_S = 1.0
"""How long a body is sent again to whoever may see the same."""


class SharedBodies:
    """The bodies of the last second; one at a time is made."""

    def __init__(self) -> None:
        self._making = asyncio.Lock()
        self._recent: dict[Hashable, tuple[float, bytes]] = {}

    async def get(self, key: Hashable, pieces: Callable[[], Iterator[bytes]]) -> bytes:
        """Returns a body that is at most a second old; raises `RequestRefused` where it would be too long."""
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
            remedy = "Ask for one queue at a time, or hide queues that nobody needs: [queues] in gateway.toml."
            raise RequestRefused(HTTPStatus.SERVICE_UNAVAILABLE, "The answer is too long", remedy)
        await asyncio.sleep(0)
    return b"".join(body)
