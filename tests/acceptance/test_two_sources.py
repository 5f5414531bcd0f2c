"""One board of an Asterisk and a simulated centre: what one of them loses, the other notices nothing of."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

import pytest
from msgspec.structs import replace

from tests.acceptance.desk import CARE, configuration, seen_by
from tests.acceptance.watch import Watch
from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.app.adapters import adapters_of
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre.state import Call, SourceStatus
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.ids import ALL, CommandId, GroupId, QueueId, SourceId, source_of
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.queue_tables import GroupEntry
from wallboard.host.clock import now_ms
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.config import SimulatorPbx
from wallboard.pbx.simulator.options import SimulatorOptions

pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

Id = TypeVar("Id", bound=str)
SIM = SourceId("sim")
FAST = 30.0
"""So many times faster the simulated centre lives, so that there is always news of it."""


class Board(Watch):
    """What a screen knows of both."""

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not is_so():
                await self.news()

    def is_(self, source: str, status: SourceStatus) -> bool:
        known = self.store.sources.get(SourceId(source))
        return known is not None and known.status is status

    def revisions(self, source: str) -> dict[str, int]:
        """Of the queues, agents and callers of one source."""
        store = self.store
        tables = (store.queues, store.agents, store.calls)
        return {id_: one.rev for table in tables for id_, one in table.items() if source_of(id_) == source}

    def today(self, scope: str) -> Figures:
        return self.store.figures[QueueId(scope), Window.TODAY]

    def refusal(self, call: Call, queue_id: QueueId) -> Reason | None:
        move = MoveCallToQueue(id=CommandId("1"), call_id=call.id, expect_rev=call.handover_rev, queue_id=queue_id)
        return move.refusal(self.store)


async def test_that_a_killed_pbx_takes_nothing_from_another_on_the_same_board(
    fresh_pbx: Pbx, callers: PhoneBank
) -> None:
    alone = configuration(fresh_pbx, 20, {}, auto_answer=False)
    sources = {**alone.sources, SIM: SimulatorPbx()}
    groups = {"mixed": GroupEntry(name="Mixed", queues=["care", "sim:*"])}
    config = replace(alone, sources=sources, groups=groups)
    busy = SimulatorOptions(agents=8, queues=2, speed=FAST, site_hour=11.0)
    gateway = Gateway(config, {**adapters_of(config), SIM: lambda: Simulator(busy, now_ms)})
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(gateway.run())
        await gateway.started.wait()
        async with seen_by("Dana", f"ws://127.0.0.1:{gateway.port}") as desk:
            board = Board(desk.options)
            watching = group.create_task(board.run())
            await callers.call("care", "+35190")
            await board.until(lambda: any(call.queue_id == CARE for call in board.store.calls.values()))
            await board.until(lambda: board.is_("pbx", SourceStatus.UP) and board.is_(SIM, SourceStatus.UP))
            assert set(board.store.groups[GroupId("mixed")].queue_ids) == {CARE, *of(SIM, board.store.queues)}
            assert set(board.store.groups[ALL].queue_ids) == set(board.store.queues)
            waiting = next(call for call in board.store.calls.values() if call.queue_id == CARE)
            there = next(iter(of(SIM, board.store.queues)))
            assert board.refusal(waiting, there) is Reason.OTHER_SOURCE
            agents, queues = of("pbx", board.store.agents), of("pbx", board.store.queues)

            fresh_pbx.kill()
            await board.until(lambda: board.is_("pbx", SourceStatus.DOWN))
            frame = await desk.shows(lambda frame: frame.freshness.lost != ())
            assert frame.freshness.is_live
            assert ([one.name for one in frame.freshness.lost], frame.freshness.sources) == (["pbx"], 2)
            before, still = board.revisions(SIM), board.revisions("pbx")
            await board.until(lambda: board.revisions(SIM) != before)
            assert board.is_(SIM, SourceStatus.UP)
            assert board.revisions("pbx") == still
            assert board.refusal(board.store.calls[waiting.id], QueueId("pbx:refunds")) is Reason.LINK_DOWN
            await board.until(lambda: any(source_of(call) == SIM for call in board.store.calls))
            call = next(call for id_, call in board.store.calls.items() if source_of(id_) == SIM)
            assert board.refusal(call, CARE) is Reason.OTHER_SOURCE
            assert board.refusal(call, QueueId("sim:none")) is not Reason.LINK_DOWN

            fresh_pbx.start()
            await board.until(lambda: board.is_("pbx", SourceStatus.UP))
            await desk.shows(lambda frame: frame.freshness.is_live and frame.freshness.lost == ())
            assert of("pbx", board.store.agents) == agents
            assert of("pbx", board.store.queues) == queues
            assert waiting.id not in board.store.calls
            await board.until(lambda: board.today(CARE).tally.unobserved == 1)
            assert board.today(CARE).tally.offered == 1
            watching.cancel()
        serving.cancel()


def of(source: str, ids: Iterable[Id]) -> set[Id]:
    """The ids of one source among several."""
    return {id_ for id_ in ids if source_of(id_) == source}
