"""The queues and their total, one row each, a column for each figure."""

from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from PySide6.QtCore import Qt

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.formulas import Formula
from wallboard.domain.ids import ALL
from wallboard.present.frame import QueueRow
from wallboard.present.queue_order import SortBy, Sorting
from wallboard.ui.figures import outcome_words
from wallboard.ui.look.rows_model import AnyIndex, RowsModel
from wallboard.ui.queues.why_words import why_words
from wallboard.ui.words import plain, text

translate = text.translate


class Column(IntEnum):
    """The figures of a queue, in their order on the screen."""

    NAME = 0
    SERVICE_LEVEL = 1
    WAITING = 2
    LONGEST = 3
    ABANDONED = 4
    ASA = 5
    AGENTS = 6


SORTS = {
    Column.NAME: SortBy.NAME,
    Column.SERVICE_LEVEL: SortBy.SERVICE_LEVEL,
    Column.WAITING: SortBy.WAITING,
    Column.LONGEST: SortBy.LONGEST,
    Column.ABANDONED: SortBy.ABANDONED,
    Column.ASA: SortBy.ASA,
    Column.AGENTS: SortBy.READY,
}
"""What the queues are ordered by when the head of a column is chosen."""


@cache
def _titles() -> dict[Column, str]:
    return {
        Column.NAME: translate("queues", "Queue"),
        Column.SERVICE_LEVEL: translate("queues", "Service level"),
        Column.WAITING: translate("queues", "Waiting"),
        Column.LONGEST: translate("queues", "Longest"),
        Column.ABANDONED: translate("queues", "Abandoned"),
        Column.ASA: translate("queues", "ASA"),
        Column.AGENTS: translate("queues", "Agents"),
    }


def _shown(row: QueueRow) -> tuple[object, ...]:
    """What each column is drawn from. Rows differ in more: most events change one figure of a queue."""
    return (
        (row.id, row.name),
        (_tenth(row.service_level_pct), row.service_level, row.goal),
        row.waiting,
        (row.longest_since_ms, row.goal, row.waiting_level),
        (_tenth(row.abandonment_pct), row.abandonment),
        None if row.asa_s is None else round(row.asa_s),
        (row.agents, row.why),
    )


def _title(row: QueueRow) -> str:
    return text.queue_name(row) if row.id == ALL else text.with_id(row.name, row.id)


def _tenth(value_pct: float | None) -> float | None:
    return None if value_pct is None else round(value_pct, 1)


def _agents(row: QueueRow) -> str:
    """How many agents do what."""
    words = [
        f"{text.state_word(state)} {text.count(row.agents[state])}"
        for state in (*AgentState, AgentState.UNKNOWN)
        if row.agents.get(state)
    ]
    return " · ".join(words) or translate("queues", "No agents")


def title_of(column: Column) -> str:
    """What a column is called."""
    return _titles()[column]


class QueueModel(RowsModel[QueueRow]):
    """Queues by their id; the total is a row like the others.

    Attributes:
        sorting: what they are ordered by; the head of that column is marked.
    """

    columns = len(Column)
    sorting = Sorting()

    def key(self, row: QueueRow) -> str:
        return row.id

    def changed_columns(self, old: QueueRow, new: QueueRow) -> Sequence[int]:
        if old.is_unread is not new.is_unread:
            return tuple(Column)
        before, after = _shown(old), _shown(new)
        return [column for column in Column if before[column] != after[column]]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._marked(Column(section))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return title_of(Column(section))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain.tip(self._head_tip(Column(section)))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignLeft
                if section in (Column.NAME, Column.AGENTS)
                else Qt.AlignmentFlag.AlignRight
            )
        return None

    def _marked(self, column: Column) -> str:
        if self.sorting.by is not SORTS[column]:
            return title_of(column)
        return f"{title_of(column)} {'↓' if self.sorting.is_descending else '↑'}"

    def _head_tip(self, column: Column) -> str:
        how = translate(
            "queues", "Click to sort the queues by this column; the third click sorts them by trouble again."
        )
        if column is not Column.SERVICE_LEVEL or not self._rows:
            return how
        goals = {row.goal: None for row in self._rows}
        meanings = [f"{text.goal_name(goal)}: {text.formula_meaning(goal.formula)}" for goal in goals]
        return "\n".join([*meanings, how])

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row_at(index)
            return None if row is None else self.cell_text(row, Column(index.column()))
        return super().data(index, role)

    def cell_text(self, row: QueueRow, column: Column) -> str:
        """One figure as a screen reader says it: its column and its value."""
        if column is Column.NAME:
            return text.queue_name(row)
        return f"{title_of(column)}: {self._value(row, column)}"

    def _value(self, row: QueueRow, column: Column) -> str:
        match column:
            case Column.NAME:
                return text.queue_name(row)
            case Column.AGENTS if row.is_unread:
                return text.not_understood()
            case _ if row.is_unread:
                return text.NO_DATA
            case Column.SERVICE_LEVEL:
                share = text.service_level(row.service_level_pct, row.goal.target_pct)
                words = f"{share} {text.formula_name(row.goal.formula)}"
                return f"{words}, {text.level_word(row.service_level)}"
            case Column.WAITING:
                late = text.tr("%Ln past limit", "callers", row.past_limit) if row.past_limit else ""
                return ", ".join(part for part in (text.count(row.waiting), late) if part)
            case Column.LONGEST:
                since_ms = row.longest_since_ms
                return text.NO_DATA if since_ms is None else text.clock(self.now_ms - since_ms)
            case Column.ABANDONED:
                return outcome_words.abandonment(row)
            case Column.ASA:
                return text.duration(row.asa_s)
            case Column.AGENTS:
                return _agents(row) if row.why is None else why_words(row.why)

    def accessible_text(self, row: QueueRow) -> str:
        return ". ".join(self.cell_text(row, column) for column in Column)

    def tool_tip(self, row: QueueRow) -> str:
        if row.is_unread:
            return f"{_title(row)}\n{text.not_understood()}"
        lines = [
            f"{_title(row)} · {text.window_name(row.window)}",
            outcome_words.balance(row),
            *filter(None, [outcome_words.exits(row)]),
            translate("queues", "AHT {aht} · ATQ {atq} · occupancy {occupancy}").format(
                aht=text.duration(row.aht_s),
                atq=text.duration(row.atq_s),
                occupancy=text.percent(row.occupancy_pct),
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
