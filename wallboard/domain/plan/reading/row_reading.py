"""What each row of a plan says, cell by cell, by the table's layout and its ways of writing dates and numbers."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta, tzinfo
from typing import Final, NamedTuple

from msgspec import Struct

from wallboard.domain.ids import ScopeId
from wallboard.domain.plan.reading.clock_times import Moment, moment
from wallboard.domain.plan.reading.dates import DateOrder, readings
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.headers import is_total
from wallboard.domain.plan.reading.layout import Layout
from wallboard.domain.plan.reading.numbers import DecimalMark, duration_s, is_unsaid, number
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.queue_cells import QueueCells
from wallboard.domain.plan.reading.rows import TableRow
from wallboard.domain.plan.reading.value_columns import ValueColumn
from wallboard.domain.sanitizer import sanitize

FindZone = Callable[[str], tzinfo | None]

_DAY_S: Final = 86_400
_GRID_MINUTES: Final = 15
_DURATIONS: Final = frozenset({Field.AHT, Field.TALK, Field.WRAP_UP})
_MOST: Final = {
    Field.CALLS: 1_000_000, Field.AHT: _DAY_S, Field.TALK: _DAY_S, Field.WRAP_UP: _DAY_S,
    Field.REQUIRED: 100_000, Field.SCHEDULED: 100_000,
}  # fmt: skip
"""No interval has more: a larger value is of another column."""


class Writing(Struct, frozen=True, kw_only=True):
    """How a file writes dates and numbers; ``zone`` is of its times, ``day`` of those without a date.

    ``interval_minutes`` is how long intervals are where the file does not say so.
    """

    order: DateOrder
    mark: DecimalMark
    zone: tzinfo
    day: date | None = None
    interval_minutes: int | None = None


class When(NamedTuple):
    """A local time and its zone; ``offset_s`` is that from UTC, where it is said."""

    day: date
    second: int
    zone: tzinfo
    offset_s: int | None = None


class PlanCell(NamedTuple):
    """What one row says of one interval of one scope: a figure, or an agent who is scheduled.

    ``length_s`` is how long the interval is by the site's clock; None where the row does not say it.
    """

    scope: ScopeId
    when: When
    length_s: int | None
    row: int
    field: Field
    value: float = 0.0
    agent: str = ""


class RowReader:
    """Reads rows; what is wrong goes to ``problems``, each cell on its own.

    Shifts are split into intervals of ``interval_minutes`` of the writing, a quarter of an hour where it says none.
    """

    def __init__(
        self, layout: Layout, writing: Writing, queues: QueueCells, find_zone: FindZone, problems: PlanProblems
    ) -> None:
        self._layout = layout
        self._writing = writing
        self._queues = queues
        self._find_zone = find_zone
        self._problems = problems
        self._at = layout.columns
        self._grid_s = (writing.interval_minutes or _GRID_MINUTES) * 60
        self._told: set[PlanProblemKind] = set()
        queues.column = layout.header(Field.QUEUE)

    def read(self, row: TableRow) -> Iterator[PlanCell]:
        """Yields what a row says; nothing of a row of totals or without figures."""
        if row.cells[0].startswith("#") or any(map(is_total, row.cells[:3])):
            return
        agent = sanitize(row.cell(self._at.get(Field.AGENT)))
        figures = [one for one in self._layout.values if not is_unsaid(row.cell(one.index))]
        if not figures and not agent:
            return
        self._check_width(row)
        start = self._moment(row)
        if start is None:
            return
        length_s = self._length(row, start)
        whens = {day: self._when(row, start, day) for day in dict.fromkeys([one.day for one in figures] or [""])}
        for column in figures:
            scope, when = self._scope(row, column.queue), whens[column.day]
            value = self._value(row, column)
            if scope is not None and when is not None and value is not None:
                yield PlanCell(scope, when, length_s, row.number, column.field, value)
        if agent:
            scope, when = self._scope(row, ""), whens.get("")
            if scope is not None and when is not None:
                yield from self._scheduled(PlanCell(scope, when, length_s, row.number, Field.AGENT, agent=agent))

    def _scheduled(self, said: PlanCell) -> Iterator[PlanCell]:
        """An agent who is scheduled; in a file of names alone in each interval that is half in the shift."""
        if self._layout.values or not said.length_s:
            yield said
            return
        start, grid_s = said.when.second, self._grid_s
        for step in range(_nearest(start, grid_s), _nearest(start + said.length_s, grid_s)):
            when = _within_day(said.when._replace(second=step * grid_s))
            yield said._replace(when=when, length_s=grid_s)

    def _check_width(self, row: TableRow) -> None:
        width = len(self._layout.headers) or len(row.cells)
        if any(row.cells[width:]):
            self._problems.add(
                PlanProblemKind.LONG_ROW, row=row.number, cells=str(len(row.cells)), columns=str(width)
            )

    def _scope(self, row: TableRow, head: str) -> ScopeId | None:
        return self._queues.scope(head or row.cell(self._at.get(Field.QUEUE)), row.number)

    def _once(self, kind: PlanProblemKind, row: TableRow) -> None:
        """Adds a problem that all rows have alike."""
        if kind not in self._told:
            self._told.add(kind)
            self._problems.add(kind, row=row.number)

    def _moment(self, row: TableRow) -> Moment | None:
        """What the column of starts says; where there is none, the one of dates, which then has times too."""
        named = Field.START if Field.START in self._at else Field.DATE
        cell = row.cell(self._at.get(named))
        said = moment(cell)
        if said is not None and said.start_s is None and named is Field.DATE:
            self._once(PlanProblemKind.NO_TIME, row)
            return None
        if said is None or said.start_s is None:
            self._problems.add(
                PlanProblemKind.NOT_A_TIME, row=row.number, column=self._layout.header(named), value=cell
            )
            return None
        return said

    def _when(self, row: TableRow, start: Moment, day: str) -> When | None:
        found = self._day(row, start, day)
        if found is None:
            return None
        zone = self._zone(row)
        return None if zone is None else _within_day(When(found, start.start_s or 0, zone, start.offset_s))

    def _day(self, row: TableRow, start: Moment, head: str) -> date | None:
        """The date of an interval: of its column, else of the column of dates, else beside the time."""
        cell = head or row.cell(self._at.get(Field.DATE))
        said = moment(cell) if cell else None
        text = said.date if said is not None else cell or start.date
        if not text:
            if self._writing.day is None:
                self._once(PlanProblemKind.NO_DATE, row)
            return self._writing.day
        found = readings(text).get(self._writing.order)
        if found is None:
            self._problems.add(
                PlanProblemKind.NOT_A_DATE, row=row.number, column=self._layout.header(Field.DATE), value=text
            )
        return found

    def _zone(self, row: TableRow) -> tzinfo | None:
        name = row.cell(self._at.get(Field.ZONE))
        if not name:
            return self._writing.zone
        zone = self._find_zone(name)
        if zone is None:
            self._problems.add(
                PlanProblemKind.UNKNOWN_ZONE, row=row.number, column=self._layout.header(Field.ZONE), value=name
            )
        return zone

    def _length(self, row: TableRow, start: Moment) -> int | None:
        """Seconds from start to end by the site's clock, where the row says its end or its length."""
        first = start.start_s or 0
        if start.end_s is not None:
            return start.end_s - first
        if text := row.cell(self._at.get(Field.LENGTH)):
            minutes = number(text, self._writing.mark)
            return round((duration_s(text, self._writing.mark) or 0) if minutes is None else minutes * 60) or None
        if Field.END not in self._at:
            return None
        said = moment(row.cell(self._at[Field.END]))
        if said is None or said.start_s is None:
            self._problems.add(
                PlanProblemKind.NOT_A_TIME, row=row.number, column=self._layout.header(Field.END),
                value=row.cell(self._at[Field.END]),
            )  # fmt: skip
            return None
        days = self._days_between(start, said)
        return said.start_s - first + days * _DAY_S

    def _days_between(self, start: Moment, end: Moment) -> int:
        """How many midnights are between start and end; where the end has no date, one if it is earlier."""
        first, last = (readings(one.date).get(self._writing.order) if one.date else None for one in (start, end))
        if first is not None and last is not None:
            return (last - first) // timedelta(days=1)
        return int((end.start_s or 0) <= (start.start_s or 0))

    def _value(self, row: TableRow, column: ValueColumn) -> float | None:
        cell = row.cell(column.index)
        is_duration = column.field in _DURATIONS
        mark = self._writing.mark
        value = duration_s(cell, mark, column.unit) if is_duration else number(cell, mark)
        if value is None:
            kind = PlanProblemKind.NOT_A_DURATION if is_duration else PlanProblemKind.NOT_A_NUMBER
            self._problems.add(kind, row=row.number, column=column.header, value=cell)
        elif not 0 <= value <= _MOST[column.field]:
            self._problems.add(
                PlanProblemKind.OUT_OF_RANGE, row=row.number, column=column.header, value=cell, least="0",
                most=str(_MOST[column.field]),
            )  # fmt: skip
            return None
        return value


def _within_day(when: When) -> When:
    """The same time with seconds of its own day: 24:00 is 0:00 of the next."""
    days, second = divmod(when.second, _DAY_S)
    return when._replace(day=when.day + timedelta(days=days), second=second) if days else when


def _nearest(second: int, grid_s: int) -> int:
    """The number of the border of intervals that is nearest; of two, the later."""
    return (second + grid_s // 2) // grid_s
