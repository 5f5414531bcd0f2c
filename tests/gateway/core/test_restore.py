"""A gateway that is restarted goes on with its day; what it may not take for today's it leaves."""

import asyncio
import json
import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from tests.domain.words import DAY_MS, agent, answers, hangs_up, is_now, joins, link, queue
from tests.gateway.rig import Screen, ScriptedPbx, config, running, screen
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Availability, Call, Queue, Source, SourceStatus
from wallboard.domain.counts.contacts import Contact
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, Key
from wallboard.domain.restart.parts import MOMENT, ChangedParts, CommitMoment, Parts
from wallboard.feed import messages as m
from wallboard.gateway.core import restore
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import GoalTables, QueueEntry, QueueGoal
from wallboard.gateway.setup.tables import Site
from wallboard.history import queries
from wallboard.history.batch import Batch
from wallboard.history.local_history import LocalHistory
from wallboard.host.clock import now_ms

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


async def test_that_a_day_that_cannot_be_encoded_is_logged_once_and_ends_no_gateway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attempts: list[Engine] = []

    def fails(_: ChangedParts, engine: Engine) -> Parts:
        attempts.append(engine)
        raise IndexError("list index out of range")

    made_by = config(site=site())
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s())))
    with monkeypatch.context() as failing:
        failing.setattr(ChangedParts, "take", fails)
        failing.setattr(restore, "COMMIT_EVERY_S", 0.01)
        async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
            await until(lambda: len(attempts) > 2)
            failing.undo()
            pbx.tell(joins("b", "sales", now_s()))
            await until_offered(desk, 2)
            await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a", "pbx:b"})
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


async def test_that_other_goals_count_for_all_of_today_after_a_restart_too(tmp_path: Path) -> None:
    stricter = config(site=site(), goals=GoalTables(default=QueueGoal(short_abandon_s=0)))
    pbx = ScriptedPbx(*syncing(joins("b", "sales", now_s()), hangs_up("b", now_s() + 1)))
    async with running(pbx, config(site=site()), tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
        await desk.until(lambda: today(desk).abandoned_short == 1)
    async with running(ScriptedPbx(*syncing()), stricter, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
        assert (today(desk).abandoned, today(desk).abandoned_short) == (1, 0)
        await desk.until(lambda: goal_of(desk, "pbx:sales").short_abandon_s == 0)


def goal_of(desk: Screen, queue_id: str) -> Goal:
    entity = desk.copy.entities.get(Key("queue", queue_id))
    return entity.goal if isinstance(entity, Queue) else Goal()


async def test_that_another_calendar_begins_at_zero_and_loses_no_contact(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await morning(tmp_path, config(site=site()))
    half_hours = Site(name="Lisbon", day_start_hour=site().day_start_hour, interval_minutes=30)
    made_by = config(site=half_hours)
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: TODAY in desk.copy.entities)
        assert today(desk).offered == 0
    assert "another time zone, day start or interval is configured" in caplog.text
    assert [contact.call_id for contact in contacts_in(tmp_path)] == ["pbx:b"]


def contacts_in(place: Path) -> list[Contact]:
    history = LocalHistory(place)
    try:
        return history.read(lambda file: list(queries.contacts_since(file, 0)))
    finally:
        history.close()


def shift_moment(place: Path, by_ms: int) -> None:
    """Makes the last commit one of another time."""
    history = LocalHistory(place)
    moment = msgspec.msgpack.decode(history.parts()[MOMENT], type=CommitMoment)
    shifted = replace(moment, at_ms=moment.at_ms + by_ms)
    history.write(Batch(parts={MOMENT: msgspec.msgpack.encode(shifted)}))
    history.close()


@pytest.mark.parametrize("days", [-1, 1])  # a clock that was set back says tomorrow
async def test_that_yesterdays_counts_are_not_todays(
    days: int, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    shift_moment(tmp_path, days * 86_400_000)
    with caplog.at_level(logging.INFO):
        async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
            await until_offered(desk, 0)
            assert today(desk).offered == 0
    assert "starting at zero" in caplog.text


async def test_that_a_clock_that_was_set_right_costs_no_day(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    shift_moment(tmp_path, 120_000)
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        figures = desk.copy.entities[TODAY]
        assert isinstance(figures, Figures)
        assert 0 <= figures.unobserved_ms < 60_000


async def test_that_it_is_committed_while_the_gateway_runs(tmp_path: Path) -> None:
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("b", "sales", now_s()), hangs_up("b", now_s())))
    async with running(pbx, config(site=site()), tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a"})


async def until(so: Callable[[], bool]) -> None:
    """Waits for what another thread does."""
    while not so():  # noqa: ASYNC110  # it sets no event
        await asyncio.sleep(0.05)


def committed(place: Path, copy: Path) -> set[str]:
    """The callers who are here in a copy of the files, as a machine that loses its power leaves them."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(place, copy)
    history = LocalHistory(copy)
    parts = history.parts()
    history.close()
    return {part.key for part in parts if part.kind == "call"}


async def test_that_a_queue_hidden_in_mid_day_loses_nothing_and_is_in_no_total_meanwhile(tmp_path: Path) -> None:
    sales = Key("figures", "pbx:sales", Window.TODAY)
    hidden = config(site=site(), queues={"sales": QueueEntry(hidden=True)})
    await morning(tmp_path, config(site=site()))
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, hidden, tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        pbx.tell(queue("support", now_s()), joins("d", "support", now_s()))
        await desk.until(lambda: today(desk).offered == 1)
        assert sales not in desk.copy.entities
    pbx = ScriptedPbx(
        *syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())),
        queue("support", now_s()),
        joins("d", "support", now_s()),
    )
    named = config(site=site(), queues={"sales": QueueEntry(name="Vendas")})
    async with running(pbx, named, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 4)
        figures, shown = desk.copy.entities[sales], desk.copy.entities[Key("queue", "pbx:sales")]
        assert isinstance(figures, Figures)
        assert isinstance(shown, Queue)
        assert (figures.tally.offered, shown.name) == (3, "Vendas")
