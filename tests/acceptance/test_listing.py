"""Queues at a real PBX as the configuration lists them: by other names, in another order, or nowhere at all."""

import pytest

from tests.acceptance.desk import CARE, counts, desk_at, of_lab
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL
from wallboard.gateway.setup.queue_tables import QueueEntry

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

LISTED = {
    "support": QueueEntry(name="Atendimento", order=1),
    "care": QueueEntry(order=0),
    "sales": QueueEntry(hidden=True),
}
SALES_ALONE = {"pbx:PJSIP/1005", "pbx:PJSIP/1006"}


async def test_that_a_hidden_queues_callers_and_agents_are_nowhere_on_the_board(
    pbx: Pbx, agents: PhoneBank, callers: PhoneBank
) -> None:
    async with desk_at(pbx, queues=LISTED) as desk:
        names = [(row.id, row.name) for row in desk.frame.queues[1:]]
        assert names[:2] == [(CARE, "care"), (of_lab("support"), "Atendimento")]
        assert "sales" not in dict(names)
        unseen = await callers.call("sales", "+35130")
        (await agents.rung("1005")).answer()
        await unseen.answered.wait()
        waiting = await callers.call("refunds", "+35131")
        await desk.caller("+35131")  # all that came before is told by now
        assert {row.number for frame in desk.seen for row in frame.callers} == {"+35131"}
        assert not SALES_ALONE & {row.agent_id for frame in desk.seen for row in frame.agents}
        unseen.hang_up()
        await unseen.ended.wait()
        waiting.hang_up()
        total = await desk.queue_with(ALL, lambda row: row.tally.abandoned == 1)
        assert counts(total) == {"offered": 1, "answered": 0, "abandoned": 1, "flowed_out": 0, "unobserved": 0}
        maria = await desk.agent("1003", lambda tile: tile.state is AgentState.READY)
        assert maria.queues == ("Atendimento",)
