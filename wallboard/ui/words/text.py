"""Words and numbers for people: one for each member of the closed sets, durations, percentages.

Sentences about commands are in `sentences`. Below the user interface there are only numbers and members.
"""

import math
from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication, QLocale

from wallboard.domain.actions.commands import Progress
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.ids import key_of, source_of
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Pbxs

NO_DATA = "–"

_MOST_BY_NAME = 2**31 - 1
"""Qt counts with 32 bits where plural forms are chosen."""

_LONGEST_MS = 999_999 * 3_600_000
_MOST = 10**15
"""More than any centre has; a faulty gateway may send more, and its board must still be painted."""

translate = QCoreApplication.translate


def tr(words: str, note: str = "", n: int = -1) -> str:
    """Returns ``words`` in the user's language, in the plural form of ``n``, which replaces ``%Ln``.

    ``note`` is for translators. Call it as ``text.tr``: lupdate takes the context from there, and sees plural
    forms, which it does not at `translate`.
    """
    return translate("text", words, note, min(max(n, -1), _MOST_BY_NAME))


@cache
def _states() -> Mapping[AgentState, str]:
    return {
        AgentState.READY: translate("text", "Ready"),
        AgentState.RINGING: translate("text", "Ringing"),
        AgentState.TALKING: translate("text", "Talking"),
        AgentState.HOLD: translate("text", "On hold"),
        AgentState.BUSY: translate("text", "Own call"),
        AgentState.BUSY_UNKNOWN: translate("text", "Busy (unknown)"),
        AgentState.WRAP_UP: translate("text", "Wrap-up"),
        AgentState.COOL_DOWN: translate("text", "Cool-down", "after a call that the agent refused or missed"),
        AgentState.ON_DEMAND: translate("text", "On demand", "an agent who has to ask for the next call"),
        AgentState.PAUSED: translate("text", "Paused"),
        AgentState.DO_NOT_DISTURB: translate("text", "Do not disturb"),
        AgentState.UNREACHABLE: translate("text", "Unreachable"),
        AgentState.LOGGED_OUT: translate("text", "Logged out"),
        AgentState.UNKNOWN: translate("text", "Unknown state: update Wallboard"),
    }


@cache
def _short_states() -> Mapping[AgentState, str]:
    return {
        AgentState.HOLD: translate("text", "On hold", "as short as can be"),
        AgentState.BUSY: translate("text", "Own call", "as short as can be"),
        AgentState.UNREACHABLE: translate("text", "Unreachable", "as short as can be"),
        AgentState.COOL_DOWN: translate("text", "Cool-down", "as short as can be: after a missed call"),
        AgentState.ON_DEMAND: translate("text", "On demand", "as short as can be: has to ask for the next call"),
        AgentState.BUSY_UNKNOWN: translate("text", "Busy (?)"),
        AgentState.DO_NOT_DISTURB: translate("text", "DND"),
        AgentState.UNKNOWN: translate(
            "text", "Unknown", "as short as can be: a state that this version does not have"
        ),
    }


@cache
def _progress() -> Mapping[Progress, str]:
    return {
        Progress.ACCEPTED: translate("text", "requested"),
        Progress.SENT: translate("text", "in progress"),
        Progress.RINGING: translate("text", "ringing"),
        Progress.UNKNOWN: translate("text", "in progress"),
    }


@cache
def _formulas() -> Mapping[Formula, str]:
    return {
        Formula.ANSWERED: translate("text", "of answered"),
        Formula.OFFERED: translate("text", "of offered"),
        Formula.ABANDONS_POSITIVE: translate("text", "incl. early"),
        Formula.ABANDONS_IGNORED: translate("text", "excl. early"),
        Formula.SHORT_ABANDONS_IGNORED: translate("text", "excl. short"),
        Formula.UNKNOWN: translate("text", "unknown formula"),
    }


@cache
def _formula_meanings() -> Mapping[Formula, str]:
    return {
        Formula.ANSWERED: translate("text", "Answered in time, out of answered only"),
        Formula.OFFERED: translate("text", "Answered in time, out of all answered, abandoned or late"),
        Formula.ABANDONS_POSITIVE: translate(
            "text", "The same, with abandons within the threshold counted as answered in time"
        ),
        Formula.ABANDONS_IGNORED: translate("text", "The same, without abandons within the threshold"),
        Formula.SHORT_ABANDONS_IGNORED: translate("text", "The same, without short abandons only"),
        Formula.UNKNOWN: translate("text", "Unknown formula: update Wallboard"),
    }


@cache
def _windows() -> Mapping[Window, str]:
    return {
        Window.INTERVAL: translate("text", "this interval"),
        Window.TODAY: translate("text", "today"),
        Window.ROLLING_30: translate("text", "last 30 minutes"),
    }


@cache
def _modes() -> Mapping[MonitorMode, str]:
    return {
        MonitorMode.LISTEN: translate("text", "Listen"),
        MonitorMode.WHISPER: translate("text", "Whisper"),
        MonitorMode.BARGE: translate("text", "Barge in"),
        MonitorMode.UNKNOWN: translate("text", "Unknown mode: update Wallboard"),
    }


