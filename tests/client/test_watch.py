"""The feed message by message, and how it ends in words."""

import asyncio

import pytest
from websockets.asyncio.server import ServerConnection

from tests.client import entities as x
from tests.client.scripted import gateway, sign_in
from tests.client.scripted import say as say_to
from wallboard.client.watch import messages
from wallboard.domain.errors import RemoteError
from wallboard.domain.problems import ProblemKind
from wallboard.feed import messages as m

pytestmark = pytest.mark.network


async def test_that_each_message_comes_as_it_was_and_the_end_says_why() -> None:
    heard: list[m.AnyServerMessage] = []
    tokens: list[str] = []
    delta = m.Delta(seq=2, prev=1, put=[x.agent("kim")])

    async def script(socket: ServerConnection) -> None:
        auth = await sign_in(socket, items=[x.queue("sales")])
        tokens.append(auth.token)
        await say_to(socket, delta, m.Bye(reason="stopping"))

    with pytest.raises(RemoteError):  # noqa: PT012 - the feed is read to its end
        async with gateway(script) as url:
            async for message in messages(url, "wb_token", None):
                heard.append(message)  # noqa: PERF401 - what came before the error is kept
    assert tokens == ["wb_token"]
    assert [type(one).__name__ for one in heard] == [
        "Hello", "Ready", "SnapBegin", "SnapItems", "SnapEnd", "Delta", "Bye",
    ]  # fmt: skip
    assert heard[5] == delta


async def problem_at(url: str) -> ProblemKind:
    """The kind of problem with which the feed of ``url`` ends."""
    with pytest.raises(RemoteError) as ended:
        async for _ in messages(url, "wb_token", None):
            pass
    assert ended.value.problem is not None
    return ended.value.problem.kind


async def test_that_a_gateway_that_is_not_there_is_told_in_words() -> None:
    assert await problem_at("ws://127.0.0.1:1") is ProblemKind.UNREACHABLE


async def test_that_a_gateway_that_falls_silent_ends_the_feed() -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, heartbeat_ms=50, items=[])
        await socket.wait_closed()

    async with asyncio.timeout(20), gateway(script) as url:
        assert await problem_at(url) is ProblemKind.FELL_SILENT


async def test_that_a_former_gateway_is_to_be_updated() -> None:
    async def script(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with asyncio.timeout(20), gateway(script, subprotocol=m.FORMER_SUBPROTOCOLS[0]) as url:
        assert await problem_at(url) is ProblemKind.GATEWAY_TOO_OLD
