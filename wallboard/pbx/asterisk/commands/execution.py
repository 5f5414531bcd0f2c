"""Maps a supervisor's commands to actions of AMI.

Channel names are sent to the PBX only as it reported them, and whole: `Hangup` takes ``/…/`` as a pattern.
"""

from collections.abc import Mapping
from typing import Final

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.commands.monitoring import CHANGING_MODE, STARTING, STOPPING
from wallboard.pbx.asterisk.commands.moves import MOVING
from wallboard.pbx.asterisk.commands.translation import Right, Translation
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action

_REASON_MOST = 79
"""The bytes of a pause reason that Asterisk stores, and the separators in its records, which are not allowed."""
_REPLACED: Final = str.maketrans({"|": "/", ";": ","})


def pause(state: PbxState, command: PauseAgent | UnpauseAgent, *_: object) -> list[Action]:
    """Pauses or unpauses the agent's interface; it may have one in some queues and another in others."""
    person = state.people.get(command.agent_id)
    if person is None:
        raise PbxRefused(f"The PBX has no agent at {command.agent_id}.", Reason.AGENT_UNKNOWN)
    members = {(queue, member.interface) for queue, member in person.members.items()} | set(person.doubles)
    interfaces = {interface for queue, interface in members if command.queue_id in (None, queue)}
    if not interfaces:
        raise PbxRefused("The agent is not a member of this queue.", Reason.AGENT_NOT_IN_QUEUE)
    headers = [("Paused", "true" if isinstance(command, PauseAgent) else "false")]
    if command.queue_id is not None:
        headers.append(("Queue", command.queue_id))
    if isinstance(command, PauseAgent):
        reason = command.reason.translate(_REPLACED).encode()[:_REASON_MOST].decode(errors="ignore")
        headers.append(("Reason", reason))
    return [Action("QueuePause", (("Interface", interface), *headers)) for interface in sorted(interfaces)]


_PAUSING: Final = Translation(
    right=Right(write_class="agent", actions=("QueuePause",), loss="no agent can be paused"), act=pause
)

TRANSLATIONS: Final[Mapping[type[Command], Translation]] = {
    MoveCallToAgent: MOVING,
    MoveCallToQueue: MOVING,
    StartMonitor: STARTING,
    SetMonitorMode: CHANGING_MODE,
    StopMonitor: STOPPING,
    PauseAgent: _PAUSING,
    UnpauseAgent: _PAUSING,
}
"""All actions of an Asterisk."""


def translation_of(command: Command) -> Translation:
    """Returns the translation of ``command``; `PbxRefused` if an Asterisk cannot do it."""
    translation = TRANSLATIONS.get(type(command))
    if translation is None:
        raise PbxRefused(f"An Asterisk cannot do {name_of(type(command))}.", Reason.NOT_POSSIBLE)
    return translation


def rights() -> list[Right]:
    """Returns what the AMI user must be allowed to send for all of it, each class of ``write =`` once."""
    by_class: dict[str, Right] = {}
    for right in dict.fromkeys(one.right for one in TRANSLATIONS.values()):
        known = by_class.get(right.write_class)
        by_class[right.write_class] = right if known is None else known.joined(right)
    return list(by_class.values())
