"""What stands between a screen and its gateway is named: real proxies and servers that get in the way."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from tests.client.scripted import gateway, say, screen, sign_in
from wallboard.client.connection import RETRY_MOST_S
from wallboard.client.connection_status import ConnectionPhase
from wallboard.client.ends import LONGEST_PAUSE_S
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import messages as m
from wallboard.feed.roles import CloseCode
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network

Play = Callable[[bytes, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def proxy(play: Play, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A proxy that the environment names; ``play`` gets the request's first line."""

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        with suppress(OSError):
            await play(head.partition(b"\r\n")[0], reader, writer)
        writer.close()

    server = await asyncio.start_server(serve_one, "127.0.0.1", 0)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    name_proxy(f"http://kim:s3cret@{address}", monkeypatch)
    async with server:
        yield address


def name_proxy(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment name this proxy alone."""
    for name in ("https_proxy", "NO_PROXY", "no_proxy", "WSS_PROXY", "wss_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", address)


def answers(status: str, content: str = "") -> Play:
    async def play(_line: bytes, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n\r\n"
        writer.write((head + content).encode())
        await writer.drain()

    return play


async def tunnel(line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Let everything through, as CONNECT asks for."""
    host, _, port = line.split()[1].decode().rpartition(":")
    behind_reader, behind_writer = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")

    async def pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while content := await source.read(65_536):
            sink.write(content)
            await sink.drain()
        sink.close()

    await asyncio.gather(pass_on(reader, behind_writer), pass_on(behind_reader, writer))


async def hang_up(_line: bytes, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    await writer.drain()


def tls_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    return context


async def problem_at(url: str, ca_file: Path | None = None) -> Problem:
    """What a screen says that it meets there."""
    async with screen(url, ca_file) as desk:
        problem = (await desk.until_phase(ConnectionPhase.WAITING)).problem
    assert problem is not None
    assert "s3cret" not in str(problem)
    return problem


@pytest.mark.parametrize(
    ("play", "kind"),
    [
        (answers("407 Proxy Authentication Required"), ProblemKind.PROXY_SIGN_IN),
        (answers("403 Forbidden", "<html>Blocked</html>"), ProblemKind.PROXY_REFUSES),
        (answers("502 Bad Gateway"), ProblemKind.PROXY_REFUSES),
        (hang_up, ProblemKind.PROXY_BROKE_OFF),
    ],
)
async def test_that_a_proxy_that_does_not_let_us_through_is_named(
    play: Play, kind: ProblemKind, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    async with proxy(play, monkeypatch) as address:
        problem = await problem_at("wss://gateway.invalid:8765", certificate)
    assert problem.kind is kind
    assert problem.subject["proxy"] == address


async def test_that_a_proxy_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    async with proxy(tunnel, monkeypatch) as address:
        pass
    problem = await problem_at("wss://gateway.invalid:8765", certificate)
    assert (problem.kind, problem.subject["proxy"]) == (ProblemKind.PROXY_UNREACHABLE, address)


@pytest.mark.parametrize(
    "address", ["ftp://proxy.example", "http://kim:s3cret@", "socks5://kim:s3cret@127.0.0.1:1"]
)
async def test_that_a_proxy_setting_that_cannot_be_used_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    name_proxy(address, monkeypatch)
    assert (await problem_at("wss://gateway.invalid:8765", certificate)).kind is ProblemKind.PROXY_SETTING


async def test_that_a_screen_works_through_a_proxy_that_lets_it(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await socket.wait_closed()

    tls = tls_of(certificate)
    async with gateway(script, tls=tls) as url, proxy(tunnel, monkeypatch), screen(url, certificate) as desk:
        await desk.until_phase(ConnectionPhase.LIVE)


async def test_that_a_proxy_that_takes_out_the_subprotocol_is_named(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    async def script(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with (
        serve(script, "127.0.0.1", 0, ssl=tls_of(certificate)) as server,
        proxy(tunnel, monkeypatch) as address,
    ):
        url = f"wss://localhost:{next(iter(server.sockets)).getsockname()[1]}"
        problem = await problem_at(url, certificate)
    assert problem == Problem(kind=ProblemKind.BETWEEN, subject={"url": url, "device": address})


async def test_that_a_proxy_with_a_certificate_of_its_own_is_told_as_what_it_is(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    tls = tls_of(certificate)
    async with gateway(lambda socket: socket.wait_closed(), tls=tls) as url, proxy(tunnel, monkeypatch):
        problem = await problem_at(url)
    assert problem.kind is ProblemKind.CERTIFICATE_BETWEEN


@pytest.mark.parametrize(
    ("status", "kind_of_page", "kind"),
    [
        (200, "text/html; charset=utf-8", ProblemKind.WEB_PAGE),
        (403, "text/html", ProblemKind.WEB_PAGE),
        (503, "text/plain", ProblemKind.HTTP_STATUS),
        (407, "text/html", ProblemKind.PROXY_SIGN_IN),
    ],
)
async def test_that_a_page_in_place_of_the_gateway_is_told_as_what_it_is(
    status: int, kind_of_page: str, kind: ProblemKind
) -> None:
    def in_its_place(socket: ServerConnection, request: Request) -> Response:
        return Response(status, "x", Headers({"Content-Type": kind_of_page, "Via": "1.1 filter"}), b"<html>")

    async def script(socket: ServerConnection) -> None:
        await socket.wait_closed()

    async with serve(script, "127.0.0.1", 0, process_request=in_its_place) as server:
        problem = await problem_at(f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}")
    assert problem.kind is kind
    assert problem.technical == "1.1 filter"


async def test_that_a_script_that_names_the_proxy_is_told_where_nothing_is_reached(
    monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("wallboard.client.proxies.proxy_script", lambda: "http://intranet.example/proxy.pac")
    async with gateway(lambda socket: socket.wait_closed(), tls=tls_of(certificate)) as url:
        pass
    problem = await problem_at(url, certificate)
    assert problem.kind is ProblemKind.PROXY_SCRIPT
    assert problem.subject["script"] == "http://intranet.example/proxy.pac"


@pytest.mark.parametrize("retry_after_ms", [-(10**12), 10**12])
async def test_that_no_gateway_makes_a_screen_storm_or_stay_away_for_ever(retry_after_ms: int) -> None:
    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[])
        await say(socket, m.Bye(reason="go", retry_after_ms=retry_after_ms))
        await socket.close(CloseCode.RESTART)

    async with gateway(script) as url, screen(url) as desk:
        before_ms = now_ms()
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert before_ms + 500 <= contact.retry_at_ms <= now_ms() + (LONGEST_PAUSE_S + RETRY_MOST_S) * 1_000
