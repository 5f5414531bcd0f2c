"""The shape of a plan's table: which column is what, in long tables and in those with a column per day or queue."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wallboard.domain.plan.reading.clock_times import moment
from wallboard.domain.plan.reading.dates import readings
from wallboard.domain.plan.reading.header_words import FIGURES, Field
from wallboard.domain.plan.reading.headers import HeaderName, header_name
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.rows import TableRow
from wallboard.domain.plan.reading.scope_names import ScopeNames
from wallboard.domain.plan.reading.value_columns import ValueColumn, ValueColumns

_LOOKED_AT: Final = 40
_SHOWN_MOST: Final = 200
_CALABRIO: Final = (Field.CALLS, Field.TALK, Field.WRAP_UP, Field.REQUIRED)
"""The figures of a file without a header, after queue, start and end; the last may be absent."""


class Shape(StrEnum):
    """How a table is laid out."""

    LONG = "long"
    WIDE = "wide"
    WITHOUT_HEADER = "without_header"


class Layout(Struct, frozen=True, kw_only=True):
    """Which column is what; ``first_row`` is the number of the first row of data, ``left_out`` are unused columns.

    ``above`` are the cells over the header, which may say what the columns do not.
    """

    shape: Shape
    first_row: int
    columns: dict[Field, int]
    values: tuple[ValueColumn, ...]
    headers: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    is_utc: bool = False

    def header(self, field: Field) -> str:
        """Returns how the file calls a column; the name of its field where it has no header."""
        index = self.columns.get(field, len(self.headers))
        return self.headers[index] if index < len(self.headers) and self.headers[index] else str(field)


def find_layout(
    rows: Sequence[TableRow], scopes: ScopeNames, measure: Field | None, problems: PlanProblems
) -> Layout | None:
    """Returns the layout of a table, of which the first rows are enough; None with a problem.

    ``measure`` is what a table with a column per day or queue is of, by the user's choice.
    """
    start = rows[:_LOOKED_AT]
    if start and _is_calabrio(start[0]):
        return _calabrio(start[0])
    finder = ValueColumns(scopes, measure, problems)
    number, names = _header(start, finder)
    if not names:
        shown = " | ".join(start[0].cells)[:_SHOWN_MOST] if start else ""
        problems.add(PlanProblemKind.NO_HEADER, found=shown)
        return None
    row = start[number]
    columns = _columns(row, names, problems)
    values = finder.of(row, names, start[:number])
    used = {*columns.values(), *(one.index for one in values)}
    left_out = tuple(cell for index, cell in enumerate(row.cells) if cell and index not in used)
    if not values and Field.AGENT not in columns and not problems.found:
        problems.add(PlanProblemKind.NO_FIGURES, row=row.number, found=", ".join(left_out)[:_SHOWN_MOST])
    return Layout(
        shape=Shape.WIDE if any(one.queue or one.day for one in values) else Shape.LONG,
        first_row=row.number + 1,
        columns=columns,
        values=tuple(values),
        headers=tuple(row.cells),
        left_out=left_out,
        above=tuple(cell for one in start[:number] for cell in one.cells if cell),
        is_utc=any(one.is_utc for one in names.values() if one.field in (Field.START, Field.DATE)),
    )


def _header(rows: Sequence[TableRow], finder: ValueColumns) -> tuple[int, dict[int, HeaderName]]:
    """The row with the most known cells among those that name a time; the later of two, as titles come before.

    A table whose first column has no name, but times in it, is a wide one.
    """
    best, most, found = 0, 1, dict[int, HeaderName]()
    for number, row in enumerate(rows):
        names = {index: one for index, cell in enumerate(row.cells) if (one := header_name(cell)) is not None}
        if not {one.field for one in names.values()} & {Field.START, Field.DATE}:
            names = {0: HeaderName(Field.START, 0)} if _is_time_below(rows, number) else {}
        many = sum(1 for cell in row.cells if cell) if names else 0
        known = len(names) + sum(finder.is_head(cell) for index, cell in enumerate(row.cells) if index not in names)
        if names and many > 1 and known >= max(most, 1):
            best, most, found = number, known, names
    return best, found


def _is_time_below(rows: Sequence[TableRow], number: int) -> bool:
    """Whether the next row begins with a time, and this one does not."""
    here, below = (moment(row.cell(0)) for row in (*rows[number : number + 2], TableRow(0, []))[:2])
    return below is not None and below.start_s is not None and (here is None or here.start_s is None)


def _columns(row: TableRow, names: dict[int, HeaderName], problems: PlanProblems) -> dict[Field, int]:
    """The columns that are no figures, each by its best name; the same name twice is a problem."""
    found: dict[Field, int] = {}
    for index, name in names.items():
        other = found.get(name.field)
        if name.field in FIGURES:
            continue
        if other is None or name.rank < names[other].rank:
            found[name.field] = index
        elif name.rank == names[other].rank:
            problems.add(PlanProblemKind.COLUMN_TWICE, row=row.number, column=row.cells[index])
    return found


def _is_calabrio(row: TableRow) -> bool:
    """Whether a row is a queue, a start and an end with dates, and three or four figures: Calabrio's own format."""
    times = [moment(cell) for cell in row.cells[1:3]]
    dated = all(one is not None and one.start_s is not None and readings(one.date) for one in times)
    return len(row.cells) in (6, 7) and dated and len(times) == len(row.cells[1:3])


def _calabrio(row: TableRow) -> Layout:
    fields = _CALABRIO[: len(row.cells) - 3]
    return Layout(
        shape=Shape.WITHOUT_HEADER,
        first_row=row.number,
        columns={Field.QUEUE: 0, Field.START: 1, Field.END: 2},
        values=tuple(ValueColumn(index, field, str(field)) for index, field in enumerate(fields, 3)),
    )
