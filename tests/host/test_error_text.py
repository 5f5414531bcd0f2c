"""Why something did not go, in the system's words alone."""

import asyncio
import errno
import os
import socket
import ssl
import sys
from pathlib import Path

import pytest

from wallboard.host.error_text import why


@pytest.mark.skipif(sys.platform == "win32", reason="the words are POSIX's")
def test_that_the_systems_words_stand_alone() -> None:
    error = OSError(errno.EACCES, "Permission denied", "/etc/wallboard/pbx-secret")
    assert why(error) == "Permission denied"
    assert why(socket.gaierror(socket.EAI_NONAME, "Name or service not known")) == "Name or service not known"


@pytest.mark.skipif(sys.platform == "win32", reason="the words are POSIX's")
def test_that_a_refused_connection_is_told_as_the_system_tells_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectionRefusedError) as caught:
        asyncio.run(asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 5))
    assert why(caught.value) == os.strerror(errno.ECONNREFUSED)


def test_that_a_name_with_several_dead_addresses_is_told_in_words() -> None:
    error = OSError("Multiple exceptions: [Errno 111] Connect call failed, [Errno 111] Connect call failed")
    assert why(error) == "none of its addresses responds"


def test_that_a_file_that_is_no_text_is_called_so() -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        b"caf\xe9".decode()
    assert why(caught.value) == "it is not text in UTF-8"


def test_that_a_certificate_that_is_none_is_told_without_our_own_files(tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.write_text("no certificate")
    with pytest.raises(ssl.SSLError) as caught:
        ssl.create_default_context(cafile=str(file))
    words = why(caught.value)
    assert words == words.lower()
    assert ".c:" not in words
