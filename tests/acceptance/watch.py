"""A second screen at a gateway, which notes each state of each agent as soon as it is told."""

import asyncio
import time
from collections import defaultdict

from wallboard.client.connection import GatewayConnection
from wallboard.client.connection_status import ConnectOptions
from wallboard.client.session import Mirror
from wallboard.client.store import Store
from wallboard.domain.centre.state import Activity, Agent, Availability


class Watch:
    """What a screen was told.

    Attributes:
        store: what is so now.
        told: by the agent's name, what was said of them and when (monotonic seconds), oldest first.
    """

    def __init__(self, options: ConnectOptions) -> None:
        self._mirror = Mirror()
        self._link = GatewayConnection(options, self._mirror)
        self._news = asyncio.Event()
        self.told: dict[str, list[tuple[float, str]]] = defaultdict(list)

    @property
    def store(self) -> Store:
        """What is so now."""
        return self._mirror.store

    async def run(self) -> None:
        """Connect and note until cancelled."""
        await self._link.run(self._note)

    async def news(self) -> None:
        """Wait until anything else is told."""
        self._news.clear()
        await self._news.wait()

    def now(self, name: str) -> str:
        """What is said of an agent now, empty of one who is not there."""
        return self.told[name][-1][1] if self.told[name] else ""

    def since(self, name: str, began_s: float) -> str:
        """What was said of an agent from a moment on, and how many seconds after it."""
        before = [line for at_s, line in self.told[name] if at_s < began_s][-1:]
        after = [f"+{at_s - began_s:.2f} {line}" for at_s, line in self.told[name] if at_s >= began_s]
        return "; ".join([*before, *after])

    def _note(self) -> None:
        at_s = time.monotonic()
        for agent in self.store.agents.values():
            lines, line = self.told[agent.name], sentence(agent, self.store)
            if not lines or lines[-1][1] != line:
                lines.append((at_s, line))
        self._news.set()


def sentence(agent: Agent, store: Store) -> str:
    """An agent's state in a line: what they do, whose call it is, with which caller; then what people set."""
    words = [str(agent.activity)]
    if agent.activity in {Activity.TALKING, Activity.HOLD}:
        words.append(agent.direction)
        if agent.call_id is not None and agent.call_id in store.calls:
            words.append(store.calls[agent.call_id].number)
    if agent.availability is not Availability.READY:
        words.append(agent.availability)
    if not agent.reachable:
        words.append("unreachable")
    if getattr(agent, "do_not_disturb", False):
        words.append("do_not_disturb")
    return " ".join(words)
