"""Calls that are not a queue's: to a customer or a colleague, sometimes held, sometimes during a wrap-up."""

from random import Random

from wallboard.domain.centre.state import Activity, Direction
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.timetable import Callback
from wallboard.pbx.simulator.world import SimulatedAgent, World

_HOLD_PCT = 25
_WORTH_WHILE_MS = 4_000
"""A wrap-up that ends sooner is not interrupted."""


class OwnCalls:
    """Starts and ends them."""

    def __init__(self, world: World, states: AgentStates, talks: Talks) -> None:
        self._world = world
        self._states = states
        self._talks = talks
        self._rng = Random(f"own calls {world.options.seed}")

    def begin(self, agent: SimulatedAgent) -> None:
        """Makes an idle agent dial out."""
        if not self._states.can_ring(agent):
            return
        rng = self._world.rng
        direction = Direction.OUTBOUND if rng.random() < 0.6 else Direction.INTERNAL
        self._states.act(agent, Activity.TALKING, direction=direction)
        talk_s = rng.triangular(20, 240, 70)
        if self._rng.random() * 100 < _HOLD_PCT:
            before_s = talk_s * self._rng.uniform(0.2, 0.7)
            self._after(agent, before_s, lambda: self._hold(agent, direction, talk_s - before_s))
        else:
            self._after(agent, talk_s, lambda: self._states.settle(agent))

    def _hold(self, agent: SimulatedAgent, direction: Direction, rest_s: float) -> None:
        self._states.act(agent, Activity.HOLD, direction=direction)
        self._after(agent, self._rng.uniform(10, 60), lambda: self._resume(agent, direction, rest_s))

    def _resume(self, agent: SimulatedAgent, direction: Direction, rest_s: float) -> None:
        self._states.act(agent, Activity.TALKING, direction=direction)
        self._after(agent, rest_s, lambda: self._states.settle(agent))

    def interrupt_wrap_up(self, agent: SimulatedAgent) -> bool:
        """Calls a colleague during a wrap-up, which continues afterwards; False without one."""
        until_ms = agent.free_at_ms
        if agent.activity is not Activity.WRAP_UP or until_ms is None:
            return False
        if until_ms - self._world.now_ms < _WORTH_WHILE_MS:
            return False
        self._states.act(agent, Activity.TALKING, direction=Direction.INTERNAL, free_at_ms=until_ms)
        self._after(agent, self._rng.uniform(6, 30), lambda: self._talks.resume_wrap_up(agent))
        return True

    def _after(self, agent: SimulatedAgent, delay_s: float, act: Callback) -> None:
        if agent.timer is not None:
            agent.timer.cancel()
        agent.timer = self._world.timetable.after(delay_s, act)
