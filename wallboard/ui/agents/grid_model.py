"""The agents as a grid: as many columns as the wall is wide, filled row by row in the frame's order."""

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import is_not

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from wallboard.present.frame import AgentRow
from wallboard.ui.agents import words
from wallboard.ui.look.clock_text import second_changed
from wallboard.ui.look.rows_model import ROOT, AnyIndex, runs
from wallboard.ui.words import plain


class AgentGrid(QAbstractTableModel):
    """One cell is one agent. Places without an agent at the end of the last line can be neither chosen nor reached.

    Attributes:
        now_ms: the gateway's time that running clocks are read at where no delegate draws them.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells: list[AgentRow | None] = []
        self._columns = 1
        self.now_ms = 0

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._cells) // self._columns

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self._columns

    def index(self, row: int, column: int, parent: AnyIndex = ROOT) -> QModelIndex:
        # Qt's own asks for both counts first: two calls into Python for each of thousands of cells
        is_here = row >= 0 and 0 <= column < self._columns and row * self._columns < len(self._cells)
        return self.createIndex(row, column) if is_here and not parent.isValid() else QModelIndex()

    def row_at(self, index: AnyIndex) -> AgentRow | None:
        """Returns the agent at an index of this model; None at an empty cell."""
        return self.agent_at(index.row(), index.column())

    def agent_at(self, line: int, column: int) -> AgentRow | None:
        """Returns the agent at a place; None at an empty cell."""
        at = line * self._columns + column  # less than 0 for an index that is not valid
        return self._cells[at] if 0 <= at < len(self._cells) else None

    def index_of(self, agent_id: str) -> QModelIndex:
        """Returns where an agent is; an invalid index if not here."""
        for at, agent in enumerate(self._cells):
            if agent is not None and agent.agent_id == agent_id:
                return self.index(*divmod(at, self._columns))
        return QModelIndex()

    def due_clocks(self, lines: range, before_ms: int, now_ms: int) -> list[QModelIndex]:
        """Returns the agents in ``lines`` whose clock shows another second now than at ``before_ms``."""
        first = lines.start * self._columns
        shown = self._cells[first : lines.stop * self._columns]
        return [
            self.index(*divmod(first + at, self._columns))
            for at, agent in enumerate(shown)
            if agent is not None and second_changed(agent.since_ms, before_ms, now_ms)
        ]

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        agent = self.row_at(index)
        return Qt.ItemFlag.NoItemFlags if agent is None else super().flags(index)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        agent = self.row_at(index)
        if agent is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return agent
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return words.spoken(agent, self.now_ms)
            case Qt.ItemDataRole.ToolTipRole:
                return plain.tip("\n".join(words.tip(agent)))
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Returns no text: a screen reader would read the number of line and column before each agent."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return super().headerData(section, orientation, role)

    def replace_rows(self, agents: Sequence[AgentRow]) -> None:
        """Replaces the agents; signals each run of cells in a line whose agent is another object."""
        cells = self._filled_up(agents)
        stay = min(len(self._cells), len(cells))
        changed = list(compress(range(stay), map(is_not, self._cells, cells)))
        self._cells[:stay] = cells[:stay]
        self._tell(changed)
        if len(cells) > stay:
            self.beginInsertRows(ROOT, stay // self._columns, len(cells) // self._columns - 1)
            self._cells = cells
            self.endInsertRows()
        elif len(self._cells) > stay:
            self.beginRemoveRows(ROOT, stay // self._columns, len(self._cells) // self._columns - 1)
            self._cells = cells
            self.endRemoveRows()

    def set_columns(self, columns: int) -> None:
        """Reflows to ``columns`` a line, at least 1."""
        if columns != self._columns and columns >= 1:
            self.beginResetModel()
            self._columns = columns
            self._cells = self._filled_up([agent for agent in self._cells if agent is not None])
            self.endResetModel()

    def _filled_up(self, agents: Sequence[AgentRow]) -> list[AgentRow | None]:
        """Returns ``agents`` and then places without one, up to whole lines."""
        return [*agents, *[None] * (-len(agents) % self._columns)]

    def _tell(self, changed: Sequence[int]) -> None:
        for first, last in runs(changed):
            for start, end in self._rectangles(first, last):
                self.dataChanged.emit(
                    self.createIndex(*divmod(start, self._columns)), self.createIndex(*divmod(end, self._columns))
                )

    def _rectangles(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yields a run of cells as at most three rectangles: the end of a line, whole lines, the start of one."""
        columns = self._columns
        whole = -(-first // columns) * columns, (last + 1) // columns * columns
        if whole[0] >= whole[1]:  # no whole line
            middle = (last // columns) * columns
            yield from ((first, middle - 1), (middle, last)) if first < middle else ((first, last),)
            return
        if first < whole[0]:
            yield first, whole[0] - 1
        yield whole[0], whole[1] - 1
        if whole[1] <= last:
            yield whole[1], last
