"""The simulated contact centre as a whole: time and commands in, events out. No I/O, no clock."""

from datetime import datetime

from wallboard.domain.actions.commands import Command
from wallboard.domain.centre.events import Event
from wallboard.domain.ids import QueueId
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.connection import SimulatedConnection
from wallboard.pbx.simulator.crises import Crises
from wallboard.pbx.simulator.demand import Demand
from wallboard.pbx.simulator.lines import Lines
from wallboard.pbx.simulator.monitors import Monitors
from wallboard.pbx.simulator.moves import Moves
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions
from wallboard.pbx.simulator.orders import Parts, order
from wallboard.pbx.simulator.plan import Plan
from wallboard.pbx.simulator.shifts import Shifts
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.world import Count, World

_WARM_UP_MS = 1_200_000
"""How long the centre runs before its first report: so it never begins without a call."""


class SimulatedCentre:
    """One contact centre from ``options.history_s`` before ``live_ms`` on; the same options make the same day.

    Call `open` once, then `advance` as time goes by, and `go_live` when the past has been reported.
    """

    def __init__(self, options: SimulatorOptions, live_ms: int) -> None:
        self._options = options
        began_ms = live_ms - options.history_s * 1000
        self._world = World(options, began_ms - _WARM_UP_MS, _site_offset_ms(options, live_ms))
        states = AgentStates(self._world)
        talks = Talks(self._world, states)
        lines = Lines(self._world, states, talks)
        self._shifts = Shifts(self._world, states, talks)
        self._demand = Demand(self._world, lines)
        monitors = Monitors(self._world)
        talks.parted = monitors.call_over
        self._parts = Parts(self._world, states, Moves(self._world, states, talks, lines), monitors)
        self._connection = SimulatedConnection(self._world, monitors)
        self._crises = Crises(self._world, lines, self._demand, self._shifts)

    @property
    def now_ms(self) -> int:
        """Returns the centre's current time."""
        return self._world.now_ms

    @property
    def plan(self) -> Plan:
        """Returns the planned shifts and calls."""
        return self._world.plan

    def counts(self) -> dict[QueueId, Count]:
        """Returns the callers' outcomes by the simulator's own count, which every wallboard must match."""
        return {line.id: line.count for line in self._world.lines.values()}

    def open(self) -> list[Event]:
        """Starts in the middle of a working day and of calls; the events report the whole state."""
        self._world.heard = False
        self._shifts.begin()
        self._demand.begin()
        self._world.timetable.run(self._world.now_ms + _WARM_UP_MS)
        for line in self._world.lines.values():
            line.count = Count(offered=len(line.waiting))
        self._world.heard = True
        self._connection.open()
        return self._world.fetch()

    def go_live(self) -> list[Event]:
        """Brings the link up: from now on commands are carried out."""
        self._connection.up()
        if (crisis := self._options.crisis) is not None:
            after_s = self._options.crisis_after_s * self._options.speed
            self._world.timetable.after(after_s, lambda: self.begin(crisis))
        return self._world.fetch()

    def advance(self, to_ms: int) -> list[Event]:
        """Advances the time to ``to_ms`` and returns the events, in order."""
        self.reach(to_ms)
        return self._world.fetch()

    def reach(self, to_ms: int) -> None:
        """Advances the time to ``to_ms``; the next `advance` returns the events."""
        self._world.timetable.run(to_ms)

    def next_due_ms(self) -> int | None:
        """Returns when the next event is due."""
        return self._world.timetable.next_due_ms()

    def order(self, command: Command, owner: str) -> None:
        """Starts ``owner``'s command; `PbxRefused` with the PBX's message, `RemoteError` without a connection."""
        self._connection.require()
        order(self._parts, command, owner)

    def begin(self, crisis: Crisis) -> None:
        """Starts a crisis now."""
        if crisis is Crisis.PBX_LOST:
            self._connection.lose()
        else:
            self._crises.begin(crisis)


def _site_offset_ms(options: SimulatorOptions, live_ms: int) -> int:
    """Returns what to add to epoch milliseconds for the site's clock; summer time changes are not simulated."""
    if options.site_hour is not None:
        return round(options.site_hour * 3_600_000) - live_ms % 86_400_000
    offset = datetime.fromtimestamp(live_ms / 1000, options.zone).utcoffset()
    return round(offset.total_seconds() * 1000) if offset else 0
