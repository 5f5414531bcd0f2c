"""Translates monitoring to AMI actions: ring the supervisor, send a key for another mode, hang up."""

from typing import Final

from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor, domain_of, is_extension
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.pbx.asterisk.commands.moves import checked_name, is_command_id, name_of
from wallboard.pbx.asterisk.commands.translation import Dialplan, Right, Translation
from wallboard.pbx.asterisk.state.model import Monitoring
from wallboard.pbx.asterisk.state.monitors import kept, press, spy_id
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action


def start(state: PbxState, command: StartMonitor, dialplan: Dialplan, owner: str) -> list[Action]:
    """Rings the phone of ``owner``, who begins the monitoring."""
    person = state.people.get(command.agent_id)
    if person is None or (talk := person.current_talk) is None:
        raise PbxRefused("The agent is in no call.", Reason.AGENT_NOT_IN_CALL)
    is_dialled = is_extension(command.extension) and not domain_of(command.extension)  # an @ would name a context
    if not is_dialled or not is_command_id(command.id):
        raise PbxRefused(f"{command.extension} cannot be dialled.", Reason.EXTENSION_INVALID)
    spyee = name_of(state, talk.leg)
    channel_id = spy_id(command.id)
    if channel_id in state.monitors or channel_id in state.channels:
        raise PbxRefused("This command was already sent.")
    monitoring = Monitoring(command.id, command.agent_id, command.extension, command.mode, owner)
    state.monitors[channel_id] = monitoring
    headers = (
        ("Channel", f"Local/{command.extension}@{dialplan.supervisor}/n"),
        ("Context", dialplan.spy),
        ("Exten", "spy"),
        ("Priority", "1"),
        ("Timeout", str((dialplan.ring_s + 5) * 1000)),
        ("CallerID", f'"Wallboard" <{command.extension}>'),
        ("Async", "true"),
        ("ChannelId", channel_id),
        ("Variable", f"WB_SPYEE={spyee}"),
        *(("Variable", f"{name}={value}") for name, value in kept(monitoring).items()),
        *((("Variable", "__WB_ANSWER=1"),) if dialplan.auto_answer else ()),
    )
    return [Action("Originate", headers, action_id=channel_id)]


def _not_started(state: PbxState, command: StartMonitor) -> None:
    state.monitors.pop(spy_id(command.id), None)


def set_mode(state: PbxState, command: SetMonitorMode, *_: object) -> list[Action]:
    """Sends the mode's key on the supervisor's channel."""
    channel = _monitoring(state, command.monitor_id).channel
    return [press(checked_name(channel), command.mode)]


def stop(state: PbxState, command: StopMonitor, *_: object) -> list[Action]:
    """Hangs up the supervisor's channel."""
    channel = _monitoring(state, command.monitor_id).channel
    far_half = state.channels.get(f"{spy_id(command.monitor_id)};2")
    if far_half is not None:
        # ChanSpy notices its own channel's hang-up only with the next sound from the supervisor's phone
        channel = far_half.name
    return [Action("Hangup", (("Channel", checked_name(channel)), ("Cause", "16")))]


def _monitoring(state: PbxState, monitor_id: CommandId) -> Monitoring:
    monitoring = state.monitors.get(spy_id(monitor_id))
    if monitoring is None or not monitoring.channel:
        raise PbxRefused("The supervisor is in no call.", Reason.MONITOR_GONE)
    return monitoring


_CHANGING: Final = Right(
    write_class="call", actions=("PlayDTMF", "Hangup"), loss="no supervisor can change the mode or leave a call"
)
STARTING: Final = Translation(
    right=Right(write_class="originate", actions=("Originate",), loss="no supervisor can listen, whisper or barge"),
    act=start,
    refused=_not_started,
)
CHANGING_MODE: Final = Translation(right=_CHANGING, act=set_mode)
STOPPING: Final = Translation(right=_CHANGING, act=stop)
