"""Reads a plan from the bytes of a file: all of it, or nothing and everything that is wrong with it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, tzinfo
from typing import Final

from msgspec import Struct

from wallboard.domain.ids import ScopeId
from wallboard.domain.plan.plan import PlannedInterval
from wallboard.domain.plan.reading.clock_times import moment
from wallboard.domain.plan.reading.dates import DateOrder, order_in, readings
from wallboard.domain.plan.reading.decoding import decode
from wallboard.domain.plan.reading.gathering import Gathering
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.layout import Layout, Shape, find_layout
from wallboard.domain.plan.reading.numbers import DecimalMark, mark_in
from wallboard.domain.plan.reading.plan_problems import PlanProblem, PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.progress import Progress, Watch
from wallboard.domain.plan.reading.queue_cells import QueueCells
from wallboard.domain.plan.reading.row_reading import FindZone, RowReader, Writing
from wallboard.domain.plan.reading.rows import MalformedRow, TableRow, rows_of, separator_of
from wallboard.domain.plan.reading.scope_names import ScopeNames


class ReadingChoices(Struct, frozen=True, kw_only=True):
    """What a user says of a file where it does not say so itself.

    ``scope`` is of rows without a queue, ``day`` of times without a date, ``measure`` of a table with a column per
    day or queue.
    """

    encoding: str = ""
    date_order: DateOrder | None = None
    decimal_mark: DecimalMark | None = None
    measure: Field | None = None
    scope: ScopeId | None = None
    day: date | None = None
    interval_minutes: int | None = None
    skip_unknown_queues: bool = False


_NOTHING_CHOSEN: Final = ReadingChoices()


class Understood(Struct, frozen=True, kw_only=True):
    """How a file was read, for a person to check.

    ``left_out`` are columns without a meaning here, ``skipped`` unknown queues that were left out by choice;
    ``hours_twice`` are intervals of the hour that the clock repeats, which the file has once.
    """

    encoding: str
    separator: str
    shape: Shape
    columns: dict[str, str]
    date_order: DateOrder
    decimal_mark: DecimalMark
    zone: str
    left_out: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    hours_twice: int = 0


class PlanReading(Struct, frozen=True, kw_only=True):
    """The intervals of a file; none where there are ``problems``, of which ``more`` are not listed."""

    intervals: tuple[PlannedInterval, ...] = ()
    problems: tuple[PlanProblem, ...] = ()
    more: int = 0
    understood: Understood | None = None


class PlanReader:
    """Reads files for one site: its queues and groups, its time zone, and how it finds zones by their names."""

    def __init__(self, scopes: ScopeNames, zone: tzinfo, find_zone: FindZone = lambda _: None) -> None:
        self._scopes = scopes
        self._zone = zone
        self._find_zone = find_zone

    def read(
        self, data: bytes, choices: ReadingChoices = _NOTHING_CHOSEN, progress: Progress = lambda *_: True
    ) -> PlanReading:
        """Returns the plan in the bytes of a CSV file; raises `PlanReadingCancelled` where ``progress`` ends it."""
        problems = PlanProblems()
        decoded = decode(data, self._scopes.names, choices.encoding)
        if decoded.problem is not None:
            problems.add(decoded.problem)
            return _failed(problems)
        separator = separator_of(decoded.text)
        watch = Watch(progress, decoded.text.count("\n") + 1)
        rows = _all_rows(watch.each(rows_of(decoded.text, separator)), problems)
        if not rows and not problems.found:
            problems.add(PlanProblemKind.EMPTY)
        layout = find_layout(rows, self._scopes, choices.measure, problems) if rows else None
        if layout is None:
            return _failed(problems)
        rows = [row for row in rows if row.number >= layout.first_row]
        writing = self._writing(layout, rows, choices, problems)
        if writing is None or problems.found:
            return _failed(problems)
        queues = QueueCells(self._scopes, self._scope(layout, choices), skip_unknown=choices.skip_unknown_queues)
        reader = RowReader(layout, writing, queues, self._find_zone, problems)
        gathering = Gathering(problems, choices.interval_minutes)
        for row in watch.each(rows):
            for said in reader.read(row):
                gathering.add(said)
        queues.tell(problems)
        intervals = _without_blank_figures(gathering.intervals(), layout)
        watch.end()
        if not intervals and not problems.found:
            problems.add(PlanProblemKind.EMPTY)
        if problems.found:
            return _failed(problems)
        return PlanReading(
            intervals=tuple(intervals),
            understood=Understood(
                encoding=decoded.encoding,
                separator=separator,
                shape=layout.shape,
                columns=_columns(layout),
                date_order=writing.order,
                decimal_mark=writing.mark,
                zone=str(writing.zone),
                left_out=layout.left_out,
                skipped=queues.skipped,
                hours_twice=gathering.hours_twice,
            ),
        )

    def _writing(
        self, layout: Layout, rows: list[TableRow], choices: ReadingChoices, problems: PlanProblems
    ) -> Writing | None:
        """How the file writes dates and numbers; None with a problem where that cannot be known."""
        order = order_in(_dates(layout, rows), choices.date_order)
        if order.order is None:
            _tell_order(order.examples, order.readings, problems)
        mark = mark_in(_figures(layout, rows), choices.decimal_mark)
        if mark.mark is None:
            _tell_mark(mark.examples, problems)
        if order.order is None or mark.mark is None:
            return None
        days = {one for cell in layout.above if (one := readings(cell).get(order.order)) is not None}
        day = choices.day or (days.pop() if len(days) == 1 else None)
        zone = UTC if layout.is_utc else self._zone
        return Writing(
            order=order.order, mark=mark.mark, zone=zone, day=day, interval_minutes=choices.interval_minutes
        )

    def _scope(self, layout: Layout, choices: ReadingChoices) -> ScopeId | None:
        """The scope of rows without a queue: the user's choice, else the one that is named over the table."""
        if choices.scope is not None or Field.QUEUE in layout.columns:
            return choices.scope
        named = {scope for cell in layout.above for scope in self._scopes.find(cell)}
        return named.pop() if len(named) == 1 else None


