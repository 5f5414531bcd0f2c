"""The connection against real servers: how it begins, breaks, comes back, and when it does not."""

import asyncio
import logging
import ssl
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tests.client import entities as x
from tests.client.scripted import gateway, hear, hello, say, screen, sign_in
from wallboard.client import connection as link_module
from wallboard.client.connection import GatewayConnection
from wallboard.client.connection_status import ConnectionPhase, ConnectOptions
from wallboard.client.session import Mirror
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, CloseCode
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network

MOVE = MoveCallToAgent(id=CommandId("1"), call_id=CallId("c"), expect_rev=1, agent_id=AgentId("kim"))


async def test_that_a_screen_becomes_live_step_by_step() -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.queue("sales")])
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.LIVE)
        assert desk.phases == [
            ConnectionPhase.CONNECTING,
            ConnectionPhase.SIGNING_IN,
            ConnectionPhase.SYNCING,
            ConnectionPhase.LIVE,
        ]
        assert set(desk.mirror.store.queues) == {"sales"}
        assert desk.link.is_live
        assert 0 <= now_ms() - desk.link.heard_ms < 60_000


async def test_that_a_broken_connection_is_made_again_and_goes_on() -> None:
    auths: list[m.Auth] = []

    async def script(socket: ServerConnection) -> None:
        auths.append(await sign_in(socket, items=[x.queue("sales")]))
        if len(auths) == 1:
            socket.transport.close()  # not abort(), by which Windows loses what was just sent
        else:
            await say(socket, m.Delta(seq=2, prev=1, put=[x.agent("kim")]))
            await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        waiting = await desk.until_phase(ConnectionPhase.WAITING)
        assert now_ms() < waiting.retry_at_ms <= now_ms() + 2_000
        await desk.until(lambda: "kim" in desk.mirror.store.agents)
        assert [(auth.epoch, auth.seq) for auth in auths] == [("", 0), ("e1", 1)]
        assert set(desk.mirror.store.queues) == {"sales"}


async def test_that_it_comes_back_by_itself_within_the_limit() -> None:
    came: list[float] = []
    loop = asyncio.get_running_loop()

    async def script(socket: ServerConnection) -> None:
        came.append(loop.time())
        await sign_in(socket, items=[])
        if len(came) == 1:
            await socket.close(CloseCode.RESTART)
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until(lambda: len(came) == 2 and desk.link.is_live)
        assert 0.5 <= came[1] - came[0] < link_module.RETRY_MOST_S


async def test_that_two_silent_heartbeats_make_it_late_and_four_make_it_anew() -> None:
    sockets: list[ServerConnection] = []

    async def script(socket: ServerConnection) -> None:
        sockets.append(socket)
        await sign_in(socket, items=[], heartbeat_ms=150)
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert desk.phases[-3:] == [ConnectionPhase.LIVE, ConnectionPhase.LATE, ConnectionPhase.WAITING]
        assert contact.problem == Problem(kind=ProblemKind.FELL_SILENT, subject={"url": url})


async def test_that_figures_are_late_as_soon_as_the_machine_wakes_up(monkeypatch: pytest.MonkeyPatch) -> None:
    woken = asyncio.Event()

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[], heartbeat_ms=3_600_000)
        await woken.wait()
        await say(socket, m.Heartbeat(seq=1, time_ms=now_ms()))
        await socket.wait_closed()

    monkeypatch.setattr(link_module, "CHECK_S", 0.01)
    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.LIVE)
        monkeypatch.setattr("wallboard.client.feed_socket.now_ms", lambda: now_ms() + 60_000)
        await desk.until_phase(ConnectionPhase.LATE)
        woken.set()
        await desk.until_phase(ConnectionPhase.LIVE)
        assert ConnectionPhase.WAITING not in desk.phases


