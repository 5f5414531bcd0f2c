"""Plain HTTP requests to a gateway, as a scraper or a report sends them."""

import asyncio
from typing import NamedTuple

import msgspec

from tests.gateway.rig import TOKENS
from wallboard.feed.roles import Role
from wallboard.gateway.service import Gateway


class Answer(NamedTuple):
    """One response."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        return msgspec.json.decode(self.body, type=dict[str, object])


async def get(
    gateway: Gateway, path: str, role: Role | None = None, token: str = "", method: str = "GET"
) -> Answer:
    """The response to a request with the token of a role, or another, or none."""
    token = token or ("" if role is None else TOKENS[role])
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *([f"Authorization: Bearer {token}"] if token else [])]
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write("\r\n".join([*lines, "", ""]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    status, *fields = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
    return Answer(int(status.split()[1]), headers, body)
