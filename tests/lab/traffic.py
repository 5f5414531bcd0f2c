"""A contact centre's day at real PBXs: callers that wait and give up, agents that answer, hold, hand on and pause.

Beside a started PBX: ``python -m tests.lab.traffic --calls-per-minute 30 --seconds 600 --seed 7``.
Every figure is counted here from the phones' side and printed as JSON at the end, to hold a board against.
"""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import click

from tests.lab.ami import Stanza
from tests.lab.calls import Call, first_of, over
from tests.lab.handovers import Handovers
from tests.lab.phones import PhoneBank
from tests.lab.tally import Tally, Visit, answered_within, figures

CROSSING_S = 0.3
"""How much earlier a caller's phone may know of an answer than the phone that answered."""
NAMES = ("Ana Souza", "Jonas Kazlauskas", "Maria Silva", "Tom Becker", "Rui Costa", "Eva Lind", "Ona Petraite")


@dataclass(frozen=True)
class Chances:
    """How often, of one, an agent does what; the rest of all talks ends by either side's hanging up."""

    no_answer: float = 0.0
    reject: float = 0.0
    hold: float = 0.0
    blind: float = 0.0
    attended: float = 0.0
    to_queue: float = 0.0
    park: float = 0.0
    pick_up: float = 0.0


@dataclass(frozen=True)
class Day:
    """What kind of day it is; times are seconds, ``queues`` are the shares of what callers dial.

    ``called`` is the queue's name where another number is dialled for it. ``answers_first`` says that the PBX
    answers before its queue does; with ``sound`` phones send silence, and nothing at all without. Callers of
    ``overflowing`` queues give up early or not at all, so that it is known from outside whether the overflow had
    them.
    """

    queues: dict[str, float]
    calls_per_minute: float = 20
    seconds: float = 120
    talk_s: float = 20
    ring_s: float = 4
    patience_s: float = 40
    drain_s: float = 60
    seed: int = 1
    called: dict[str, str] = field(default_factory=dict)
    answers_first: bool = False
    sound: bool = False
    wrap_up_s: float = 0.0
    overflowing: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    pickers: tuple[str, ...] = ()
    pausing: tuple[str, ...] = ()
    sent_to: str = ""
    chances: Chances = Chances()


