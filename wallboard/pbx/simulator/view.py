"""The centre as a PBX lists it on request, and its differences from an older list."""

from msgspec import Struct

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.simulator.agent_states import activity_of, availability_of, pause_of
from wallboard.pbx.simulator.lines import joined
from wallboard.pbx.simulator.monitors import Monitors, started
from wallboard.pbx.simulator.moves import moving
from wallboard.pbx.simulator.world import SimulatedCaller, World


class CallerSeen(Struct, frozen=True, kw_only=True, gc=False):
    """A caller as listed."""

    queue_id: QueueId
    phase: CallPhase
    agent_id: AgentId | None
    to_agent: AgentId | None
    to_queue: QueueId | None
    position: int
    answered: bool


class View(Struct, frozen=True, kw_only=True):
    """All that is listed at one moment; the agents' axes have time 0, to be compared."""

    callers: dict[CallId, CallerSeen]
    agents: dict[AgentId, tuple[e.AvailabilityChanged, e.ActivityChanged]]
    monitors: dict[CommandId, MonitorMode]
    pauses: dict[AgentId, dict[QueueId, tuple[str, int]]]


def view_of(world: World, monitors: Monitors) -> View:
    """Returns the current list."""
    return View(
        callers={caller.id: _seen(caller) for caller in world.callers.values()},
        agents={agent.id: (availability_of(agent, 0), activity_of(agent, 0)) for agent in world.agents.values()},
        monitors={tap.id: tap.mode for tap in monitors.taps.values() if tap.started},
        pauses={agent.id: dict(agent.paused_in) for agent in world.agents.values() if agent.paused_in},
    )


def _seen(caller: SimulatedCaller) -> CallerSeen:
    talking = caller.phase in (CallPhase.TALKING, CallPhase.HELD)
    return CallerSeen(
        queue_id=caller.line.id,
        phase=caller.phase,
        agent_id=caller.agent.id if talking and caller.agent else None,
        to_agent=caller.to_agent,
        to_queue=caller.to_queue,
        position=caller.position,
        answered=caller.answered,
    )


def everything(world: World) -> list[e.Event]:
    """Returns queues, agents and memberships, for a first report; states and calls are `differences`."""
    at_ms = world.now_ms
    events: list[e.Event] = []
    for line in world.lines.values():
        threshold_s = line.profile.service_level_s
        events.append(
            e.QueueFound(at_ms=at_ms, queue_id=line.id, name=line.profile.name, service_level_s=threshold_s)
        )
    for agent in world.agents.values():
        events.append(e.AgentFound(at_ms=at_ms, agent_id=agent.id, name=agent.name))
        events += [
            e.MemberAdded(at_ms=at_ms, queue_id=line.id, agent_id=agent.id, level=level)
            for level, line in agent.lines
        ]
    return events


NOTHING = View(callers={}, agents={}, monitors={}, pauses={})


def differences(known: View, world: World, monitors: Monitors) -> list[e.Event]:
    """Returns what differs from the older list; callers that vanished left unobserved."""
    now = view_of(world, monitors)
    at_ms = world.now_ms
    events: list[e.Event] = [
        e.CallerLeft(at_ms=at_ms, call_id=call_id, exit=e.Exit.UNOBSERVED)
        for call_id in known.callers
        if call_id not in now.callers
    ]
    for call_id, seen in now.callers.items():
        if seen != known.callers.get(call_id):
            events += _caller_events(known.callers.get(call_id), world.callers[call_id], at_ms)
    for agent in world.agents.values():
        axes = known.agents.get(agent.id)
        if axes is None or axes[0] != now.agents[agent.id][0]:
            events.append(availability_of(agent, at_ms))
        if axes is None or axes[1] != now.agents[agent.id][1]:
            events.append(activity_of(agent, at_ms))
        paused = known.pauses.get(agent.id, {})
        queue_ids = [line.id for _, line in agent.lines if paused.get(line.id) != agent.paused_in.get(line.id)]
        events += [pause_of(agent, queue_id, at_ms) for queue_id in queue_ids]
    return events + _monitor_events(known, now, monitors, at_ms)


def _monitor_events(known: View, now: View, monitors: Monitors, at_ms: int) -> list[e.Event]:
    ended = "The call ended while the PBX connection was down"
    events: list[e.Event] = [
        e.MonitorEnded(at_ms=at_ms, monitor_id=monitor_id, reason=ended)
        for monitor_id in known.monitors
        if monitor_id not in now.monitors
    ]
    for monitor_id, mode in now.monitors.items():
        if monitor_id not in known.monitors:
            events.append(started(monitors.taps[monitor_id], at_ms))
        elif known.monitors[monitor_id] is not mode:
            events.append(e.MonitorModeChanged(at_ms=at_ms, monitor_id=monitor_id, mode=mode))
    return events


def _caller_events(known: CallerSeen | None, caller: SimulatedCaller, at_ms: int) -> list[e.Event]:
    match caller.phase:
        case CallPhase.WAITING:
            return [joined(caller, at_ms)]
        case CallPhase.MOVING:
            events: list[e.Event] = [] if known else [joined(caller, at_ms)]
            return [*events, moving(caller, at_ms)]
        case CallPhase.LEAVING:
            events = [] if known else [joined(caller, at_ms)]
            return [*events, e.CallerLeaving(at_ms=at_ms, call_id=caller.id)]
        case CallPhase.UNKNOWN:
            return []
        case CallPhase.TALKING | CallPhase.HELD:
            return _talking_events(known, caller, at_ms)


def _talking_events(known: CallerSeen | None, caller: SimulatedCaller, at_ms: int) -> list[e.Event]:
    agent = caller.agent
    if agent is None or agent.talk is None:
        return []
    events: list[e.Event] = []
    if known is None:
        found = e.CallFound(
            at_ms=at_ms,
            call_id=caller.id,
            queue_id=caller.line.id,
            agent_id=agent.id,
            number=caller.number,
            since_ms=agent.talk.began_ms,
            name=caller.name,
        )
        events.append(found)
    elif known.agent_id != agent.id:
        events.append(e.CallAnswered(at_ms=at_ms, call_id=caller.id, agent_id=agent.id))
    elif known.phase is CallPhase.HELD:
        return [e.CallResumed(at_ms=at_ms, call_id=caller.id)]
    if caller.phase is CallPhase.HELD:
        events.append(e.CallHeld(at_ms=at_ms, call_id=caller.id))
    return events
