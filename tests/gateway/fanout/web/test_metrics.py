"""What Prometheus scrapes: read back by its own parser, from a real server."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.domain.words import DAY_MS, answers, does, hangs_up, joins, leaves, link, ms, queue
from tests.gateway.fanned import Fanned
from tests.gateway.rig import CENTRE, UP, ScriptedPbx, config, running, screen
from tests.gateway.web_client import get
from wallboard.domain.actions.commands import Outcome
from wallboard.domain.actions.pausing import PauseAgent
from wallboard.domain.centre.state import Activity, SourceStatus
from wallboard.domain.ids import AgentId, CommandId
from wallboard.feed import messages as m
from wallboard.feed.roles import Role
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.activity import CoreActivity
from wallboard.gateway.fanout import client_limits
from wallboard.gateway.fanout.web import metrics, shared
from wallboard.gateway.fanout.web.reading import KINDS, Reading
from wallboard.gateway.health import Health
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.queue_tables import GroupEntry
from wallboard.host.clock import now_ms

pytestmark = pytest.mark.network


class Scraped:
    """All samples of one answer."""

    def __init__(self, text: str) -> None:
        self.samples = [one for family in text_string_to_metric_families(text) for one in family.samples]

    def value(self, name: str, /, **labels: str) -> float | None:
        found = [one.value for one in self.samples if one.name == name and self._has(one.labels, labels)]
        assert len(found) < 2
        return found[0] if found else None

    @staticmethod
    def _has(all_labels: Mapping[str, str], some: Mapping[str, str]) -> bool:
        return some.items() <= all_labels.items()


async def scraped(gateway: Gateway, role: Role | None = None) -> Scraped:
    answer = await get(gateway, "/metrics", role)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return Scraped(answer.body.decode())


async def settled(gateway: Gateway, role: Role, name: str, wanted: float | None, /, **labels: str) -> Scraped:
    """The first answer in which a metric has a value; it takes the gateway a flush."""
    async with asyncio.timeout(20):
        while True:
            found = await scraped(gateway, role)
            if found.value(name, **labels) == wanted:
                return found
            await asyncio.sleep(0.2)


@pytest.fixture(autouse=True)
def anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "FRESH_S", 0.0)


def since_now() -> float:
    """The second of the tests' day that is now, since the gateway counts today."""
    return (now_ms() - DAY_MS) / 1000


async def test_that_a_viewers_token_reads_the_figures_of_each_queue_and_group() -> None:
    made_by = config(groups={"front": GroupEntry(name='Front "desk"', queues=["sales"])})
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx, made_by) as gateway:
        at_s = since_now()
        for call, queue_name in (("a", "sales"), ("b", "sales"), ("c", "sales"), ("d", "support"), ("w", "sales")):
            pbx.tell(joins(call, queue_name, at_s))
        pbx.tell(answers("ana", "a", at_s + 1), does("ana", Activity.TALKING, at_s + 1, call="a"))
        pbx.tell(hangs_up("b", at_s + 2), leaves("c", at_s + 3))
        sales = {"id": "pbx:sales", "name": "Sales", "kind": "queue", "source": "pbx"}
        found = await settled(gateway, Role.VIEWER, "wallboard_flowed_out_today", 1, **sales)
        assert found.value("wallboard_offered_today", **sales) == 4
        assert found.value("wallboard_answered_today", **sales) == 1
        assert found.value("wallboard_abandoned_today", **sales) == 1
        assert found.value("wallboard_service_level_ratio", **sales) == 0.5
        assert found.value("wallboard_waiting", **sales) == 1
        assert (found.value("wallboard_longest_wait_seconds", **sales) or 0) > 0
        assert found.value("wallboard_agents", state="talking", **sales) == 1
        assert found.value("wallboard_agents", state="wrap_up", **sales) == 0
        front = {"id": "front", "name": 'Front "desk"', "kind": "group", "source": ""}
        assert found.value("wallboard_offered_today", **front) == 4
        assert found.value("wallboard_offered_today", id="all") == 5
        assert found.value("wallboard_service_level_ratio", id="pbx:support") is None


async def test_that_without_a_token_there_are_the_gateways_own_counts_alone() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        found = await scraped(gateway)
        assert found.value("wallboard_up") == 1
        assert found.value("wallboard_screens") == 1
        assert found.value("wallboard_source_up", source="pbx") == 1
        assert (found.value("wallboard_source_events_total", source="pbx") or 0) == len(CENTRE)
        assert (found.value("wallboard_source_last_event_age_seconds", source="pbx") or 0) > 0
        labels = {label for one in found.samples for label in one.labels}
        assert labels == {"source", "outcome", "version"}


