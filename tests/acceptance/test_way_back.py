"""A move that cannot come about leaves the caller where it was, and says so."""

import pytest

from tests.acceptance.desk import REFUNDS, Desk
from tests.acceptance.site import reload
from tests.acceptance.supervisor import ANA, GRETA, entry, returned, target, to_agent
from tests.lab.ami import Ami
from tests.lab.fixtures import ROOT, Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.actions.commands import Outcome
from wallboard.present.intents import move_to_agent, move_to_queue

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]


@pytest.mark.parametrize("is_answered", [False, True])
async def test_that_a_queue_that_takes_nobody_leaves_the_caller_where_it_was(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank, is_answered: bool
) -> None:
    number = f"+35131{is_answered:d}"
    caller = await callers.call("w-refunds", number)
    if is_answered:
        await agents.answered("1103")
        source = await site_desk.agent("1103", lambda tile: tile.call_id is not None)
        command = move_to_queue(source, target(site_desk, "closed"), site_desk.frame)
    else:
        row = await site_desk.caller(number)
        await agents.rung("1103")
        command = move_to_queue(row, target(site_desk, "closed"), site_desk.frame)
    back = await returned(site_desk, site_desk.give(command), number)
    assert (back.queue_id, back.position) == (REFUNDS, 1)
    await agents.answered("1103")
    await caller.hears(GRETA)
    await site_desk.queue_with(REFUNDS, lambda queue: queue.tally.answered == 1)
    assert (
        site_desk.queue().tally.offered,
        site_desk.queue().tally.abandoned,
        site_desk.queue().tally.flowed_out,
    ) == (1, 0, 0)


async def test_that_a_full_queue_is_no_place_to_go_and_costs_the_caller_nothing(
    site_desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    await callers.call("w-small", "+351320")
    await site_desk.caller("+351320")
    await callers.call("w-refunds", "+351321")
    await callers.call("w-refunds", "+351322")
    row = await site_desk.caller("+351322", lambda row: row.position == 2)
    notice = await site_desk.does(move_to_queue(row, target(site_desk, "small"), site_desk.frame))
    assert (notice.outcome, notice.detail) == (
        Outcome.REFUSED,
        "The queue small is full. The call was not changed.",
    )
    assert (await site_desk.caller("+351322")).handover_rev == row.handover_rev


async def test_that_a_queue_that_is_no_more_is_no_place_to_go(
    site: Pbx, site_desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351323")
    row = await site_desk.caller("+351323")
    rename(site, b"[doomed]", b"[renamed]")
    notice = await site_desk.does(move_to_queue(row, target(site_desk, "doomed"), site_desk.frame))
    rename(site, b"[renamed]", b"[doomed]")
    expected = "The PBX has no queue doomed any more. The call was not changed."
    assert (notice.outcome, notice.detail) == (Outcome.REFUSED, expected)
    await agents.answered("1103")
    await caller.hears(GRETA)


async def test_that_a_caller_can_be_moved_out_of_a_queue_that_is_no_more(
    site: Pbx, site_desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-doomed", "+351339")
    await site_desk.caller("+351339")
    rename(site, b"[doomed]", b"[renamed]")
    command = await to_agent(site_desk, "+351339", "1001")
    await agents.answered("1001")
    rename(site, b"[renamed]", b"[doomed]")
    assert (await site_desk.end_of(command)).outcome is Outcome.CONFIRMED
    await caller.hears(ANA)


async def test_that_a_queue_that_goes_in_that_very_moment_sends_the_caller_back(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351324")
    await site_desk.caller("+351324")
    channel = (await entry(ami, "+351324"))["Channel"]
    values = {"WB_TOQ": "nosuch", "WB_LEFT": "9", "WB_PRIO": "0", "WB_BACKQ": "refunds", "WB_BACKTAIL": ",,,1"}
    for name, value in values.items():
        await ami.action("Setvar", Channel=channel, Variable=name, Value=value)
    rung = await agents.rung("1103")
    await ami.action("Redirect", Channel=channel, Context="wb-requeue", Exten="queue", Priority="1")
    await rung.ended.wait()  # what rang before the redirect is given up
    await agents.answered("1103")
    await caller.hears(GRETA)


async def test_that_one_who_comes_where_no_move_leads_waits_in_its_queue(
    site_desk: Desk, ami: Ami, agents: PhoneBank, callers: PhoneBank
) -> None:
    caller = await callers.call("w-refunds", "+351325")
    await site_desk.caller("+351325")
    channel = (await entry(ami, "+351325"))["Channel"]
    await ami.action("Setvar", Channel=channel, Variable="WB_BACKQ", Value="refunds")
    rung = await agents.rung("1103")
    await ami.action("Redirect", Channel=channel, Context="wb-move", Exten="refunds", Priority="1")
    await rung.ended.wait()  # what rang before the redirect is given up
    await agents.answered("1103")
    await caller.hears(GRETA)


YESTERDAY = rb"""
[wb-move]
exten => _[a-zA-Z0-9].,1,UserEvent(WBMove,Cmd: ${WB_CMD},Phase: start)
 same => n,Dial(${WB_DIAL},${IF($["${WB_RING}"=""]?20:${WB_RING})},gm)
 same => n,Hangup()

[wb-requeue]
exten => _[a-zA-Z0-9].,1,Set(QUEUE_PRIO=$[0${WB_PRIO} + 0])
 same => n,Queue(${EXTEN},,,,${WB_TMO},,,,${WB_POS})
 same => n,Hangup()
"""


async def test_that_nobody_is_moved_through_an_older_dialplan(
    site: Pbx, site_desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    path = ROOT / "etc/asterisk/extensions-wallboard.conf"
    today = path.read_bytes()
    caller = await callers.call("w-refunds", "+351334")
    row = await site_desk.caller("+351334")
    tile = await site_desk.agent("1001", lambda tile: tile.refusal is None)
    try:
        path.write_bytes(YESTERDAY)
        reload(site)
        moves = [
            move_to_agent(row, tile, site_desk.frame),
            move_to_queue(row, target(site_desk, "care"), site_desk.frame),
        ]
        notices = [await site_desk.does(move) for move in moves]
    finally:
        path.write_bytes(today)
        reload(site)
    assert {notice.outcome for notice in notices} == {Outcome.REFUSED}
    assert all("extensions-wallboard.conf is from another version" in notice.detail for notice in notices)
    assert (await site_desk.caller("+351334")).handover_rev == row.handover_rev
    await agents.answered("1103")
    await caller.hears(GRETA)


def rename(pbx: Pbx, old: bytes, new: bytes) -> None:
    """Give a queue another name."""
    path = ROOT / "etc/asterisk/queues.conf"
    path.write_bytes(path.read_bytes().replace(old, new))
    reload(pbx)
