"""Bodies are shared for a second, and all else goes on while one is made."""

import asyncio
from collections.abc import Iterator
from functools import partial

import pytest

from wallboard.gateway.fanout.web import shared
from wallboard.gateway.fanout.web.answers import RequestRefused
from wallboard.gateway.fanout.web.shared import SharedBodies


async def test_that_all_who_may_see_the_same_get_one_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "FRESH_S", 60.0)
    made: list[str] = []

    def pieces(name: str) -> Iterator[bytes]:
        made.append(name)
        yield name.encode()

    bodies = SharedBodies()
    got = await asyncio.gather(*(bodies.get(name, partial(pieces, name)) for name in ("a", "b", "a", "a")))
    assert (got, made) == ([b"a", b"b", b"a", b"a"], ["a", "b"])
    monkeypatch.setattr(shared, "FRESH_S", 0.0)
    await bodies.get("a", lambda: pieces("again"))
    assert made[-1] == "again"


async def test_that_the_loop_goes_on_between_two_pieces() -> None:
    happened: list[str] = []

    def pieces() -> Iterator[bytes]:
        for _ in range(3):
            happened.append("piece")
            yield b"."

    async def screens() -> None:
        for _ in range(3):
            happened.append("screen")
            await asyncio.sleep(0)

    await asyncio.gather(SharedBodies().get("a", pieces), screens())
    assert happened == ["piece", "screen"] * 3


async def test_that_too_long_a_body_is_refused_before_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "BODY_MOST", 10)
    pieces = iter([b"....."] * 5)
    with pytest.raises(RequestRefused):
        await SharedBodies().get("a", lambda: pieces)
    assert len(list(pieces)) == 2
