"""Names of gateway.toml that no PBX has are logged once each PBX has told, and only then."""

import logging

import pytest
from msgspec.structs import replace

from tests.domain.any_centre import Centre
from tests.domain.words import link, queue
from tests.gateway.rig import config
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.ids import QueueId, SourceId
from wallboard.gateway.core.name_check import NameCheck
from wallboard.gateway.setup.queue_tables import GoalTables, GroupEntry, QueueEntry, QueueGoal
from wallboard.pbx.simulator.config import SimulatorPbx


def test_that_each_pbx_has_its_own_and_groups_wait_for_all(caplog: pytest.LogCaptureFixture) -> None:
    made_by = config(
        sources={"lisbon": SimulatorPbx(), "porto": SimulatorPbx()},
        queues={"9": QueueEntry(), "porto:sales": QueueEntry(), "support": QueueEntry()},
        goals=GoalTables(queues={"7": QueueGoal(target_pct=90)}),
        groups={"a": GroupEntry(queues=["sales"]), "b": GroupEntry(queues=["suport"])},
    )
    centre = Centre()
    centre.state.group_rules = made_by.domain_groups()
    centre.tell(queue("lisbon:sales"), queue("porto:sales"), queue("lisbon:support"))
    names = NameCheck(made_by, centre.state)
    said: list[list[str]] = []
    with caplog.at_level(logging.WARNING):
        for source in ("lisbon", "lisbon", "porto", "porto"):
            names.check(SourceId(source))
            said.append([record.getMessage() for record in caplog.records])
            caplog.clear()
    unknown = "[queues] in gateway.toml lists queues that the PBX does not have now: "
    goal = "[goals.queues] in gateway.toml lists queues that the PBX does not have now: 7"
    empty = "[groups.b] in gateway.toml has no queue for 'suport': it is empty"
    assert said == [[], [], [f"{unknown}9", goal, empty], []]


def test_that_a_group_of_hidden_queues_is_empty_and_one_of_two_queues_of_one_name_is_not(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made_by = config(
        sources={"lisbon": SimulatorPbx(), "porto": SimulatorPbx()},
        queues={"lisbon:support": QueueEntry(hidden=True)},
        groups={"a": GroupEntry(queues=["lisbon:support"]), "b": GroupEntry(queues=["verkauf"])},
    )
    centre = Centre(link(SourceStatus.UP, 0, source="lisbon"), link(SourceStatus.UP, 0, source="porto"))
    centre.state.listings, centre.state.group_rules = made_by.listings({}), made_by.domain_groups()
    sales = replace(queue("lisbon:400"), name="Verkauf")
    centre.tell(sales, replace(sales, queue_id=QueueId("porto:400")), queue("lisbon:support"))
    assert centre.state.queues[sales.queue_id].name == "Verkauf (lisbon)"
    names = NameCheck(made_by, centre.state)
    with caplog.at_level(logging.WARNING):
        for source in ("lisbon", "porto"):
            names.check(SourceId(source))
    assert [record.getMessage() for record in caplog.records] == [
        "[groups.a] in gateway.toml is empty: all of its queues are hidden"
    ]
