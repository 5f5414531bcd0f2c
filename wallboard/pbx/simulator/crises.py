"""Scripted trouble in the centre itself; a lost PBX is simulated by the connection."""

from typing import assert_never

from wallboard.domain.centre.state import Availability, CallPhase
from wallboard.pbx.simulator.demand import Demand
from wallboard.pbx.simulator.lines import Lines
from wallboard.pbx.simulator.options import Crisis
from wallboard.pbx.simulator.shifts import Shifts
from wallboard.pbx.simulator.world import SimulatedCaller, World

_FLOOD = 5.0
_FLOOD_S = 240.0
_HURRY = 8.0
_HURRY_S = 180.0
_CALL_AGAIN = 2.5
_GIVE_UP_WITHIN_S = 12.0
_LEAVING_PCT = 60.0
_AWAY_MINUTES = 6.0


class Crises:
    """Starts crises; each ends by itself."""

    def __init__(self, world: World, lines: Lines, demand: Demand, shifts: Shifts) -> None:
        self._world = world
        self._lines = lines
        self._demand = demand
        self._shifts = shifts

    def begin(self, crisis: Crisis) -> None:
        """Starts a crisis now."""
        match crisis:
            case Crisis.FLOOD:
                self._demand.flood(_FLOOD)
                self._world.timetable.after(_FLOOD_S, lambda: self._demand.flood(1.0))
            case Crisis.MASS_ABANDON:
                self._lose_patience()
            case Crisis.AGENTS_LEAVE:
                self._leave()
            case Crisis.PBX_LOST:
                pass
            case _:
                assert_never(crisis)

    def _lose_patience(self) -> None:
        """Makes all waiting callers hang up within seconds; for minutes patience is short, and many call again."""
        world = self._world
        for caller in world.callers.values():
            if caller.phase is CallPhase.WAITING:
                self._give_up_soon(caller)
        self._lines.hurry = _HURRY
        self._demand.flood(_CALL_AGAIN)
        world.timetable.after(_HURRY_S, self._calm)

    def _give_up_soon(self, caller: SimulatedCaller) -> None:
        if caller.patience is not None:
            caller.patience.cancel()
        within_s = self._world.rng.uniform(0.5, _GIVE_UP_WITHIN_S)
        caller.patience = self._world.timetable.after(within_s, lambda: self._lines.hang_up(caller))

    def _calm(self) -> None:
        self._lines.hurry = 1.0
        self._demand.flood(1.0)

    def _leave(self) -> None:
        """A fire drill: most of the agents are out for some minutes, after the call in hand."""
        rng = self._world.rng
        for agent in self._world.agents.values():
            if agent.availability is Availability.READY and rng.random() * 100 < _LEAVING_PCT:
                self._shifts.pause(agent, "Fire drill", _AWAY_MINUTES)
