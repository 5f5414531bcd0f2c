"""The queues and their total, one row each, a column for each figure."""

from collections.abc import Sequence
from operator import attrgetter

from PySide6.QtCore import QObject, Qt

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Need, Unit
from wallboard.domain.counts.formulas import Formula
from wallboard.domain.ids import source_of
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi
from wallboard.present.queue_order import Sorting
from wallboard.ui.figures import outcome_words
from wallboard.ui.figures.tile_text import JOINT, since_words, spoken_cell
from wallboard.ui.figures.words import words_of
from wallboard.ui.look.rows_model import AnyIndex, RowsModel
from wallboard.ui.queues.columns import FIGURES, Cell, Column, columns_of, sort_key, title_of
from wallboard.ui.queues.why_words import why_words
from wallboard.ui.words import plain, sentences, text

translate = text.translate


def _looks_alike(old: Kpi, new: Kpi) -> bool:
    """Whether a figure is drawn as before: most of an event's changes are below what is shown."""
    return (
        (_rounded(old), old.since_ms, old.level, old.late_level, old.goal, old.agents_since_ms)
        == (_rounded(new), new.since_ms, new.level, new.late_level, new.goal, new.agents_since_ms)
    )  # fmt: skip


def _rounded(kpi: Kpi) -> float | None:
    return None if kpi.value is None else round(kpi.value, 1 if CATALOGUE[kpi.id].unit is Unit.PERCENT else 0)


def _is_alike(old: QueueRow, new: QueueRow, column: Column) -> bool:
    """Whether a cell is unchanged."""
    match column:
        case Cell.NAME:
            return (old.id, old.name, old.colour) == (new.id, new.name, new.colour)
        case Cell.AGENTS:
            ready = FigureId.AGENTS_READY
            return (old.agents, old.why, old.kpi(ready).level) == (new.agents, new.why, new.kpi(ready).level)
        case FigureId():
            before, after = old.kpi(column), new.kpi(column)
            return before is after or _looks_alike(before, after)


def _trusted(row: QueueRow) -> tuple[object, ...]:
    """Returns what all cells of a row depend on: whether it can be read, and as of when it is."""
    return row.is_unread, row.as_of_ms, row.pbxs


def _title(row: QueueRow) -> str:
    return text.queue_name(row) if row.is_group else text.with_id(row.name, row.id)


def _agents(row: QueueRow) -> str:
    """Returns how many agents are in each state."""
    words = [
        f"{text.state_word(state)} {text.count(row.agents[state])}"
        for state in (*AgentState, AgentState.UNKNOWN)
        if row.agents.get(state)
    ]
    return " · ".join(words) or translate("queues", "No agents")


class QueueModel(RowsModel[QueueRow]):
    """Queues by their id; the total is a row like the others.

    Attributes:
        sorting: what they are ordered by; the head of that column is marked.
        order: the columns from left to right.
    """

    key = attrgetter("id")
    sorting = Sorting()

    def __init__(self, parent: QObject | None = None, figures: Sequence[FigureId] = FIGURES) -> None:
        super().__init__(parent)
        self.order = columns_of(figures)
        self.columns = len(self.order)

    def place_of(self, column: Column) -> int:
        """Returns the place of a column; -1 where it is not shown."""
        return self.order.index(column) if column in self.order else -1

    def changed_columns(self, old: QueueRow, new: QueueRow) -> Sequence[int]:
        if _trusted(old) != _trusted(new):
            return range(self.columns)
        return [at for at, column in enumerate(self.order) if not _is_alike(old, new, column)]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._marked(self.order[section])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return title_of(self.order[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.tip(self._head_tip(self.order[section]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignLeft if isinstance(self.order[section], Cell) else Qt.AlignmentFlag.AlignRight
            )
        return None

    def _marked(self, column: Column) -> str:
        if self.sorting.by is not sort_key(column):
            return title_of(column)
        return f"{title_of(column)} {'↓' if self.sorting.is_descending else '↑'}"

    def _head_tip(self, column: Column) -> str:
        how = translate(
            "queues", "Click to sort the queues by this column; the third click sorts them by severity again."
        )
        if isinstance(column, Cell):
            return how
        words = words_of(column)
        goals = {row.goal: None for row in self._rows} if Need.FORMULA in CATALOGUE[column].needs else {}
        meanings = [f"{text.goal_name(goal)}: {text.formula_meaning(goal.formula)}" for goal in goals]
        return "\n".join(line for line in (words.label, words.meaning, *meanings, how) if line)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row_at(index)
            return None if row is None else self.cell_text(row, self.order[index.column()])
        return super().data(index, role)

    def cell_text(self, row: QueueRow, column: Column) -> str:
        """Returns one figure's text for a screen reader: its column and its value."""
        if column is Cell.NAME:
            return text.queue_name(row)
        return f"{title_of(column)}: {self._value(row, column)}"

    def _value(self, row: QueueRow, column: Column) -> str:
        match column:
            case Cell.NAME:
                return text.queue_name(row)
            case Cell.AGENTS if row.is_unread:
                return text.not_understood()
            case Cell.AGENTS:
                return _agents(row) if row.why is None else why_words(row.why)
            case FigureId():
                return spoken_cell(row.kpi(column), self.now_ms)

    def accessible_text(self, row: QueueRow) -> str:
        return ". ".join(self.cell_text(row, column) for column in self.order)

    def tool_tip(self, row: QueueRow) -> str:
        if row.is_unread:
            return f"{_title(row)}\n{text.not_understood()}"
        occupancy = row.kpi(FigureId.OCCUPANCY)
        lines = [
            f"{_title(row)} · {text.window_name(row.window)}",
            *filter(None, [sentences.as_of_words(source_of(row.id), row.as_of_ms)]),
            outcome_words.balance(row),
            *filter(None, [outcome_words.exits(row)]),
            translate("queues", "AHT {aht} · ATQ {atq} · occupancy {occupancy}").format(
                aht=text.duration(row.value(FigureId.AHT)),
                atq=text.duration(row.value(FigureId.ATQ)),
                occupancy=JOINT.join(filter(None, [text.percent(occupancy.value, 0), since_words(occupancy)])),
            ),
            *([] if row.why is None else [why_words(row.why)]),
            _agents(row),
            translate("queues", "Service level {goal}:").format(goal=text.goal_name(row.goal)),
        ]
        for formula in Formula:
            mark = "●" if formula is row.goal.formula else "○"
            figure = text.percent(row.service_levels.get(formula))
            lines.append(f"{mark} {figure}  {text.formula_meaning(formula)}")
        return "\n".join(lines)
