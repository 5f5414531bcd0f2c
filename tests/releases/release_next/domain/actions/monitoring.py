"""Monitoring an agent's call: start in a mode (listen, whisper, barge), change the mode, stop."""

import re
from typing import Annotated, ClassVar

from tests.releases.release_next.domain.actions.centre import Centre
from tests.releases.release_next.domain.actions.commands import (
    About,
    AgentName,
    Command,
    Lock,
    MonitorName,
    NameLimit,
    Observation,
    Outcome,
    Progress,
    Reason,
    Result,
)
from tests.releases.release_next.domain.actions.grant import AccessRight, Grant
from tests.releases.release_next.domain.centre import events as e
from tests.releases.release_next.domain.centre.state import Activity, MonitorMode
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key

EXTENSION = r"\A[0-9A-Za-z_+*#.-]{1,32}(@[0-9A-Za-z](?:[0-9A-Za-z.-]{0,126}[0-9A-Za-z])?)?\Z"
"""Pattern of what a phone can dial: an extension, and after an @ its domain on a PBX with several."""
EXTENSION_MOST = 161
"""The length of the longest extension."""
_EXTENSION = re.compile(EXTENSION)


class StartMonitor(Command, frozen=True, kw_only=True, tag="start_monitor"):
    """Ring the supervisor's own ``extension`` and connect it to the agent's call in this mode."""

    agent_id: AgentName
    extension: Annotated[str, NameLimit]
    mode: MonitorMode

    def _refusal(self, centre: Centre) -> Reason | None:
        if not is_extension(self.extension):
            return Reason.EXTENSION_INVALID
        if self.agent_id not in centre.agents:
            return Reason.AGENT_UNKNOWN
        if monitored_call(centre, self.agent_id) is None:
            return Reason.AGENT_NOT_IN_CALL
        if any(monitor.extension == self.extension for monitor in centre.monitors.values()):
            return Reason.ALREADY_MONITORING
        return None

    def refusal_to(self, grant: Grant, centre: Centre) -> Reason | None:
        """Refuses a phone that is not the supervisor's own."""
        not_own = None if grant.may_ring(self.extension) else Reason.EXTENSION_NOT_YOURS
        return super().refusal_to(grant, centre) or not_own

    def detail(self, reason: Reason) -> str:
        """The setting of the gateway's configuration that would permit it."""
        return f'extensions = ["{self.extension[:EXTENSION_MOST]}"]' if reason is Reason.EXTENSION_NOT_YOURS else ""

    def about(self) -> About:
        return About(subject=Key("agent", self.agent_id))

    def locks(self) -> list[tuple[Lock, Reason]]:
        return [(("extension", self.extension), Reason.ALREADY_MONITORING)]

    def outcome(self, seen: Observation) -> Result | Progress | None:
        match seen.event:
            case e.MonitorStarted(monitor_id=self.id):
                return self.confirmed()
            case e.MonitorEnded(monitor_id=self.id, reason=reason):
                return self.ended(Outcome.FAILED, Reason.EXTENSION_NO_ANSWER, reason)
            case _:
                return None

    def is_done(self, centre: Centre) -> bool:
        return self.id in centre.monitors

    def monitoring(self) -> CommandId | None:
        return self.id

    def goes_on(self, centre: Centre) -> bool | None:
        return _has_mode(centre, self.id, self.mode)


class _Running(Command, frozen=True, kw_only=True):
    """A command about a running monitoring."""

    monitor_id: MonitorName

    def refusal_to(self, grant: Grant, centre: Centre) -> Reason | None:
        """Refuses a monitoring that another person began; its owner may use any session."""
        if (reason := super().refusal_to(grant, centre)) is not None:
            return reason
        monitor = centre.monitors.get(self.monitor_id)
        return None if monitor is not None and monitor.begun_by == grant.person else Reason.NOT_YOURS

    def about(self) -> About:
        return About(subject=Key("monitor", self.monitor_id))

    def locks(self) -> list[tuple[Lock, Reason]]:
        return [(("monitor", self.monitor_id), Reason.CALL_BUSY)]

    def monitoring(self) -> CommandId | None:
        return self.monitor_id


class SetMonitorMode(_Running, frozen=True, kw_only=True, tag="set_monitor_mode"):
    """Change the mode of a running monitoring."""

    mode: MonitorMode

    def _refusal(self, centre: Centre) -> Reason | None:
        monitor = centre.monitors.get(self.monitor_id)
        if monitor is None:
            return Reason.MONITOR_GONE
        return Reason.SAME_MODE if monitor.mode is self.mode else None

    def outcome(self, seen: Observation) -> Result | Progress | None:
        match seen.event:
            case e.MonitorModeChanged(monitor_id=self.monitor_id, mode=self.mode):
                return self.confirmed()
            case e.MonitorEnded(monitor_id=self.monitor_id):
                return self.ended(Outcome.FAILED, Reason.MONITOR_GONE)
            case _:
                return None

    def is_done(self, centre: Centre) -> bool:
        return _has_mode(centre, self.monitor_id, self.mode)

    def goes_on(self, centre: Centre) -> bool | None:
        return self.is_done(centre)


class StopMonitor(_Running, frozen=True, kw_only=True, tag="stop_monitor"):
    """Leave the agent's call."""

    always_possible: ClassVar[bool] = True

    def _refusal(self, centre: Centre) -> Reason | None:
        return None if self.monitor_id in centre.monitors else Reason.MONITOR_GONE

    def refusal_to(self, grant: Grant, centre: Centre) -> Reason | None:
        """Permits an administrator to end any monitoring."""
        return None if grant.may(AccessRight.ADMINISTER) else super().refusal_to(grant, centre)

    def outcome(self, seen: Observation) -> Result | Progress | None:
        match seen.event:
            case e.MonitorEnded(monitor_id=self.monitor_id):
                return self.confirmed()
            case _:
                return None

    def is_done(self, centre: Centre) -> bool:
        return self.monitor_id not in centre.monitors


def is_extension(text: str) -> bool:
    """Whether ``text`` is a valid extension of a supervisor, with or without its domain."""
    return _EXTENSION.fullmatch(text) is not None


def domain_of(extension: str) -> str:
    """The domain of an extension; empty where it has none."""
    return extension.partition("@")[2]


def monitored_call(centre: Centre, agent_id: AgentId) -> CallId | None:
    """The queue call that ``agent_id`` talks in now, if any."""
    agent = centre.agents.get(agent_id)
    if agent is None or agent.activity not in (Activity.TALKING, Activity.HOLD):
        return None
    return agent.call_id


def _has_mode(centre: Centre, monitor_id: CommandId, mode: MonitorMode) -> bool:
    monitor = centre.monitors.get(monitor_id)
    return monitor is not None and monitor.mode is mode


ACTIONS: tuple[type[Command], ...] = (StartMonitor, SetMonitorMode, StopMonitor)
