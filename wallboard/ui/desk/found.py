"""Queues, agents and callers as lines of a list: shape, name, and their state or another detail."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.host.clock import now_ms
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.present.search import Found
from wallboard.ui.agents.words import doing, shape_of
from wallboard.ui.look import icons
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.brush import ground_of
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.marks import mark_colour
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words import text

translate = text.translate


def state_words(row: Found, at_ms: int) -> str:
    """Returns an agent's state and its time, a queue's callers waiting, or a caller's wait, as of ``at_ms``."""
    at_ms = row.shown_ms(at_ms)
    match row:
        case AgentRow():
            words = row.pause_reason if row.state is AgentState.PAUSED and row.pause_reason else doing(row)
            return f"{words} {text.clock(max(0, at_ms - row.since_ms))}"
        case CallerRow():
            return f"{text.phase_word(row.phase)} {text.clock(max(0, at_ms - row.since_ms))} · {row.queue_name}"
        case QueueRow(is_unread=True):
            return text.not_understood()
        case QueueRow():
            many = round(row.value(FigureId.WAITING) or 0)
            if not many:
                return translate("found", "no callers waiting")
            waiting = text.tr("%Ln waiting", "callers", many)
            longest = row.kpi(FigureId.LONGEST_WAIT).since_ms
            return waiting if longest is None else f"{waiting} · {text.clock(max(0, at_ms - longest))}"


def clock_of(frame: BoardFrame) -> int:
    """Returns the gateway's time now, by which a frame's clocks are read."""
    return now_ms() + frame.clock_offset_ms


class FoundLine(NamedTuple):
    """One line of a list: the row whose shape it has, its two texts, and whether it cannot be chosen."""

    row: Found
    name: str
    note: str
    is_faint: bool = False


class FoundDelegate(BoardDelegate):
    """Draws the lines that ``line_of`` returns for the model's rows."""

    def __init__(self, theme: Theme, line_of: Callable[[object], FoundLine | None], parent: QObject) -> None:
        super().__init__(theme, parent)
        self._line_of = line_of
        self.show_live(is_live=True)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = self.brush.theme
        return QSize(theme.px(300), theme.px(40))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._line_of(index.data(ROW_ROLE))
        if line is not None:
            with self.as_of(line.row.as_of_ms):
                self._paint(painter, option, line)

    def _paint(self, painter: QPainter, option: QStyleOptionViewItem, line: FoundLine) -> None:
        theme, letters = self.brush.theme, self.brush.letters
        box = option.rect.adjusted(theme.px(2), theme.px(1), -theme.px(2), -theme.px(1))
        option.state |= QStyle.StateFlag.State_Active  # the field above has the keyboard, but chooses in here
        card = ground_of(option.state)
        if card.ground != "raised":
            self.brush.card(painter, box, card)
        size, faint = theme.px(16), theme.colour("ink_faint")
        at = QPoint(box.x() + theme.px(12), box.y() + (box.height() - size) // 2)
        icon, colour = _shape(line.row, theme)
        self.brush.icon(painter, at, icon, (faint if line.is_faint else colour, size))
        inside = box.adjusted(theme.px(40), 0, -theme.px(12), 0)
        name = inside.adjusted(0, 0, -inside.width() * 11 // 20, 0)
        note = inside.adjusted(inside.width() * 9 // 20 + theme.px(8), 0, 0, 0)
        ink, soft = (faint, faint) if line.is_faint else (theme.colour("ink"), theme.colour("ink_soft"))
        letters.line(painter, name, line.name, (Text.STRONG, ink))
        letters.line(painter, note, line.note, (Text.BODY, soft))


def _shape(row: Found, theme: Theme) -> tuple[Icon, QColor]:
    match row:
        case AgentRow():
            return icons.state_icon(shape_of(row)), theme.state(row.state)
        case CallerRow():
            return Icon.BUSY, theme.colour("ink_soft")
        case QueueRow():
            icon = Icon.GROUP if row.is_group else Icon.QUEUE
            return icon, mark_colour(theme, row.colour) or theme.colour("ink_soft")
