"""The texts of each figure by its id: its name, its meaning, its formula, and its levels."""

from collections.abc import Callable, Mapping
from functools import cache

from msgspec import Struct

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.ui.words import text

translate = text.translate

Counted = Callable[[int], str]


def _unsaid(_many: int) -> str:
    return ""


class Words(Struct, frozen=True, kw_only=True):
    """The words of one figure.

    ``label`` is the field's term, ``heading`` the same over a column, ``afar`` on a TV. ``basis`` says how it is
    made, ``meaning`` what it tells. ``levels`` are its levels in two words. ``of`` and ``beside`` say the counts
    beside it, in the plural forms of the count. ``decimals`` are those of a percentage.
    """

    label: str
    meaning: str
    heading: str = ""
    afar: str = ""
    basis: str = ""
    levels: Mapping[Level, str] = {}
    of: Counted = _unsaid
    beside: Counted = _unsaid
    decimals: int = 1


def words_of(figure_id: FigureId) -> Words:
    """Returns the words of a figure."""
    return _words()[figure_id]


def name_of(figure_id: FigureId) -> str:
    """Returns the field's term for a figure."""
    return words_of(figure_id).label


def heading_of(figure_id: FigureId) -> str:
    """Returns the heading of a figure's column."""
    return words_of(figure_id).heading or name_of(figure_id)


def _flowed_out(many: int) -> str:
    return text.tr("%Ln flowed out", "callers", many)


def _of_offered(many: int) -> str:
    return text.tr("of %Ln offered", "callers", many)


def _of_logged_in(many: int) -> str:
    return text.tr("of %Ln logged in", "", many)


@cache
def _words() -> Mapping[FigureId, Words]:
    return _of_callers_now() | _of_shares() | _of_counts() | _of_times() | _of_agents_time() | _of_agents()


def _of_callers_now() -> dict[FigureId, Words]:
    return {
        FigureId.WAITING: Words(
            label=text.tr("Waiting"),
            meaning=text.tr("Callers waiting in the queues now, and how many of them are past the limit."),
            levels=dict.fromkeys((Level.GOOD, Level.WARNING, Level.BAD), text.tr("in time")),
            beside=lambda many: text.tr("%Ln past limit", "callers", many),
        ),
        FigureId.LONGEST_WAIT: Words(
            label=text.tr("Longest wait"),
            heading=translate("queues", "Longest"),
            meaning=text.tr("How long the first caller in the queue has been waiting."),
            levels={
                Level.GOOD: text.tr("in time"),
                Level.WARNING: text.tr("at risk"),
                Level.BAD: text.tr("past limit"),
            },
        ),
        FigureId.ESTIMATED_WAIT: Words(
            label=text.tr("Estimated wait"),
            heading=translate("queues", "Est. wait"),
            meaning=text.tr(
                "How long a caller who comes now is likely to wait: the handle time, times the position in the "
                "queue, divided by the agents who are ready, ringing, in calls or in wrap-up. "
                "0 while an agent is free."
            ),
            basis=text.tr("AHT × position ÷ working agents"),
            beside=lambda many: text.tr("± {time}").format(time=text.duration(many)),
        ),
    }


def _of_shares() -> dict[FigureId, Words]:
    return {
        FigureId.SERVICE_LEVEL: Words(
            label=text.tr("Service level"),
            meaning=text.tr(
                "Callers answered within the threshold. A caller past it counts as missed immediately, "
                "however the call ends: “late” are those still waiting, or who flowed out after it."
            ),
            levels={
                Level.GOOD: text.tr("on target"),
                Level.WARNING: text.tr("below target"),
                Level.BAD: text.tr("below and falling"),
            },
        ),
        FigureId.ANSWERED_IN_60: Words(
            label=text.tr("Answered in 60 s"),
            heading=translate("queues", "In 60 s"),
            meaning=text.tr(
                "Callers answered within 60 seconds, out of all who left the queue: answered, abandoned or flowed "
                "out. The threshold of the service level does not matter here."
            ),
            basis=text.tr("answered in 60 s ÷ all callers who left the queue"),
        ),
        FigureId.TRANSFER_RATE: Words(
            label=text.tr("Transfer rate"),
            heading=translate("queues", "Transfers"),
            meaning=text.tr("Calls that agents transferred, to a queue or to anybody, out of those they handled."),
            basis=text.tr("transferred ÷ handled"),
            of=lambda many: text.tr("of %Ln handled", "calls", many),
        ),
        FigureId.ABANDONMENT: Words(
            label=text.tr("Abandoned"),
            meaning=text.tr(
                "Callers who hung up while waiting, out of all who left the queue: answered, abandoned or "
                "flowed out."
            ),
            basis=text.tr("abandoned ÷ all callers who left the queue"),
            levels={
                Level.GOOD: text.tr("good"),
                Level.WARNING: text.tr("elevated"),
                Level.BAD: text.tr("too high"),
            },
            beside=_flowed_out,
        ),
    }


