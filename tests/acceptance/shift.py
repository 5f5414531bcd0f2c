"""Traffic at random beside a board, at both systems, and every figure of both held against each other.

By hand, for an hour: ``WALLBOARD_AMI_SECRET=lab-secret python -m tests.acceptance.shift --seconds 3600 --seed 3``.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import click

from tests.acceptance.labs import Lab, lab_at
from tests.lab.fixtures import Pbx
from tests.lab.tally import Visit, figures
from tests.lab.traffic import Chances, Day, Traffic
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL, QueueId
from wallboard.gateway.setup.secret import variable_of
from wallboard.present.frame import QueueRow

ROOM = {"asa_s": 0.15, "aht_s": 0.15}
"""By how much means may differ: a phone's clock is not the PBX's."""
EDGE_S = 0.2
"""Who waited as long as the threshold, give or take this, may be counted either way."""
LOOK_S = 0.25
LATE_S = 1.0

CHANCES = Chances(
    no_answer=0.04, reject=0.06, hold=0.15, blind=0.1, attended=0.1, to_queue=0.08, park=0.07, pick_up=0.06
)
HELPERS = tuple(f"120{n}" for n in range(1, 9))
PLAIN = Day(
    queues={"t-care": 0.5, "t-refunds": 0.35, "4-refunds": 0.15},
    called={"t-care": "care", "t-refunds": "refunds", "4-refunds": "refunds"},
    sound=True,
    wrap_up_s=2.0,
    helpers=HELPERS,
    pickers=("1005", "1006", "1007", "1008"),
    sent_to="care",
    chances=CHANCES,
)
FREEPBX = Day(
    queues={"600": 0.3, "601": 0.2, "602": 0.1, "610": 0.08, "620": 0.08, "630": 0.08, "640": 0.08, "650": 0.08},
    answers_first=True,
    sound=True,
    wrap_up_s=2.0,
    overflowing=("601",),
    helpers=HELPERS,
    pickers=("1005", "1009", "1010", "1012"),
    pausing=("1001", "1002", "1004"),
    sent_to="602",
    chances=CHANCES,
)


@dataclass(frozen=True)
class Difference:
    """One figure of one queue, by phone and on the board."""

    queue: str
    figure: str
    phones: float | None
    board: float | None

    @property
    def matters(self) -> bool:
        """Whether the two are not the same."""
        if self.phones is None or self.board is None:
            return self.phones is not self.board
        return abs(self.phones - self.board) > ROOM.get(self.figure, 0.001)

    def __str__(self) -> str:
        mark = "  <<<" if self.matters else ""
        return f"{self.queue:>8} {self.figure:<18} {_told(self.phones):>8} {_told(self.board):>8}{mark}"


@dataclass
class Outcome:
    """What a shift showed: all figures, and who was shown in a call they were not in, or not in one they were."""

    figures: list[Difference]
    wrong: list[str]
    failures: list[str]

    def problems(self) -> list[str]:
        """All that is not as it should be."""
        return [*map(str, (line for line in self.figures if line.matters)), *self.wrong, *self.failures]


class Shift:
    """One system's traffic and board."""

    def __init__(self, lab: Lab, day: Day) -> None:
        self._lab, self._day = lab, day
        self._traffic = Traffic(day, lab.agents, lab.callers)
        self._wrong: dict[tuple[str, float], str] = {}

    async def run(self) -> Outcome:
        """Live the day, and hold the figures against each other when all is quiet."""
        lab = self._lab
        phones = (*map(str, range(1001, 1013)), *map(str, range(1101, 1109)), *self._day.helpers)
        lab.agents.tones = dict.fromkeys(phones, 0.0)
        lab.ami.on_event = self._traffic.told
        looking = asyncio.get_running_loop().create_task(self._look())
        await self._traffic.run()
        looking.cancel()
        async with asyncio.timeout(30):
            while any(told[-1][1] not in QUIET for told in lab.watch.told.values()) or lab.desk.frame.callers:
                await lab.watch.news()
        await asyncio.sleep(LATE_S)
        return Outcome(list(self._compared()), list(self._wrong.values()), self._traffic.handovers.failures)

    async def _look(self) -> None:
        """Hold what is said of each agent against what may be said, a second after either changed."""
        while True:
            await asyncio.sleep(LOOK_S)
            for extension, said in self._traffic.handovers.said.items():
                now_s = time.monotonic()
                name = self._names().get(extension)
                at_s, told = self._lab.watch.told[name][-1] if name else (now_s, "")
                told = told.removesuffix(" paused")
                is_right = told in said.sentences if said.sentences else not told.startswith(("talking", "hold"))
                if not is_right and min(now_s - at_s, now_s - said.since_s) > LATE_S:
                    key = (extension, said.since_s)
                    self._wrong[key] = f"{name} at {extension}: {told}, and not {said.sentences or 'no call'}"

    def _names(self) -> dict[str, str]:
        agents = self._lab.watch.store.agents.values()
        return {agent.id.partition("/")[2].partition("@")[0]: agent.name for agent in agents}

    def _compared(self) -> Iterator[Difference]:
        tally = self._traffic.tally
        for queue in sorted({visit.queue for visit in tally.visits}):
            yield from _lines(tally.of(queue), self._lab.desk.queue(QueueId(queue)))
        yield from _lines(tally.visits, self._lab.desk.queue(ALL), rate=False)


