"""A connection from its acceptance on: counted before TLS, bounded in frames, bytes and time."""

import asyncio
import json
import logging
import socket
import ssl
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol

from tests.domain.words import agent
from tests.gateway.rig import CENTRE, Screen, ScriptedPbx, config, connection, running, screen
from wallboard.domain.ids import Key
from wallboard.feed import messages as m
from wallboard.gateway.fanout import connection as connection_module
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.tables import Listen

pytestmark = pytest.mark.network

FEED = [Subprotocol(m.SUBPROTOCOL)]
PING = Frame(Opcode.PING, b"").serialize(mask=True)
LONG_PING = Frame(Opcode.PING, b"x" * 125).serialize(mask=True)


def with_tls(certificate: Path, **limits: int) -> Listen:
    key = certificate.with_name("key.pem")
    return Listen(port=0, tls_certificate=str(certificate), tls_key=str(key), **limits)  # type: ignore[arg-type]  # numbers


async def raw(gateway: Gateway) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", gateway.port)


async def ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """Whatever comes until the connection ends."""
    received = b""
    try:
        while data := await reader.read(65_536):
            received += data
    except ConnectionResetError:
        pass
    writer.close()
    return received


async def test_that_a_silent_connection_counts_before_tls_and_the_oldest_goes(certificate: Path) -> None:
    made_by = config(listen=with_tls(certificate, max_unknown=5))
    async with running(ScriptedPbx(*CENTRE), made_by) as gateway:
        crowd = [await raw(gateway) for _ in range(6)]
        assert await ends(*crowd[0]) == b""
        trusted = ssl.create_default_context(cafile=str(certificate))
        async with connect(f"wss://127.0.0.1:{gateway.port}", ssl=trusted, subprotocols=FEED) as socket_:
            await Screen(socket_).sign_in()
        for _, writer in crowd:
            writer.close()


@pytest.mark.parametrize(
    "said",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x00", b"\x00" * 100],
    ids=["plain HTTP", "half a greeting", "nothing"],
)
async def test_that_what_is_no_tls_ends_and_harms_nobody(
    said: bytes, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "OPEN_TIMEOUT_S", 0.1)
    async with running(ScriptedPbx(*CENTRE), config(listen=with_tls(certificate))) as gateway:
        reader, writer = await raw(gateway)
        writer.write(said)
        await ends(reader, writer)
        trusted = ssl.create_default_context(cafile=str(certificate))
        async with connect(f"wss://127.0.0.1:{gateway.port}", ssl=trusted, subprotocols=FEED) as socket_:
            await Screen(socket_).sign_in()


async def test_that_the_gateway_stops_in_the_midst_of_tls(certificate: Path) -> None:
    async with running(ScriptedPbx(*CENTRE), config(listen=with_tls(certificate))) as gateway:
        reader, writer = await raw(gateway)
        writer.write(b"\x16\x03\x01")
        async with connect(
            f"wss://127.0.0.1:{gateway.port}",
            ssl=ssl.create_default_context(cafile=str(certificate)),
            subprotocols=FEED,
        ) as socket_:
            await Screen(socket_).sign_in()
    assert await ends(reader, writer) == b""


async def test_that_a_request_without_end_is_cut_off() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        reader, writer = await raw(gateway)
        writer.write(b"GET / HTTP/1.1\r\n" + (b"X-Filler: " + b"x" * 8_000 + b"\r\n") * 4)
        assert await ends(reader, writer) == b""


@pytest.mark.parametrize("ping", [PING, LONG_PING], ids=["empty", "long"])
async def test_that_a_flood_of_pings_is_cut_off_before_it_costs_anything(ping: bytes) -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as good:
        await good.sign_in()
        flood = await connection(gateway)
        flood.transport.write(ping * 20_000)
        assert (await Screen(flood).parting())[1] is None  # cut off without a word
        pong = await good.socket.ping()
        await pong


async def test_that_who_has_not_said_who_it_is_may_say_little_and_a_screen_as_much_as_it_needs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection_module, "FRAMES_PER_S", 0.001)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk, screen(gateway) as stranger:
        await desk.sign_in()
        for _ in range(connection_module.FRAMES_BURST - 10):
            await desk.socket.ping()
        await (await desk.socket.ping())
        for _ in range(connection_module.UNKNOWN_FRAMES_BURST + 1):
            await stranger.socket.ping()
        assert (await stranger.parting())[1] is None
    assert caplog.text.count("too many frames") == 1


