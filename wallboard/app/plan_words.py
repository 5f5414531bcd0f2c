"""Sentences for what is wrong with the file of a plan: what it is, and what to do."""

from collections.abc import Mapping
from typing import Final

from wallboard.domain.plan.reading.plan_problems import PlanProblem, PlanProblemKind
from wallboard.domain.sanitizer import SENTENCE_MOST, sanitize

SENTENCES: Final[Mapping[PlanProblemKind, str]] = {
    PlanProblemKind.EMPTY: "There are no figures in it.",
    PlanProblemKind.SPREADSHEET: "It is a workbook: save it as CSV.",
    PlanProblemKind.ENCODING: "Its encoding is not known: save it as UTF-8, or give it with --encoding.",
    PlanProblemKind.MALFORMED: "A quoted cell does not end here: {value}.",
    PlanProblemKind.NO_HEADER: "No row has the names of columns, such as Date, Interval, Queue and Calls. "
    "The file begins with: {found}",
    PlanProblemKind.NO_TIME: "It has days, but no times: export intervals of 15, 30 or 60 minutes.",
    PlanProblemKind.NO_FIGURES: "No column has a known figure (calls, AHT, required, scheduled) or a known queue. "
    "Its columns: {found}. Name queues with --queue.",
    PlanProblemKind.NO_DATE: "There is no date. Give the day with --date.",
    PlanProblemKind.NO_QUEUE: "There is no queue ({rows} rows). Say whose plan it is with --for.",
    PlanProblemKind.MEASURE_UNSAID: "It has a column for each queue or day, but does not say of what. "
    "Say so with --measure.",
    PlanProblemKind.COLUMN_TWICE: "There are two columns of this name. Remove one.",
    PlanProblemKind.LONG_ROW: "The row has {cells} cells, the header {columns}. If numbers have decimal commas, "
    "export with semicolons, or quote them.",
    PlanProblemKind.NOT_A_DATE: "“{value}” is not a valid date.",
    PlanProblemKind.NOT_A_TIME: "“{value}” is not a valid time.",
    PlanProblemKind.NOT_A_NUMBER: "“{value}” is not a number.",
    PlanProblemKind.NOT_A_DURATION: "“{value}” is not a time in seconds or as minutes:seconds.",
    PlanProblemKind.OUT_OF_RANGE: "“{value}” is not from {least} to {most}.",
    PlanProblemKind.AMBIGUOUS_DATES: "“{value}” can be {first} or {second}. Say which with --date-order.",
    PlanProblemKind.MIXED_DATES: "Dates are in two orders: {first} and {second}.",
    PlanProblemKind.AMBIGUOUS_NUMBERS: "“{value}” can be {first} or {second}. Say which with --decimal.",
    PlanProblemKind.MIXED_NUMBERS: "Numbers have decimal points and decimal commas: {first} and {second}.",
    PlanProblemKind.UNKNOWN_QUEUE: "“{queue}” is not a known queue or group ({rows} rows). Known: {known}",
    PlanProblemKind.AMBIGUOUS_QUEUE: "“{queue}” can be each of {known}. Write one of these into the file.",
    PlanProblemKind.UNKNOWN_ZONE: "“{value}” is not a time zone that this computer knows.",
    PlanProblemKind.NO_SUCH_TIME: "{value} does not exist: clocks are put forward then.",
    PlanProblemKind.NO_LENGTH: "It does not say how long its intervals are. Say so with --interval.",
    PlanProblemKind.BAD_LENGTH: "An interval of {value} minutes is not possible.",
    PlanProblemKind.INTERVAL_TWICE: "{value} of {queue} is also in row {other}.",
    PlanProblemKind.OVERLAP: "The interval overlaps that of row {other} ({value}).",
}


def displayable(text: str) -> str:
    """Returns what a file says without what a terminal would take for commands, and not too long."""
    return sanitize(text, SENTENCE_MOST)


def sentence(problem: PlanProblem) -> str:
    """Returns where a problem is, and what it is."""
    place = [f"row {problem.row}"] if problem.row else []
    place += [displayable(problem.column)] if problem.column else []
    words = SENTENCES[problem.kind].format(**{key: displayable(text) for key, text in problem.subject.items()})
    return f"{', '.join(place)}: {words}" if place else words