async def test_that_any_word_ends_the_silence() -> None:
    late = asyncio.Event()

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[], heartbeat_ms=500)
        await late.wait()
        await say(socket, m.Heartbeat(seq=1, time_ms=now_ms()))
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.LATE)
        late.set()
        await desk.until_phase(ConnectionPhase.LIVE)
        assert ConnectionPhase.WAITING not in desk.phases


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (CloseCode.UNAUTHENTICATED, ProblemKind.TOKEN_REFUSED),
        (CloseCode.FORBIDDEN, ProblemKind.TOKEN_FORBIDDEN),
        (CloseCode.VERSION, ProblemKind.VERSIONS),
        (CloseCode.BAD_FRAME, ProblemKind.NOT_UNDERSTOOD),
    ],
)
async def test_that_a_refusal_is_final(code: CloseCode, kind: ProblemKind) -> None:
    visits: list[ServerConnection] = []

    async def script(socket: ServerConnection) -> None:
        visits.append(socket)
        await say(socket, hello())
        await hear(socket)
        await socket.close(code, "no")

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.REFUSED)
        assert contact.problem is not None
        assert contact.problem.kind is kind
        assert contact.retry_at_ms == 0
        await desk.is_over()
        assert len(visits) == 1


@pytest.mark.parametrize(
    "code", [1000, 1001, 1011, CloseCode.RESTART, CloseCode.TRY_LATER, CloseCode.SLOW, CloseCode.RATE]
)
async def test_that_every_other_end_is_tried_again(code: int) -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await socket.close(code)

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert contact.problem is not None
        assert contact.problem.subject == {"code": str(int(code))}


async def test_that_a_goodbye_says_when_to_come_back() -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await say(socket, m.Bye(reason="the gateway restarts", retry_after_ms=60_000))
        await socket.close(CloseCode.RESTART)

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert "the gateway restarts" in str(contact.problem)
        assert contact.retry_at_ms > now_ms() + 50_000


async def test_that_a_goodbye_for_ever_is_final() -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await say(socket, m.Bye(reason="this screen was removed"))
        await socket.close(1000)

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.REFUSED)
        assert "this screen was removed" in str(contact.problem)


async def test_that_an_older_version_is_final() -> None:
    async def script(socket: ServerConnection) -> None:
        await say(socket, m.Hello(protocol=0, server="wallboard/0", epoch="e", time_ms=0))
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        assert "gateway too old" in str((await desk.until_phase(ConnectionPhase.REFUSED)).problem)


@pytest.mark.parametrize("frame", ["garbage", "[]", '{"type":"delta"}', b"\x00\xff"])
async def test_that_a_gateway_that_talks_garbage_is_left_and_tried_again(frame: str | bytes) -> None:
    async def script(socket: ServerConnection) -> None:
        await socket.send(frame)
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        assert "not a message of the feed" in str((await desk.until_phase(ConnectionPhase.WAITING)).problem)


async def test_that_a_frame_beyond_the_limit_is_not_read() -> None:
    async def script(socket: ServerConnection) -> None:
        await socket.send("x" * (m.MAX_SERVER_FRAME + 1))
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        assert "1009" in str((await desk.until_phase(ConnectionPhase.WAITING)).problem)


async def test_that_another_kind_of_server_gets_no_token() -> None:
    said: list[str | bytes] = []

    async def script(socket: ServerConnection) -> None:
        said.extend([frame async for frame in socket])

    async with serve(script, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with screen(f"ws://127.0.0.1:{port}") as desk:
            assert "no gateway" in str((await desk.until_phase(ConnectionPhase.WAITING)).problem)
    assert said == []


async def test_that_a_redirect_is_not_followed() -> None:
    async def script(socket: ServerConnection) -> None:
        await socket.wait_closed()

    def elsewhere(socket: ServerConnection, request: Request) -> Response:
        return Response(302, "Found", Headers(Location="ws://gateway.example/"))

    async with serve(script, "127.0.0.1", 0, process_request=elsewhere) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with screen(f"ws://127.0.0.1:{port}") as desk:
            assert "http status" in str((await desk.until_phase(ConnectionPhase.WAITING)).problem)


async def test_that_a_gateway_that_is_not_there_is_said_so() -> None:
    async with gateway(lambda socket: socket.wait_closed()) as url:
        pass
    async with screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert contact.problem is not None
        assert contact.problem.kind is ProblemKind.UNREACHABLE
        assert contact.problem.subject["url"] == url


async def test_that_a_command_is_sent_while_live_and_never_kept_for_later() -> None:
    heard: list[m.AnyClientMessage] = []
    done = asyncio.Event()

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        heard.append(await hear(socket))
        done.set()
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        request = m.CommandRequest(command=MOVE, deadline_ms=1)
        assert not desk.link.send(request)
        await desk.until_phase(ConnectionPhase.LIVE)
        assert desk.link.send(request)
        await asyncio.wait_for(done.wait(), 10)
        assert heard == [request]


async def test_that_other_charts_are_asked_for_at_once() -> None:
    heard: list[m.AnyClientMessage] = []

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.sample("all", 0)])
        heard.append(await hear(socket))
        await say(socket, m.Delta(seq=1, prev=1, put=[x.sample("sales", 0)]))
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.LIVE)
        desk.link.watch_charts(QueueId("sales"))
        await desk.until(lambda: set(desk.mirror.store.samples) == {"sales"})
        assert heard == [m.Subscribe(charts_of=QueueId("sales"))]