@pytest.mark.parametrize(
    "frames",
    [
        Frame(Opcode.TEXT, b"{").serialize(mask=True) + b"\xff" * 100,  # a message, then no frame
        PING + Frame(Opcode.TEXT, b"{").serialize(mask=True) + Frame(Opcode.CONT, b"x").serialize(mask=True),
        Frame(Opcode.CONT, b"x").serialize(mask=True),
        Frame(Opcode.CLOSE, b"x").serialize(mask=True),
    ],
    ids=["no frame", "no message's next part", "nothing to go on with", "a bad end"],  # masks are by chance
)
async def test_that_frames_that_come_with_the_request_end_in_no_stack_trace(
    frames: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    request = [
        "GET / HTTP/1.1",
        "Host: x",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEC==",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {m.SUBPROTOCOL}",
    ]
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as good:
        for _ in range(20):
            gone, here = await raw(gateway), await raw(gateway)
            for _, writer in (gone, here):
                writer.write("\r\n".join([*request, "", ""]).encode() + frames)
            gone[1].transport.abort()
            await ends(*here)
        await good.sign_in()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_that_one_whose_request_failed_by_frames_behind_it_is_broken_and_not_written_to() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as stranger:
        await stranger.hear_a(m.Hello)
        (accepted,) = gateway._server._admission._unknown
        assert isinstance(accepted, connection_module.FeedConnection)
        accepted.protocol.send_eof()  # as the library does then, and goes on as if it were open
        accepted.send_data()
        accepted.close_deadline = 0.0
        accepted.write(b"x")
        await accepted.close()
        assert accepted.is_broken
        await stranger.parting()


async def test_that_a_flood_of_one_that_is_gone_writes_no_lines(caplog: pytest.LogCaptureFixture) -> None:
    pings = Frame(Opcode.PING, b"x" * 20).serialize(mask=True) * 9
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as good:
        for _ in range(20):
            socket_ = await connection(gateway)
            socket_.transport.write(pings)
            socket_.transport.abort()
        await good.sign_in()
    assert "socket.send" not in caplog.text


async def test_that_one_who_does_not_read_is_cut_off_within_a_second(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connection_module, "MAX_UNSENT_BYTES", -1)
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        assert await ends(*await raw(gateway)) == b""
    assert "does not read" in caplog.text


async def test_that_a_snapshot_may_wait_longer_than_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "MAX_UNSENT_BYTES", 1_000)
    many = [agent(f"agent-{number}") for number in range(5_000)]
    async with running(ScriptedPbx(*CENTRE, *many)) as gateway, screen(gateway) as good:
        await good.sign_in()
        await good.until(lambda: Key("agent", "pbx:agent-4999") in good.copy.entities)
        deaf_socket = socket.socket()
        deaf_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        deaf_socket.connect(("127.0.0.1", gateway.port))
        slow = await connect("ws://localhost", sock=deaf_socket, subprotocols=FEED, max_queue=1, max_size=None)
        desk = Screen(slow)
        await desk.sign_in()
        gateway._server._admission.check_unsent()
        await desk.hear_a(m.SnapEnd)
        await slow.close()


@pytest.mark.parametrize("proxies", [[], ["127.0.0.1"]])
async def test_that_connections_by_a_trusted_proxy_are_known_by_their_own_address(
    proxies: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    made_by = config(listen=Listen(port=0, trusted_proxies=proxies))
    async with running(ScriptedPbx(*CENTRE), made_by) as gateway:
        headers = {"X-Forwarded-For": "198.51.100.7"}
        address = f"ws://127.0.0.1:{gateway.port}"
        async with connect(address, subprotocols=FEED, additional_headers=headers) as socket_:
            await socket_.send(json.dumps([]))
            await Screen(socket_).parting()
    assert ("198.51.100.7" in caplog.text) == bool(proxies)
    assert ("that is not signed in at 127.0.0.1" in caplog.text) != bool(proxies)
