"""The live board against a real gateway: frames, commands, losses, and the pace of it all."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection

from tests.client import entities as x
from tests.client.scripted import gateway as scripted
from tests.client.scripted import say, sign_in
from tests.domain import words
from tests.gateway.rig import TOKENS, ScriptedPbx, running
from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Activity, Availability, SourceStatus
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.figures import Window
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, CloseCode, Role
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame, FreshnessState
from wallboard.present.intents import move_to_agent
from wallboard.present.live import FRAME_S, ConnectOptions, LiveBoard

pytestmark = pytest.mark.network


class Viewer:
    """Whoever shows the frames of a live board."""

    def __init__(self, url: str, role: Role = Role.SUPERVISOR) -> None:
        self.frames: list[BoardFrame] = []
        self.at_s: list[float] = []
        self._news = asyncio.Event()
        options = ConnectOptions(url=url, token=TOKENS[role], kind=ClientKind.DESK, client_name="desk 1")
        self.board = LiveBoard(options, self._show)

    def _show(self, frame: BoardFrame) -> None:
        self.frames.append(frame)
        self.at_s.append(asyncio.get_running_loop().time())
        self._news.set()

    async def until(self, condition: Callable[[BoardFrame], object]) -> BoardFrame:
        """The first frame from now on of which something is so."""
        async with asyncio.timeout(10):
            while not self.frames or not condition(self.frames[-1]):
                self._news.clear()
                await self._news.wait()
        return self.frames[-1]

    async def until_state(self, state: FreshnessState) -> BoardFrame:
        """The first frame from now on that is so fresh."""
        return await self.until(lambda frame: frame.freshness.state is state)


@asynccontextmanager
async def window(url: str, role: Role = Role.SUPERVISOR) -> AsyncIterator[Viewer]:
    """A live board that runs until the end of the block."""
    shown = Viewer(url, role)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(shown.board.run())
        try:
            yield shown
        finally:
            task.cancel()


def today_s() -> float:
    """Now, in the seconds of `words`."""
    return (now_ms() - words.DAY_MS) / 1000


def centre() -> list[Event]:
    """Two queues, Ana ready, Bea talking with c1, c2 waiting, all of it just now."""
    at_s = today_s()
    return [
        words.link(SourceStatus.SYNCING, at_s),
        words.queue("sales", at_s),
        words.queue("support", at_s),
        words.agent("ana", at_s),
        words.agent("bea", at_s),
        words.member("sales", "ana", at_s),
        words.member("sales", "bea", at_s),
        words.is_now("ana", Availability.READY, at_s),
        words.is_now("bea", Availability.READY, at_s),
        words.joins("c1", "sales", at_s - 9),
        words.does("bea", Activity.TALKING, at_s - 5, call="c1"),
        words.answers("bea", "c1", at_s - 5),
        words.joins("c2", "sales", at_s - 3),
        words.link(SourceStatus.UP, at_s),
    ]


def url_of(port: int) -> str:
    return f"ws://127.0.0.1:{port}"


async def test_that_a_board_becomes_live_and_shows_the_centre() -> None:
    async with running(ScriptedPbx(*centre())) as gateway, window(url_of(gateway.port)) as desk:
        frame = await desk.until(lambda frame: frame.freshness.is_live and frame.callers)
        assert desk.frames[0].freshness.state is FreshnessState.CONNECTING
        assert [row.name for row in frame.queues] == ["", "Sales", "Support"]
        assert [row.name for row in frame.agents] == ["Ana", "Bea"]
        assert [row.call_id for row in frame.callers] == ["pbx:c2"]
        assert frame.agents[1].call_id == "pbx:c1"
        assert (frame.user, frame.role) == ("supervisor", Role.SUPERVISOR)


async def test_that_what_happens_is_shown() -> None:
    pbx = ScriptedPbx(*centre())
    async with running(pbx) as gateway, window(url_of(gateway.port)) as desk:
        await desk.until(lambda frame: frame.callers)
        pbx.tell(words.hangs_up("c2", today_s()))
        frame = await desk.until(lambda frame: not frame.callers and frame.queues[0].tally.abandoned)
        assert frame.queues[1].tally.abandoned == 1


async def test_that_a_viewer_sees_no_numbers_and_commands_nothing() -> None:
    async with running(ScriptedPbx(*centre())) as gateway, window(url_of(gateway.port), Role.VIEWER) as tv:
        frame = await tv.until(lambda frame: frame.freshness.is_live and frame.callers)
        assert "301234" not in frame.callers[0].number
        assert move_to_agent(frame.callers[0], frame.agents[0], frame) is Reason.NOT_ALLOWED


async def test_that_a_move_is_pending_until_the_pbx_confirms_it() -> None:
    pbx = ScriptedPbx(*centre())
    async with running(pbx) as gateway, window(url_of(gateway.port)) as desk:
        frame = await desk.until(lambda frame: frame.freshness.is_live and frame.callers)
        command = move_to_agent(frame.callers[0], frame.agents[0], frame)
        assert isinstance(command, MoveCallToAgent)
        desk.board.send(command)
        frame = await desk.until(lambda frame: frame.callers[0].pending)
        assert frame.callers[0].pending is not None
        assert frame.callers[0].pending.target == "Ana"
        await desk.until(lambda _: [asked.id for asked in pbx.executed] == [command.id])
        at_s = today_s()
        pbx.tell(words.moves("c2", at_s, to_agent="ana"), words.answers("ana", "c2", at_s))
        frame = await desk.until(lambda frame: frame.notices)
        notice = frame.notices[0]
        assert (notice.command, notice.outcome, notice.target) == (command, Outcome.CONFIRMED, "Ana")
        frame = await desk.until(lambda frame: not frame.callers)
        assert frame.agents[0].pending is None


def a_move() -> Command:
    return MoveCallToAgent(id=CommandId("1"), call_id=CallId("pbx:c2"), expect_rev=1, agent_id=AgentId("pbx:ana"))


async def test_that_a_refused_command_says_why() -> None:
    async with running(ScriptedPbx(*centre())) as gateway, window(url_of(gateway.port)) as desk:
        await desk.until_state(FreshnessState.LIVE)
        desk.board.send(a_move())
        frame = await desk.until(lambda frame: frame.notices)
        assert (frame.notices[0].outcome, frame.notices[0].reason) == (Outcome.REFUSED, Reason.CALL_MOVED_ON)


async def test_that_a_command_given_without_a_connection_is_refused_and_never_sent() -> None:
    pbx = ScriptedPbx(*centre())
    async with running(pbx) as gateway:
        desk = Viewer(url_of(gateway.port))
        desk.board.send(a_move())
        async with asyncio.TaskGroup() as group:
            task = group.create_task(desk.board.run())
            frame = await desk.until(lambda frame: frame.freshness.is_live)
            task.cancel()
        assert [(notice.outcome, notice.reason) for notice in frame.notices] == [
            (Outcome.REFUSED, Reason.LINK_DOWN)
        ]
        assert pbx.executed == []


async def test_that_a_lost_pbx_is_seen_and_seen_again() -> None:
    pbx = ScriptedPbx(*centre())
    async with running(pbx) as gateway, window(url_of(gateway.port)) as desk:
        await desk.until_state(FreshnessState.LIVE)
        at_s = today_s()
        pbx.tell(words.link(SourceStatus.DOWN, at_s, "connection reset"))
        frame = await desk.until_state(FreshnessState.PBX_LOST)
        assert frame.freshness.problem == Problem(kind=ProblemKind.OTHER, technical="connection reset")
        assert 0 < frame.freshness.since_ms <= now_ms() + 1_000
        pbx.tell(words.link(SourceStatus.UP, at_s))
        await desk.until_state(FreshnessState.LIVE)


async def test_that_a_gateway_that_stops_is_lost_and_says_when_it_is_tried_again() -> None:
    async with running(ScriptedPbx(*centre())) as gateway:
        desk = Viewer(url_of(gateway.port))
        task = asyncio.ensure_future(desk.board.run())
        await desk.until(lambda frame: frame.freshness.is_live and frame.callers)
    frame = await desk.until(lambda frame: frame.freshness.retry_at_ms)
    assert frame.freshness.state is FreshnessState.GATEWAY_LOST
    assert frame.callers
    assert frame.freshness.since_ms
    task.cancel()
    await asyncio.wait([task])


async def test_that_a_wrong_token_is_refused() -> None:
    async def refuse(socket: ServerConnection) -> None:
        await socket.close(CloseCode.UNAUTHENTICATED)

    async with scripted(refuse) as url, window(url) as desk:
        frame = await desk.until_state(FreshnessState.REFUSED)
        assert frame.freshness.problem is not None
        assert frame.freshness.problem.kind is ProblemKind.TOKEN_REFUSED


async def test_that_silence_shows_without_any_message() -> None:
    async def fall_silent(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.link(), x.queue("sales")], heartbeat_ms=250)
        await socket.wait_closed()

    async with scripted(fall_silent) as url, window(url) as desk:
        frame = await desk.until_state(FreshnessState.LATE)
        assert frame.freshness.since_ms > 0
        await desk.until_state(FreshnessState.GATEWAY_LOST)


async def test_that_one_queue_is_shown_with_its_own_charts() -> None:
    async with running(ScriptedPbx(*centre())) as gateway, window(url_of(gateway.port)) as desk:
        await desk.until_state(FreshnessState.LIVE)
        desk.board.show(QueueId("pbx:support"))
        frame = await desk.until(lambda frame: frame.scope == "pbx:support")
        assert (frame.callers, frame.agents, frame.charts.queue_name) == ((), (), "Support")
        await desk.until(lambda frame: frame.charts.running is not None)
        desk.board.set_window(Window.ROLLING_30)
        frame = await desk.until(lambda frame: frame.queues[0].window is Window.ROLLING_30)
        assert frame.kpis.of(FigureId.SERVICE_LEVEL).window is Window.ROLLING_30


async def test_that_a_flood_of_changes_gives_a_frame_at_once_and_then_one_at_a_time() -> None:
    flood = 200

    async def pour(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.link(), x.queue("sales")])
        for seq in range(2, flood + 2):
            await say(socket, m.Delta(seq=seq, prev=seq - 1, put=[x.queue_now("sales", count=seq, rev=seq)]))
            await asyncio.sleep(0)
        await socket.wait_closed()

    async with scripted(pour) as url, window(url) as desk:
        frame = await desk.until(
            lambda frame: frame.queues and frame.queues[0].value(FigureId.WAITING) == flood + 1
        )
        assert frame.freshness.is_live
        gaps_s = [later - earlier for earlier, later in zip(desk.at_s, desk.at_s[1:], strict=False)]
        early_s = time.get_clock_info("monotonic").resolution  # a loop may be so early: on Windows a whole frame
        assert min(gaps_s) >= FRAME_S * 0.9 - early_s


async def test_that_nothing_new_gives_no_frame() -> None:
    beats = asyncio.Event()

    async def beat(socket: ServerConnection) -> None:
        await sign_in(socket, items=[x.link(), x.queue("sales")], heartbeat_ms=5_000)
        for _ in range(20):
            await say(socket, m.Delta(seq=1, prev=1))
            await socket.ping()
        await (await socket.ping())
        beats.set()
        await socket.wait_closed()

    async with scripted(beat) as url, window(url) as desk:
        await desk.until_state(FreshnessState.LIVE)
        await asyncio.wait_for(beats.wait(), 10)
        states = [frame.freshness.state for frame in desk.frames]
        assert states.count(FreshnessState.LIVE) == 1


def test_that_options_that_cannot_be_used_are_refused_at_once() -> None:
    options = ConnectOptions(url="ws://10.0.0.5", token="t", kind=ClientKind.TV, client_name="tv")
    with pytest.raises(ConfigError):
        LiveBoard(options, lambda frame: None)