@cache
def _monitored() -> Mapping[MonitorMode, str]:
    return {
        MonitorMode.LISTEN: translate("text", "Monitored"),
        MonitorMode.WHISPER: translate("text", "Whispered to"),
        MonitorMode.BARGE: translate("text", "Barged in"),
        MonitorMode.UNKNOWN: translate("text", "In the call, mode unknown"),
    }


@cache
def _phases() -> Mapping[CallPhase, str]:
    return {
        CallPhase.WAITING: translate("text", "waiting"),
        CallPhase.LEAVING: translate("text", "leaving the queue"),
        CallPhase.MOVING: translate("text", "in progress"),
        CallPhase.TALKING: translate("text", "talking"),
        CallPhase.HELD: translate("text", "on hold"),
        CallPhase.UNKNOWN: translate("text", "unknown state: update Wallboard"),
    }


def not_understood() -> str:
    """Returns the text for data of a newer gateway that this program cannot decode."""
    return state_word(AgentState.UNKNOWN)


def state_word(state: AgentState) -> str:
    """Returns the text of an agent's state, one or two words."""
    return _states()[state]


def short_state_word(state: AgentState) -> str:
    """Returns the field's shortest term for an agent's state."""
    return _short_states().get(state) or state_word(state)


def progress_word(progress: Progress) -> str:
    """Returns the progress of a command."""
    return _progress()[progress]


def formula_name(formula: Formula) -> str:
    """Returns the short name of a formula of service level, to stand beside its figure."""
    return _formulas()[formula]


def formula_meaning(formula: Formula) -> str:
    """Returns what a formula of service level counts."""
    return _formula_meanings()[formula]


def window_name(window: Window) -> str:
    """Returns the time that a figure stands for."""
    return _windows()[window]


def mode_name(mode: MonitorMode) -> str:
    """Returns the menu's text of a monitoring mode."""
    return _modes()[mode]


def monitored_word(mode: MonitorMode) -> str:
    """Returns what a supervisor does in an agent's call, as said of the agent."""
    return _monitored()[mode]


def phase_word(phase: CallPhase) -> str:
    """Returns where a caller is."""
    return _phases()[phase]


def goal_name(goal: Goal) -> str:
    """Returns a goal as the field writes it: ``80/20`` is 80 % answered within 20 s."""
    return f"{number(goal.target_pct)}/{number(goal.threshold_s)}"


def _within(value: float, most: float, least: float = 0) -> float:
    """Returns the value limited to the displayable range; ``least`` for what is not a number."""
    return min(value, most) if value > least else least


def clock(elapsed_ms: float) -> str:
    """Returns elapsed milliseconds as ``m:ss``, from one hour on ``h:mm:ss``; what has not begun is ``0:00``."""
    seconds = int(_within(elapsed_ms, _LONGEST_MS) // 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def duration(length_s: float | None) -> str:
    """Formats seconds as a clock, rounded; a dash where there is no data."""
    return NO_DATA if length_s is None else clock(round(_within(length_s, _LONGEST_MS / 1000)) * 1000)


def queue_name(queue: QueueRow) -> str:
    """Returns a queue's or group's name; the default one of all queues where none is configured."""
    return queue.name or translate("queues", "All queues")


def pbxs_connected(pbxs: Pbxs) -> str:
    """Returns of how many PBXs a group's figures are, in two or three words."""
    return translate("text", "{connected} of {all} PBXs").format(connected=pbxs.connected, all=pbxs.all)


def with_id(name: str, id_: str) -> str:
    """Returns a queue's name, with the PBX's own behind it if that differs."""
    key = key_of(id_)
    shown = name.removesuffix(f" ({source_of(id_)})")  # as one of several PBXs' queues of this name is told apart
    if shown.casefold() == key.casefold() or name.endswith((f"({key})", f"({id_})")):
        return name
    return f"{shown} ({key if shown == name else id_})"


def stopped(words: str) -> str:
    """Returns ``words`` with a full stop at their end, unless they have one or are empty."""
    return words if not words or words.endswith((".", "!", "?", "…")) else f"{words}."


def percent(value_pct: float | None, decimals: int = 1) -> str:
    """Formats a percentage with the decimals of the user's country; a dash where there is no data."""
    if value_pct is None:
        return NO_DATA
    return translate("text", "{number}%").format(number=QLocale().toString(float(value_pct), "f", decimals))


def service_level(value_pct: float | None, target_pct: float, decimals: int = 1) -> str:
    """Returns a service level as a percentage; one below its target is never rounded up to it."""
    return percent(None if value_pct is None else short_of(value_pct, target_pct, decimals), decimals)


def short_of(value_pct: float, target_pct: float, decimals: int = 1) -> float:
    """Returns the value, or the highest that is shown below the target where rounding would lift it to that."""
    steps = 10**decimals
    is_lifted = value_pct < target_pct <= round(value_pct, decimals)
    return math.floor(value_pct * steps) / steps if is_lifted else value_pct


def count(many: int) -> str:
    """Returns a count with the user's thousands separators."""
    return QLocale().toString(int(_within(many, _MOST, -_MOST)))


def number(value: float) -> str:
    """Returns a number with as many decimals as it has, as the user's country writes them."""
    return QLocale().toString(float(value), "g", 6)
