"""Which action of AMI does which of a supervisor's commands.

Channel names go to the PBX only as the PBX itself told them, and whole: `Hangup` takes ``/…/`` as a pattern.
"""

from collections.abc import Mapping
from typing import Final

from wallboard.domain.actions.commands import Command, Reason, name_of
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.commands.monitoring import CHANGING_MODE, STARTING, STOPPING
from wallboard.pbx.asterisk.commands.moves import MOVING
from wallboard.pbx.asterisk.commands.translation import Right, Translation

TRANSLATIONS: Final[Mapping[type[Command], Translation]] = {
    MoveCallToAgent: MOVING,
    MoveCallToQueue: MOVING,
    StartMonitor: STARTING,
    SetMonitorMode: CHANGING_MODE,
    StopMonitor: STOPPING,
}
"""All that an Asterisk can do for a supervisor."""


def translation_of(command: Command) -> Translation:
    """How ``command`` is done; `PbxRefused` if an Asterisk cannot do that."""
    translation = TRANSLATIONS.get(type(command))
    if translation is None:
        raise PbxRefused(f"An Asterisk cannot do {name_of(type(command))}.", Reason.NOT_POSSIBLE)
    return translation


def rights() -> list[Right]:
    """What the AMI user must be allowed to send for all of it, each class of ``write =`` once."""
    by_class: dict[str, Right] = {}
    for right in dict.fromkeys(one.right for one in TRANSLATIONS.values()):
        known = by_class.get(right.write_class)
        by_class[right.write_class] = right if known is None else known.joined(right)
    return list(by_class.values())