async def test_that_a_fault_is_told_and_logged_and_screens_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(metrics, "pieces", None)
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        answer = await get(gateway, "/metrics")
        assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
        assert "failed inside the gateway" in caplog.text
        await desk.sign_in()


async def test_that_a_wrong_token_is_refused_with_what_to_do() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        answer = await get(gateway, "/metrics", token="wb_wrong")
        assert (answer.status, answer.headers["content-type"]) == (401, "application/problem+json")
        assert answer.headers["www-authenticate"] == "Bearer"
        problem = answer.json()
        assert (problem["title"], problem["instance"]) == ("This token is not valid", "/metrics")
        assert "wallboard gateway token add" in str(problem["detail"])


async def test_that_what_a_lost_pbx_had_is_not_told_as_of_now() -> None:
    pbx = ScriptedPbx(*CENTRE, joins("a", "sales", 1))
    async with running(pbx) as gateway:
        await settled(gateway, Role.VIEWER, "wallboard_waiting", 1, id="pbx:sales")
        pbx.tell(link(SourceStatus.DOWN, 2))
        lost = await settled(gateway, Role.VIEWER, "wallboard_waiting", None, id="pbx:sales")
        assert lost.value("wallboard_up") == 0
        assert lost.value("wallboard_source_up", source="pbx") == 0
        assert lost.value("wallboard_waiting", id="all") is None
        assert lost.value("wallboard_agents", id="pbx:sales", state="ready") is None
        assert lost.value("wallboard_offered_today", id="pbx:sales") is not None
        pbx.tell(UP)
        again = await settled(gateway, Role.VIEWER, "wallboard_up", 1)
        assert again.value("wallboard_source_reconnects_total", source="pbx") == 1


async def test_that_commands_are_counted_by_how_they_ended() -> None:
    async with running(ScriptedPbx(*CENTRE)) as gateway, screen(gateway) as desk:
        await desk.sign_in(Role.VIEWER)
        assert (await scraped(gateway)).value("wallboard_commands_total", outcome="refused") == 0
        command = PauseAgent(id=CommandId("1"), agent_id=AgentId("pbx:ana"))
        await desk.say(m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
        assert (await desk.hear_a(m.CommandResult)).result.outcome is Outcome.REFUSED
        found = await settled(gateway, Role.VIEWER, "wallboard_commands_total", 1, outcome="refused")
        assert found.value("wallboard_commands_total", outcome="confirmed") == 0


async def test_that_the_state_of_the_history_and_the_ledger_is_there_where_they_are(tmp_path: Path) -> None:
    async with running(ScriptedPbx(*CENTRE), history=tmp_path) as gateway:
        found = await scraped(gateway)
        assert found.value("wallboard_history_ok") == 1
        assert found.value("wallboard_ledger_ok") == 1
        assert found.value("wallboard_history_lost") == 0
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        assert (await scraped(gateway)).value("wallboard_history_ok") is None


async def test_that_one_token_cannot_ask_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_limits, "REQUESTS_BURST", 2)
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        statuses = [(await get(gateway, "/metrics", Role.VIEWER)).status for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert (await get(gateway, "/metrics", Role.SUPERVISOR)).status == 200


async def test_that_all_who_ask_within_a_second_get_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "FRESH_S", 60.0)
    made: list[object] = []
    pieces = metrics.pieces

    def counted(*given: Any) -> Iterator[bytes]:
        made.append(given)
        return pieces(*given)

    monkeypatch.setattr(metrics, "pieces", counted)
    async with running(ScriptedPbx(*CENTRE)) as gateway:
        bodies = {(await get(gateway, "/metrics", Role.VIEWER)).body for _ in range(5)}
        assert (len(bodies), len(made)) == (1, 1)


def test_that_a_family_of_many_queues_has_one_head_and_all_of_them() -> None:
    centre = Fanned(link(SourceStatus.UP, 0), *(queue(f"pbx:q{number}") for number in range(25)))
    centre.flush(ms(1))
    health = Health(
        up=True, version="1", uptime_s=0, subscribers=0, links={}, groups_without_queues=0, clock_ahead_s=0
    )
    reading = Reading(ms(1), centre.hub.seen(KINDS, Sight(sees_numbers=False)))
    text = b"".join(metrics.pieces(health, CoreActivity(), reading)).decode()
    assert text.count("# TYPE wallboard_waiting gauge\n") == 1
    waiting = [one for one in Scraped(text).samples if one.name == "wallboard_waiting"]
    assert {one.labels["id"] for one in waiting} == {"all", *(f"pbx:q{number}" for number in range(25))}
