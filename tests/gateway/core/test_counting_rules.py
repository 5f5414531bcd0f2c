"""Goals, groups and the listing of queues count at each reload, and today is counted anew by them."""

import logging
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.domain.words import DAY_MS, agent, hangs_up, joins, member, ms, queue
from tests.gateway.rig import CENTRE, UP, ScriptedPbx, config, running, screen
from wallboard.domain.centre.events import MemberRemoved
from wallboard.domain.counts.figures import Figures
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, GroupId, Key, QueueId, ScopeId
from wallboard.gateway.core.counting_rules import CountingRules
from wallboard.gateway.setup.queue_tables import GoalTables, GroupEntry, QueueEntry, QueueGoal
from wallboard.pbx.asterisk.config import AsteriskPbx

TEAM = GroupId("team")
SALES = QueueId("pbx:sales")
"""Of the one source that there is."""


def offered(engine: Engine, scope: ScopeId) -> int | None:
    engine.flush(ms(60))
    told = engine.published.get(Key("figures", scope, "today"))
    return told.tally.offered if isinstance(told, Figures) else None


def counting() -> CountingRules:
    rules = CountingRules(config(), DAY_MS)
    rules.engine.apply(UP)
    for name in ("pbx:sales", "pbx:support"):
        rules.engine.apply(queue(name))
    for event in (joins("a", "pbx:sales", 1), joins("b", "pbx:support", 1), hangs_up("b", 9)):
        rules.engine.apply(event)
    return rules


def test_that_a_new_group_has_all_of_today_and_a_hidden_queue_is_in_no_total() -> None:
    rules = counting()
    engine = rules.engine
    assert (offered(engine, TEAM), offered(engine, ALL)) == (None, 2)
    told = rules.renew(config(groups={"team": GroupEntry(queues=["sup*"])}))
    assert told == ["other groups, today's counts recalculated"]
    assert (offered(engine, TEAM), offered(engine, ALL)) == (1, 2)
    told = rules.renew(config(queues={"support": QueueEntry(hidden=True), "sales": QueueEntry(name="Vendas")}))
    assert told == ["other groups and queues, today's counts recalculated"]
    assert (offered(engine, TEAM), offered(engine, ALL)) == (None, 1)
    assert engine.state.queues[SALES].name == "Vendas"


def test_that_the_same_rules_count_nothing_anew() -> None:
    rules = counting()
    assert rules.renew(config()) == []
    goals = GoalTables(default=QueueGoal(threshold_s=7))
    assert rules.renew(config(goals=goals)) == ["other goals, today's counts recalculated"]
    assert rules.renew(config(goals=goals)) == []


def test_that_names_that_no_pbx_has_are_told_after_a_reload(caplog: pytest.LogCaptureFixture) -> None:
    rules = counting()
    with caplog.at_level(logging.WARNING):
        rules.renew(config(queues={"9": QueueEntry()}, groups={"team": GroupEntry(queues=["suport"])}))
    assert [record.getMessage() for record in caplog.records] == [
        "[queues] in gateway.toml lists queues that the PBX does not have now: 9",
        "[groups.team] in gateway.toml has no queue for 'suport': it is empty",
    ]


def test_that_names_from_a_file_outlast_a_reload(tmp_path: Path) -> None:
    names = tmp_path / "names"
    names.write_text("sales\tVendas\n")
    made_by = config(sources={"pbx": AsteriskPbx(host="pbx", user="wallboard", queue_names_file=str(names))})
    rules = CountingRules(made_by, DAY_MS)
    rules.engine.apply(queue("pbx:sales"))
    names.unlink()
    rules.renew(replace(made_by, queues={"sales": QueueEntry(colour="teal")}))
    assert (rules.engine.state.queues[SALES].name, rules.engine.state.queues[SALES].colour) == ("Vendas", "teal")


@pytest.mark.network
async def test_that_a_queue_that_is_hidden_by_a_reload_goes_from_the_screen_and_a_new_group_comes() -> None:
    groups = {"team": GroupEntry(queues=["sal*"])}
    pbx = ScriptedPbx(*CENTRE, agent("tom"), member("support", "tom"), joins("c", "support", 1))
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        gateway.renew(config(groups=groups, queues={"support": QueueEntry(hidden=True)}))
        await desk.until(lambda: Key("group", "team") in desk.copy.entities)
        told = desk.copy.entities
        assert not [key for key in told if "support" in key.id or key.id in ("pbx:tom", "pbx:c")]
        pbx.tell(member("support", "bea"), leaves_queue("sales", "bea"))
        await desk.until(lambda: Key("agent", "pbx:bea") not in desk.copy.entities)
        gateway.renew(config())
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        assert Key("group", "team") not in desk.copy.entities


def leaves_queue(queue_name: str, agent_name: str) -> MemberRemoved:
    return MemberRemoved(at_ms=ms(2), queue_id=QueueId(queue_name), agent_id=AgentId(agent_name))
