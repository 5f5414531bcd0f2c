"""A gateway that is restarted goes on with its day; what it may not take for today's it leaves."""

import asyncio
import json
import logging
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.domain.words import DAY_MS, agent, answers, hangs_up, is_now, joins, link, queue
from tests.gateway.rig import Screen, ScriptedPbx, config, running, screen
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Availability, Call, Queue, Source, SourceStatus
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, Key
from wallboard.domain.restart.checkpoint import Checkpoint
from wallboard.feed import messages as m
from wallboard.gateway.core import restore
from wallboard.gateway.fanout import server
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import GoalTables, QueueEntry, QueueGoal
from wallboard.gateway.setup.tables import Site
from wallboard.history import day
from wallboard.host.clock import now_ms
from wallboard.host.whole_file import write_whole

pytestmark = pytest.mark.network

TODAY = Key("figures", ALL, Window.TODAY)


def now_s() -> float:
    """The present as seconds of the test's own day."""
    return (now_ms() - DAY_MS) / 1000


def site() -> Site:
    """A site whose day does not begin while a test runs."""
    return Site(name="Lisbon", day_start_hour=(datetime.now(UTC).hour + 12) % 24)


def syncing(*events: e.Event) -> list[e.Event]:
    """What a PBX tells that was just connected."""
    return [link(SourceStatus.SYNCING, now_s()), queue("sales", now_s()), *events, link(SourceStatus.UP, now_s())]


def today(desk: Screen) -> Tally:
    figures = desk.copy.entities.get(TODAY)
    return figures.tally if isinstance(figures, Figures) else Tally()


def files_in(place: Path) -> list[Path]:
    return list(place.iterdir())


def ledger_lines(place: Path) -> list[dict[str, object]]:
    (ledger,) = place.glob("commands-*.jsonl")
    return [json.loads(line) for line in ledger.read_text().splitlines()]


async def until_offered(desk: Screen, count: int) -> None:
    await desk.sign_in()
    await desk.until(lambda: today(desk).offered >= count)


async def morning(history: Path, made_by: GatewayConfig) -> None:
    """A gateway's run: two callers came, one gave up, one waits."""
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("b", "sales", now_s()), hangs_up("b", now_s())))
    async with running(pbx, made_by, history) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)


