"""The queues: callers join, wait, ring the longest idle agent, give up or leave."""

from random import Random

from wallboard.domain.centre.events import (
    CallEnded,
    CallerAbandoned,
    CallerJoined,
    CallerLeaving,
    CallerLeft,
    Exit,
    Party,
    PositionsChanged,
)
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.domain.ids import CallId
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.people import person, phone_number
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.world import QueueLine, SimulatedAgent, SimulatedCaller, World

_RING_TIMEOUT_S = 18.0
_RINGS_OUT_PCT = 2.5
_ANNOUNCED_PCT = 60.0
"""Of those whose time is up in a queue that overflows nowhere, how many hear an announcement and wait on."""
_ANNOUNCEMENT_S = 6.0
_CALLS_BACK_PCT = 3.0
"""Of those who wait over a minute, how many press the key for a call back."""


class Lines:
    """Routing of all queues.

    Attributes:
        hurry: what callers' patience is divided by, more than 1 in a crisis.
    """

    def __init__(self, world: World, states: AgentStates, talks: Talks) -> None:
        self._world = world
        self._states = states
        self._talks = talks
        self._arrived = 0
        self._chance = Random(f"announcements {world.options.seed}")
        self.hurry = 1.0
        states.freed = self.serve

    def arrive(self, line: QueueLine) -> None:
        """Adds a new caller to a queue."""
        world, rng = self._world, self._world.rng
        self._arrived += 1
        caller = SimulatedCaller(
            id=CallId(f"{world.now_ms // 1000}.{self._arrived}"),
            number=phone_number(rng),
            name=person(rng) if rng.random() < 0.3 else "",
            line=line,
            entered_ms=world.now_ms,
        )
        world.callers[caller.id] = caller
        line.count.offered += 1
        self.join(caller, line)

    def join(
        self, caller: SimulatedCaller, line: QueueLine, *, at_head: bool = False, moved_in: bool = False
    ) -> None:
        """Puts the caller into ``line``, with their wait and patience so far."""
        world = self._world
        if line is not caller.line:
            self._count_change(caller, line, moved_in=moved_in)
        caller.line, caller.agent, caller.to_agent, caller.to_queue = line, None, None, None
        caller.phase, caller.phase_since_ms = CallPhase.WAITING, world.now_ms
        caller.moved_in = moved_in
        line.waiting.insert(0 if at_head else len(line.waiting), caller)
        caller.position = 1 if at_head else len(line.waiting)
        world.emit(joined(caller, world.now_ms))
        self._renumber(line)
        if caller.patience is None or caller.patience.act is None:
            patience_s = 2.0 + world.rng.weibullvariate(line.profile.patience_s / self.hurry, 1.15)
            caller.patience = world.timetable.after(patience_s, lambda: self.hang_up(caller))
        self._plan_exit(caller)
        self._offer(line)

    def _count_change(self, caller: SimulatedCaller, line: QueueLine, *, moved_in: bool) -> None:
        if caller.answered:
            return
        caller.line.count.flowed_out += 1
        line.count.offered += 1
        if moved_in:
            caller.line.count.moved_out += 1
            line.count.moved_in += 1

    def _plan_exit(self, caller: SimulatedCaller) -> None:
        world, profile = self._world, caller.line.profile
        if world.rng.random() * 100 < _CALLS_BACK_PCT:
            at_s = world.rng.uniform(60.0, profile.max_wait_s)
            caller.exit = world.timetable.after(at_s, lambda: self._leave(caller, Exit.KEY))
        else:
            caller.exit = world.timetable.after(profile.max_wait_s, lambda: self._time_out(caller))

    def _time_out(self, caller: SimulatedCaller) -> None:
        overflow = caller.line.profile.overflow_to
        if overflow is None and not caller.answered and self._chance.random() * 100 < _ANNOUNCED_PCT:
            self._announce(caller)
            return
        if overflow is None or caller.answered:
            self._leave(caller, Exit.TIMEOUT)
            return
        self.withdraw(caller)
        caller.entered_ms = self._world.now_ms
        self.join(caller, self._world.lines[overflow])

    def _announce(self, caller: SimulatedCaller) -> None:
        """Takes the caller out of the queue for an announcement, and back into it."""
        world = self._world
        self.withdraw(caller)
        caller.phase, caller.phase_since_ms = CallPhase.LEAVING, world.now_ms
        world.emit(CallerLeaving(at_ms=world.now_ms, call_id=caller.id))
        caller.step = world.timetable.after(_ANNOUNCEMENT_S, lambda: self.join(caller, caller.line))

    def _leave(self, caller: SimulatedCaller, exit_: Exit) -> None:
        self._end(caller)
        if not caller.answered:
            caller.line.count.flowed_out += 1
        self._world.emit(CallerLeft(at_ms=self._world.now_ms, call_id=caller.id, exit=exit_))

    def hang_up(self, caller: SimulatedCaller) -> None:
        """Ends the call of a caller without an agent, who gives up."""
        world = self._world
        if caller.answered:
            world.emit(CallEnded(at_ms=world.now_ms, call_id=caller.id, ended_by=Party.CALLER))
        else:
            caller.line.count.abandoned += 1
            world.emit(CallerAbandoned(at_ms=world.now_ms, call_id=caller.id))
        self._end(caller)

    def _end(self, caller: SimulatedCaller) -> None:
        caller.gone = True
        del self._world.callers[caller.id]
        for timer in (caller.patience, caller.step):
            if timer is not None:
                timer.cancel()
        self.withdraw(caller)

    def withdraw(self, caller: SimulatedCaller) -> None:
        """Takes the caller out of the queue, and stops the phone that rings for them."""
        if caller.exit is not None:
            caller.exit.cancel()
        if caller.phase is CallPhase.WAITING:
            caller.line.waiting.remove(caller)
            self._renumber(caller.line)
        agent, caller.agent = caller.agent, None
        if agent is not None and agent.activity is Activity.RINGING:
            if agent.timer is not None:
                agent.timer.cancel()
            self._states.settle(agent)

    def _renumber(self, line: QueueLine) -> None:
        positions: dict[CallId, int] = {}
        for position, caller in enumerate(line.waiting, 1):
            if caller.position != position:
                caller.position = positions[caller.id] = position
        if positions:
            event = PositionsChanged(at_ms=self._world.now_ms, queue_id=line.id, positions=positions)
            self._world.emit(event)

    def _offer(self, line: QueueLine) -> None:
        """Rings the best agent for the first caller without a ring: lowest level, then longest idle."""
        caller = next((caller for caller in line.waiting if caller.agent is None), None)
        if caller is None:
            return
        best: SimulatedAgent | None = None
        best_rank = (0, 0)
        for level, agent in line.agents:
            rank = (level, max(agent.activity_since_ms, agent.availability_since_ms))
            takes_it = line.id not in agent.paused_in and self._states.can_ring(agent)
            if (best is None or rank < best_rank) and takes_it:
                best, best_rank = agent, rank
        if best is not None:
            self._ring(caller, best)

    def serve(self, agent: SimulatedAgent) -> None:
        """Gives a free agent the caller who waits longest in the queue of the lowest level."""
        best: SimulatedCaller | None = None
        best_rank = (0, 0)
        for level, line in agent.lines:
            if line.id in agent.paused_in:
                continue
            caller = next((caller for caller in line.waiting if caller.agent is None), None)
            if caller is not None and (best is None or (level, caller.entered_ms) < best_rank):
                best, best_rank = caller, (level, caller.entered_ms)
        if best is not None:
            self._ring(best, agent)

    def _ring(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        rng, timetable = self._world.rng, self._world.timetable
        caller.agent = agent
        self._states.act(agent, Activity.RINGING, caller)
        if rng.random() * 100 < _RINGS_OUT_PCT:
            agent.timer = timetable.after(_RING_TIMEOUT_S, lambda: self._ring_out(caller, agent))
        else:
            agent.timer = timetable.after(rng.triangular(1.5, 9.0, 3.5), lambda: self._answer(caller, agent))

    def _answer(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        caller.line.waiting.remove(caller)
        self._talks.begin(caller, agent)
        self._renumber(caller.line)

    def _ring_out(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        caller.agent = None
        self._states.miss(agent)
        self._offer(caller.line)


def joined(caller: SimulatedCaller, at_ms: int) -> CallerJoined:
    """Returns the event of the caller's entry where they wait now."""
    return CallerJoined(
        at_ms=at_ms,
        call_id=caller.id,
        queue_id=caller.line.id,
        number=caller.number,
        name=caller.name,
        entered_ms=caller.entered_ms,
        position=caller.position,
        moved_in=caller.moved_in,
    )
