"""Agents and callers who talk: from the answer through hold to the end of the wrap-up."""

from collections.abc import Callable
from math import log

from wallboard.domain.centre.events import CallAnswered, CallEnded, CallHandled, CallHeld, CallResumed
from wallboard.domain.centre.state import Activity, CallPhase
from wallboard.pbx.simulator.agent_states import Desks
from wallboard.pbx.simulator.world import Desk, SimulatedCaller, SimulatedTalk, World

_HOLD_PCT = 14
_HOLD_MEAN_S = 40.0


class Talks:
    """Begins and ends the talks of queue calls.

    Attributes:
        parted: called with an agent whose part of a call just ended.
    """

    def __init__(self, world: World, desks: Desks) -> None:
        self._world = world
        self._desks = desks
        self.parted: Callable[[Desk], None] = lambda _: None

    def begin(self, caller: SimulatedCaller, desk: Desk) -> None:
        """The agent has picked up."""
        world = self._world
        if not caller.answered:
            caller.answered = True
            caller.line.count.answered += 1
        for timer in (caller.patience, caller.exit, caller.step):
            if timer is not None:
                timer.cancel()
        caller.phase, caller.phase_since_ms, caller.desk = CallPhase.TALKING, world.now_ms, desk
        caller.position, caller.to_agent, caller.to_queue = 0, None, None
        desk.talk = SimulatedTalk(caller.id, caller.line, world.now_ms)
        world.tell(CallAnswered(at_ms=world.now_ms, call_id=caller.id, agent_id=desk.id))
        self._desks.act(desk, Activity.TALKING, caller)
        self._plan(caller, desk)

    def _plan(self, caller: SimulatedCaller, desk: Desk) -> None:
        rng, profile = self._world.rng, caller.line.profile
        talk_s = min(3600.0, max(5.0, rng.lognormvariate(log(profile.talk_s), profile.spread)))
        if rng.random() * 100 >= _HOLD_PCT:
            desk.timer = self._world.timetable.after(talk_s, lambda: self._finish(caller, desk))
            return
        before_s = talk_s * rng.uniform(0.2, 0.8)
        desk.timer = self._world.timetable.after(before_s, lambda: self._hold(caller, desk, talk_s - before_s))

    def _hold(self, caller: SimulatedCaller, desk: Desk, rest_s: float) -> None:
        world = self._world
        caller.phase, caller.phase_since_ms = CallPhase.HELD, world.now_ms
        world.tell(CallHeld(at_ms=world.now_ms, call_id=caller.id))
        self._desks.act(desk, Activity.HOLD, caller)
        hold_s = min(300.0, 4.0 + world.rng.expovariate(1 / _HOLD_MEAN_S))
        desk.timer = world.timetable.after(hold_s, lambda: self._resume(caller, desk, rest_s))

    def _resume(self, caller: SimulatedCaller, desk: Desk, rest_s: float) -> None:
        world = self._world
        self._end_hold(caller, desk)
        caller.phase, caller.phase_since_ms = CallPhase.TALKING, world.now_ms
        world.tell(CallResumed(at_ms=world.now_ms, call_id=caller.id))
        self._desks.act(desk, Activity.TALKING, caller)
        desk.timer = world.timetable.after(rest_s, lambda: self._finish(caller, desk))

    def _end_hold(self, caller: SimulatedCaller, desk: Desk) -> None:
        if desk.talk is not None and caller.phase is CallPhase.HELD:
            desk.talk.hold_ms += self._world.now_ms - caller.phase_since_ms

    def _finish(self, caller: SimulatedCaller, desk: Desk) -> None:
        world = self._world
        self.part(caller, desk)
        caller.gone = True
        del world.callers[caller.id]
        world.tell(CallEnded(at_ms=world.now_ms, call_id=caller.id))

    def part(self, caller: SimulatedCaller, desk: Desk) -> None:
        """The agent's part of the call is over and the wrap-up begins; the caller may live on."""
        world, talk = self._world, desk.talk
        if talk is None:
            return
        if desk.timer is not None:
            desk.timer.cancel()
        self._end_hold(caller, desk)
        talk.ended_ms = world.now_ms
        talk.talk_ms = world.now_ms - talk.began_ms - talk.hold_ms
        caller.desk = None
        wrap_up_s = talk.line.profile.wrap_up_s
        desk.timer = world.timetable.after(wrap_up_s, lambda: self._wrapped(desk))
        self._desks.act(desk, Activity.WRAP_UP, wrap_up_until_ms=desk.timer.due_ms)
        self.parted(desk)

    def resume_wrap_up(self, desk: Desk) -> None:
        """Go on with a wrap-up that a call interrupted, for as long as is left of it."""
        until_ms = desk.wrap_up_until_ms
        self._desks.act(desk, Activity.WRAP_UP, wrap_up_until_ms=until_ms)
        desk.timer = self._world.timetable.at(until_ms or self._world.now_ms, lambda: self._wrapped(desk))

    def _wrapped(self, desk: Desk) -> None:
        self.cut_wrap_up(desk)
        self._desks.settle(desk)

    def cut_wrap_up(self, desk: Desk) -> None:
        """End a wrap-up now, if there is one, and report the call as handled."""
        talk = desk.talk
        if talk is None or desk.activity is not Activity.WRAP_UP:
            return
        if desk.timer is not None:
            desk.timer.cancel()
        desk.talk = None
        talk.line.count.handled += 1
        self._world.tell(
            CallHandled(
                at_ms=self._world.now_ms,
                call_id=talk.call_id,
                queue_id=talk.line.id,
                agent_id=desk.id,
                talk_ms=talk.talk_ms,
                hold_ms=talk.hold_ms,
                wrap_up_ms=self._world.now_ms - talk.ended_ms,
            )
        )
