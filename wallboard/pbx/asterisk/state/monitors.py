"""Supervisors in agents' calls: started, mode changed, ended; only ever as the PBX confirms it.

Who began a monitoring is in variables of its own channel, whose id is that of the command: a restarted gateway
finds both there.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Final

from wallboard.domain.centre.events import MonitorEnded, MonitorModeChanged, MonitorStarted
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.pbx.asterisk.state.model import UP, Inquiry, Monitoring
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage

MODE_KEYS: Final = {MonitorMode.LISTEN: "4", MonitorMode.WHISPER: "5", MonitorMode.BARGE: "6"}
"""The keys that ChanSpy's option ``d`` accepts on the supervisor's channel, pressed or sent by the gateway."""
_MODE_OF_KEY: Final = {key: mode for mode, key in MODE_KEYS.items()}

_OPTIONS: Final = {MonitorMode.LISTEN: "", MonitorMode.WHISPER: "w", MonitorMode.BARGE: "B"}
"""ChanSpy's initial mode; the channel's variable has the current one, too."""
_PREFIX: Final = "wbc-"
"""Prefix of the ids of supervisors' channels; other actions have other ones: clients cannot name those."""
_OWNER: Final = "WB_OWNER"
_AGENT: Final = "WB_AGENT"
_MODE: Final = "WB_SPYMODE"
VARIABLES: Final = (_OWNER, _AGENT, _MODE)
"""The variables that a supervisor's channel keeps."""


def spy_id(command_id: CommandId) -> str:
    """Returns the id of the channel of the monitoring that this command begins."""
    return f"{_PREFIX}{command_id}"


def _far_half(channel_id: str) -> str:
    """Returns the id of the half of a supervisor's channel that has the phone."""
    return f"{channel_id};2"


def is_spy(row: AmiMessage) -> bool:
    """Whether a listed channel is the half of a supervisor's that hears the agent, or will."""
    channel_id = row.get("Uniqueid")
    return channel_id.startswith(_PREFIX) and not channel_id.endswith(";2")


def kept(monitoring: Monitoring) -> dict[str, str]:
    """Returns the variables of a supervisor's channel; texts in hexadecimal digits, which no parser splits."""
    return {
        _OWNER: _hexadecimal(monitoring.begun_by),
        _AGENT: _hexadecimal(monitoring.agent),
        _MODE: _OPTIONS[monitoring.mode],
    }


def press(channel: str, mode: MonitorMode) -> Action:
    """Returns the action that switches ChanSpy on ``channel`` to ``mode``."""
    return Action("PlayDTMF", (("Channel", channel), ("Digit", MODE_KEYS[mode]), ("Receive", "true")))


def take_over(pbx_state: PbxState, rows: Iterable[AmiMessage], variables: Mapping[str, Mapping[str, str]]) -> None:
    """Rebuilds all monitorings from the list of channels and their variables; missing ones have ended.

    ChanSpy continues for a while after the supervisor's phone is gone, up to the end of the agent's call: its
    channel without the half that has the phone is not a monitoring.
    """
    by_id = {row.get("Uniqueid"): row for row in rows}
    spies = {id_: row for id_, row in by_id.items() if is_spy(row) and _far_half(id_) in by_id}
    for channel_id in [channel_id for channel_id in pbx_state.monitors if channel_id not in spies]:
        end(pbx_state, channel_id, "The supervisor's phone had left the call when the PBX reconnected.")
    for channel_id, row in spies.items():
        monitoring = pbx_state.monitors.get(channel_id) or _found(pbx_state, row, variables.get(channel_id, {}))
        monitoring.channel = row.get("Channel")
        pbx_state.monitors[channel_id] = monitoring
        if row.get("Application") != "ChanSpy":
            continue
        _start(pbx_state, monitoring, pbx_state.channels[channel_id].since_ms)
        # a key that the supervisor pressed meanwhile was not observed: the mode is set to what the board shows
        pbx_state.inquiries.append(Inquiry(press(monitoring.channel, monitoring.mode), _unheeded))


