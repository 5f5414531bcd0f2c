"""Members whose phone cannot be known, each with its reason and its remedy."""

import pytest

from tests.lab.fixtures import Pbx
from tests.pbx.asterisk.answering import Answering
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.examine import examination
from wallboard.pbx.asterisk.doctor.member_check import check_members, faulty_members, members_of
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, Grade

HINTS = {"1001@ext-local": "PJSIP/1001&Custom:DND1001,CustomPresence:1001", "400@ext-local": "Custom:QUEUE400"}


def row(interface: str, state: str = "", *, status: int = 1, in_call: bool = False) -> AmiMessage:
    headers = {"Event": "QueueMember", "Queue": "q", "Location": interface, "StateInterface": state}
    return AmiMessage(headers | {"Status": str(status), "InCall": str(int(in_call))})


def said_of(*rows: AmiMessage, hints: dict[str, str] | None = HINTS) -> list[Finding]:
    return list(faulty_members(members_of(rows), hints))


@pytest.mark.parametrize(
    "known",
    [
        row("PJSIP/1001", "PJSIP/1001"),
        row("Local/1001@from-queue/n", "PJSIP/1001"),
        row("Local/1001@from-queue/n", "hint:1001@ext-local"),
        row("Local/1001@from-queue", "SIP/1001"),
        row("Local/1001@from-queue", "hint:1001@ext-local"),
        row("Local/1011@agents", "Agent:1011", status=5),
        row("DAHDI/3", "DAHDI/3"),
        row("PJSIP/1001", "PJSIP/1001", status=5),
        row("PJSIP/1001", "PJSIP/1001", status=2, in_call=True),
    ],
)
def test_that_a_phone_that_is_known_is_no_finding(known: AmiMessage) -> None:
    assert said_of(known) == []


@pytest.mark.parametrize(
    ("blind", "why"),
    [
        (row("Local/1001@from-queue/n"), "without a phone's state"),
        (row("Local/1001@from-queue/n", "Local/1001@from-queue/n"), "without a phone's state"),
        (row("Local/1999@from-queue/n", "hint:1999@ext-local", status=4), "a hint that does not exist"),
        (row("Local/400@from-queue/n", "hint:400@ext-local"), "names no phone"),
        (row("Local/1001@from-queue/n", "Custom:1001"), "names no phone"),
        (row("PJSIP/typo", "PJSIP/typo", status=4), "with an unknown device"),
        (row("Console/dsp", "Console/dsp", status=0), "without a state"),
        (row("PJSIP/1001&PJSIP/1002", "PJSIP/1001"), "cannot be dialled"),
        (row("PJSIP/1001", "PJSIP/1009", in_call=True), "idle by their device's state, and in a call"),
    ],
)
def test_that_each_reason_is_named_with_the_member(blind: AmiMessage, why: str) -> None:
    (found,) = said_of(blind)
    assert found.grade is Grade.WARNING
    assert why in found.text
    assert blind.get("Location") in found.text
    assert found.remedy.startswith("queues.conf")


def test_that_a_local_channel_that_may_go_is_named_beside_what_else_it_lacks() -> None:
    texts = [found.text for found in said_of(row("Local/1001@from-queue"))]
    assert len(texts) == 2
    assert any("without /n" in text for text in texts)


def test_that_members_of_one_reason_are_one_finding_and_each_member_once() -> None:
    (found,) = said_of(row("Local/1@c/n"), row("Local/2@c/n"), row("Local/1@c/n"))
    assert "(2): Local/1@c/n, Local/2@c/n." in found.text


def test_that_hints_that_may_not_be_listed_are_not_said_to_be_missing() -> None:
    assert said_of(row("Local/1999@from-queue/n", "hint:1999@ext-local"), hints=None) == []


async def test_that_hints_are_asked_for_at_the_pbx() -> None:
    hint = AmiMessage({"Event": "ExtensionStatus", "Exten": "1", "Context": "c", "Hint": "PJSIP/1"})
    there = Answering({"ExtensionStateList": {}}, {"ExtensionStateList": [hint]})
    assert await check_members(there, [row("Local/1@c/n", "hint:1@c")]) == []
    refused = Answering({"ExtensionStateList": {"Response": "Error", "Message": "Permission denied"}})
    assert await check_members(refused, [row("Local/1@c/n", "hint:1@c")]) == []


class TestOnThePbx:
    pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

    async def test_that_a_system_of_freepbxs_shape_is_told_which_members_are_blind(self, freepbx: Pbx) -> None:
        options = AsteriskOptions(host=freepbx.host, port=freepbx.port, user="wallboard", secret="lab-secret")
        texts = [found.text for found in (await examination(options)).findings if found.check == "members"]
        (blind,) = [text for text in texts if "without a phone's state" in text]
        assert "(2): Local/1106@from-queue/n, Local/411@nest/n." in blind
        assert not any("Local/1001@" in text for text in texts)
