"""Agents and callers who talk: from the answer through hold to the end of the wrap-up."""

from collections.abc import Callable
from math import log

from wallboard.domain.centre.events import CallAnswered, CallEnded, CallHandled, CallHeld, CallResumed
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.world import SimulatedAgent, SimulatedCaller, SimulatedTalk, World

_HOLD_PCT = 14
_HOLD_MEAN_S = 40.0


class Talks:
    """Starts and ends the talks of queue calls.

    Attributes:
        parted: called with an agent whose part of a call just ended.
    """

    def __init__(self, world: World, states: AgentStates) -> None:
        self._world = world
        self._states = states
        self.parted: Callable[[SimulatedAgent], None] = lambda _: None

    def begin(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        """Starts the talk after the agent's answer."""
        world = self._world
        if not caller.answered:
            caller.answered = True
            caller.line.count.answered += 1
        for timer in (caller.patience, caller.exit, caller.step):
            if timer is not None:
                timer.cancel()
        caller.phase, caller.phase_since_ms, caller.agent = CallPhase.TALKING, world.now_ms, agent
        caller.position, caller.to_agent, caller.to_queue = 0, None, None
        agent.talk = SimulatedTalk(caller.id, caller.line, world.now_ms)
        world.emit(CallAnswered(at_ms=world.now_ms, call_id=caller.id, agent_id=agent.id))
        self._states.act(agent, Activity.TALKING, caller)
        self._plan(caller, agent)

    def _plan(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        rng, profile = self._world.rng, caller.line.profile
        talk_s = min(3600.0, max(5.0, rng.lognormvariate(log(profile.talk_s), profile.spread)))
        if rng.random() * 100 >= _HOLD_PCT:
            agent.timer = self._world.timetable.after(talk_s, lambda: self._finish(caller, agent))
            return
        before_s = talk_s * rng.uniform(0.2, 0.8)
        agent.timer = self._world.timetable.after(before_s, lambda: self._hold(caller, agent, talk_s - before_s))

    def _hold(self, caller: SimulatedCaller, agent: SimulatedAgent, rest_s: float) -> None:
        world = self._world
        caller.phase, caller.phase_since_ms = CallPhase.HELD, world.now_ms
        world.emit(CallHeld(at_ms=world.now_ms, call_id=caller.id))
        self._states.act(agent, Activity.HOLD, caller)
        hold_s = min(300.0, 4.0 + world.rng.expovariate(1 / _HOLD_MEAN_S))
        agent.timer = world.timetable.after(hold_s, lambda: self._resume(caller, agent, rest_s))

    def _resume(self, caller: SimulatedCaller, agent: SimulatedAgent, rest_s: float) -> None:
        world = self._world
        self._end_hold(caller, agent)
        caller.phase, caller.phase_since_ms = CallPhase.TALKING, world.now_ms
        world.emit(CallResumed(at_ms=world.now_ms, call_id=caller.id))
        self._states.act(agent, Activity.TALKING, caller)
        agent.timer = world.timetable.after(rest_s, lambda: self._finish(caller, agent))

    def _end_hold(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        if agent.talk is not None and caller.phase is CallPhase.HELD:
            agent.talk.hold_ms += self._world.now_ms - caller.phase_since_ms

    def _finish(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        world = self._world
        self.part(caller, agent)
        caller.gone = True
        del world.callers[caller.id]
        world.emit(CallEnded(at_ms=world.now_ms, call_id=caller.id))

    def part(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        """Ends the agent's part of the call and starts the wrap-up; the caller may live on."""
        world, talk = self._world, agent.talk
        if talk is None:
            return
        if agent.timer is not None:
            agent.timer.cancel()
        self._end_hold(caller, agent)
        talk.ended_ms = world.now_ms
        talk.talk_ms = world.now_ms - talk.began_ms - talk.hold_ms
        caller.agent = None
        wrap_up_s = talk.line.profile.wrap_up_s
        agent.timer = world.timetable.after(wrap_up_s, lambda: self._wrapped(agent))
        self._states.act(agent, Activity.WRAP_UP, free_at_ms=agent.timer.due_ms)
        self.parted(agent)

    def resume_wrap_up(self, agent: SimulatedAgent) -> None:
        """Continues a wrap-up that a call interrupted, for the rest of its time."""
        until_ms = agent.free_at_ms
        self._states.act(agent, Activity.WRAP_UP, free_at_ms=until_ms)
        agent.timer = self._world.timetable.at(until_ms or self._world.now_ms, lambda: self._wrapped(agent))

    def _wrapped(self, agent: SimulatedAgent) -> None:
        self.cut_wrap_up(agent)
        self._states.settle(agent)

    def cut_wrap_up(self, agent: SimulatedAgent) -> None:
        """Ends a wrap-up now, if there is one, and reports the call as handled."""
        talk = agent.talk
        if talk is None or agent.activity is not Activity.WRAP_UP:
            return
        if agent.timer is not None:
            agent.timer.cancel()
        agent.talk = None
        talk.line.count.handled += 1
        self._world.emit(
            CallHandled(
                at_ms=self._world.now_ms,
                call_id=talk.call_id,
                queue_id=talk.line.id,
                agent_id=agent.id,
                talk_ms=talk.talk_ms,
                hold_ms=talk.hold_ms,
                wrap_up_ms=self._world.now_ms - talk.ended_ms,
            )
        )
