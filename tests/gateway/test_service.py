"""The gateway as a whole: the first change at once, a told past in its place, an event that cannot be applied."""

import asyncio
import os
import secrets
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.domain.words import DAY_MS, agent, joins, link, member, ms
from tests.gateway.fanout.test_server import health
from tests.gateway.rig import CENTRE, TOKENS, Screen, ScriptedPbx, config, running, screen
from wallboard.client.connection import GatewayConnection
from wallboard.client.connection_status import ConnectOptions
from wallboard.client.session import Mirror
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue, agent_refusal
from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import (
    Activity,
    Agent,
    Call,
    CallPhase,
    LedgerState,
    LedgerStatus,
    MonitorMode,
    Queue,
    SourceStatus,
)
from wallboard.domain.counts.figures import AnyEntity, Figures, Window
from wallboard.domain.engine import Engine
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, Key, QueueId, SourceId
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway import service
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.queue_tables import QueueEntry
from wallboard.history import ledger
from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Sink
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.options import SimulatorOptions

pytestmark = pytest.mark.network


class Historian(ScriptedPbx):
    """A PBX that tells an hour of the past bit by bit, then goes live when the test lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.began_ms = now_ms() - 3_600_000
        self.told = asyncio.Event()
        self.go_live = asyncio.Event()

    async def run(self, sink: Sink) -> None:
        for event in self.past():
            sink(event)
            await asyncio.sleep(0)
        self.told.set()
        await self.go_live.wait()
        sink(e.SourceChanged(at_ms=now_ms(), source_id=SourceId("pbx"), status=SourceStatus.UP))
        await asyncio.Event().wait()

    def past(self) -> list[Event]:
        began_ms = self.began_ms
        events: list[Event] = [
            e.SourceChanged(at_ms=began_ms, source_id=SourceId("pbx"), status=SourceStatus.SYNCING),
            e.QueueFound(at_ms=began_ms, queue_id=QueueId("pbx:sales"), name="Sales"),
        ]
        for number in range(50):
            at_ms = began_ms + number * 60_000
            events.append(joins(f"c{number}", "sales", (at_ms - ms(0)) / 1000))
        return events


async def test_that_a_told_past_is_counted_where_it_happened() -> None:
    pbx = Historian()
    gateway = Gateway(config(), {"pbx": lambda: pbx}, began_ms=pbx.began_ms)
    task = asyncio.ensure_future(gateway.run())
    try:
        await gateway.started.wait()
        async with screen(gateway) as desk:
            await desk.sign_in()
            await pbx.told.wait()
            pbx.go_live.set()
            key = Key("figures", ALL, Window.ROLLING_30)
            await desk.until(lambda: key in desk.copy.entities)
            figures = desk.copy.entities[key]
            assert isinstance(figures, Figures)
            assert 15 <= figures.tally.offered <= 25  # of 50 in an hour that ended ten minutes ago
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_that_an_event_that_cannot_be_applied_is_logged_and_the_next_counts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Unheard(e.Event, frozen=True, kw_only=True):
        """An event that no reducer knows."""

    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        pbx.tell(Unheard(at_ms=ms(1)), joins("c", "sales", 2))
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
    assert "could not be applied: Unheard" in caplog.text


async def test_that_a_name_is_told_on_one_line_and_in_one_direction() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        pbx.tell(e.AgentFound(at_ms=ms(2), agent_id=AgentId("pbx:eve"), name="\u202eeve\r\n" + "x" * 99))
        await desk.until(lambda: Key("agent", "pbx:eve") in desk.copy.entities)
    eve = desk.copy.entities[Key("agent", "pbx:eve")]
    assert isinstance(eve, Agent)
    assert eve.name == "eve " + "x" * 75 + "…"


async def test_that_a_burst_of_events_becomes_one_delta() -> None:
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("agent", "pbx:bea") in desk.copy.entities)
        pbx.tell(*(joins(f"c{number}", "sales", 2) for number in range(500)))
        delta = await desk.hear_a(m.Delta)
        while not any(entity.key.kind == "call" for entity in delta.put):
            delta = await desk.hear_a(m.Delta)
        assert sum(entity.key.kind == "call" for entity in delta.put) == 500


def a_move(board: Screen) -> Command | None:
    """A talking caller to an agent who is free now, if there are such."""
    entities = board.copy.entities.values()
    call = next((one for one in entities if isinstance(one, Call) and one.phase is CallPhase.TALKING), None)
    free = (one for one in entities if isinstance(one, Agent) and agent_refusal(one) is None)
    agent = next((one for one in free if one.activity is Activity.IDLE), None)
    if call is None or agent is None:
        return None
    return MoveCallToAgent(id=an_id(), call_id=call.id, expect_rev=call.handover_rev, agent_id=agent.id)


def a_monitor(board: Screen) -> Command | None:
    """Listening to the agent whose call began last, if there is one."""
    calls = [one for one in board.copy.entities.values() if isinstance(one, Call) and one.agent_id]
    call = max(calls, key=lambda one: one.phase_since_ms, default=None)
    if call is None or call.agent_id is None:
        return None
    return StartMonitor(id=an_id(), agent_id=call.agent_id, extension="700", mode=MonitorMode.LISTEN)


def an_id() -> CommandId:
    return CommandId(secrets.token_hex(8))


async def confirmed(board: Screen, choose: Callable[[Screen], Command | None]) -> Command:
    """Give the command that suits the moment until one is confirmed: life at the centre goes on meanwhile."""
    while True:
        await board.until(lambda: choose(board) is not None)
        command = choose(board)
        assert command is not None
        await board.say(m.CommandRequest(command=command, deadline_ms=now_ms() + 5_000))
        result = (await board.hear_a(m.CommandResult)).result
        assert result.command_id == command.id
        assert result.outcome is not Outcome.UNKNOWN
        if result.outcome is Outcome.CONFIRMED:
            return command


async def test_that_a_supervisor_moves_a_caller_and_listens_in_at_a_living_centre() -> None:
    options = SimulatorOptions(agents=20, queues=2, seed=3, speed=20, no_answer_pct=0, site_hour=11)
    async with running(Simulator(options, now_ms)) as gateway, screen(gateway) as board:
        await board.sign_in()
        move = await confirmed(board, a_move)
        assert isinstance(move, MoveCallToAgent)
        await confirmed(board, a_monitor)
        await board.until(lambda: any(key.kind == "monitor" for key in board.copy.entities))


async def test_that_wallboards_own_client_is_live_and_goes_on_after_a_broken_connection() -> None:
    pbx = ScriptedPbx(*CENTRE)
    mirror, changed = Mirror(), asyncio.Event()
    async with running(pbx) as gateway:
        options = ConnectOptions(
            url=f"ws://127.0.0.1:{gateway.port}",
            token=TOKENS[Role.SUPERVISOR],
            kind=ClientKind.DESK,
            client_name="x",
        )
        link = GatewayConnection(options, mirror)
        task = asyncio.ensure_future(link.run(changed.set))

        async def until(condition: Callable[[], bool]) -> None:
            while not condition():
                await changed.wait()
                changed.clear()

        try:
            await until(lambda: link.is_live and AgentId("pbx:ana") in mirror.store.agents)
            pbx.tell(joins("c", "sales", 2))
            await until(lambda: CallId("pbx:c") in mirror.store.calls)
            link.watch_charts(QueueId("pbx:sales"))
            pbx.tell(joins("d", "sales", (now_ms() + 10_000 - DAY_MS) / 1000))
            await until(lambda: QueueId("pbx:sales") in mirror.store.samples)
            epoch = mirror.store.epoch
        finally:
            task.cancel()
            await asyncio.wait([task])
        pbx.tell(joins("e", "sales", (now_ms() + 11_000 - DAY_MS) / 1000))
        again = GatewayConnection(options, mirror)
        task = asyncio.ensure_future(again.run(changed.set))
        try:
            await until(lambda: again.is_live and CallId("pbx:e") in mirror.store.calls)
            assert mirror.store.epoch == epoch
        finally:
            task.cancel()
            await asyncio.wait([task])


LISTED = {"sales": QueueEntry(name="Vendas", order=2), "support": QueueEntry(hidden=True)}


async def test_that_a_hidden_queue_never_reaches_a_screen_and_a_named_one_by_its_name() -> None:
    pbx = ScriptedPbx(*CENTRE, member("support", "bea"), agent("tom"), member("support", "tom"))
    async with running(pbx, config(queues=LISTED)) as gateway, screen(gateway) as desk:
        await desk.sign_in(charts_of=QueueId("pbx:support"))
        await desk.until(lambda: Key("agent", "pbx:bea") in desk.copy.entities)
        pbx.tell(joins("h", "support", 1), joins("c", "sales", 1))
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        told = desk.copy.entities
        assert [(one.name, one.order) for one in told.values() if isinstance(one, Queue)] == [
            ("Vendas", 2),
        ]
        assert not [key for key in told if "support" in key.id or key.id in ("pbx:tom", "pbx:h")]
        sent = MoveCallToQueue(
            id=an_id(),
            call_id=CallId("pbx:c"),
            expect_rev=handover_of(told[Key("call", "pbx:c")]),
            queue_id=QueueId("pbx:support"),
        )
        await desk.say(m.CommandRequest(command=sent, deadline_ms=now_ms() + 5_000))
        result = (await desk.hear_a(m.CommandResult)).result
        assert (result.outcome, result.reason) == (Outcome.REFUSED, Reason.QUEUE_UNKNOWN)
        assert pbx.executed == []


def handover_of(entity: AnyEntity) -> int:
    assert isinstance(entity, Call)
    return entity.handover_rev


async def test_that_queues_that_the_pbx_does_not_have_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    listed = {**LISTED, "9": QueueEntry(hidden=True), "vip": QueueEntry(name="VIP")}
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx, config(queues=listed)) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("agent", "pbx:bea") in desk.copy.entities)
        pbx.tell(link(SourceStatus.DOWN, 1), link(SourceStatus.UP, 2))
    warned = [record.getMessage() for record in caplog.records if "[queues]" in record.getMessage()]
    assert warned == ["[queues] in gateway.toml lists queues that the PBX does not have now: 9, vip"]


@pytest.mark.skipif(os.name != "posix", reason="a FIFO stands for the disk that hangs")
async def test_that_a_disk_that_hangs_stops_no_board_and_is_told_to_who_may_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ledger, "HANGS_AFTER_S", 0.05)
    monkeypatch.setattr(ledger, "CLOSE_S", 0.05)
    monkeypatch.setattr(service, "SECOND_S", 0.05)
    path = tmp_path / f"commands-{datetime.now(UTC):%Y-%m}.jsonl"
    os.mkfifo(path)
    pbx = ScriptedPbx(*CENTRE)
    key = Key("ledger", "")
    async with running(pbx, config(), tmp_path) as gateway:
        async with screen(gateway) as desk, screen(gateway) as wall:
            await desk.sign_in()
            await wall.sign_in(Role.VIEWER)
            gone = MoveCallToQueue(id=an_id(), call_id=CallId("pbx:c"), expect_rev=1, queue_id=QueueId("pbx:sales"))
            await desk.say(m.CommandRequest(command=gone, deadline_ms=now_ms() + 5_000))
            await desk.until(lambda: key in desk.copy.entities)
            told = desk.copy.entities[key]
            assert isinstance(told, LedgerState)
            assert (told.status, told.required) == (LedgerStatus.HANGING, False)
            status, body = await health(gateway)
            news = {"state": "hanging", "pending": 1, "lost": 0, "size_mb": 0.0, "is_large": False}
            assert (status, body["ledger"]) == (200, news)
            pbx.tell(joins("e", "sales", 3))
            await wall.until(lambda: Key("call", "pbx:e") in wall.copy.entities)
            assert key not in wall.copy.entities
        async with screen(gateway) as late:
            await late.sign_in()
            await late.until(lambda: key in late.copy.entities)
    assert "could not write the last 1 lines" in caplog.text
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    path.unlink()
    os.close(reader)


async def test_that_one_history_has_one_gateway(tmp_path: Path) -> None:
    async with running(ScriptedPbx(*CENTRE), config(), tmp_path):
        with pytest.raises(ConfigError, match="Another gateway on this computer"):
            Gateway(config(), {"pbx": ScriptedPbx}, history=tmp_path)
    async with running(ScriptedPbx(*CENTRE), config(), tmp_path):
        pass


async def test_that_an_error_in_a_flush_is_logged_and_the_board_goes_on_whole(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: Key("agent", "pbx:bea") in desk.copy.entities)
        flush, broken = Engine.flush, [True]

        def once(engine: Engine, now_ms: int) -> Changes:
            changes = flush(engine, now_ms)
            if Key("call", "pbx:c") in changes.put and broken.pop():
                broken.append(False)
                raise KeyError("*")
            return changes

        monkeypatch.setattr(Engine, "flush", once)
        pbx.tell(joins("c", "sales", 2))
        await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
        assert broken == [False]
        pbx.tell(joins("d", "sales", 3))
        await desk.until(lambda: Key("call", "pbx:d") in desk.copy.entities)
    assert "a flush failed after " in caplog.text
    assert "CallerJoined" in caplog.text
    assert "KeyError: '*'" in caplog.text


async def test_that_a_flush_that_never_succeeds_ends_the_gateway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "SECOND_S", 0.01)

    def never(_: Engine, __: int) -> Changes:
        raise KeyError("*")

    monkeypatch.setattr(Engine, "flush", never)
    with pytest.raises(ExceptionGroup) as raised:
        await Gateway(config(), {"pbx": lambda: ScriptedPbx(*CENTRE)}).run()
    assert raised.group_contains(KeyError)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no systemd here")
async def test_that_systemd_is_told_how_the_service_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        async with running(ScriptedPbx(*CENTRE)):
            loop = asyncio.get_running_loop()
            told = [await loop.sock_recv(systemd, 64) for _ in range(2)]
        assert told == [b"READY=1", b"WATCHDOG=1"]
        assert await loop.sock_recv(systemd, 64) == b"STOPPING=1"
