"""The lab itself: what its phones hear and do is what a test may rely on."""

import asyncio
import subprocess

import pytest

from tests.lab.ami import Ami
from tests.lab.fixtures import SCRIPT, Pbx
from tests.lab.phones import PhoneBank

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]


async def test_that_caller_and_agent_hear_each_other_and_nobody_else(agents: PhoneBank, callers: PhoneBank) -> None:
    agents.tones["1103"] = 400
    callers.tones["+351001"] = 600
    caller = await callers.call("refunds", "+351001")
    agent = await agents.answered("1103")
    await caller.hears(400, but_not=(600,))
    await agent.hears(600, but_not=(400,))
    caller.hang_up()
    await agent.ended.wait()


async def test_that_an_agent_who_does_not_answer_is_rung_again(agents: PhoneBank, callers: PhoneBank) -> None:
    caller = await callers.call("refunds", "+351002")
    first = await agents.rung("1103")
    assert first.caller == "+351002"
    first.reject()
    await agents.answered("1103")
    await caller.answered.wait()


async def test_that_a_caller_who_gives_up_stops_the_ringing(agents: PhoneBank, callers: PhoneBank) -> None:
    caller = await callers.call("refunds", "+351003")
    ringing = await agents.rung("1103")
    caller.hang_up()
    await asyncio.gather(caller.ended.wait(), ringing.ended.wait())
    assert ringing.cause == "cancelled"


async def test_that_the_products_own_user_is_let_in_and_no_shell_is_given_to_it(pbx: Pbx) -> None:
    async with Ami(pbx.user, pbx.secret, pbx.port) as ami:
        assert (await ami.action("QueueSummary"))["Response"] == "Success"
        assert (await ami.action("Command", Command="core show version"))["Message"] == "Permission denied"


def test_that_a_restarted_pbx_has_forgotten_its_counters(fresh_pbx: Pbx) -> None:
    assert "C:0, A:0" in fresh_pbx.cli("queue show refunds")


def test_that_an_unknown_word_is_answered_by_the_usage() -> None:
    done = subprocess.run([SCRIPT, "begin"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pbx.sh start [AGENTS]" in done.stdout
    assert "pbx.sh freepbx start" in done.stdout