def _all_rows(split: Iterator[TableRow], problems: PlanProblems) -> list[TableRow]:
    try:
        rows = list(split)
    except MalformedRow as error:
        problems.add(PlanProblemKind.MALFORMED, row=error.row, value=str(error))
        return []
    if rows and rows[0].cells[0].casefold().startswith("#fields"):
        rows[0] = _iex_header(rows)
    return rows


def _iex_header(rows: list[TableRow]) -> TableRow:
    """The first line of an export of NICE IEX, which has ``#fields`` before the name of the first column."""
    first = rows[0].cells[0][len("#fields") :].lstrip(": ")
    return TableRow(rows[0].number, [first, *rows[0].cells[1:]] if first else rows[0].cells[1:])


def _dates(layout: Layout, rows: list[TableRow]) -> Iterator[str]:
    """All dates of a file, each once."""
    columns = [layout.columns[one] for one in (Field.DATE, Field.START, Field.END) if one in layout.columns]
    cells = {row.cell(index) for row in rows for index in columns}
    said = (moment(cell) for cell in sorted(cells) if cell)
    found = {one.date for one in said if one is not None and one.date}
    yield from sorted(found | {one.day for one in layout.values if one.day} | set(layout.above))


def _figures(layout: Layout, rows: list[TableRow]) -> Iterable[str]:
    return sorted({row.cell(one.index) for row in rows for one in layout.values})


def _tell_order(examples: tuple[str, ...], meant: tuple[date, ...], problems: PlanProblems) -> None:
    first, *more = examples
    if meant:
        problems.add(
            PlanProblemKind.AMBIGUOUS_DATES, value=first, first=meant[0].isoformat(), second=meant[1].isoformat()
        )
    elif more:
        problems.add(PlanProblemKind.MIXED_DATES, first=first, second=more[0])
    else:
        problems.add(PlanProblemKind.NOT_A_DATE, value=first)


def _tell_mark(examples: tuple[str, ...], problems: PlanProblems) -> None:
    first, *more = examples
    if more:
        problems.add(PlanProblemKind.MIXED_NUMBERS, first=first, second=more[0])
        return
    whole = "".join(one for one in first if one.isdigit() or one == "-")
    problems.add(PlanProblemKind.AMBIGUOUS_NUMBERS, value=first, first=whole, second=f"{whole[:-3]}.{whole[-3:]}")


def _without_blank_figures(intervals: list[PlannedInterval], layout: Layout) -> list[PlannedInterval]:
    """Calabrio's export of staff alone has zeros for calls and handle time: they are not said."""
    if layout.shape is not Shape.WITHOUT_HEADER or any(one.calls or one.aht_s for one in intervals):
        return intervals
    return [
        PlannedInterval(scope=one.scope, start_ms=one.start_ms, end_ms=one.end_ms, required=one.required)
        for one in intervals
    ]


def _columns(layout: Layout) -> dict[str, str]:
    """What each field is read from, by the headers of the file."""
    found = {str(field): layout.header(field) for field in layout.columns}
    for one in layout.values:
        name = str(one.field)
        found[name] = f"{found[name]}, {one.header}" if name in found else one.header
    return found


def _failed(problems: PlanProblems) -> PlanReading:
    return PlanReading(problems=problems.found, more=problems.more)
