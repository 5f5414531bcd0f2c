"""The doctor at the lab's PBX, at one that lacks this or that, and where there is no PBX at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.lab.fixtures import Pbx
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.examine import examination
from wallboard.pbx.findings import Finding, Grade

on_the_pbx = [pytest.mark.pbx, pytest.mark.timeout(60)]


def at(port: int, user: str = "wallboard", secret: str = "lab-secret", **more: object) -> AsteriskOptions:
    return AsteriskOptions(host="127.0.0.1", port=port, user=user, secret=secret, **more)  # type: ignore[arg-type]  # the tests' own words


def problems(found: list[Finding]) -> dict[str, str]:
    """Remedies by text of what cannot go."""
    return {finding.text: finding.remedy for finding in found if finding.grade is Grade.PROBLEM}


@asynccontextmanager
async def speaking(greeting: bytes) -> AsyncIterator[int]:
    """A server that says one thing and hangs up; yields its port."""

    async def speak(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_that_a_closed_port_is_told_from_a_wrong_server() -> None:
    async with speaking(b"SSH-2.0-OpenSSH_9.2\r\n") as port:
        (wrong,) = problems((await examination(at(port))).findings)
    assert "not an Asterisk manager" in wrong
    found = problems((await examination(at(port))).findings)
    assert found == {
        f"Nothing listens at 127.0.0.1:{port}.": "manager.conf, [general]: enabled = yes; port, bindaddr as in"
        " gateway.toml"
    }


async def test_that_a_plain_port_is_not_taken_for_a_secure_one() -> None:
    async with speaking(b"Asterisk Call Manager/11.0.0\r\n") as port:
        (text,) = problems((await examination(at(port, tls=True))).findings)
    assert text.startswith(f"No secure connection to 127.0.0.1:{port}")


async def test_that_a_connection_lost_in_the_middle_is_a_finding() -> None:
    async with speaking(b"Asterisk Call Manager/11.0.0\r\n") as port:
        (text,) = problems((await examination(at(port))).findings)
    assert "closed the connection" in text


async def test_that_an_open_connection_to_another_machine_is_warned_of() -> None:
    options = AsteriskOptions(host="pbx.invalid", user="wallboard", secret="x")
    warned, failed = (await examination(options)).findings
    assert (warned.grade, failed.grade) == (Grade.WARNING, Grade.PROBLEM)
    assert "not encrypted" in warned.text


class TestOnThePbx:
    pytestmark = on_the_pbx

    async def test_that_the_pbx_set_up_by_our_own_files_is_well(self, pbx: Pbx) -> None:
        found = (await examination(at(5038, wrap_up_s={"support": 8.0}))).findings
        assert {finding.grade for finding in found} == {Grade.OK, Grade.NOTE}
        assert any("5 queues with 15 agents" in finding.text for finding in found)
        assert any("writetimeout = 5000" in finding.text for finding in found)
        (wrap_up,) = (finding for finding in found if "wrap-up" in finding.text)
        assert "billing, care, refunds, sales;" in wrap_up.text
        assert "below [wrap_up]:\nbilling = 8\ncare = 2" in wrap_up.remedy

    async def test_that_what_support_would_ask_for_is_kept(self, pbx: Pbx) -> None:
        facts = (await examination(at(5038))).facts
        assert facts.version.startswith("22.")
        assert facts.ami
        assert facts.modules["app_queue"]
        assert any(row.event == "QueueMember" for row in facts.rows)

    async def test_that_a_writetimeout_that_is_not_set_is_warned_of(self, pbx: Pbx) -> None:
        (found,) = [
            finding
            for finding in (await examination(at(5038, user="agentless"))).findings
            if "cuts" in finding.text
        ]
        assert "after 100 ms" in found.text
        assert found.remedy == "manager-wallboard.conf, [agentless]: writetimeout = 5000"

    async def test_that_no_call_is_left_behind_by_the_doctor(self, pbx: Pbx) -> None:
        await examination(at(5038))
        await pbx.settled()

    async def test_that_a_wrong_secret_says_where_both_are_written(self, pbx: Pbx) -> None:
        (remedy,) = problems((await examination(at(5038, secret="guess"))).findings).values()
        assert remedy.startswith(
            "manager-wallboard.conf, which manager.conf includes. FreePBX, Issabel: manager_custom"
        )

    async def test_that_a_user_without_reporting_sees_no_dialplan(self, pbx: Pbx) -> None:
        found = problems((await examination(at(5038, user="blind"))).findings)
        assert "manager-wallboard.conf, [blind]: add reporting to write =" in found.values()
        assert "The dialplan cannot be read." in found

    @pytest.mark.parametrize(
        ("removed", "text"),
        [
            ("context wb-spy", "There is no context [wb-spy]: no supervisor can listen, whisper or barge."),
            ("context wb-doctor", "There is no context [wb-doctor]: the rights to events cannot be checked."),
        ],
    )
    async def test_that_a_missing_context_is_named_with_what_it_costs(
        self, pbx: Pbx, removed: str, text: str, request: pytest.FixtureRequest
    ) -> None:
        request.addfinalizer(lambda: pbx.cli("dialplan reload"))
        pbx.cli(f"dialplan remove {removed}")
        found = problems((await examination(at(5038))).findings)
        assert found[text].startswith('extensions.conf, at the end: #include "extensions-wallboard.conf"')

    async def test_that_a_file_that_asterisk_has_not_read_is_one_problem(
        self, pbx: Pbx, request: pytest.FixtureRequest
    ) -> None:
        request.addfinalizer(lambda: pbx.cli("dialplan reload"))
        for context in ("wb-move", "wb-requeue", "wb-spy", "wb-sup", "wb-hdr", "wb-doctor"):
            pbx.cli(f"dialplan remove context {context}")
        found = problems((await examination(at(5038))).findings)
        assert [text for text in found if "context" in text] == []
        assert "Asterisk has not read extensions-wallboard.conf: no call can be moved or listened to." in found
