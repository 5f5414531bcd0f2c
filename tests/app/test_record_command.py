"""`wallboard gateway record`: a new, private file; what is wrong in words."""

import asyncio
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.pbx.asterisk.scripted import ScriptedPbx, Server
from wallboard.app import record_command
from wallboard.app.gateway_program import program
from wallboard.pbx.replay.recording import load


@pytest.fixture
def pbx() -> Iterator[int]:
    """The port of a PBX that lets us in."""
    loop, ready, ports = asyncio.new_event_loop(), threading.Event(), [0]
    stopping = asyncio.Event()

    async def serve() -> None:
        async with Server(ScriptedPbx()) as server:
            ports[0] = server.port
            ready.set()
            await stopping.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield ports[0]
    loop.call_soon_threadsafe(stopping.set)
    thread.join()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()


def config(folder: Path, *lines: str) -> Path:
    path = folder / "gateway.toml"
    path.write_text("\n".join(["[pbx]", *lines]))
    return path


def test_that_a_recording_is_a_private_file_that_replays(
    pbx: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "lab-secret")
    path = config(tmp_path, 'kind = "asterisk"', 'host = "127.0.0.1"', f"port = {pbx}", 'user = "wallboard"')
    file = tmp_path / "today.txt"
    words = ["--config", str(path), "record", str(file), "--seconds", "1"]
    done = CliRunner().invoke(program(), words)
    assert done.exit_code == 0, done.output
    assert [one.message.event for one in load(file)] == [
        "QueueParams",
        "QueueStatusComplete",
        "CoreShowChannelsComplete",
    ]
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = CliRunner().invoke(program(), words)
    assert again.exit_code == 1
    assert "already exists" in again.output


def test_that_what_is_no_asterisk_cannot_be_recorded(tmp_path: Path) -> None:
    path = config(tmp_path, 'kind = "simulator"')
    done = CliRunner().invoke(program(), ["--config", str(path), "record", str(tmp_path / "x.txt")])
    assert done.exit_code == 1
    assert not (tmp_path / "x.txt").exists()


def test_that_a_pbx_that_is_not_there_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "lab-secret")
    opened: list[int] = []

    def unlink(path: Path, missing_ok: bool = False) -> None:
        """Removes a file as Windows does: not while it is open."""
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(opened[0])
        remove(path, missing_ok=missing_ok)

    def opens(path: Path) -> int:
        opened.append(new_file(path))
        return opened[0]

    new_file, remove = record_command._new_file, Path.unlink
    monkeypatch.setattr(record_command, "_new_file", opens)
    monkeypatch.setattr(Path, "unlink", unlink)
    path = config(tmp_path, 'kind = "asterisk"', 'host = "127.0.0.1"', "port = 1", 'user = "wallboard"')
    done = CliRunner().invoke(program(), ["--config", str(path), "record", str(tmp_path / "x.txt")])
    assert done.exit_code == 1
    assert "The recording stopped after 0 events: Connection refused" in done.output
    assert not (tmp_path / "x.txt").exists()
