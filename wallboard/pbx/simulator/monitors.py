"""Supervisors who listen, whisper or barge: rung at their extension, out when the agent's call ends."""

from dataclasses import dataclass

from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.centre.events import MonitorEnded, MonitorModeChanged, MonitorStarted
from wallboard.domain.centre.state import Activity, Direction, MonitorMode
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CommandId
from wallboard.pbx.simulator.timetable import Timer
from wallboard.pbx.simulator.world import SimulatedAgent, World

_RINGS_S = 1.5
_TONE_S = 0.15


@dataclass(slots=True)
class Tap:
    """One supervisor's leg, first ringing (``timer``), then in the agent's call."""

    id: CommandId
    agent_id: AgentId
    extension: str
    mode: MonitorMode
    begun_by: str
    timer: Timer
    started: bool = False


class Monitors:
    """All supervisors' legs.

    Attributes:
        taps: those that ring or run now.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.taps: dict[CommandId, Tap] = {}

    def start(self, command: StartMonitor, owner: str) -> None:
        """Ring the extension of ``owner``."""
        agent = self._world.agents.get(command.agent_id)
        in_call = agent is not None and agent.activity in (Activity.TALKING, Activity.HOLD)
        if agent is None or not in_call or agent.direction is not Direction.QUEUE:
            raise PbxRefused("No such call")
        if any(tap.extension == command.extension for tap in self.taps.values()):
            raise PbxRefused("Extension is busy")
        timer = self._world.timetable.after(_RINGS_S, lambda: self._connect(tap))
        tap = Tap(command.id, command.agent_id, command.extension, command.mode, owner, timer)
        self.taps[tap.id] = tap

    def _connect(self, tap: Tap) -> None:
        tap.started = True
        self._world.emit(started(tap, self._world.now_ms))

    def set_mode(self, command: SetMonitorMode) -> None:
        """Send the supervisor's leg the tone that changes its mode."""
        tap = self._running(command.monitor_id)
        self._world.timetable.after(_TONE_S, lambda: self._change(tap, command.mode))

    def _change(self, tap: Tap, mode: MonitorMode) -> None:
        if tap.id in self.taps:
            tap.mode = mode
            self._world.emit(MonitorModeChanged(at_ms=self._world.now_ms, monitor_id=tap.id, mode=mode))

    def stop(self, command: StopMonitor) -> None:
        """Hang the supervisor's leg up."""
        tap = self._running(command.monitor_id)
        self._world.timetable.after(_TONE_S, lambda: self._end(tap, ""))

    def _running(self, monitor_id: CommandId) -> Tap:
        tap = self.taps.get(monitor_id)
        if tap is None or not tap.started:
            raise PbxRefused("No such call")
        return tap

    def call_over(self, agent: SimulatedAgent) -> None:
        """The agent's part of the call ended, and the monitoring with it."""
        for tap in [tap for tap in self.taps.values() if tap.agent_id == agent.id]:
            self._end(tap, "" if tap.started else "The call ended before the extension answered")

    def _end(self, tap: Tap, reason: str) -> None:
        if self.taps.pop(tap.id, None) is not None:
            tap.timer.cancel()
            self._world.emit(MonitorEnded(at_ms=self._world.now_ms, monitor_id=tap.id, reason=reason))


def started(tap: Tap, at_ms: int) -> MonitorStarted:
    """That the supervisor is in the call, in the mode of now."""
    return MonitorStarted(
        at_ms=at_ms,
        monitor_id=tap.id,
        agent_id=tap.agent_id,
        extension=tap.extension,
        mode=tap.mode,
        begun_by=tap.begun_by,
    )
