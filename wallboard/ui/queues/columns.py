"""How wide the columns of the queue table are, and which of them a narrow table does without."""

from collections.abc import Iterable

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.queues.queue_model import Column

_WIDTHS = {
    Column.SERVICE_LEVEL: 100,
    Column.WAITING: 62,
    Column.LONGEST: 90,
    Column.ABANDONED: 90,
    Column.ASA: 60,
    Column.AGENTS: 150,
}
_GIVEN_UP = (Column.ASA, Column.ABANDONED, Column.AGENTS)
"""The columns that a narrow table does without, first to last."""
_GOAL = 40
"""What a service level takes more where the goal stands beside it."""
_LEAST_NAME, _NAME_AT_MOST = 100, 300
_NAME_PADS = 28
_AGENTS_AT_MOST = 320
"""Room beyond what the names need goes to the words about agents up to here, the rest to the names."""


def fit_columns(view: QTableView, theme: Theme, names: Iterable[str], *, names_goals: bool) -> None:
    """Fit all columns of ``view`` but the names' to its width; the names' takes the rest by itself."""
    room, widths = view.viewport().width(), _needed(view, theme, names_goals=names_goals)
    shown = dict(widths)
    for column in _GIVEN_UP:
        if sum(shown.values()) + theme.px(_LEAST_NAME) <= room:
            break
        del shown[column]
    for column in widths:
        view.setColumnHidden(column, column not in shown)
    spare = room - sum(shown.values()) - _name_width(theme, names)
    if Column.AGENTS in shown and spare > 0:
        most = theme.px(_AGENTS_AT_MOST)
        shown[Column.AGENTS] = max(shown[Column.AGENTS], min(shown[Column.AGENTS] + spare, most))
    for column, width in shown.items():
        view.setColumnWidth(column, width)


def _needed(view: QTableView, theme: Theme, *, names_goals: bool) -> dict[Column, int]:
    """What each column needs for its figures, or for its heading where a language has a longer one."""
    heading = view.horizontalHeader().sectionSizeHint
    widths = {column: max(theme.px(width), heading(column)) for column, width in _WIDTHS.items()}
    if names_goals:
        widths[Column.SERVICE_LEVEL] = max(
            widths[Column.SERVICE_LEVEL], theme.px(_WIDTHS[Column.SERVICE_LEVEL] + _GOAL)
        )
    return widths


def _name_width(theme: Theme, names: Iterable[str]) -> int:
    metrics = QFontMetrics(theme.font(Text.STRONG))
    longest = max((metrics.horizontalAdvance(name) for name in names), default=0)
    return min(max(longest + theme.px(_NAME_PADS), theme.px(_LEAST_NAME)), theme.px(_NAME_AT_MOST))
