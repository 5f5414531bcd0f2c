"""Only regular files are read by name: nothing else may make a reader wait."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.queue_names import read_queue_names
from wallboard.host.regular_file import NOT_REGULAR, check_regular, read_bytes, read_text
from wallboard.host.trust import client_context
from wallboard.pbx.replay.recording import load
from wallboard.settings.credentials import given_token

posix = pytest.mark.skipif(os.name != "posix", reason="pipes and devices with names are POSIX's")
pytestmark = pytest.mark.timeout(10)


def test_that_a_regular_file_is_read_whole_also_by_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\n")
    link.symlink_to(path)
    assert read_bytes(link) == path.read_bytes()
    assert read_text(link) == "one\ntwo\n"
    check_regular(link)


@posix
@pytest.mark.parametrize("read", [read_bytes, read_text, check_regular, client_context])
def test_that_a_pipe_is_refused_at_once(read: Callable[[Path], object], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=NOT_REGULAR):
        read(tmp_path / "pipe")


@posix
@pytest.mark.parametrize("read", [load, read_queue_names, lambda path: given_token({}, path)])
def test_that_who_names_a_pipe_gets_a_message(read: Callable[[Path], object], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match=f"pipe cannot be read: {NOT_REGULAR}"):
        read(tmp_path / "pipe")


@posix
def test_that_devices_folders_sockets_and_missing_files_are_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for path in (Path("/dev/zero"), tmp_path, tmp_path / "socket", tmp_path / "none"):
            with pytest.raises(OSError):  # noqa: PT011 - each with the system's own words
                read_bytes(path)


@posix
def test_that_a_refused_file_leaves_no_descriptor_open(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    for path in (tmp_path / "pipe", tmp_path) * 20:
        with pytest.raises(OSError):  # noqa: PT011 - each with the system's own words
            read_bytes(path)
    after = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    assert after <= before
