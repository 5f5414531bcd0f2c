"""The columns of figures of a table: by their names, or in wide tables headed by a day, a queue, or two rows."""

from collections.abc import Sequence

from msgspec import Struct

from wallboard.domain.plan.reading.dates import readings
from wallboard.domain.plan.reading.header_words import FIGURES, Field
from wallboard.domain.plan.reading.headers import HeaderName, header_name, is_total
from wallboard.domain.plan.reading.numbers import DurationUnit
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.rows import TableRow
from wallboard.domain.plan.reading.scope_names import ScopeNames


class ValueColumn(Struct, frozen=True):
    """A column of figures: which, in which unit, and in wide tables of which queue or day, as it is written."""

    index: int
    field: Field
    header: str
    unit: DurationUnit = DurationUnit.SECONDS
    queue: str = ""
    day: str = ""


class ValueColumns:
    """Finds the columns of figures by a header; what is wrong goes to ``problems``.

    ``measure`` is what columns are of that are headed by a day or a queue alone, by the user's choice.
    """

    def __init__(self, scopes: ScopeNames, measure: Field | None, problems: PlanProblems) -> None:
        self._scopes = scopes
        self._measure = measure
        self._problems = problems

    def is_head(self, cell: str) -> bool:
        """Whether a cell heads a column of a wide table: a day, a queue, or a queue and a figure."""
        return bool(self._scopes.find(cell) or readings(cell)) or self._queue_and_figure(0, cell) is not None

    def of(self, row: TableRow, names: dict[int, HeaderName], above: Sequence[TableRow]) -> list[ValueColumn]:
        """Returns the columns of figures of a header; ``names`` are its known cells, ``above`` the rows over it."""
        figures = {index: one for index, one in names.items() if one.field in FIGURES}
        if above and (two_rows := self._two_rows(row, figures, _filled(above[-1], len(row.cells)))):
            return two_rows
        return self._long(row, figures) if figures else self._wide(row, names, above)

    def _two_rows(self, row: TableRow, figures: dict[int, HeaderName], over: list[str]) -> list[ValueColumn]:
        """Figures under a row of queues or days, each of which is written over the first of its columns."""
        headed = [index for index in figures if self._is_queue_or_day(over[index])]
        if not headed or len(headed) < len(figures):
            return []
        return [self._headed(index, figures[index], row.cells[index], over[index]) for index in headed]

    def _headed(self, index: int, name: HeaderName, cell: str, head: str) -> ValueColumn:
        unit = name.unit or DurationUnit.SECONDS
        if self._scopes.find(head):
            return ValueColumn(index, name.field, f"{head} {cell}", unit, queue=head)
        return ValueColumn(index, name.field, f"{head} {cell}", unit, day=head)

    def _long(self, row: TableRow, figures: dict[int, HeaderName]) -> list[ValueColumn]:
        """One column for each figure, by its best name; the same name twice is a problem."""
        best: dict[Field, int] = {}
        for index, name in figures.items():
            other = best.get(name.field)
            if other is None or name.rank < figures[other].rank:
                best[name.field] = index
            elif name.rank == figures[other].rank:
                self._problems.add(PlanProblemKind.COLUMN_TWICE, row=row.number, column=row.cells[index])
        return [
            ValueColumn(index, field, row.cells[index], figures[index].unit or DurationUnit.SECONDS)
            for field, index in best.items()
        ]

    def _wide(self, row: TableRow, names: dict[int, HeaderName], above: Sequence[TableRow]) -> list[ValueColumn]:
        """Columns headed by a day, a queue, or a queue and a figure; beside queues the others are queues too."""
        heads = {index: cell for index, cell in enumerate(row.cells) if cell and index not in names}
        heads = {index: cell for index, cell in heads.items() if not is_total(cell)}
        named = [one for index, cell in heads.items() if (one := self._queue_and_figure(index, cell)) is not None]
        rest = {index: cell for index, cell in heads.items() if index not in {one.index for one in named}}
        if not any(map(self._is_queue_or_day, rest.values())):
            return named
        measure = self._measure or _measure_in(above)
        if measure is None:
            self._problems.add(PlanProblemKind.MEASURE_UNSAID, row=row.number)
            return named
        is_days = all(bool(readings(cell)) for cell in rest.values())
        return named + [
            ValueColumn(index, measure, cell, day=cell)
            if is_days
            else ValueColumn(index, measure, cell, queue=cell)
            for index, cell in rest.items()
        ]

    def _queue_and_figure(self, index: int, cell: str) -> ValueColumn | None:
        """A header such as ``Sales - AHT (s)`` or ``Calls Sales``."""
        words = cell.replace(" - ", " ").replace("/", " ").replace(": ", " ").split()
        for split in range(1, len(words)):
            first, last = " ".join(words[:split]), " ".join(words[split:])
            for queue, name in ((first, last), (last, first)):
                figure = header_name(name)
                if figure is not None and figure.field in FIGURES and self._scopes.find(queue):
                    return ValueColumn(index, figure.field, cell, figure.unit or DurationUnit.SECONDS, queue=queue)
        return None

    def _is_queue_or_day(self, cell: str) -> bool:
        return bool(cell) and bool(self._scopes.find(cell) or readings(cell))


def _measure_in(above: Sequence[TableRow]) -> Field | None:
    """The one figure that the cells over a header name."""
    names = [header_name(cell) for row in above for cell in row.cells if cell]
    found = {one.field for one in names if one is not None and one.field in FIGURES}
    return found.pop() if len(found) == 1 else None


def _filled(row: TableRow, width: int) -> list[str]:
    """The cells of a row of merged cells, each repeated until the next."""
    found, last = [], ""
    for index in range(width):
        last = row.cell(index) or last
        found.append(last)
    return found
