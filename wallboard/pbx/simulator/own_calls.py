"""Calls that are no queue's: to a customer or a colleague, held now and then, and in the midst of a wrap-up."""

from random import Random

from wallboard.domain.centre.state import Activity, Direction
from wallboard.pbx.simulator.agent_states import Desks
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.timetable import Act
from wallboard.pbx.simulator.world import Desk, World

_HOLD_PCT = 25
_WORTH_WHILE_MS = 4_000
"""Nobody interrupts a wrap-up that is over sooner than this."""


class OwnCalls:
    """Begins and ends them."""

    def __init__(self, world: World, desks: Desks, talks: Talks) -> None:
        self._world = world
        self._desks = desks
        self._talks = talks
        self._rng = Random(f"own calls {world.options.seed}")

    def begin(self, desk: Desk) -> None:
        """One who is free dials out."""
        if not self._desks.can_ring(desk):
            return
        rng = self._world.rng
        direction = Direction.OUTBOUND if rng.random() < 0.6 else Direction.INTERNAL
        self._desks.act(desk, Activity.TALKING, direction=direction)
        talk_s = rng.triangular(20, 240, 70)
        if self._rng.random() * 100 < _HOLD_PCT:
            before_s = talk_s * self._rng.uniform(0.2, 0.7)
            self._after(desk, before_s, lambda: self._hold(desk, direction, talk_s - before_s))
        else:
            self._after(desk, talk_s, lambda: self._desks.settle(desk))

    def _hold(self, desk: Desk, direction: Direction, rest_s: float) -> None:
        self._desks.act(desk, Activity.HOLD, direction=direction)
        self._after(desk, self._rng.uniform(10, 60), lambda: self._resume(desk, direction, rest_s))

    def _resume(self, desk: Desk, direction: Direction, rest_s: float) -> None:
        self._desks.act(desk, Activity.TALKING, direction=direction)
        self._after(desk, rest_s, lambda: self._desks.settle(desk))

    def interrupt_wrap_up(self, desk: Desk) -> bool:
        """Call a colleague in the midst of a wrap-up, which goes on afterwards; False where there is none."""
        until_ms = desk.wrap_up_until_ms
        if desk.activity is not Activity.WRAP_UP or until_ms is None:
            return False
        if until_ms - self._world.now_ms < _WORTH_WHILE_MS:
            return False
        self._desks.act(desk, Activity.TALKING, direction=Direction.INTERNAL, wrap_up_until_ms=until_ms)
        self._after(desk, self._rng.uniform(6, 30), lambda: self._talks.resume_wrap_up(desk))
        return True

    def _after(self, desk: Desk, delay_s: float, act: Act) -> None:
        if desk.timer is not None:
            desk.timer.cancel()
        desk.timer = self._world.timetable.after(delay_s, act)
