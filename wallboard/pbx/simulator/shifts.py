"""Agents' days: logging in and out, lunch, breaks, training, calls of their own, phones off the network."""

from wallboard.domain.centre.state import Activity, Availability
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.habits import Habits
from wallboard.pbx.simulator.own_calls import OwnCalls
from wallboard.pbx.simulator.plan import LUNCH
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.world import SimulatedAgent, World

_DAY_MS = 86_400_000
_SLOT_MS = 1_800_000
_OWN_CALL_EVERY_S = 5_400.0
_PHONE_OFF_PCT = 4.0
_EXTRAS = (("Training", 25), ("Coaching", 20), ("Back office", 30), ("Back office", 45), ("Meeting", 15))


class Shifts:
    """Plans each agent's shift when it begins, and the next one when it ends."""

    def __init__(self, world: World, states: AgentStates, talks: Talks) -> None:
        self._world = world
        self._states = states
        self._own_calls = OwnCalls(world, states, talks)
        self._habits = Habits(world, states, self._own_calls)

    def begin(self) -> None:
        """Put those on duty whose shift goes on now; the others come when theirs begins."""
        world = self._world
        site_ms = world.now_ms + world.site_offset_ms
        midnight_ms = world.now_ms - site_ms % _DAY_MS
        for worker in world.plan.workers:
            late_ms = world.rng.randrange(-240_000, 300_000)
            start_ms = midnight_ms + worker.start_slot * _SLOT_MS + late_ms
            if start_ms > world.now_ms:
                start_ms -= _DAY_MS
            length_ms = worker.slots * _SLOT_MS
            agent = world.agents[worker.id]
            if start_ms + length_ms > world.now_ms:
                self._start(agent, start_ms, length_ms)
            else:
                self._plan_start(agent, start_ms + _DAY_MS, length_ms)

    def _plan_start(self, agent: SimulatedAgent, start_ms: int, length_ms: int) -> None:
        self._world.timetable.at(start_ms, lambda: self._start(agent, start_ms, length_ms))

    def _start(self, agent: SimulatedAgent, start_ms: int, length_ms: int) -> None:
        """Log in, and plan the shift's pauses and its end; what is past already is left out."""
        world, rng = self._world, self._world.rng
        self._states.ask(agent, Availability.READY)
        agent.availability_since_ms = start_ms
        end_ms = start_ms + length_ms
        for reason, part, minutes in self._pauses(length_ms):
            self._plan_pause(agent, start_ms + round(length_ms * part), reason, minutes)
        own_ms = start_ms
        while (own_ms := own_ms + round(rng.expovariate(1 / _OWN_CALL_EVERY_S) * 1000)) < end_ms:
            if own_ms > world.now_ms:
                world.timetable.at(own_ms, lambda: self._own_calls.begin(agent))
        off_ms = start_ms + rng.randrange(length_ms)
        if rng.random() * 100 < _PHONE_OFF_PCT and off_ms > world.now_ms:
            world.timetable.at(off_ms, lambda: self._phone_off(agent))
        self._habits.plan(agent, start_ms, end_ms)
        world.timetable.at(end_ms, lambda: self._states.ask(agent, Availability.LOGGED_OUT))
        self._plan_start(agent, start_ms + _DAY_MS, length_ms)

    def _pauses(self, length_ms: int) -> list[tuple[str, float, float]]:
        """Reason, part of the shift gone by, minutes."""
        rng = self._world.rng
        pauses = [("Break", rng.uniform(0.12, 0.32), rng.uniform(8, 14))]
        if length_ms > 6 * 3_600_000:
            pauses += [
                ("Lunch", rng.uniform(*LUNCH), rng.uniform(26, 33)),
                ("Break", rng.uniform(0.7, 0.9), rng.uniform(8, 14)),
            ]
        if rng.random() < 0.35:
            reason, minutes = rng.choice(_EXTRAS)
            pauses.append((reason, rng.uniform(0.08, 0.9), minutes * rng.uniform(0.7, 1.2)))
        if rng.random() < 0.5:
            pauses.append(("Personal", rng.uniform(0.05, 0.95), rng.uniform(2, 5)))
        return pauses

    def _plan_pause(self, agent: SimulatedAgent, at_ms: int, reason: str, minutes: float) -> None:
        if at_ms > self._world.now_ms:
            self._world.timetable.at(at_ms, lambda: self.pause(agent, reason, minutes))

    def pause(self, agent: SimulatedAgent, reason: str, minutes: float) -> None:
        """Send an agent who is ready into a pause, after the call in hand, and back some minutes later."""
        if agent.availability is not Availability.READY or agent.wanted is not None:
            return
        self._states.ask(agent, Availability.PAUSED, reason)
        self._world.timetable.after(minutes * 60, lambda: self._back(agent, reason))

    def _back(self, agent: SimulatedAgent, reason: str) -> None:
        if agent.wanted == (Availability.PAUSED, reason):
            self._world.timetable.after(60, lambda: self._back(agent, reason))
        elif agent.availability is Availability.PAUSED and agent.pause_reason == reason and agent.wanted is None:
            self._states.ask(agent, Availability.READY)

    def _phone_off(self, agent: SimulatedAgent) -> None:
        """The phone loses the network for some minutes, when it is not in use."""
        if agent.activity is not Activity.IDLE:
            self._world.timetable.after(20, lambda: self._phone_off(agent))
            return
        self._states.reach(agent, reachable=False)
        minutes = self._world.rng.uniform(1, 6)
        self._world.timetable.after(minutes * 60, lambda: self._states.reach(agent, reachable=True))
