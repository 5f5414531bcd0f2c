"""Callers arrive: a Poisson stream for each queue, by the plan's half hours, with days' own ups and downs."""

from random import Random

from wallboard.pbx.simulator.lines import Lines
from wallboard.pbx.simulator.plan import SLOTS
from wallboard.pbx.simulator.timetable import Timer
from wallboard.pbx.simulator.world import QueueLine, World

_SLOT_MS = 1_800_000
_STEP_MS = 600_000
_SWING = 0.09


class Demand:
    """Lets callers arrive in all queues, `factor` times as many as planned."""

    def __init__(self, world: World, lines: Lines) -> None:
        self._world = world
        self._lines = lines
        self._next: dict[QueueLine, Timer] = {}
        self._factor = 1.0
        self._swings: dict[int, float] = {}

    def begin(self) -> None:
        """Plans the first caller of each queue."""
        for line in self._world.lines.values():
            self._plan(line)

    def flood(self, factor: float) -> None:
        """Multiplies the planned arrivals by ``factor`` from now on."""
        self._factor = factor
        for line, timer in self._next.items():
            timer.cancel()
            self._plan(line)

    def _plan(self, line: QueueLine) -> None:
        """Plans the next arrival, or the next check when the rate's ten minutes end."""
        world = self._world
        site_ms = world.now_ms + world.site_offset_ms
        slot = site_ms // _SLOT_MS % SLOTS
        rate_per_s = world.plan.arrivals_per_s[line.id][slot] * self._swing(site_ms // _STEP_MS) * self._factor
        step_ends_ms = world.now_ms + _STEP_MS - site_ms % _STEP_MS
        wait_s = world.rng.expovariate(rate_per_s) if rate_per_s > 0 else float("inf")
        if world.now_ms + wait_s * 1000 < step_ends_ms:
            self._next[line] = world.timetable.after(wait_s, lambda: self._arrive(line))
        else:
            self._next[line] = world.timetable.at(step_ends_ms, lambda: self._plan(line))

    def _arrive(self, line: QueueLine) -> None:
        self._lines.arrive(line)
        self._plan(line)

    def _swing(self, step: int) -> float:
        """Returns how far this time is above or below plan: smooth from step to step, the same for a seed."""
        if (swing := self._swings.get(step)) is None:
            seed = self._world.options.seed
            marks = [Random(f"swing {seed} {step // 4 + ahead}").gauss(0.0, _SWING) for ahead in (0, 1)]
            part = step % 4 / 4
            mean = marks[0] * (1 - part) + marks[1] * part
            swing = self._swings[step] = min(1.4, max(0.7, 1 + mean))
        return swing
