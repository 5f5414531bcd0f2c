"""Other habits of agents and phones: a pause in one queue, do-not-disturb, busy for an unknown reason."""

from functools import partial
from random import Random

from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.domain.ids import QueueId
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.own_calls import OwnCalls
from wallboard.pbx.simulator.world import SimulatedAgent, World

_REASONS = ("Back office", "E-mails", "Auto-Pause")
_QUEUE_PAUSE_EVERY_S = 9_000.0
_DISTURBED_EVERY_S = 10_000.0
_BUSY_EVERY_S = 20_000.0
_CALL_IN_WRAP_UP_EVERY_S = 10_000.0
_TRY_AGAIN_S = 4.0
_TRIES = 150


class Habits:
    """Plans them for each agent's shift; the chance is their own, so that the rest of the day stays the same."""

    def __init__(self, world: World, states: AgentStates, own_calls: OwnCalls) -> None:
        self._world = world
        self._states = states
        self._own_calls = own_calls
        self._rng = Random(f"habits {world.options.seed}")

    def plan(self, agent: SimulatedAgent, start_ms: int, end_ms: int) -> None:
        """Plans a shift's habits; past ones are left out."""
        for every_s, act in (
            (_QUEUE_PAUSE_EVERY_S, self._pause_in_one),
            (_DISTURBED_EVERY_S, self._do_not_disturb),
            (_BUSY_EVERY_S, self._be_busy),
            (_CALL_IN_WRAP_UP_EVERY_S, self._call_in_wrap_up),
        ):
            at_ms = start_ms
            while (at_ms := at_ms + round(self._rng.expovariate(1 / every_s) * 1000)) < end_ms:
                if at_ms > self._world.now_ms:
                    self._world.timetable.at(at_ms, partial(act, agent))

    def _is_free(self, agent: SimulatedAgent) -> bool:
        is_there = agent.availability is Availability.READY and agent.reachable and agent.wanted is None
        return is_there and agent.activity is Activity.IDLE

    def _pause_in_one(self, agent: SimulatedAgent) -> None:
        """Pauses an agent of several queues in one of them for some minutes."""
        if len(agent.lines) < 2 or agent.paused_in or agent.availability is not Availability.READY:
            return
        queue_id: QueueId = self._rng.choice(agent.lines)[1].id
        self._states.pause_in(agent, queue_id, self._rng.choice(_REASONS))
        minutes = self._rng.uniform(3, 10)
        self._world.timetable.after(minutes * 60, lambda: self._states.unpause_in(agent, queue_id))

    def _do_not_disturb(self, agent: SimulatedAgent) -> None:
        if not self._is_free(agent):
            return
        self._states.set_do_not_disturb(agent, on=True)
        minutes = self._rng.uniform(2, 8)
        self._world.timetable.after(minutes * 60, lambda: self._states.set_do_not_disturb(agent, on=False))

    def _be_busy(self, agent: SimulatedAgent) -> None:
        """Makes the phone busy without a known call."""
        if self._is_free(agent):
            self._states.act(agent, Activity.TALKING, direction=Direction.UNKNOWN)
            busy_s = self._rng.uniform(15, 90)
            agent.timer = self._world.timetable.after(busy_s, lambda: self._states.settle(agent))

    def _call_in_wrap_up(self, agent: SimulatedAgent, tries: int = _TRIES) -> None:
        """Interrupts the next wrap-up by a call to a colleague."""
        if not self._own_calls.interrupt_wrap_up(agent) and tries:
            self._world.timetable.after(_TRY_AGAIN_S, lambda: self._call_in_wrap_up(agent, tries - 1))
