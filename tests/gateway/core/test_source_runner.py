"""Sources run side by side: what one of them does, or cannot do, is its own affair."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.domain.words import agent, answers, does, joins, link, member, queue
from tests.gateway.fanout.test_server import health
from tests.gateway.rig import CENTRE, ScriptedPbx, config, running_all, screen
from wallboard.domain.actions.commands import Command, Reason, actions
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, MonitorMode, Source, SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.errors import ConfigError, PbxRefused
from wallboard.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId
from wallboard.domain.problems import ProblemKind
from wallboard.gateway.core import source_runner
from wallboard.gateway.core.source_runner import AllSources, MakeAdapter
from wallboard.gateway.setup.queue_tables import GroupEntry
from wallboard.pbx.adapter import Adapter, Sink
from wallboard.pbx.replay.config import ReplayPbx
from wallboard.pbx.simulator.config import SimulatorPbx

SYNCING, UP = link(SourceStatus.SYNCING, 0), link(SourceStatus.UP, 0)
CALLS = [queue("sales"), agent("ana"), member("sales", "ana"), joins("c", "sales", 1)]


class Told:
    """An adapter that tells what it is made with, and then breaks if the test says so."""

    can = frozenset(actions().values())

    def __init__(self, *events: e.Event) -> None:
        self.executed: list[Command] = []
        self._events = [SYNCING, *events, UP]
        self._broken = asyncio.Event()
        self._has_ended = False

    async def run(self, sink: Sink) -> None:
        for event in self._events:
            sink(event)
        await self._broken.wait()
        if not self._has_ended:
            raise ValueError("a fault")

    async def execute(self, command: Command, owner: str) -> None:
        self.executed.append(command)

    def fail(self) -> None:
        self._broken.set()

    def end(self) -> None:
        self._has_ended = True
        self._broken.set()


class Centre:
    """An engine that hears the sources."""

    def __init__(self, adapters: dict[str, MakeAdapter], kinds: dict[str, str] | None = None) -> None:
        self.engine = Engine(Calendar(), Goals(), 0)
        self.state = self.engine.state
        self.sources = AllSources(adapters, self.state, kinds)
        self.events: list[e.Event] = []
        self._news = asyncio.Event()

    def hear(self, event: e.Event) -> None:
        self.engine.apply(event)
        self.events.append(event)
        self._news.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not is_so():
                self._news.clear()
                await self._news.wait()

    def source(self, name: str) -> Source:
        return self.state.sources[SourceId(name)]

    def told_of_sources(self) -> list[e.SourceChanged]:
        return [event for event in self.events if isinstance(event, e.SourceChanged)]

    def are(self, **statuses: SourceStatus) -> Callable[[], bool]:
        def is_so() -> bool:
            return all(
                name in self.state.sources and self.source(name).status is status
                for name, status in statuses.items()
            )

        return is_so


@asynccontextmanager
async def running(**adapters: MakeAdapter) -> AsyncIterator[Centre]:
    centre = Centre(adapters)
    centre.sources.prepare()
    task = asyncio.create_task(centre.sources.run(centre.hear))
    try:
        yield centre
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_runner, "RETRY_LEAST_S", 0.01)


def made(*adapters: Adapter) -> MakeAdapter:
    left = iter(adapters)
    return lambda: next(left)


def refuses(words: str) -> MakeAdapter:
    def make() -> Adapter:
        raise ConfigError(words)

    return make


async def test_that_sources_with_the_same_keys_have_queues_agents_and_callers_of_their_own() -> None:
    async with running(lisbon=made(Told(*CALLS)), porto=made(Told(*CALLS))) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP, porto=SourceStatus.UP))
        assert set(centre.state.queues) == {"lisbon:sales", "porto:sales"}
        assert set(centre.state.agents) == {"lisbon:ana", "porto:ana"}
        assert set(centre.state.calls) == {"lisbon:c", "porto:c"}
        assert centre.state.queues[QueueId("porto:sales")].name == "Sales (porto)"


async def test_that_a_source_says_what_it_is_and_can_do() -> None:
    centre = Centre({"lisbon": made(Told())}, {"lisbon": "asterisk"})
    centre.sources.prepare()
    task = asyncio.create_task(centre.sources.run(centre.hear))
    await centre.until(centre.are(lisbon=SourceStatus.UP))
    assert (centre.source("lisbon").kind, set(centre.source("lisbon").actions)) == ("asterisk", set(actions()))
    task.cancel()
    await asyncio.wait([task])


async def test_that_the_source_of_an_adapter_that_ended_by_itself_is_down_and_comes_again() -> None:
    ending, again = Told(*CALLS), Told(*CALLS)
    async with running(lisbon=made(ending, again)) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP))
        heard = len(centre.events)
        ending.end()
        await centre.until(lambda: any(isinstance(one, e.CallerJoined) for one in centre.events[heard:]))
        (down,) = [one for one in centre.events[heard:] if isinstance(one, e.SourceChanged) and one.problem]
        assert (down.status, down.problem) == (SourceStatus.DOWN, ProblemKind.PBX_FAULT)


async def test_that_an_adapter_that_fails_is_started_again_and_the_other_notices_nothing() -> None:
    failing, other = Told(*CALLS), Told(*CALLS)
    again = Told(queue("sales", 9), agent("bea", 9), member("sales", "bea", 9))
    async with running(lisbon=made(failing, again), porto=made(other)) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP, porto=SourceStatus.UP))
        heard = len(centre.events)
        failing.fail()
        await centre.until(lambda: AgentId("lisbon:bea") in centre.state.agents)
        await centre.until(centre.are(lisbon=SourceStatus.UP))
        since = centre.events[heard:]
        (down,) = [one for one in since if isinstance(one, e.SourceChanged) and one.problem]
        assert (down.source_id, down.status, down.problem) == ("lisbon", SourceStatus.DOWN, ProblemKind.PBX_FAULT)
        assert all(one.source_id == "lisbon" for one in since if isinstance(one, e.SourceChanged))
        # what the new adapter does not tell of was gone before it was up
        assert set(centre.state.agents) == {"lisbon:bea", "porto:ana"}
        assert set(centre.state.calls) == {"porto:c"}
        assert [(one.queue_id, one.agent_id) for one in centre.state.memberships.values()] == [
            ("porto:sales", "porto:ana"),
            ("lisbon:sales", "lisbon:bea"),
        ]


async def test_that_what_an_adapter_told_before_it_failed_is_gone_unless_the_next_one_tells_it_too() -> None:
    class Halfway(Told):
        async def run(self, sink: Sink) -> None:
            for event in (SYNCING, *CALLS, joins("d", "sales", 2), agent("bea"), queue("care")):
                sink(event)
            raise ValueError("a fault in the middle")

    failing = Told(*CALLS)
    async with running(lisbon=made(failing, Halfway(), Told(queue("sales", 9)))) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP))
        failing.fail()
        await centre.until(lambda: QueueId("lisbon:care") in centre.state.queues)
        await centre.until(centre.are(lisbon=SourceStatus.UP))
        state = centre.state
        assert (set(state.queues), state.agents, state.calls) == ({"lisbon:sales"}, {}, {})


async def test_that_an_adapter_cancelled_by_its_own_doing_has_failed_like_any_other() -> None:
    class Cancelled(Told):
        async def run(self, sink: Sink) -> None:
            for event in self._events:
                sink(event)
            raise asyncio.CancelledError

    async with running(lisbon=made(Cancelled(*CALLS), Told(*CALLS))) as centre:
        await centre.until(lambda: len(centre.told_of_sources()) > 4)
        syncing, up = SourceStatus.SYNCING, SourceStatus.UP
        statuses = [one.status for one in centre.told_of_sources()]
        assert statuses == [syncing, up, SourceStatus.DOWN, syncing, up]


async def test_that_a_source_that_cannot_be_made_is_down_with_its_problem_and_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries = iter([refuses("no secret"), refuses("no secret"), made(Told(*CALLS))])

    def make() -> Adapter:
        return next(tries)()

    async with running(lisbon=make, porto=made(Told(*CALLS))) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.DOWN, porto=SourceStatus.UP))
        assert (centre.source("lisbon").reason, centre.source("lisbon").problem) == (
            "no secret",
            ProblemKind.PBX_CONFIG,
        )
        await centre.until(centre.are(lisbon=SourceStatus.UP))
        assert centre.source("porto").since_ms == UP.at_ms
    assert caplog.text.count("the source lisbon cannot be connected: no secret") == 1


def test_that_no_gateway_is_started_where_no_source_can_be_made() -> None:
    with pytest.raises(ConfigError, match="one"):
        Centre({"lisbon": refuses("one"), "porto": refuses("two")}).sources.prepare()


async def test_that_each_command_goes_to_the_source_of_its_subject_by_that_pbxs_keys() -> None:
    talks = [*CALLS, queue("care"), answers("ana", "c", 2), does("ana", Activity.TALKING, 2, call="c")]
    listened = e.MonitorStarted(
        at_ms=3, monitor_id=CommandId("m"), agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN
    )
    lisbon, porto = Told(*talks), Told(*talks, listened)
    async with running(lisbon=made(lisbon), porto=made(porto)) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP, porto=SourceStatus.UP))
        one, two, three = CommandId("1"), CommandId("2"), CommandId("3")
        move = MoveCallToQueue(id=one, call_id=CallId("lisbon:c"), expect_rev=1, queue_id=QueueId("lisbon:care"))
        listen = StartMonitor(id=two, agent_id=AgentId("porto:ana"), extension="700", mode=MonitorMode.LISTEN)
        whisper = SetMonitorMode(id=three, monitor_id=CommandId("m"), mode=MonitorMode.WHISPER)
        for command in (move, listen, whisper):
            await centre.sources.execute(command, "Dana")
    assert lisbon.executed == [MoveCallToQueue(id=one, call_id=CallId("c"), expect_rev=1, queue_id=QueueId("care"))]
    assert porto.executed == [
        StartMonitor(id=two, agent_id=AgentId("ana"), extension="700", mode=MonitorMode.LISTEN),
        whisper,
    ]


async def test_that_nothing_is_sent_from_one_pbx_to_another() -> None:
    lisbon, porto = Told(*CALLS), Told(*CALLS)
    async with running(lisbon=made(lisbon), porto=made(porto)) as centre:
        await centre.until(centre.are(lisbon=SourceStatus.UP, porto=SourceStatus.UP))
        move = MoveCallToAgent(
            id=CommandId("1"), call_id=CallId("lisbon:c"), expect_rev=1, agent_id=AgentId("porto:ana")
        )
        with pytest.raises(PbxRefused) as refused:
            await centre.sources.execute(move, "Dana")
        assert refused.value.reason is Reason.OTHER_SOURCE
        nowhere = MoveCallToQueue(
            id=CommandId("2"), call_id=CallId("faro:c"), expect_rev=1, queue_id=QueueId("faro:q")
        )
        with pytest.raises(PbxRefused, match="not configured"):
            await centre.sources.execute(nowhere, "Dana")
    assert lisbon.executed == porto.executed == []


@pytest.mark.network
async def test_that_an_adapter_that_fails_leaves_its_source_down_and_the_other_live() -> None:
    class Broken:
        can: frozenset[type[Command]] = frozenset()

        async def run(self, sink: Sink) -> None:
            raise ValueError("the recording is empty")

        async def execute(self, command: Command, owner: str) -> None:
            raise AssertionError

    two = config(sources={"lisbon": ReplayPbx(file="none"), "porto": SimulatorPbx()})
    pbx = ScriptedPbx(*CENTRE)
    async with running_all({"lisbon": Broken, "porto": lambda: pbx}, two) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(
            lambda: {Key("source", "lisbon"), Key("queue", "porto:sales")} <= desk.copy.entities.keys()
        )
        lisbon = desk.copy.entities[Key("source", "lisbon")]
        assert isinstance(lisbon, Source)
        assert (lisbon.status, lisbon.problem, lisbon.kind) == (SourceStatus.DOWN, ProblemKind.PBX_FAULT, "replay")
        pbx.tell(joins("c", "sales", 2))
        await desk.until(lambda: Key("call", "porto:c") in desk.copy.entities)
        _, known = await health(gateway)
        assert known["links"] == {"lisbon": "down", "porto": "up"}


@pytest.mark.network
async def test_that_patterns_of_groups_that_fit_no_queue_are_logged_once_all_have_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    groups = {"a": GroupEntry(queues=["sales"]), "b": GroupEntry(queues=["suport", "9*"])}
    lisbon, porto = ScriptedPbx(*CENTRE), ScriptedPbx(*CENTRE[:-1])
    two = config(sources={"lisbon": SimulatorPbx(), "porto": SimulatorPbx()}, groups=groups)
    with caplog.at_level(logging.WARNING):
        async with running_all({"lisbon": lambda: lisbon, "porto": lambda: porto}, two) as gateway:
            async with screen(gateway) as desk:
                await desk.sign_in()
                await desk.until(lambda: Key("queue", "porto:sales") in desk.copy.entities)
                assert "[groups." not in caplog.text
                porto.tell(CENTRE[-1], CENTRE[-1], joins("c", "sales", 2))
                await desk.until(lambda: Key("call", "porto:c") in desk.copy.entities)
            assert (await health(gateway))[1]["groups_without_queues"] == 1
    assert caplog.text.count("[groups.b] in gateway.toml has no queue for 'suport', '9*': it is empty") == 1
    assert "[groups.a]" not in caplog.text
