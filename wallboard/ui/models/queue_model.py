"""The queues and their total, one row each, a column for each figure."""

from collections.abc import Sequence
from enum import IntEnum
from functools import cache

from PySide6.QtCore import Qt

from wallboard.domain.agent_state import AgentState
from wallboard.domain.formulas import Formula
from wallboard.domain.ids import ALL_QUEUES
from wallboard.present.frame import QueueRow
from wallboard.ui import outcome_text, text
from wallboard.ui.models.rows import RowsModel

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
        (row.longest_since_ms, row.goal),
        (_tenth(row.abandonment_pct), row.abandonment),
        None if row.asa_s is None else round(row.asa_s),
        row.agents,
    )


def _title(row: QueueRow) -> str:
    return text.queue_name(row) if row.id == ALL_QUEUES else text.with_id(row.name, row.id)


def _tenth(value_pct: float | None) -> float | None:
    return None if value_pct is None else round(value_pct, 1)


def _agents(row: QueueRow) -> str:
    """How many agents do what."""
    words = [
        f"{text.state_word(state)} {text.count(row.agents[state])}" for state in AgentState if row.agents.get(state)
    ]
    return " · ".join(words) or translate("queues", "No agents")


class QueueModel(RowsModel[QueueRow]):
    """Queues by their id; the total is a row like the others."""

    columns = len(Column)

    def key(self, row: QueueRow) -> str:
        return row.id

    def changed_columns(self, old: QueueRow, new: QueueRow) -> Sequence[int]:
        before, after = _shown(old), _shown(new)
        return [column for column in Column if before[column] != after[column]]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _titles()[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignLeft
                if section in (Column.NAME, Column.AGENTS)
                else Qt.AlignmentFlag.AlignRight
            )
        return None

    def accessible_text(self, row: QueueRow) -> str:
        longest = text.NO_DATA if row.longest_since_ms is None else text.clock(self.now_ms - row.longest_since_ms)
        return translate(
            "queues",
            "{name}: service level {sl} {formula}, {word}; waiting {waiting}, longest {longest}; "
            "abandoned {abandoned}; ASA {asa}",
        ).format(
            name=text.queue_name(row),
            sl=text.percent(row.service_level_pct),
            formula=text.formula_name(row.goal.formula),
            word=text.level_word(row.service_level),
            waiting=row.waiting,
            longest=longest,
            abandoned=text.percent(row.abandonment_pct),
            asa=text.duration(row.asa_s),
        )

    def tool_tip(self, row: QueueRow) -> str:
        lines = [
            f"{_title(row)} · {text.window_name(row.window)}",
            outcome_text.balance(row),
            *filter(None, [outcome_text.exits(row)]),
            translate("queues", "AHT {aht} · ATQ {atq} · occupancy {occupancy}").format(
                aht=text.duration(row.aht_s),
                atq=text.duration(row.atq_s),
                occupancy=text.percent(row.occupancy_pct),
            ),
            _agents(row),
            translate("queues", "Service level {goal}:").format(goal=text.goal_name(row.goal)),
        ]
        for formula in Formula:
            mark = "●" if formula is row.goal.formula else "○"
            figure = text.percent(row.service_levels.get(formula))
            lines.append(f"{mark} {figure}  {text.formula_meaning(formula)}")
        return "\n".join(lines)
