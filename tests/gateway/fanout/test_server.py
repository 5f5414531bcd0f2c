"""The gateway's socket: its health, its neighbours, its certificate, and clients that do not read."""

import asyncio
import json
import socket
from contextlib import AsyncExitStack
from time import monotonic

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from tests.domain.words import agent, joins, link
from tests.gateway.relayed import relayed
from tests.gateway.rig import CENTRE, UP, Screen, ScriptedPbx, config, connection, running, screen
from wallboard import __version__
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import Key
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, CloseCode, Role
from wallboard.gateway.core.log import FlushLog
from wallboard.gateway.fanout import server as server_module
from wallboard.gateway.fanout import session as session_module
from wallboard.gateway.fanout import subscriber as subscriber_module
from wallboard.gateway.fanout.server import FeedServer
from wallboard.gateway.health import CoreHealth
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.tables import Listen

pytestmark = pytest.mark.network

FEED = [Subprotocol(m.SUBPROTOCOL)]


async def health(gateway: Gateway) -> tuple[int, dict[str, object]]:
    """Status and body of ``GET /healthz``."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    answer = (await reader.read()).decode()
    writer.close()
    await writer.wait_closed()
    head, _, body = answer.partition("\r\n\r\n")
    assert "application/json" in head
    return int(head.split()[1]), json.loads(body)


async def test_that_health_tells_the_links_and_is_200_only_while_they_are_up() -> None:
    pbx = ScriptedPbx(link(SourceStatus.SYNCING, 0))
    async with running(pbx) as gateway:
        status, body = await health(gateway)
        assert status == 503
        assert (body["up"], body["links"]) == (False, {"pbx": "syncing"})
        pbx.tell(UP)
        async with screen(gateway) as desk:
            await desk.sign_in()
            status, body = await health(gateway)
        assert status == 200
        assert (body["up"], body["links"], body["subscribers"]) == (True, {"pbx": "up"}, 1)
        assert (body["version"], body["clock_ahead_s"]) == (__version__, 0)


async def test_that_a_second_gateway_on_the_port_is_told_who_holds_it_and_what_to_do() -> None:
    async with running(ScriptedPbx(*CENTRE)) as first:
        second = Gateway(config(listen=Listen(port=first.port)), {"pbx": lambda: ScriptedPbx(*CENTRE)})
        with pytest.raises(
            ConfigError, match=rf"port {first.port} of 127.0.0.1: another program uses it.*\[listen\]"
        ):
            await second.run()
        async with screen(first) as desk:
            await desk.sign_in()


async def test_that_an_address_of_another_machine_is_told_apart_from_a_port_in_use() -> None:
    gateway = Gateway(config(listen=Listen(address="192.0.2.1", port=0)), {"pbx": ScriptedPbx})
    with pytest.raises(ConfigError, match=r"cannot listen on port 0 of 192.0.2.1.*\[listen\]"):
        await gateway.run()


async def test_that_who_speaks_another_protocol_is_refused() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        for offered in (None, [Subprotocol("wallboard.v0")]):
            with pytest.raises(InvalidStatus, match="400"):
                await connect(f"ws://127.0.0.1:{gateway.port}", subprotocols=offered)


async def test_that_a_web_page_may_connect_only_where_it_is_allowed() -> None:
    made_by = config(listen=Listen(port=0, origins=["https://board.example"]))
    async with running(ScriptedPbx(*CENTRE), made_by) as gateway:
        address = f"ws://127.0.0.1:{gateway.port}"
        async with connect(address, subprotocols=FEED, origin=Origin("https://board.example")) as socket_:
            await Screen(socket_).sign_in()
        with pytest.raises(InvalidStatus, match="403"):
            await connect(address, subprotocols=FEED, origin=Origin("https://evil.example"))


async def test_that_nothing_is_compressed_per_client() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        socket_ = await connect(f"ws://127.0.0.1:{gateway.port}", subprotocols=FEED)
        assert socket_.response is not None
        assert "Sec-WebSocket-Extensions" not in socket_.response.headers
        await socket_.close()


async def test_that_heartbeats_come_when_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "HEARTBEAT_MS", 10)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk, screen(gateway) as tv:
        await desk.sign_in()
        await tv.sign_in(kind=ClientKind.TV)
        for one in (desk, tv):
            await one.hear_a(m.SnapEnd)
            beat = await one.hear_a(m.Heartbeat)
            assert beat.seq == one.copy.seq


async def test_that_a_planned_stop_says_when_to_come_back() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        desk = Screen(await connection(gateway))
        await desk.sign_in()
    bye, code = await desk.parting()
    assert code == CloseCode.RESTART
    assert bye is not None
    assert bye.retry_after_ms is not None


async def test_that_a_token_on_too_many_screens_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "SESSIONS_PER_CLIENT", 1)
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        async with screen(gateway) as first, screen(gateway) as second, screen(gateway) as other:
            await first.sign_in(Role.VIEWER)
            await other.sign_in(Role.SUPERVISOR)
            with pytest.raises(ConnectionClosed) as closed:
                await second.sign_in(Role.VIEWER)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == CloseCode.RATE
        status, body = await health(gateway)
        while body["subscribers"]:
            status, body = await health(gateway)
        assert status == 200
        async with screen(gateway) as again:
            await again.sign_in(Role.VIEWER)


async def test_that_silent_crowds_keep_nobody_out_and_health_answers_meanwhile() -> None:
    listen = Listen(port=0, max_unknown=5)
    async with running(ScriptedPbx(*CENTRE), config(listen=listen)) as gateway, AsyncExitStack() as crowd:
        for _ in range(8):
            _, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
            crowd.callback(writer.close)
        silent = [await crowd.enter_async_context(screen(gateway)) for _ in range(8)]
        for one in silent[-3:]:
            await one.hear_a(m.Hello)
        assert (await health(gateway))[0] == 200
        async with screen(gateway) as late:
            assert (await late.sign_in()).role is Role.SUPERVISOR
        assert (await silent[0].parting())[1] is None  # cut off, since it was the oldest


async def test_that_a_restart_waits_for_nobody_who_does_not_read(caplog: pytest.LogCaptureFixture) -> None:
    pbx = ScriptedPbx(*CENTRE)
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    async with running(pbx) as gateway:
        _, silent = await asyncio.open_connection("127.0.0.1", gateway.port)
        deaf.connect(("127.0.0.1", gateway.port))
        socket_ = await connect("ws://localhost", sock=deaf, subprotocols=FEED, max_queue=1, max_size=None)
        screen_ = Screen(socket_)
        await screen_.sign_in()
        socket_.transport.pause_reading()
        for number in range(5_000):
            pbx.tell(agent(f"agent-{number}"))
        await asyncio.sleep(0.1)  # the flush; what is sent then is not read
        began_s = monotonic()
    assert monotonic() - began_s < 2.5
    socket_.transport.abort()
    await socket_.wait_closed()
    silent.close()


async def test_that_a_client_that_does_not_read_is_let_go_and_harms_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(subscriber_module, "STALLED_S", 0.1)
    pbx = ScriptedPbx(*CENTRE)
    deaf_socket = socket.socket()
    deaf_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    async with running(pbx) as gateway, screen(gateway) as good:
        await good.sign_in()
        deaf_socket.connect(("127.0.0.1", gateway.port))
        deaf = await connect("ws://localhost", sock=deaf_socket, subprotocols=FEED, max_queue=1, max_size=None)
        await Screen(deaf).sign_in()
        deaf.transport.pause_reading()
        for number in range(3_000):
            pbx.tell(agent(f"agent-{number}"))
        number = 0
        while "too slow to read the feed" not in caplog.text:
            number += 1
            pbx.tell(joins(f"c{number}", "sales", number))
            await good.until(lambda: Key("call", f"pbx:c{number}") in good.copy.entities)  # noqa: B023 - awaited at once
        deaf.transport.abort()
        await deaf.wait_closed()


async def test_that_a_second_server_that_reads_the_log_alone_goes_on_with_the_first_ones_screens() -> None:
    pbx = ScriptedPbx(*CENTRE)
    gateway = Gateway(config(), {"pbx": lambda: pbx})
    core = gateway._publisher._log
    second_log = FlushLog(core.head)
    core.follow(lambda flush: second_log.relay(relayed(flush)))
    health = CoreHealth(
        links={"pbx": "up"}, groups_without_queues=0, clock_ahead_s=0, reload_failed=False, ledger=None
    )
    second = FeedServer(config(), second_log, gateway._dispatcher, lambda: health)
    task = asyncio.ensure_future(gateway.run())
    try:
        await gateway.started.wait()
        async with second.listening():
            for role in (Role.SUPERVISOR, Role.VIEWER):
                async with screen(gateway) as first:
                    await first.sign_in(role)
                    await first.until(lambda: len(first.copy.entities) > 5)
                call = f"missed by {role}"
                pbx.tell(joins(call, "sales", 2))
                address = f"ws://127.0.0.1:{second.port}"
                async with connect(address, subprotocols=FEED, compression=None) as socket_:
                    again = Screen(socket_)
                    again.copy = first.copy
                    await again.sign_in(role, epoch=first.copy.epoch, seq=first.copy.seq)
                    await again.until(lambda: Key("call", f"pbx:{call}") in again.copy.entities)  # noqa: B023 - as above
                    assert not any(isinstance(message, m.SnapBegin) for message in again.told)
    finally:
        task.cancel()
        await asyncio.wait([task])