QUIET = ("idle", "idle paused", "idle unreachable", "idle logged_out unreachable", "idle logged_out")


TIMES = {"asa_s": FigureId.ASA, "aht_s": FigureId.AHT}


def _lines(visits: list[Visit], row: QueueRow, rate: bool = True) -> Iterator[Difference]:
    for figure, own in figures(visits).items():
        board = row.value(TIMES[figure]) if figure in TIMES else getattr(row.tally, figure)
        yield Difference(row.name or "all", figure, own, board)
    yield Difference(row.name or "all", "unobserved", 0, row.tally.unobserved)
    limit_s = row.goal.threshold_s
    if rate and not any(_is_either_way(visit, limit_s) for visit in visits):
        yield Difference(
            row.name, "service_level_pct", _service_level(visits, limit_s), row.value(FigureId.SERVICE_LEVEL)
        )


def _is_either_way(visit: Visit, limit_s: float) -> bool:
    """Whether a visit may be in the service level or not, or in time or not: on the edge of the threshold."""
    return abs(visit.wait_s - limit_s) < EDGE_S


def _service_level(visits: list[Visit], limit_s: float) -> float | None:
    """The share answered in time of all but those who flowed out before the threshold."""
    counted = [visit for visit in visits if visit.ended != "flowed_out" or visit.wait_s > limit_s]
    in_time = sum(visit.ended == "answered" and visit.wait_s <= limit_s for visit in counted)
    return 100 * in_time / len(counted) if counted else None


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}".removesuffix(".00")


async def both(seconds: float, calls_per_minute: float, seed: int, labs: dict[str, Lab]) -> dict[str, Outcome]:
    """A shift at both systems at the same time."""
    days = {
        name: replace(
            day,
            seconds=seconds,
            calls_per_minute=calls_per_minute,
            seed=seed,
            talk_s=1.5,
            ring_s=2.0,
            patience_s=8.0,
        )
        for name, day in {"plain": PLAIN, "freepbx": FREEPBX}.items()
    }
    done = await asyncio.gather(*(Shift(labs[name], day).run() for name, day in days.items()))
    return dict(zip(days, done, strict=True))


@click.command()
@click.option("--seconds", default=3600.0, show_default=True)
@click.option("--calls-per-minute", default=40.0, show_default=True, help="At each system.")
@click.option("--seed", default=1, show_default=True)
def main(seconds: float, calls_per_minute: float, seed: int) -> None:
    """Make traffic on both of the lab's PBXs, which must run, and print what phones and board have of it."""
    os.environ.setdefault(variable_of("pbx"), Pbx.secret)
    for name, outcome in asyncio.run(_by_hand(seconds, calls_per_minute, seed)).items():
        click.echo(f"{name}: queue, figure, by phone, on the board")
        for line in outcome.figures:
            click.echo(str(line))
        for problem in (*outcome.wrong, *outcome.failures):
            click.echo(problem)


async def _by_hand(seconds: float, calls_per_minute: float, seed: int) -> dict[str, Outcome]:
    async with AsyncExitStack() as stack:
        systems = [Pbx("plain", 50), Pbx("freepbx", 51)]
        labs = {pbx.system: await stack.enter_async_context(lab_at(pbx)) for pbx in systems}
        return await both(seconds, calls_per_minute, seed, labs)


if __name__ == "__main__":
    main()
