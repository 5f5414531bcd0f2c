"""Queues of any name take callers from and to others."""

import pytest

from tests.acceptance.desk import Desk
from tests.acceptance.hands import (
    returned,
    to_agent,
    to_queue,
)
from tests.acceptance.site import ODD_NAMES
from tests.lab.ami import Ami
from tests.lab.phones import PhoneBank
from wallboard.pbx.asterisk.spelling import readable

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
    assert (back.queue_id, back.position) == (name, 1)
    await to_queue(site_desk, phone, "care")