class Traffic:
    """Drives the phones of callers and agents through a day.

    Attributes:
        tally: what the phones went through.
        handovers: what agents do with the callers they have.
    """

    def __init__(self, day: Day, agents: PhoneBank, callers: PhoneBank) -> None:
        self.tally = Tally()
        self.handovers = Handovers(agents, self.tally, day.sent_to, day.wrap_up_s)
        self._day = day
        self._dice = random.Random(day.seed)
        self._agents, self._callers = agents, callers

    async def run(self) -> None:
        """Live the day; returns when its last caller is gone."""
        day = self._day
        self._agents.on_ring = self._ring
        end_s = time.monotonic() + day.seconds
        async with asyncio.TaskGroup() as calls:
            pauses = calls.create_task(self._pauses())
            number = 0
            while (now_s := time.monotonic()) < end_s:
                await asyncio.sleep(min(self._dice.expovariate(day.calls_per_minute / 60), end_s - now_s))
                number += 1
                calls.create_task(self._caller(f"+35191{number:07}"))
            await pauses
        await self.handovers.finished()

    def told(self, event: Stanza) -> None:
        """Take what callers hear and see nothing of: that their queue gave them up to the next one, or a slot."""
        self.handovers.told(event)
        visit = self.tally.waiting(event.get("CallerIDNum", ""))
        if event.get("Event") == "QueueCallerJoin" and visit and visit.queue != event["Queue"]:
            visit.end("flowed_out")
            self.tally.join(visit.number, event["Queue"])

    async def _pauses(self) -> None:
        end_s = time.monotonic() + self._day.seconds
        while self._day.pausing and time.monotonic() < end_s:
            await asyncio.sleep(self._dice.uniform(0.5, 2))
            await self.handovers.pause(self._dice.choice(self._day.pausing), self._dice.uniform(1, 4))

    async def _ring(self, call: Call) -> None:
        """One leg rings at an agent's or a helper's phone."""
        visit = self.tally.waiting(call.caller)
        if visit is None or call.extension in self._day.helpers:
            await self.handovers.colleague(call, self._dice.uniform(0.5, 2))
        elif self.handovers.is_busy(call.extension):
            call.reject()
        else:
            await self._queue_ring(call, visit)

    async def _queue_ring(self, call: Call, visit: Visit) -> None:
        chances, dice = self._day.chances, self._dice
        choice = dice.random()
        await asyncio.sleep(dice.uniform(0.1, self._day.ring_s))
        if call.state != "ringing" or visit.ended:
            return
        if choice < chances.no_answer:
            await call.ended.wait()
        elif choice < chances.no_answer + chances.reject:
            call.reject()
        elif choice < chances.no_answer + chances.reject + chances.pick_up:
            await self.handovers.pick_up(call, visit, dice.choice(self._day.pickers), self._talk_s())
        else:
            await self._answer(call, visit)

    async def _answer(self, call: Call, visit: Visit) -> None:
        call.answer()
        visit.end("answered")
        self.handovers.taken(call, visit)
        await self._talk(call, visit)
        self.handovers.handled(call, visit)

    async def _talk(self, call: Call, visit: Visit) -> None:
        """Talk, maybe with a hold in it, and end the talk in one of many ways."""
        chances, dice, hands = self._day.chances, self._dice, self.handovers
        talk_s, choice = self._talk_s(), dice.random()
        if dice.random() < chances.hold:
            await hands.hold(call, visit, talk_s)
        if await over(call, talk_s):
            return
        helper = dice.choice(self._day.helpers) if self._day.helpers else ""
        endings: list[tuple[float, Callable[[Call, Visit, str], Awaitable[None]]]] = [
            (chances.blind, hands.blind),
            (chances.attended, hands.attended),
            (chances.to_queue, hands.to_queue),
            (chances.park, hands.park),
        ]
        for chance, ending in endings:
            if choice < chance:
                await ending(call, visit, helper)
                return
            choice -= chance
        call.hang_up()

    def _talk_s(self) -> float:
        return self._dice.lognormvariate(0, 0.5) * self._day.talk_s

    async def _caller(self, number: str) -> None:
        """Dial, and wait for an answer as long as patience lasts, in one queue after the other."""
        day, dice = self._day, self._dice
        dialled = dice.choices(list(day.queues), list(day.queues.values()))[0]
        queue = day.called.get(dialled, dialled)
        patience_s = dice.expovariate(1 / day.patience_s)
        if queue in day.overflowing and patience_s > day.patience_s / 2:
            patience_s = day.drain_s
        if day.sound:
            self._callers.tones[number] = 0.0
        call = await self._callers.call(dialled, number, dice.choice(NAMES))
        if day.answers_first:
            await call.answered.wait()
        visit = self.tally.join(number, queue)
        hangs_up_s = self._talk_s() * 2
        while await self._waits(call, visit, patience_s):
            if await over(call, hangs_up_s) or (again := self.tally.waiting(number)) is None:
                call.hang_up()
                return
            visit = again

    async def _waits(self, call: Call, visit: Visit, patience_s: float) -> bool:
        """Wait in one queue and the one behind it; whether the caller is still there then."""
        give_up_s = time.monotonic() + patience_s
        already_up = self._day.answers_first or call.answered.is_set()
        while True:
            signs = [visit.over, call.ended] if already_up else [visit.over, call.ended, call.answered]
            await first_of(signs, give_up_s - time.monotonic())
            if call.answered.is_set() and not already_up:  # by whom, the agent's phone knows
                await first_of([visit.over], CROSSING_S)
            if visit.ended == "flowed_out" and (on := self.tally.waiting(visit.number)):
                visit = on
            elif visit.ended:
                return True
            elif call.answered.is_set() and not already_up:
                visit.end("flowed_out")
                return True
            elif call.ended.is_set() or time.monotonic() >= give_up_s:
                call.hang_up()
                visit.end("abandoned")
                await call.ended.wait()
                return False


def summary(visits: list[Visit]) -> dict[str, object]:
    """One queue's count, as a wallboard shows it; waits in seconds."""
    told = {name: value if value is None else round(value, 1) for name, value in figures(visits).items()}
    return {**told, "answered_within_s": answered_within(visits)}


@click.command()
@click.option("--calls-per-minute", default=20.0, show_default=True)
@click.option("--seconds", default=120.0, show_default=True)
@click.option("--talk", default=20.0, show_default=True, help="Median talk time, seconds.")
@click.option("--ring", default=4.0, show_default=True, help="Longest ring before an agent answers, seconds.")
@click.option("--patience", default=40.0, show_default=True, help="Mean patience of a caller, seconds.")
@click.option("--seed", default=1, show_default=True)
def main(calls_per_minute: float, seconds: float, talk: float, ring: float, patience: float, seed: int) -> None:
    """Make traffic on the lab's plain PBX and print the phones' own count of it."""
    day = Day(
        queues={"support": 0.6, "sales": 0.25, "billing": 0.15},
        calls_per_minute=calls_per_minute,
        seconds=seconds,
        talk_s=talk,
        ring_s=ring,
        patience_s=patience,
        seed=seed,
    )
    tally = asyncio.run(_live(day))
    click.echo(json.dumps({queue: summary(tally.of(queue)) for queue in day.queues}, indent=1))


async def _live(day: Day) -> Tally:
    async with PhoneBank(5070) as agents, PhoneBank(5080) as callers:
        traffic = Traffic(day, agents, callers)
        await traffic.run()
    return traffic.tally


if __name__ == "__main__":
    main()