async def test_that_charts_chosen_while_away_come_with_a_full_state() -> None:
    auths: list[m.Auth] = []

    async def script(socket: ServerConnection) -> None:
        auths.append(await sign_in(socket, items=[]))
        if len(auths) == 1:
            await socket.close(CloseCode.RESTART)
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.WAITING)
        desk.link.watch_charts(QueueId("sales"))
        await desk.until(lambda: len(auths) == 2)
    assert (auths[1].epoch, auths[1].subscribe.charts_of) == ("", "sales")


async def test_that_neither_token_nor_numbers_get_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.waiting("5550123", "sales")])
        await say(socket, m.Delta(seq=9, prev=8))
        await hear(socket)
        await socket.close(CloseCode.UNAUTHENTICATED)

    caplog.set_level(logging.DEBUG, "wallboard")
    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.REFUSED)
        options = ConnectOptions(url=url, token="s3cret", kind=ClientKind.DESK, client_name="desk 1")
    assert "token refused" in caplog.text
    assert "s3cret" not in caplog.text + repr(options)
    assert "5550123" not in caplog.text


async def test_that_an_outage_is_logged_at_its_start_and_at_its_end(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "RETRY_LEAST_S", 0.01)
    monkeypatch.setattr(link_module, "RETRY_MOST_S", 0.01)
    visits: list[ServerConnection] = []

    async def script(socket: ServerConnection) -> None:
        visits.append(socket)
        if len(visits) in (2, 3):
            return
        await sign_in(socket, items=[])
        if len(visits) == 1:
            await socket.close(CloseCode.RESTART)
        await socket.wait_closed()

    caplog.set_level(logging.INFO, "wallboard.client")
    async with gateway(script) as url, screen(url) as desk:
        await desk.until(lambda: len(visits) == 4 and desk.link.is_live)
        told = [record.levelname for record in caplog.records if record.name == "wallboard.client.connection"]
        assert told == ["WARNING", "INFO"]


def test_that_an_address_that_leaks_the_token_is_refused_before_anything_is_sent() -> None:
    options = ConnectOptions(url="ws://10.0.0.5:8790", token="t", kind=ClientKind.TV, client_name="tv")
    with pytest.raises(ConfigError, match="use wss://"):
        GatewayConnection(options, Mirror())


async def test_that_a_certificate_is_checked(certificate: Path) -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await socket.wait_closed()

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, certificate.with_name("key.pem"))
    async with gateway(script, tls=tls) as url:
        async with screen(url) as stranger:
            assert "certificate" in str((await stranger.until_phase(ConnectionPhase.WAITING)).problem)
        async with screen(url, ca_file=certificate) as friend:
            await friend.until_phase(ConnectionPhase.LIVE)


async def test_that_a_fault_of_our_own_is_logged_and_the_link_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Such as a RecursionError of a decoder, which ended the link of a TV for good."""

    def fail(frame: bytes) -> None:
        raise RecursionError

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await socket.wait_closed()

    async with gateway(script) as url:
        with monkeypatch.context() as broken:
            broken.setattr("wallboard.client.feed_socket.codec.decode_server", fail)
            async with screen(url) as desk:
                contact = await desk.until_phase(ConnectionPhase.WAITING)
                assert contact.problem is not None
                assert contact.problem.kind is ProblemKind.FAULT
                broken.undo()
                await desk.until_phase(ConnectionPhase.LIVE)
    assert "RecursionError" in caplog.text
