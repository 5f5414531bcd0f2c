"""Supervisors in agents' calls: begun, gone over to another mode, ended; only ever as the PBX confirms it."""

from typing import Final

from wallboard.domain.events import MonitorEnded, MonitorModeChanged, MonitorStarted
from wallboard.domain.state import MonitorMode
from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.floor import Floor
from wallboard.pbx.asterisk.model import UP, Monitoring

MODE_KEYS: Final = {MonitorMode.LISTEN: "4", MonitorMode.WHISPER: "5", MonitorMode.BARGE: "6"}
"""What ChanSpy's option ``d`` takes from the supervisor's channel, pressed or played by us."""
_MODE_OF_KEY: Final = {key: mode for mode, key in MODE_KEYS.items()}


def chan_spy_start(floor: Floor, message: Message) -> None:
    """The supervisor hears the agent's call."""
    monitoring = floor.monitors.get(message.get("SpyerUniqueid"))
    if monitoring is None or monitoring.started:
        return
    monitoring.started = True
    monitoring.channel = message.get("SpyerChannel")
    event = MonitorStarted(
        at_ms=floor.now_ms,
        monitor_id=monitoring.id,
        agent_id=monitoring.agent,
        extension=monitoring.extension,
        mode=monitoring.mode,
    )
    floor.tell(event)


def chan_spy_stop(floor: Floor, message: Message) -> None:
    """The supervisor hears the agent's call no longer."""
    end(floor, message.get("SpyerUniqueid"))


def dtmf_end(floor: Floor, message: Message) -> None:
    """ChanSpy read a key: of ours or of the supervisor's own phone, the mode is what it says."""
    monitoring = floor.monitors.get(message.get("Uniqueid"))
    mode = _MODE_OF_KEY.get(message.get("Digit"))
    if monitoring is None or mode is None or not monitoring.started or monitoring.mode is mode:
        return
    if message.get("Direction") != "Received":
        return
    monitoring.mode = mode
    floor.tell(MonitorModeChanged(at_ms=floor.now_ms, monitor_id=monitoring.id, mode=mode))


def originate_response(floor: Floor, message: Message) -> None:
    """The supervisor's phone answered, or did not; our originates carry the new channel's id as action id."""
    if message.get("Response") == "Failure":
        end(floor, message.get("ActionID"))


def end(floor: Floor, channel_id: str, reason: str = "") -> None:
    """The supervisor's channel is gone; one that never came into the call is told why."""
    monitoring: Monitoring | None = floor.monitors.pop(channel_id, None)
    if monitoring is None:
        return
    if not monitoring.started and not reason:
        answered = floor.channels.get(channel_id)
        if answered is not None and answered.state == UP:
            reason = "The agent's call was over before the supervisor's phone answered."
        else:
            reason = f"The phone at extension {monitoring.extension} did not answer."
    floor.tell(MonitorEnded(at_ms=floor.now_ms, monitor_id=monitoring.id, reason=reason))
