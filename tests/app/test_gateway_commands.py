"""``wallboard gateway``: serves until it is told to stop, adds tokens, and words its errors for people."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from click.testing import CliRunner
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.gateway.rig import Screen
from wallboard.app.gateway_commands import gateway
from wallboard.feed.messages import SUBPROTOCOL, Auth, Bye, Ready
from wallboard.feed.roles import ClientKind, CloseCode, Role
from wallboard.gateway.access.tokens import find_client
from wallboard.gateway.setup import clients
from wallboard.gateway.setup.config import load

SIMULATED = '[pbx]\nkind = "simulator"\nagents = 5\nqueues = 1\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "gateway.toml"
    path.write_text(SIMULATED)
    return path


def run(*words: str | Path, answers: str = "") -> tuple[int, str, str]:
    """Exit code, output and error output of ``wallboard gateway …``."""
    result = CliRunner().invoke(gateway, [str(word) for word in words], input=answers)
    return result.exit_code, result.stdout, result.stderr


def test_that_an_added_token_is_printed_alone_and_works(path: Path) -> None:
    code, token, told = run(
        "--config", path, "token", "add", "Dana Keller", "--role", "supervisor", "--extension", "2001"
    )
    assert code == 0
    found = find_client(load(path).clients, token.strip())
    assert found is not None
    assert (found.name, found.role, found.extensions) == ("Dana Keller", "supervisor", ["2001"])
    assert "not shown again" in told
    assert run("--config", path, "token", "remove", "Dana Keller")[0] == 0
    assert load(path).clients == []


def test_that_those_with_access_are_listed_without_their_tokens(path: Path) -> None:
    assert run("--config", path, "token", "list")[:2] == (0, "")
    entry = f'[[clients]]\nname = "TV, first\\u001b floor"\nrole = "viewer"\ntoken_sha256 = "{"a" * 64}"\n'
    path.write_text(f"{SIMULATED}{entry}")
    phones = ("--extension", "2001", "--extension", "2002")
    token = run("--config", path, "token", "add", "Dana", "--role", "supervisor", *phones)[1].strip()
    code, told, _ = run("--config", path, "token", "list")
    assert code == 0
    head, tv, dana = told.splitlines()
    assert head.split() == ["Name", "Role", "Extensions", "Since"]
    assert "\x1b" not in told
    assert tv.endswith("viewer")
    assert dana.split() == ["Dana", "supervisor", "2001,", "2002", str(load(path).clients[1].added)]
    assert not any(secret in told for secret in (token, "a" * 64, load(path).clients[1].token_sha256))


def test_that_a_mistake_is_told_without_a_traceback(path: Path) -> None:
    path.write_text("[pbx]\nkind = 'avaya'\n")
    for words in (["token", "add", "Dana", "--role", "viewer"], ["secret", "set"], []):
        code, _, told = run("--config", path, "--log-file", path.with_suffix(".log"), *words)
        assert code == 1
        assert told.startswith("Error: ")
        assert "'avaya'" in told
        assert "Traceback" not in told


def test_that_a_role_that_is_none_is_refused_with_those_there_are(path: Path) -> None:
    code, _, told = run("--config", path, "token", "add", "Dana", "--role", "boss")
    assert code == 2
    assert "viewer" in told
    assert "supervisor" in told


def test_that_a_simulator_needs_no_secret(path: Path) -> None:
    code, _, told = run("--config", path, "secret", "set")
    assert code == 1
    assert "needs no secret" in told


@pytest.fixture
def served(path: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A gateway in a process of its own, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path.write_text(f"{SIMULATED}\n[listen]\nport = {port}\n")
    program = "import sys; from wallboard.app.gateway_commands import gateway; gateway(sys.argv[1:])"
    words = ["--config", str(path), "--log-file", str(tmp_path / "gateway.log")]
    process = subprocess.Popen([sys.executable, "-c", program, *words], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if "listening on" in line:
            break
    yield process, port
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is POSIX's")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_that_a_running_gateway_serves_and_stops_when_asked(
    how: signal.Signals, served: tuple[subprocess.Popen[str], int]
) -> None:
    process, port = served
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            body = json.load(answer)
    except urllib.error.HTTPError as not_yet:
        body = json.load(not_yet)
    assert "pbx" in body["links"] or not body["up"]
    process.send_signal(how)
    _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in told


def test_that_a_second_gateway_on_the_port_says_so_and_ends(
    served: tuple[subprocess.Popen[str], int], path: Path, tmp_path: Path
) -> None:
    _, port = served
    program = "import sys; from wallboard.app.gateway_commands import gateway; gateway(sys.argv[1:])"
    words = ["--config", str(path), "--log-file", str(tmp_path / "second.log")]
    second = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert f"port {port} of 127.0.0.1: another program uses it" in second.stderr
    assert "Traceback" not in second.stderr


@asynccontextmanager
async def signed_in(port: int, token: str) -> AsyncIterator[Screen]:
    """A screen whose token is known by now, or soon."""
    subprotocols = [Subprotocol(SUBPROTOCOL)]
    async with asyncio.timeout(60):
        while True:
            screen = Screen(await connect(f"ws://127.0.0.1:{port}", subprotocols=subprotocols, compression=None))
            try:
                await screen.say(Auth(token=token, client="test", kind=ClientKind.DESK))
                await screen.hear_a(Ready)
                break
            except ConnectionClosed:
                continue
    yield screen
    await screen.socket.close()


async def test_that_tokens_count_and_are_worth_nothing_without_a_reload(
    served: tuple[subprocess.Popen[str], int], path: Path
) -> None:
    _, port = served
    dana = await asyncio.to_thread(clients.add_client, path, "Dana", Role.SUPERVISOR)
    wall = await asyncio.to_thread(clients.add_client, path, "TV", Role.VIEWER)
    async with signed_in(port, dana) as desk, signed_in(port, wall) as tv:
        code, _, told = await asyncio.to_thread(run, "--config", path, "token", "remove", "Dana")
        assert (code, "A running gateway applies it" in told) == (0, True)
        assert await desk.parting() == (Bye(reason="its token was revoked"), CloseCode.UNAUTHENTICATED)
        seq = tv.copy.seq
        await tv.until(lambda: tv.copy.seq > seq)


ASTERISK = '[pbx]\nkind = "asterisk"\nhost = "127.0.0.1"\nport = 1\nuser = "wallboard"\n'


class Served:
    """A gateway in a process of its own, at a PBX that is not there, with a history."""

    def __init__(self, place: Path, *, waits: bool = True, first: str = "") -> None:
        """``first`` is what the process executes before the gateway."""
        self.first = first
        self.history = place / "history"
        self.log = place / "gateway.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.path = place / "gateway.toml"
        self.path.write_text(f"{ASTERISK}\n[listen]\nport = {self.port}\n")
        self.process = self.start()
        if waits:
            self.until(lambda: "listening on" in self.log.read_text() if self.log.exists() else False)

    def start(self) -> subprocess.Popen[str]:
        program = "import sys; from wallboard.app.gateway_commands import gateway; gateway(sys.argv[1:])"
        words = ["--config", self.path, "--log-file", self.log, "--history", self.history]
        environ = {**os.environ, "WALLBOARD_PBX_SECRET": "x"}
        command = [sys.executable, "-c", f"{self.first}\n{program}", *map(str, words)]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)

    def until(self, so: Callable[[], bool]) -> None:
        while not so():
            assert self.process.poll() is None, self.process.communicate()
            threading.Event().wait(0.02)

    def said(self, *words: str) -> bool:
        return all(word in self.log.read_text() for word in words)

    def health(self) -> dict[str, Any]:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz")
        except urllib.error.HTTPError as not_up:
            return dict(json.load(not_up))
        raise AssertionError("there is no PBX")

    def end(self) -> tuple[int, float]:
        """Exit code and seconds."""
        began_s = monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)
        return self.process.returncode, monotonic() - began_s


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path)
    yield served
    served.process.kill()
    served.process.communicate()


posix = pytest.mark.skipif(os.name != "posix", reason="signals and FIFOs are POSIX's")


@posix
def test_that_sighup_reads_the_configuration_again_and_a_broken_one_changes_nothing(at_work: Served) -> None:
    assert run("--config", at_work.path, "token", "add", "Dana", "--role", "supervisor")[0] == 0
    at_work.process.send_signal(signal.SIGHUP)
    at_work.until(lambda: at_work.said("configuration reloaded: 1 client added"))
    assert at_work.health()["reload_failed"] is False
    good = at_work.path.read_text()
    at_work.path.write_text(f"{good}\n[goals.default]\ntarget_pct = 101\n")
    at_work.process.send_signal(signal.SIGHUP)
    at_work.until(lambda: at_work.said("configuration not reloaded", "target_pct"))
    assert at_work.health()["reload_failed"] is True
    at_work.path.write_text(good)
    code, _, _ = run("--config", at_work.path, "reload", "--pid", str(at_work.process.pid))
    assert code == 0
    at_work.until(lambda: at_work.said("no changes"))
    assert at_work.health()["reload_failed"] is False
    assert at_work.end()[0] == 0


@posix
def test_that_a_configuration_that_is_wrong_is_told_to_who_asks_and_no_gateway_is_asked(at_work: Served) -> None:
    at_work.path.write_text("[pbx]\nkind = 'avaya'\n")
    code, _, told = run("--config", at_work.path, "reload", "--pid", str(at_work.process.pid))
    assert code == 1
    assert "'avaya'" in told
    assert not at_work.said("configuration not reloaded")


def test_that_a_second_gateway_on_the_history_says_so_and_ends(at_work: Served) -> None:
    at_work.path.write_text(f"{ASTERISK}\n[listen]\nport = 0\n")
    second = at_work.start()
    _, told = second.communicate(timeout=30)
    assert second.returncode == 1
    assert "Another gateway on this computer keeps its history in" in told
    assert "Traceback" not in told


@posix
def test_that_a_gateway_whose_disk_hangs_goes_on_and_ends_when_asked(tmp_path: Path) -> None:
    hangs = "from threading import Event; from wallboard.history import rows_writer\n"
    hangs += "rows_writer.write_parts = lambda *_: Event().wait()"
    hanging = Served(tmp_path, first=hangs)
    hanging.until(lambda: hanging.health()["history"]["state"] == "hanging")
    hanging.until(lambda: hanging.said("cannot write to the history (the disk does not respond)"))
    code, seconds = hanging.end()
    assert code == 0
    assert seconds < 8
    assert hanging.said("today's last records were not written", "the disk does not respond")


@posix
def test_that_a_gateway_whose_log_hangs_serves_and_ends_when_asked(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "gateway.log")
    served = Served(tmp_path, waits=False)
    try:
        assert served.process.stderr is not None
        while "listening on" not in served.process.stderr.readline():
            pass
        assert served.health()["up"] is False
        code, seconds = served.end()
        assert code == 0
        assert seconds < 8
    finally:
        served.process.kill()
        served.process.communicate()
