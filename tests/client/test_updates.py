"""Which version is the newest: asked at the company's own address alone, and doubted."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard import __version__
from wallboard.client.updates import MAX_BYTES, Release, check_update_url, fetch_release
from wallboard.domain.errors import ConfigError, RemoteError

pytestmark = pytest.mark.network

Answer = Callable[[BaseHTTPRequestHandler], None]
VERSIONS = st.lists(st.integers(0, 99), min_size=1, max_size=4)


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Serves one answer on this machine; returns the address."""
    servers: list[tuple[HTTPServer, threading.Thread]] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer(self)

            def log_message(self, *args: object) -> None:
                """Requests are not worth a line."""

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/wallboard.json"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def says(content: str, status: int = 200, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content.encode())

    return answer


def test_that_the_newest_version_is_read_and_nothing_told_but_our_own(serve: Callable[[Answer], str]) -> None:
    heard: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        heard.append(str(request.headers["User-Agent"]))
        says('{"version": "1.4.0", "url": "https://intranet.example/wb", "notes": "Faster.", "later": 1}')(request)

    release = fetch_release(serve(answer))
    assert release == Release(version="1.4.0", url="https://intranet.example/wb", notes="Faster.")
    assert heard == [f"wallboard/{__version__}"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "http://intranet.example"])
def test_that_a_page_is_offered_by_https_alone(serve: Callable[[Answer], str], url: str) -> None:
    assert fetch_release(serve(says(f'{{"version": "1.4", "url": "{url}"}}'))).url == ""


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html>",
        "[]",
        "{}",
        '{"version": 2}',
        '{"version": "latest"}',
        '{"version": "1"' + " " * MAX_BYTES + "}",
    ],
)
def test_that_anything_else_is_no_version(serve: Callable[[Answer], str], content: str) -> None:
    with pytest.raises(RemoteError, match="update address"):
        fetch_release(serve(says(content)))


def test_that_an_error_and_an_absent_server_are_told_alike(serve: Callable[[Answer], str]) -> None:
    with pytest.raises(RemoteError, match="404"):
        fetch_release(serve(says("", status=404)))
    with pytest.raises(RemoteError, match="update address"):
        fetch_release("http://127.0.0.1:1/wallboard.json")


@pytest.mark.parametrize(
    "place", ["http://elsewhere.example/w", "http://127.0.0.1:1/w", "https://127.0.0.1:1/w", "https://localhost/w"]
)
def test_that_a_redirect_leads_nowhere_unsafe(serve: Callable[[Answer], str], place: str) -> None:
    with pytest.raises(ConfigError, match="https"):
        fetch_release(serve(says("", status=302, Location=place)))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b'{"version": "1.4\xff"}',
        b"[" * 60_000,
        b'{"version": "1.4\n"}',
        b'{"version": "1.4", "url": "https://\xff"}',
    ],
)
def test_that_a_malformed_answer_is_told_as_one(serve: Callable[[Answer], str], content: bytes) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(content)

    with pytest.raises(RemoteError):
        fetch_release(serve(answer))


@pytest.mark.parametrize("url", ["https://intranet.example/w.json", "http://localhost:8080/w", "http://[::1]/w"])
def test_that_a_safe_address_is_taken(url: str) -> None:
    assert check_update_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    ["http://intranet.example/w", "ftp://x/y", "file:///w.json", "https://", "https://me:pw@x/y", "https://[x"],
)
def test_that_an_unsafe_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigError):
        check_update_url(url)


@given(VERSIONS, VERSIONS)
def test_that_versions_are_ordered_by_their_numbers(one: list[int], other: list[int]) -> None:
    length = max(len(one), len(other))
    padded = [numbers + [0] * (length - len(numbers)) for numbers in (one, other)]
    release = Release(version=".".join(map(str, one)))
    assert release.is_newer_than(".".join(map(str, other))) == (padded[0] > padded[1])


@pytest.mark.parametrize(
    ("offered", "own", "is_newer"),
    [
        ("1.2.0", "1.2.0rc1", True),
        ("1.2.0rc2", "1.2.0rc1", True),
        ("1.2.0rc1", "1.2.0", False),
        ("1.2", "1.2.0", False),
        ("1.10.0", "1.9.9", True),
    ],
)
def test_that_a_candidate_comes_before_its_release(offered: str, own: str, is_newer: bool) -> None:
    assert Release(version=offered).is_newer_than(own) is is_newer
