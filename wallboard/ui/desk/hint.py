"""The line at the foot of the desk while nothing else is to be said: what can be done, with which gesture."""

from collections.abc import Container, Iterable

from PySide6.QtCore import QCoreApplication

from wallboard.domain.actions.commands import Command, name_of
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent
from wallboard.domain.centre.state import Source
from wallboard.present.frame import BoardFrame

translate = QCoreApplication.translate

_GESTURED: tuple[type[Command], ...] = (MoveCallToAgent, MoveCallToQueue, StartMonitor, PauseAgent)
"""The actions with a gesture in the hint; without a report from any PBX all are named."""


def hint(frame: BoardFrame) -> str:
    """Returns the hint about what can be done; empty before there is anything to do it with."""
    if not frame.grant.may(AccessRight.COMMAND):
        watching = translate("notices", "View only. Supervisors can move and monitor calls.")
        return watching if frame.freshness.is_live else ""
    if frame.freshness.is_live:
        return _gestures(frame.centre.sources.values())
    later = translate("notices", "You can move and monitor calls again once the figures are live.")
    return later if frame.freshness.since_ms else ""


def _gestures(sources: Iterable[Source]) -> str:
    """Returns the gestures for what at least one PBX can do, and the PBXs that can do nothing."""
    told = [source for source in sources if source.kind]  # one without a kind has not reported its actions yet
    if told and not any(source.actions for source in told):
        return translate("notices", "View only. Calls cannot be moved or monitored here.")
    can = {action for source in told for action in source.actions} if told else set(map(name_of, _GESTURED))
    words = [*_moving(can), *_menu(can)]
    if unable := sorted(source.id for source in told if not source.actions):
        words.append(translate("notices", "View only: {pbxs}.").format(pbxs=", ".join(unable)))
    return " ".join(words)


def _moving(can: Container[str]) -> list[str]:
    """Returns the gestures that move a caller, if the actions ``can`` be done."""
    if all(name_of(kind) not in can for kind in (MoveCallToAgent, MoveCallToQueue)):
        return []
    return [translate("notices", "Drag a caller to an agent or a queue, or select a caller and press Enter.")]


def _menu(can: Container[str]) -> list[str]:
    """Returns what the menu of an agent is for, of the actions that ``can`` be done."""
    match name_of(StartMonitor) in can, name_of(PauseAgent) in can:
        case True, True:
            return [translate("notices", "Right-click an agent to listen or pause.")]
        case True, False:
            return [translate("notices", "Right-click an agent to listen.")]
        case False, True:
            return [translate("notices", "Right-click an agent to pause.")]
        case _:
            return []
