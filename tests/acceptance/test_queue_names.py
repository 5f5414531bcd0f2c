"""Queues of any name take callers from and to others."""

import pytest

from tests.acceptance.desk import Desk, of_lab
from tests.acceptance.site import ODD_NAMES
from tests.acceptance.supervisor import ANA, returned, to_agent, to_queue
from tests.lab.ami import Ami
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.pbx.asterisk.wire.spelling import readable

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]


@pytest.mark.parametrize("number", range(len(ODD_NAMES)), ids=lambda number: repr(ODD_NAMES[number]))
async def test_that_a_caller_moves_to_and_from_a_queue_of_any_name(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank, number: int
) -> None:
    own = ODD_NAMES[number].decode("utf-8", "surrogateescape")
    name = readable(own)
    phone = f"+35134{number:02}"
    await callers.call("w-refunds", phone)
    await to_queue(site_desk, phone, name)
    command = await to_agent(site_desk, phone, "1001")
    (await agents.rung("1001")).reject()
    back = await returned(site_desk, command, phone)
    assert (back.queue_id, back.position) == (of_lab(name), 1)
    await to_queue(site_desk, phone, "care")


async def test_that_a_caller_who_comes_into_a_queue_that_asterisk_cannot_name_is_there_at_once(
    site_desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("odd", "+351359")
    row = await site_desk.caller("+351359")
    assert (row.queue_id, row.position) == (of_lab("técnico"), 1)
    await (await agents.rung("1102")).ended.wait()
    command = await to_agent(site_desk, "+351359", "1001")
    await agents.answered("1001")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA)
    assert "" not in {queue.id for queue in site_desk.frame.queues[1:]}
    queue = site_desk.queue("técnico")
    assert (
        queue.tally.offered,
        queue.tally.answered,
        queue.tally.abandoned,
        queue.tally.flowed_out,
        queue.tally.unobserved,
    ) == (1, 1, 0, 0, 0)
