"""Who a caller is: names as they were given, and numbers that were withheld nowhere at all."""

from pathlib import Path

import pytest

from tests.acceptance.desk import CARE, Desk, desk_at
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.frame import CallerRow

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(90)]

NAMES = {"+35181": "O'Neil", "+35182": "Who?", "+35183": "Sam & Co", "+35184": "L'Oréal"}


async def test_that_names_are_the_same_before_and_after_a_restart_of_the_gateway(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    for number, name in NAMES.items():
        await callers.call("care", number, name)
    for _ in range(2):
        async with desk_at(pbx) as desk:
            shown = {number: (await desk.caller(number, lambda row: bool(row.name))).name for number in NAMES}
            assert shown == NAMES


def everything_in(folder: Path) -> bytes:
    """All that was written into a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def withheld(desk: Desk) -> CallerRow:
    """The one caller who withheld its number."""
    return await desk.until(lambda frame: next((row for row in frame.callers if row.withheld), None))


async def test_that_a_withheld_number_is_on_no_screen_in_no_file_and_in_no_log(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    number, name = "+351929111222", "Private Person"
    caplog.set_level("DEBUG", logger="wallboard")
    async with desk_at(pbx, history=tmp_path) as desk:
        caller = await callers.call("8-refunds", number, name)
        row = await withheld(desk)
        assert (row.number, row.name) == ("", "")
        await agents.answered("1103")
        tile = await desk.agent("1103", lambda tile: tile.state is AgentState.TALKING)
        assert (tile.caller, tile.caller_withheld) == ("", True)
        # whom nobody knows yet after a restart is not known by its number either
        async with desk_at(pbx) as other:
            tile = await other.agent("1103", lambda tile: tile.caller_withheld)
            assert tile.caller == ""
            frames = repr(desk.seen) + repr(other.seen)
        caller.hang_up()
        await desk.agent("1103", lambda tile: tile.state is not AgentState.TALKING)
    kept = everything_in(tmp_path)
    for secret in (number, name, number[4:]):
        assert secret not in frames
        assert secret.encode() not in kept
        assert secret not in caplog.text


async def test_that_where_the_name_alone_is_withheld_the_number_is_shown(
    desk: Desk, agents: PhoneBank, callers: PhoneBank
) -> None:
    await callers.call("81-care", "+35186", "Private Person")
    row = await desk.caller("+35186")
    assert (row.name, row.withheld, row.queue_id) == ("", False, CARE)