def _found(pbx_state: PbxState, row: AmiMessage, values: Mapping[str, str]) -> Monitoring:
    channel_id, name = row.get("Uniqueid"), row.get("Channel")
    agent = AgentId(_text(values.get(_AGENT, "")))
    if agent not in pbx_state.people:
        spied = pbx_state.named(row.get("ApplicationData").partition(",")[0])
        agent = (spied.agent if spied is not None else None) or agent
    extension = name.partition("/")[2].rpartition("@")[0]
    mode = next((mode for mode, option in _OPTIONS.items() if option == values.get(_MODE)), MonitorMode.LISTEN)
    command_id = CommandId(channel_id.removeprefix(_PREFIX))
    return Monitoring(command_id, agent, extension, mode, _text(values.get(_OWNER, "")))


def _hexadecimal(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").hex()


def _text(digits: str) -> str:
    """Decodes hexadecimal digits; empty where they are foreign."""
    with suppress(ValueError):
        return bytes.fromhex(digits).decode("utf-8", "surrogateescape")
    return ""


def _unheeded(_messages: list[AmiMessage]) -> None:
    """Ignores a response: the events report the result."""


def _start(pbx_state: PbxState, monitoring: Monitoring, since_ms: int) -> None:
    if monitoring.started:
        return
    monitoring.started = True
    event = MonitorStarted(
        at_ms=pbx_state.now_ms,
        monitor_id=monitoring.id,
        agent_id=monitoring.agent,
        extension=monitoring.extension,
        mode=monitoring.mode,
        begun_by=monitoring.begun_by,
        since_ms=since_ms,
    )
    pbx_state.emit(event)


def chan_spy_start(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles the start of monitoring."""
    monitoring = pbx_state.monitors.get(message.get("SpyerUniqueid"))
    if monitoring is not None and not monitoring.started:
        monitoring.channel = message.get("SpyerChannel")
        _start(pbx_state, monitoring, pbx_state.now_ms)


def chan_spy_stop(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles the end of monitoring."""
    end(pbx_state, message.get("SpyerUniqueid"))


def dtmf_end(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles a key that ChanSpy read, from the gateway or the supervisor's own phone: it sets the mode."""
    monitoring = pbx_state.monitors.get(message.get("Uniqueid"))
    mode = _MODE_OF_KEY.get(message.get("Digit"))
    if monitoring is None or mode is None or not monitoring.started or monitoring.mode is mode:
        return
    if message.get("Direction") != "Received":
        return
    monitoring.mode = mode
    keep = Action("Setvar", (("Channel", monitoring.channel), ("Variable", _MODE), ("Value", _OPTIONS[mode])))
    pbx_state.inquiries.append(Inquiry(keep, _unheeded))
    pbx_state.emit(MonitorModeChanged(at_ms=pbx_state.now_ms, monitor_id=monitoring.id, mode=mode))


def originate_response(pbx_state: PbxState, message: AmiMessage) -> None:
    """Handles the result of ringing the supervisor's phone; the action id is that of the new channel."""
    if message.get("Response") == "Failure":
        end(pbx_state, message.get("ActionID"))


def end(pbx_state: PbxState, channel_id: str, reason: str = "") -> None:
    """Ends a monitoring whose channel is gone; the reason is given where it never joined the call."""
    monitoring: Monitoring | None = pbx_state.monitors.pop(channel_id, None)
    if monitoring is None:
        return
    if not monitoring.started and not reason:
        answered = pbx_state.channels.get(channel_id)
        if answered is not None and answered.state == UP:
            reason = "The agent's call was over before the supervisor's phone answered."
        else:
            reason = f"The phone at extension {monitoring.extension} did not answer."
    pbx_state.emit(MonitorEnded(at_ms=pbx_state.now_ms, monitor_id=monitoring.id, reason=reason))