def _of_counts() -> dict[FigureId, Words]:
    return {
        FigureId.ANSWERED: Words(
            label=text.tr("Answered"),
            meaning=text.tr("Callers answered by an agent in this period, and how many were offered."),
            of=lambda many: text.tr("%Ln offered", "", many),
            beside=_flowed_out,
        ),
        FigureId.OFFERED: Words(
            label=text.tr("Offered"),
            meaning=text.tr("Callers who entered the queue in this period."),
        ),
        FigureId.ABANDONS: Words(
            label=text.tr("Abandoned calls"),
            meaning=text.tr("Callers who hung up while waiting in this period."),
            of=_of_offered,
        ),
        FigureId.RINGS_MISSED: Words(
            label=text.tr("Rings missed"),
            heading=translate("queues", "RNA"),
            meaning=text.tr(
                "Rings of agents' phones that ended without an answer (RNA) while the caller went on waiting; "
                "counted when the wait ends."
            ),
        ),
        FigureId.FLOWED_OUT: Words(
            label=text.tr("Flowed out"),
            meaning=text.tr("Callers who left the queue unanswered without hanging up, in this period."),
            of=_of_offered,
        ),
    }


def _of_agents_time() -> dict[FigureId, Words]:
    return {
        FigureId.OCCUPANCY: Words(
            label=text.tr("Occupancy"),
            meaning=text.tr("Time in calls and wrap-up, out of the time in calls, wrap-up and ready."),
            basis=text.tr("busy ÷ (busy + ready)"),
            decimals=0,
        ),
        FigureId.UTILISATION: Words(
            label=text.tr("Utilisation"),
            meaning=text.tr(
                "Time in calls, wrap-up and ready, out of all the time in which agents were logged in."
            ),
            basis=text.tr("(busy + ready) ÷ logged in"),
            decimals=0,
        ),
    }


def _of_times() -> dict[FigureId, Words]:
    return {
        FigureId.ASA: Words(
            label=text.tr("Speed of answer"),
            heading=translate("queues", "ASA"),
            meaning=text.tr("Average speed of answer (ASA): the mean wait of answered callers."),
            basis=text.tr("mean wait of answered callers"),
        ),
        FigureId.AHT: Words(
            label=text.tr("Handle time"),
            heading=translate("queues", "AHT"),
            meaning=text.tr("Average handle time (AHT): talk, hold and wrap-up, counted when the wrap-up ends."),
            basis=text.tr("talk + hold + wrap-up"),
        ),
        FigureId.ATQ: Words(
            label=text.tr("Time in queue"),
            heading=translate("queues", "ATQ"),
            meaning=text.tr(
                "Average time in queue (ATQ): the mean wait of all who left it, answered, abandoned or flowed out."
            ),
            basis=text.tr("mean wait of all callers who left the queue"),
        ),
        FigureId.HOLD_SHARE: Words(
            label=text.tr("Hold share"),
            heading=translate("queues", "Hold"),
            meaning=text.tr(
                "The time that callers were on hold, out of the time that agents had them: talk and hold."
            ),
            basis=text.tr("hold ÷ (talk + hold)"),
        ),
        FigureId.AHT_WITH_WAIT: Words(
            label=text.tr("Handle time with wait"),
            heading=translate("queues", "AHT + wait"),
            meaning=text.tr(
                "Average handle time with wait: the mean of talk, hold and wrap-up, plus the mean wait of answered "
                "callers. Some centres call this AHT."
            ),
            basis=text.tr("AHT + ASA"),
        ),
        FigureId.LONGEST_ENDED: Words(
            label=text.tr("Longest ended wait"),
            heading=translate("queues", "Longest ended"),
            meaning=text.tr("The longest wait that ended in this period, answered or not."),
        ),
    }


def _of_agents() -> dict[FigureId, Words]:
    return {
        FigureId.AGENTS_READY: Words(
            label=text.tr("Agents ready"),
            heading=text.state_word(AgentState.READY),
            afar=text.state_word(AgentState.READY),
            meaning=text.tr("Agents who can take a call now, out of those logged in."),
            of=_of_logged_in,
            beside=lambda many: text.tr("%Ln waiting", "callers", many),
        ),
        FigureId.AGENTS_TALKING: Words(
            label=text.tr("Agents in calls"),
            heading=translate("queues", "In calls"),
            meaning=text.tr("Agents who talk with a caller or have one on hold now, out of those logged in."),
            of=_of_logged_in,
        ),
        FigureId.AGENTS_LOGGED_IN: Words(
            label=text.tr("Agents logged in"),
            heading=translate("queues", "Logged in"),
            meaning=text.tr("Agents who are logged in now, in whatever state."),
        ),
    }
