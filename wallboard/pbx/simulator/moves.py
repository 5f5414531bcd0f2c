"""Supervisors' moves of callers to an agent or a queue, as a PBX does them: in steps that can fail."""

from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.events import CallMoving
from wallboard.domain.centre.state import Activity, Availability, CallPhase
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CallId, QueueId
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.lines import Lines
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.world import SimulatedAgent, SimulatedCaller, World

_TAKES_HOLD_S = 0.12
_BUSY_S = 0.4
_RING_TIMEOUT_S = 20.0
_PATIENCE_S = 120.0


class Moves:
    """Carries out moves; only events report their results."""

    def __init__(self, world: World, states: AgentStates, talks: Talks, lines: Lines) -> None:
        self._world = world
        self._states = states
        self._talks = talks
        self._lines = lines
        self._taken: set[CallId] = set()

    def order(self, command: MoveCallToAgent | MoveCallToQueue) -> None:
        """Accepts the move, or refuses it with a PBX's message."""
        caller = self._world.callers.get(command.call_id)
        if caller is None:
            raise PbxRefused("The call does not exist")
        if caller.phase is CallPhase.MOVING or caller.id in self._taken:
            raise PbxRefused("The call is being moved already")
        if not self._exists(command):
            raise PbxRefused("The agent or the queue does not exist")
        if _is_there(caller, command):
            raise PbxRefused("The agent is in this call already")
        self._taken.add(caller.id)
        self._world.timetable.after(_TAKES_HOLD_S, lambda: self._take(caller, command))

    def _exists(self, command: MoveCallToAgent | MoveCallToQueue) -> bool:
        if isinstance(command, MoveCallToAgent):
            return command.agent_id in self._world.agents
        return command.queue_id in self._world.lines

    def _take(self, caller: SimulatedCaller, command: MoveCallToAgent | MoveCallToQueue) -> None:
        self._taken.discard(caller.id)
        if caller.gone or _is_there(caller, command):
            return
        match command:
            case MoveCallToAgent(agent_id=agent_id):
                caller.to_agent = agent_id
                self._begin(caller)
                self._dial(caller, self._world.agents[agent_id])
            case MoveCallToQueue(queue_id=queue_id):
                caller.to_queue = queue_id
                self._begin(caller)
                caller.step = self._world.timetable.after(_TAKES_HOLD_S, lambda: self._requeue(caller, queue_id))

    def _begin(self, caller: SimulatedCaller) -> None:
        """Takes the caller from the agent or the ring: the agent wraps up, or the ringing phone stops."""
        world, agent = self._world, caller.agent
        world.emit(moving(caller, world.now_ms))
        if agent is not None and caller.phase is not CallPhase.WAITING:
            self._talks.part(caller, agent)
            patience_s = world.rng.expovariate(1 / _PATIENCE_S)
            caller.patience = world.timetable.after(patience_s, lambda: self._lines.hang_up(caller))
        else:
            self._lines.withdraw(caller)
            if caller.step is not None:
                caller.step.cancel()
        caller.phase, caller.phase_since_ms = CallPhase.MOVING, world.now_ms

    def _requeue(self, caller: SimulatedCaller, queue_id: QueueId) -> None:
        self._lines.join(caller, self._world.lines[queue_id], moved_in=True)

    def _dial(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        """Rings the phone, even of a paused agent; one that is off or in use sends the caller back."""
        timetable, rng = self._world.timetable, self._world.rng
        off = agent.availability is Availability.LOGGED_OUT or not agent.reachable or agent.do_not_disturb
        if off or agent.activity not in (Activity.IDLE, Activity.WRAP_UP, Activity.COOL_DOWN):
            caller.step = timetable.after(_BUSY_S, lambda: self._back(caller))
            return
        self._talks.cut_wrap_up(agent)
        if agent.activity is Activity.COOL_DOWN and agent.timer is not None:
            agent.timer.cancel()
        caller.agent = agent
        self._states.act(agent, Activity.RINGING, caller)
        if rng.random() * 100 < self._world.options.no_answer_pct:
            agent.timer = timetable.after(_RING_TIMEOUT_S, lambda: self._ring_out(caller, agent))
        else:
            agent.timer = timetable.after(rng.triangular(1.5, 6.0, 2.5), lambda: self._talks.begin(caller, agent))

    def _ring_out(self, caller: SimulatedCaller, agent: SimulatedAgent) -> None:
        self._back(caller)
        self._states.miss(agent)

    def _back(self, caller: SimulatedCaller) -> None:
        self._lines.join(caller, caller.line, at_head=True, moved_in=True)


def _is_there(caller: SimulatedCaller, command: MoveCallToAgent | MoveCallToQueue) -> bool:
    """Whether the target agent already has the caller, perhaps since a moment ago."""
    if caller.agent is None or caller.phase not in (CallPhase.TALKING, CallPhase.HELD):
        return False
    return isinstance(command, MoveCallToAgent) and caller.agent.id == command.agent_id


def moving(caller: SimulatedCaller, at_ms: int) -> CallMoving:
    """Returns the event of the caller's move to the target."""
    return CallMoving(at_ms=at_ms, call_id=caller.id, to_agent=caller.to_agent, to_queue=caller.to_queue)
