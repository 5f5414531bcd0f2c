"""What is wrong with a file of a plan, as kinds with their particulars; screens and commands have the words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

_MOST: Final = 500
"""The most problems that are kept: of a file that is wrong in each row, the first ones say why."""


class PlanProblemKind(StrEnum):
    """Why a plan cannot be used; the comment names the particulars in ``subject``."""

    EMPTY = "empty"
    SPREADSHEET = "spreadsheet"  # a workbook, which must be saved as CSV
    ENCODING = "encoding"
    MALFORMED = "malformed"  # quotes that do not end
    NO_HEADER = "no_header"  # found: the first cells of the file
    NO_TIME = "no_time"  # days alone
    NO_FIGURES = "no_figures"  # found: the columns that are not known
    NO_DATE = "no_date"
    NO_QUEUE = "no_queue"
    MEASURE_UNSAID = "measure_unsaid"
    COLUMN_TWICE = "column_twice"  # other: the other column
    LONG_ROW = "long_row"  # cells, columns: how many there are
    NOT_A_DATE = "not_a_date"  # value
    NOT_A_TIME = "not_a_time"  # value
    NOT_A_NUMBER = "not_a_number"  # value
    NOT_A_DURATION = "not_a_duration"  # value
    OUT_OF_RANGE = "out_of_range"  # value, least, most
    AMBIGUOUS_DATES = "ambiguous_dates"  # value, first, second: two readings
    MIXED_DATES = "mixed_dates"  # first, second: two dates of different orders
    AMBIGUOUS_NUMBERS = "ambiguous_numbers"  # value, first, second
    MIXED_NUMBERS = "mixed_numbers"  # first, second
    UNKNOWN_QUEUE = "unknown_queue"  # queue, rows: how many, known
    AMBIGUOUS_QUEUE = "ambiguous_queue"  # queue, known: the ids of all that it may be
    UNKNOWN_ZONE = "unknown_zone"  # value
    NO_SUCH_TIME = "no_such_time"  # value: skipped by the daylight-saving change
    NO_LENGTH = "no_length"
    BAD_LENGTH = "bad_length"  # value
    INTERVAL_TWICE = "interval_twice"  # value, other: the other row
    OVERLAP = "overlap"  # value, other: the other row


class PlanProblem(Struct, frozen=True, kw_only=True):
    """One problem of a file, like `wallboard.domain.problems.Problem`, with where it is.

    ``row`` counts from 1 as spreadsheets do, 0 is the file as a whole; ``column`` is the header of the column.
    """

    kind: PlanProblemKind
    subject: Mapping[str, str] = {}
    technical: str = ""
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        """Returns the kind, the place and all particulars, for a log."""
        place = [f"row {self.row}"] if self.row else []
        place += [self.column] if self.column else []
        known = [*place, *self.subject.values(), *([self.technical] if self.technical else [])]
        return ": ".join([self.kind.replace("_", " "), *([", ".join(known)] if known else [])])


class PlanProblems:
    """All problems of one file, in the order they were found; of very many only the first are kept."""

    def __init__(self) -> None:
        self._found: list[PlanProblem] = []
        self.more = 0

    def __len__(self) -> int:
        return len(self._found) + self.more

    @property
    def found(self) -> tuple[PlanProblem, ...]:
        """Returns the problems that were kept, by row."""
        return tuple(sorted(self._found, key=lambda one: one.row))

    def add(self, kind: PlanProblemKind, *, row: int = 0, column: str = "", **subject: str) -> None:
        """Adds a problem."""
        if len(self._found) < _MOST:
            self._found.append(PlanProblem(kind=kind, subject=subject, row=row, column=column))
        else:
            self.more += 1
