"""What happens on the screen: a contact centre whose time a test holds, a desk on a display, and a witness.

The witness is a second screen of the same gateway: it tells what became of a gesture, whatever the desk shows.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from tests.acceptance.desk import Desk as Witness
from tests.screen.display import Hand
from tests.screen.look import Look
from wallboard.domain.centre import reducer
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.shown_state import shown_state
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import new_token, token_hash
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.tables import ClientEntry, Listen
from wallboard.host.clock import now_ms
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.centre import SimulatedCentre
from wallboard.pbx.simulator.config import SimulatorPbx
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.present.frame import AgentRow, BoardFrame

PATIENCE_S = 30.0
EXTENSION = "2001"
AGENTS = 24
SPEED = 4.0
"""Once the time goes on, phones are answered within one and a half seconds."""


class HeldTime:
    """A clock that stands still until it is let go: nobody hangs up while the pointer is on its way."""

    def __init__(self) -> None:
        self._held_ms: int | None = now_ms()
        self._behind_ms = 0

    def now_ms(self) -> int:
        """The simulated centre's time, epoch ms."""
        return now_ms() - self._behind_ms if self._held_ms is None else self._held_ms

    def go_on(self) -> None:
        """Let the time go by from where it stood."""
        if self._held_ms is not None:
            self._behind_ms = now_ms() - self._held_ms
            self._held_ms = None


class Desk:
    """The real window in its own process, seen through its own eyes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._look = Look()
        self._news = asyncio.Event()

    async def watch(self) -> None:
        """Take in how the window looks until it is closed."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            self._look = msgspec.json.decode(line, type=Look)
            self._news.set()

    async def until(self, condition: Callable[[Look], bool]) -> Look:
        """How the window looks as soon as ``condition`` is so."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition(self._look):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"this does not come: the window stays as {self._look}") from None
        return self._look

    async def kill(self) -> None:
        """End the program at once, if it still runs."""
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def close(self) -> None:
        """Close the window; the program must end by itself and well."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        async with asyncio.timeout(PATIENCE_S):
            assert await self._process.wait() == 0


class Floor:
    """Everything of one test.

    Attributes:
        time: the centre's, held until the test lets it go.
        desk: the window.
        hand: at its mouse and keyboard.
        witness: another screen at the same gateway.
    """

    def __init__(self, time: HeldTime, desk: Desk, hand: Hand, witness: Witness) -> None:
        self.time = time
        self.desk = desk
        self.hand = hand
        self.witness = witness

    async def agents(self, state: AgentState) -> list[AgentRow]:
        """The agents in a state whose tiles are in sight."""
        look = await self.desk.until(lambda look: look.is_whole and bool(look.callers))
        return [row for row in self.witness.frame.agents if row.state is state and row.agent_id in look.agents]

    async def has_call(self, agent: AgentRow, call_id: str | None) -> BoardFrame:
        """The witness's board as soon as the agent talks in that call."""
        return await self.witness.shows(
            lambda frame: any(
                row.agent_id == agent.agent_id and row.call_id == call_id and row.state is AgentState.TALKING
                for row in frame.agents
            )
        )


@asynccontextmanager
async def floor_on(display: str, folder: Path) -> AsyncIterator[Floor]:
    """A gateway with a simulated centre, a desk on ``display`` with settings in ``folder``, and a witness."""
    time, token = HeldTime(), new_token()
    config = GatewayConfig(
        sources={"pbx": SimulatorPbx()},
        listen=Listen(port=0),
        clients=[
            ClientEntry(name="Dana", role=Role.SUPERVISOR, token_sha256=token_hash(token), extensions=[EXTENSION])
        ],
    )
    centre = Simulator(scene(time.now_ms()), time.now_ms)
    gateway = Gateway(config, {"pbx": lambda: centre})
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(gateway.run())
        await gateway.started.wait()
        url = f"ws://127.0.0.1:{gateway.port}"
        witness = Witness(url, token)
        showing = group.create_task(witness.board.run())
        await witness.shows(lambda frame: frame.freshness.is_live and bool(frame.callers))
        desk = Desk(await _start_desk(url, token, display, folder))
        group.create_task(desk.watch())
        try:
            yield Floor(time, desk, Hand(display), witness)
            await desk.close()
        finally:
            await desk.kill()
            showing.cancel()
            serving.cancel()


async def _start_desk(url: str, token: str, display: str, folder: Path) -> asyncio.subprocess.Process:
    settings = folder / "wallboard" / "client.toml"
    settings.parent.mkdir()
    settings.write_text(f'[supervisor]\nextension = "{EXTENSION}"\n', encoding="utf-8")
    own = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "WALLBOARD_TOKEN": token, "XDG_CONFIG_HOME": str(folder)}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.screen.desk_child", url),
        env={**os.environ, **own},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )


def scene(live_ms: int) -> SimulatorOptions:
    """A centre that has, the moment it is live, somebody who waits, a ready agent and one who talks."""
    for seed in range(100):
        options = SimulatorOptions(agents=AGENTS, queues=4, seed=seed, speed=SPEED, site_hour=11, no_answer_pct=0)
        state = State()
        for event in SimulatedCentre(options, live_ms).open():
            reducer.apply(state, event, Changes())
        states = [shown_state(agent)[0] for agent in state.agents.values() if agent.name.isascii()]
        if any(state.waiting.values()) and {AgentState.READY, AgentState.TALKING} <= set(states):
            return options
    raise AssertionError("no seed gives a caller who waits beside an agent who is ready")
