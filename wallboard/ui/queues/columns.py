"""The columns of the queue table: which there are, how wide, and which of them a narrow table does without."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Unit
from wallboard.present.queue_order import SortBy, SortKey
from wallboard.ui.figures.words import heading_of
from wallboard.ui.look.theme import Text, Theme

translate = QCoreApplication.translate


class Cell(StrEnum):
    """The columns that are not figures."""

    NAME = "name"
    AGENTS = "agents"


Column = Cell | FigureId

FIGURES = (
    FigureId.SERVICE_LEVEL,
    FigureId.WAITING,
    FigureId.LONGEST_WAIT,
    FigureId.ABANDONMENT,
    FigureId.ASA,
)
"""The columns between the names and the agents."""
_WIDTHS = {
    FigureId.SERVICE_LEVEL: 100,
    FigureId.WAITING: 62,
    FigureId.ASA: 60,
    Cell.AGENTS: 150,
}
_USUAL = {Unit.PERCENT: 90, Unit.RUNNING: 90, Unit.SECONDS: 60, Unit.COUNT: 62}
_KEPT = (FigureId.SERVICE_LEVEL, FigureId.WAITING, FigureId.LONGEST_WAIT)
"""The figures that the narrowest table has too; it does without the others, the last first, then without agents."""
_GOAL = 40
"""What a service level takes more where the goal stands beside it."""
_LEAST_NAME, _NAME_AT_MOST = 100, 300
_NAME_PADS = 28
_AGENTS_AT_MOST = 320
"""Room beyond what the names need goes to the words about agents up to here, the rest to the names."""


def columns_of(figures: Sequence[FigureId]) -> tuple[Column, ...]:
    """Returns all columns of a table of these figures, from left to right."""
    return (Cell.NAME, *figures, Cell.AGENTS)


def title_of(column: Column) -> str:
    """Returns what a column is called."""
    match column:
        case Cell.NAME:
            return translate("queues", "Queue")
        case Cell.AGENTS:
            return translate("queues", "Agents")
        case FigureId():
            return heading_of(column)


def sort_key(column: Column) -> SortKey:
    """Returns what the queues are ordered by when the head of a column is chosen."""
    match column:
        case Cell.NAME:
            return SortBy.NAME
        case Cell.AGENTS:
            return FigureId.AGENTS_READY
        case FigureId():
            return column


def fit_columns(
    view: QTableView, columns: Sequence[Column], theme: Theme, names: Iterable[str], *, names_goals: bool
) -> None:
    """Fits all ``columns`` of ``view`` except the names' to its width; the names' takes the rest."""
    room, widths = view.viewport().width(), _needed(view, columns, theme, names_goals=names_goals)
    shown = dict(widths)
    for column in [column for column in reversed(columns) if column in CATALOGUE and column not in _KEPT] + [
        Cell.AGENTS
    ]:
        if sum(shown.values()) + theme.px(_LEAST_NAME) <= room:
            break
        del shown[column]
    spare = room - sum(shown.values()) - _name_width(theme, names)
    if Cell.AGENTS in shown and spare > 0:
        most = theme.px(_AGENTS_AT_MOST)
        shown[Cell.AGENTS] = max(shown[Cell.AGENTS], min(shown[Cell.AGENTS] + spare, most))
    for at, column in enumerate(columns):
        if column in widths:
            view.setColumnHidden(at, column not in shown)
    for at, column in enumerate(columns):
        if column in shown:
            view.setColumnWidth(at, shown[column])


def _needed(view: QTableView, columns: Sequence[Column], theme: Theme, *, names_goals: bool) -> dict[Column, int]:
    """Returns the width of each column for its figures, or for its heading where that is longer."""
    heading = view.horizontalHeader().sectionSizeHint
    widths: dict[Column, int] = {
        column: max(theme.px(_own_width(column)), heading(at))
        for at, column in enumerate(columns)
        if column is not Cell.NAME
    }
    if names_goals and FigureId.SERVICE_LEVEL in widths:
        with_goal = theme.px(_own_width(FigureId.SERVICE_LEVEL) + _GOAL)
        widths[FigureId.SERVICE_LEVEL] = max(widths[FigureId.SERVICE_LEVEL], with_goal)
    return widths


def _own_width(column: Column) -> int:
    if isinstance(column, FigureId):
        return _WIDTHS.get(column, _USUAL[CATALOGUE[column].unit])
    return _WIDTHS[column]


def _name_width(theme: Theme, names: Iterable[str]) -> int:
    metrics = QFontMetrics(theme.font(Text.STRONG))
    longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
    return min(max(longest + theme.px(_NAME_PADS), theme.px(_LEAST_NAME)), theme.px(_NAME_AT_MOST))