async def test_that_the_day_goes_on_after_a_restart(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        pbx.tell(answers("ana", "a", now_s()))
        await desk.until(lambda: today(desk).answered == 1)
        assert (today(desk).offered, today(desk).abandoned, today(desk).unobserved) == (3, 1, 0)


async def test_that_who_is_not_there_any_more_was_lost(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        await desk.until(lambda: today(desk).unobserved == 1)
        assert today(desk).abandoned == 1
        assert not any(key.kind == "call" for key in desk.copy.entities)


async def test_that_the_board_is_there_and_not_live_before_the_pbx_is(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        links = [entity for entity in desk.copy.entities.values() if isinstance(entity, Source)]
        assert [one.status for one in links] == [SourceStatus.DOWN]
        assert {key.id for key in desk.copy.entities if key.kind == "call"} == {"pbx:a"}


async def test_that_other_goals_cost_no_day_and_it_is_said_what_they_count_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await morning(tmp_path, config(site=site()))
    stricter = config(site=site(), goals=GoalTables(default=QueueGoal(threshold_s=5)))
    async with running(ScriptedPbx(*syncing()), stricter, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        await desk.until(lambda: goal_of(desk, "pbx:sales").threshold_s == 5)
    said = "the goals have changed: counts from before this start keep the old goals"
    assert [record.getMessage() for record in caplog.records].count(said) == 1
    caplog.clear()
    async with running(ScriptedPbx(*syncing()), stricter, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
    assert said not in caplog.text


def goal_of(desk: Screen, queue_id: str) -> Goal:
    entity = desk.copy.entities.get(Key("queue", queue_id))
    return entity.goal if isinstance(entity, Queue) else Goal()


async def test_that_the_day_of_another_calendar_is_laid_aside_and_not_written_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await morning(tmp_path, config(site=site()))
    kept = (tmp_path / "day.json").read_bytes()
    half_hours = Site(name="Lisbon", day_start_hour=site().day_start_hour, interval_minutes=30)
    made_by = config(site=half_hours)
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: TODAY in desk.copy.entities)
        assert today(desk).offered == 0
    assert (tmp_path / "day.json.other").read_bytes() == kept
    assert "it is of another time zone, day start or interval" in caplog.text


async def test_that_yesterdays_counts_are_not_todays(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    kept = json.loads((tmp_path / "day.json").read_text())
    then_ms = kept["checkpoint"]["at_ms"]
    for days in (-1, 1):  # a clock that was set back says tomorrow
        kept["checkpoint"]["at_ms"] = then_ms + days * 86_400_000
        (tmp_path / "day.json").write_text(json.dumps(kept))
        with caplog.at_level(logging.INFO):
            async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
                await until_offered(desk, 0)
                assert today(desk).offered == 0
        assert "starting at zero" in caplog.text
        caplog.clear()


async def test_that_a_clock_that_was_set_right_costs_no_day(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    kept = json.loads((tmp_path / "day.json").read_text())
    kept["checkpoint"]["at_ms"] += 120_000
    (tmp_path / "day.json").write_text(json.dumps(kept))
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        figures = desk.copy.entities[TODAY]
        assert isinstance(figures, Figures)
        assert 0 <= figures.unobserved_ms < 60_000


async def test_that_goals_in_another_order_are_the_same_goals(tmp_path: Path) -> None:
    goals = {"sales": QueueGoal(threshold_s=5), "support": QueueGoal(threshold_s=7)}
    await morning(tmp_path, config(site=site(), goals=GoalTables(queues=goals)))
    turned = config(site=site(), goals=GoalTables(queues=dict(reversed(goals.items()))))
    async with running(ScriptedPbx(), turned, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)


async def test_that_other_bands_colour_the_same_counts(tmp_path: Path) -> None:
    await morning(tmp_path, config(site=site()))
    goals = GoalTables(default=QueueGoal(red_below_points=1, abandoned_red_pct=20, late_red=9))
    made_by = config(site=site(), goals=goals)
    async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)


async def test_that_a_day_is_of_the_same_rules_as_one_of_the_last_release(tmp_path: Path) -> None:
    async with running(ScriptedPbx(), config(), tmp_path):
        pass
    told = json.loads((tmp_path / "day.json").read_text())["origin"]["rules"]
    goal = '{"threshold_s":20.0,"target_pct":80.0,"formula":"offered","short_abandon_s":5.0}'
    assert told == f'["UTC",0,15,{{"default":{goal},"by_queue":{{}}}}]'


async def test_that_the_last_word_stays_where_a_gateway_stops_while_it_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "KEEP_EVERY_S", 0.01)
    begun, told = threading.Event(), threading.Event()

    def slowly(path: Path, content: bytes, *, is_only_writer: bool) -> None:
        if not begun.is_set():
            begun.set()
            told.wait(30)
        write_whole(path, content, is_only_writer=is_only_writer)

    monkeypatch.setattr(day, "write_whole", slowly)
    made_by = config(site=site())
    pbx = ScriptedPbx(*syncing())
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await asyncio.to_thread(begun.wait, 30)
        pbx.tell(joins("a", "sales", now_s()))
        await until_offered(desk, 1)
        threading.Timer(0.1, told.set).start()  # the disk is slow: by then the gateway is being stopped
    kept = json.loads((tmp_path / "day.json").read_text())
    assert [call["id"] for call in kept["checkpoint"]["calls"]] == ["pbx:a"]
    assert {path.name for path in files_in(tmp_path)} == {"intervals.json", "day.json", "gateway.lock"}


async def test_that_it_is_kept_while_the_gateway_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "KEEP_EVERY_S", 0.01)
    monkeypatch.setattr(server, "HEARTBEAT_MS", 20)
    made_by = config(site=site())
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
        while not (tmp_path / "day.json").exists():
            await desk.hear()
        kept = json.loads((tmp_path / "day.json").read_text())
        assert [call["id"] for call in kept["checkpoint"]["calls"]] == ["pbx:a"]


async def test_that_a_day_that_cannot_be_saved_is_logged_once_and_ends_no_gateway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[bool] = []

    def fails(engine: Engine, *, with_samples: bool) -> Checkpoint:
        attempts.append(with_samples)
        raise IndexError("list index out of range")

    monkeypatch.setattr(restore, "KEEP_EVERY_S", 0.01)
    monkeypatch.setattr(restore, "remember", fails)
    monkeypatch.setattr(server, "HEARTBEAT_MS", 20)
    pbx = ScriptedPbx(*syncing())
    async with running(pbx, config(site=site()), tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        while len(attempts) < 3:
            await desk.hear()
        pbx.tell(joins("a", "sales", now_s()))
        await desk.until(lambda: today(desk).offered == 1)
    assert attempts[-1]
    assert [record.getMessage() for record in caplog.records if record.exc_info] == [
        "cannot save today's counts: they cannot be encoded"
    ]


async def test_that_a_command_is_in_the_ledger_with_what_came_of_it(tmp_path: Path) -> None:
    async with running(ScriptedPbx(*syncing()), config(), tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        command = MoveCallToAgent(
            id=CommandId("m1"), call_id=CallId("pbx:gone"), expect_rev=1, agent_id=AgentId("pbx:ana")
        )
        await desk.say(m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
        result = (await desk.hear_a(m.CommandResult)).result
    (line,) = ledger_lines(tmp_path)
    assert (line["who"], line["id"], line["outcome"]) == ("supervisor", "m1", str(result.outcome))
    assert line["reason"] == str(result.reason)


async def test_that_a_command_on_its_way_when_the_gateway_stops_has_an_end_too(tmp_path: Path) -> None:
    pbx = ScriptedPbx(*syncing(agent("ana", now_s()), is_now("ana", Availability.READY, now_s())))
    async with running(pbx, config(), tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        pbx.tell(joins("a", "sales", now_s()))
        await desk.until(lambda: Key("call", "pbx:a") in desk.copy.entities)
        call = desk.copy.entities[Key("call", "pbx:a")]
        assert isinstance(call, Call)
        move = MoveCallToAgent(
            id=CommandId("m1"),
            call_id=CallId("pbx:a"),
            expect_rev=call.handover_rev,
            agent_id=AgentId("pbx:ana"),
        )
        await desk.say(m.CommandRequest(command=move, deadline_ms=now_ms() + 5_000))
        await desk.hear_a(m.CommandUpdate)
    asked, ended = ledger_lines(tmp_path)
    assert (asked["id"], ended["id"]) == ("m1", "m1")
    assert (ended["outcome"], ended["detail"]) == ("unknown", "the gateway was stopped")


async def test_that_without_a_place_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(ScriptedPbx(*syncing())) as gateway, screen(gateway) as desk:
        await desk.sign_in()
    assert files_in(tmp_path) == []


async def test_that_a_queue_hidden_in_mid_day_loses_nothing_and_leaves_the_total_from_then_on(
    tmp_path: Path,
) -> None:
    sales = Key("figures", "pbx:sales", Window.TODAY)
    hidden = config(site=site(), queues={"sales": QueueEntry(hidden=True)})
    await morning(tmp_path, config(site=site()))
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, hidden, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        assert sales not in desk.copy.entities
        pbx.tell(queue("support", now_s()), joins("d", "support", now_s()))
        await desk.until(lambda: today(desk).offered == 3)
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    named = config(site=site(), queues={"sales": QueueEntry(name="Vendas")})
    async with running(pbx, named, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        figures, shown = desk.copy.entities[sales], desk.copy.entities[Key("queue", "pbx:sales")]
        assert isinstance(figures, Figures)
        assert isinstance(shown, Queue)
        assert (figures.tally.offered, shown.name) == (3, "Vendas")
