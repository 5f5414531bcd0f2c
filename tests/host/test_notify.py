"""What systemd is told, by the datagrams that it gets."""

import socket
import sys
from pathlib import Path

import pytest

from wallboard.host.notify import notify, notify_reloading

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no systemd here")


@pytest.mark.parametrize("is_abstract", [True, False])
def test_that_what_is_said_arrives_as_one_message(is_abstract: bool, tmp_path: Path) -> None:
    name = f"@wallboard-{tmp_path}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(name.replace("@", "\0", 1))
        notify("READY=1", "STATUS=serving", environ={"NOTIFY_SOCKET": name})
        assert systemd.recv(1024) == b"READY=1\nSTATUS=serving"
        notify_reloading({"NOTIFY_SOCKET": name})
        word, moment = systemd.recv(1024).decode().split("\n")
        assert word == "RELOADING=1"
        assert int(moment.removeprefix("MONOTONIC_USEC=")) > 0


def test_that_where_nobody_listens_nothing_happens(tmp_path: Path) -> None:
    notify("READY=1", environ={})
    notify_reloading({})
    notify("READY=1", environ={"NOTIFY_SOCKET": str(tmp_path / "nobody")})
