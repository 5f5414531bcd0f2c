"""What a user may do and is told, found out at the lab's PBX by users that lack this or that."""

import pytest

from tests.lab.fixtures import Pbx
from wallboard.pbx.asterisk.doctor import examine
from wallboard.pbx.asterisk.findings import Finding, Grade
from wallboard.pbx.asterisk.link import AsteriskOptions

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]


async def seen_as(user: str, secret: str = "lab-secret", probe_queue: str = "") -> list[Finding]:
    return await examine(AsteriskOptions(host="127.0.0.1", user=user, secret=secret), probe_queue)


def to_put_right(found: list[Finding]) -> set[str]:
    return {finding.remedy for finding in found if finding.grade is Grade.PROBLEM}


async def test_that_each_missing_right_is_named_with_its_line(pbx: Pbx) -> None:
    remedies = to_put_right(await seen_as("lacking"))
    assert remedies == {
        "manager-wallboard.conf, [lacking]: add call to write =",
        "manager-wallboard.conf, [lacking]: add originate to write =",
        "manager-wallboard.conf, [lacking]: add system to read =",
    }


async def test_that_a_user_who_is_told_too_little_is_found_out_by_a_test_call(pbx: Pbx) -> None:
    remedies = to_put_right(await seen_as("deaf", probe_queue="care"))
    lines = {f"[deaf]: add {name} to read =" for name in ("user", "dtmf", "agent")}
    assert remedies == {f"manager-wallboard.conf, {line}" for line in lines}


async def test_that_what_cannot_be_asked_for_is_not_said_to_be_lacking(pbx: Pbx) -> None:
    found = await seen_as("lacking")
    assert not any("dtmf" in finding.remedy for finding in found)


async def test_that_a_queue_that_is_not_there_is_not_taken_for_a_missing_right(pbx: Pbx) -> None:
    found = await seen_as("root", "lab-root", "nosuch")
    assert "Name a queue of queues.conf." in [finding.remedy for finding in found]


async def test_that_queue_events_are_proved_by_a_test_member_that_is_gone_after(pbx: Pbx) -> None:
    found = await seen_as("root", "lab-root", "care")
    assert any("is told of system, call, user, dtmf, agent" in finding.text for finding in found)
    assert any("may do more than Wallboard needs: Command" in finding.text for finding in found)
    assert "doctor" not in pbx.cli("queue show care")
