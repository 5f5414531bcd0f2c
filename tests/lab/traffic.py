"""A small contact centre's day on a real PBX: agents that answer, callers that wait and give up.

Beside a started PBX: ``python -m tests.lab.traffic --calls-per-minute 30 --seconds 600 --seed 7``.
Every figure is counted here from the callers' side and printed as JSON at the end, to hold a board against.
"""

import asyncio
import json
import random
import statistics
import time
from dataclasses import dataclass, field

import click

from tests.lab.phones import Call, PhoneBank

NAMES = ("Ana Souza", "Jonas Kazlauskas", "Maria Silva", "Tom Becker", "Rui Costa", "Eva Lind", "Ona Petraite")
WITHIN_S = (20, 30, 60)


@dataclass(frozen=True)
class Day:
    """What kind of day it is; times are seconds, ``queues`` are the share of each queue."""

    queues: dict[str, float]
    calls_per_minute: float = 20
    seconds: float = 120
    talk_s: float = 20
    ring_s: float = 4
    patience_s: float = 40
    drain_s: float = 60
    seed: int = 1


@dataclass
class Count:
    """What the callers of one queue went through."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    waits_s: list[float] = field(default_factory=list)


class Traffic:
    """Drives the phones of callers and agents through a day.

    Attributes:
        counts: by queue, from the callers' side.
        taken: the calls that agents' phones answered; some of their callers had just given up.
    """

    def __init__(self, day: Day, agents: PhoneBank, callers: PhoneBank) -> None:
        self.counts = {queue: Count() for queue in day.queues}
        self.taken = 0
        self._day = day
        self._dice = random.Random(day.seed)
        self._agents, self._callers = agents, callers

    async def run(self) -> None:
        """Live the day; returns when its last caller is gone."""
        day = self._day
        self._agents.on_ring = self._agent
        end_s = time.monotonic() + day.seconds
        async with asyncio.TaskGroup() as calls:
            number = 0
            while (now_s := time.monotonic()) < end_s:
                await asyncio.sleep(min(self._dice.expovariate(day.calls_per_minute / 60), end_s - now_s))
                number += 1
                calls.create_task(self._caller(f"+35191{number:07}"))

    async def _agent(self, call: Call) -> None:
        """Let it ring a while, answer, talk a while."""
        await asyncio.sleep(self._dice.uniform(0.1, self._day.ring_s))
        self.taken += call.state == "ringing"
        call.answer()
        talk_s = self._dice.lognormvariate(0, 0.5) * self._day.talk_s
        try:
            async with asyncio.timeout(talk_s):
                await call.ended.wait()
        except TimeoutError:
            call.hang_up()

    async def _caller(self, number: str) -> None:
        """Wait for an answer as long as patience lasts."""
        queue = self._dice.choices(list(self._day.queues), list(self._day.queues.values()))[0]
        count = self.counts[queue]
        patience_s = self._dice.expovariate(1 / self._day.patience_s)
        name = self._dice.choice(NAMES)
        began_s = time.monotonic()
        count.offered += 1
        call = await self._callers.call(queue, number, name)
        try:
            async with asyncio.timeout(patience_s):
                await call.answered.wait()
        except TimeoutError:
            count.abandoned += 1
            call.hang_up()
            await call.ended.wait()
            return
        count.answered += 1
        count.waits_s.append(time.monotonic() - began_s)
        try:
            async with asyncio.timeout(self._day.seconds + self._day.drain_s):
                await call.ended.wait()
        except TimeoutError:
            call.hang_up()


def summary(count: Count) -> dict[str, object]:
    """One queue's count, as a wallboard shows it; waits in seconds."""
    return {
        "offered": count.offered,
        "answered": count.answered,
        "abandoned": count.abandoned,
        "asa_s": round(statistics.fmean(count.waits_s), 1) if count.waits_s else None,
        "answered_within_s": {str(s): sum(wait <= s for wait in count.waits_s) for s in WITHIN_S},
    }


@click.command()
@click.option("--calls-per-minute", default=20.0, show_default=True)
@click.option("--seconds", default=120.0, show_default=True)
@click.option("--talk", default=20.0, show_default=True, help="Median talk time, seconds.")
@click.option("--ring", default=4.0, show_default=True, help="Longest ring before an agent answers, seconds.")
@click.option("--patience", default=40.0, show_default=True, help="Mean patience of a caller, seconds.")
@click.option("--seed", default=1, show_default=True)
def main(calls_per_minute: float, seconds: float, talk: float, ring: float, patience: float, seed: int) -> None:
    """Make traffic on the lab's PBX and print the callers' own count of it."""
    day = Day(
        queues={"support": 0.6, "sales": 0.25, "billing": 0.15},
        calls_per_minute=calls_per_minute,
        seconds=seconds,
        talk_s=talk,
        ring_s=ring,
        patience_s=patience,
        seed=seed,
    )
    counts = asyncio.run(_live(day))
    click.echo(json.dumps({queue: summary(count) for queue, count in counts.items()}, indent=1))


async def _live(day: Day) -> dict[str, Count]:
    async with PhoneBank(5070) as agents, PhoneBank(5080) as callers:
        traffic = Traffic(day, agents, callers)
        await traffic.run()
    return traffic.counts


if __name__ == "__main__":
    main()
