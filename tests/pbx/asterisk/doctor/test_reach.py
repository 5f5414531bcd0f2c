"""The way to the PBX: what stands in it is told apart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.lab.fixtures import Pbx
from wallboard.domain.errors import RemoteError
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.examine import examination
from wallboard.pbx.asterisk.doctor.probe import CLOSED, connected
from wallboard.pbx.asterisk.doctor.reach import check_transport, unreachable
from wallboard.pbx.findings import Grade

HERE = AsteriskOptions(host="127.0.0.1", user="wallboard", secret="s")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ConnectionRefusedError(), "Nothing listens"),
        (TimeoutError(), "No response from"),
        (OSError(113, "No route to host"), "No connection"),
        (RemoteError("something else"), "something else"),
    ],
)
def test_that_each_way_to_fail_has_its_own_words(error: Exception, text: str) -> None:
    found = unreachable(HERE, error)
    assert text in found.text
    assert found.grade is Grade.PROBLEM


def test_that_a_door_that_is_shut_before_a_word_may_be_a_crowd_at_it() -> None:
    assert "authlimit" in unreachable(HERE, RemoteError(CLOSED)).remedy
    assert "authlimit" not in unreachable(HERE, RemoteError(CLOSED), is_greeted=True).remedy


def test_that_an_open_connection_is_warned_of_where_others_are_on_the_line() -> None:
    assert list(check_transport(HERE)) == []
    (found,) = check_transport(AsteriskOptions(host="pbx.example", user="u", secret="s"))
    assert found.grade is Grade.WARNING


@asynccontextmanager
async def shut() -> AsyncIterator[int]:
    """A port that hangs up at once, as Asterisk does beyond authlimit."""

    async def hang_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_that_a_port_that_hangs_up_at_once_is_told_with_its_causes() -> None:
    async with shut() as port:
        (found,) = (await examination(AsteriskOptions(host="127.0.0.1", port=port, user="u", secret="s"))).findings
    assert "authlimit" in found.text


class TestOnThePbx:
    pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

    async def test_that_a_wrong_permit_is_named_beside_a_wrong_secret(self, pbx: Pbx) -> None:
        *_, found = (await examination(AsteriskOptions(host=pbx.host, user="fenced", secret="lab-secret"))).findings
        assert "deny and permit" in found.text
        assert "its secret and its permit" in found.remedy

    async def test_that_a_user_who_is_logged_in_already_is_told_so(self, pbx: Pbx) -> None:
        options = AsteriskOptions(host=pbx.host, user="single", secret="lab-secret")
        async with connected(pbx.host, pbx.port, None) as probe:
            await probe.ask("Login", ("Username", "single"), ("Secret", "lab-secret"))
            *_, found = (await examination(options)).findings
        assert "logged in already" in found.text
        assert "stop the gateway" in found.remedy
        assert any("allowmultiplelogin = no" in finding.text for finding in (await examination(options)).findings)
