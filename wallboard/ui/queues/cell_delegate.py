"""The cells of the queue table: figures with their level as shape and colour, and agents as a small bar."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from wallboard.domain.centre.agent_categories import AgentCategory, by_category
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL, ScopeId
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.band import plain_columns
from wallboard.ui.figures.tile_text import cell_text
from wallboard.ui.look import icons
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.brush import Mark
from wallboard.ui.look.kept_cells import CellLook, KeptCells
from wallboard.ui.look.lettering import Align
from wallboard.ui.look.marks import draw_mark
from wallboard.ui.look.rows_model import ROW_ROLE
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.queues.columns import FIGURES, Cell, Column, columns_of
from wallboard.ui.queues.why_words import why_words
from wallboard.ui.words import text

translate = text.translate

_SHOWN_STATES = (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_Active).value
_ALWAYS = (AgentCategory.READY, AgentCategory.TALKING, AgentCategory.WRAP_UP, AgentCategory.PAUSED)
_ELSE = tuple(one for one in AgentCategory if one not in (*_ALWAYS, AgentCategory.LOGGED_OUT))
"""The categories of agents that are shown while someone is in them, and first left out where there is no room."""


def parts_of(agents: Mapping[AgentState, int]) -> list[tuple[AgentState, int]]:
    """Returns how many agents are in each category, counted as the wall's chips do, by the state it is drawn as."""
    counts = by_category(agents)
    shown = [*_ALWAYS, *(category for category in _ELSE if category in counts)]
    return [(AgentState(category.value), counts.get(category, 0)) for category in shown]


WHOLE_PCT = 100.0


class QueueCellDelegate(BoardDelegate):
    """Draws one column of a `QueueRow`.

    Attributes:
        scope: the queue that the rest of the board is limited to; its row carries a mark.
        hovered_row: the row that the pointer is at, -1 for none.
        names_goals: what is promised stands beside each service level, because queues differ in it.
        columns: what each column shows, from left to right.
    """

    scope: ScopeId = ALL
    hovered_row = -1
    names_goals = False
    columns: tuple[Column, ...] = columns_of(FIGURES)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(theme, parent)
        self._cells = KeptCells()

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._cells = KeptCells()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        queue = index.data(ROW_ROLE)
        if isinstance(queue, QueueRow):
            with self.as_of(queue.as_of_ms):
                self._paint(painter, option, index, queue)

    def _paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        queue: QueueRow,
    ) -> None:
        column, rect = self.columns[index.column()], option.rect
        look = CellLook(
            row=queue,
            rest=(
                *(rect.width(), rect.height(), option.state.value & _SHOWN_STATES),
                *(index.row() == self.hovered_row, queue.id == self.scope, self.names_goals),
                *(self.brush, self._running(queue, column)),
            ),
            ratio=painter.device().devicePixelRatio(),
            ground=self.brush.theme.colour("surface"),
        )
        self._cells.draw(painter, rect, (queue.id, column), look, lambda on: self._draw(on, option, index, queue))
        mark = self.mark_of(queue)
        if mark is not Mark.NONE:
            self._mark(painter, rect, mark, index.column())

    def _running(self, queue: QueueRow, column: Column) -> tuple[str, Level] | None:
        """What changes in a cell by itself as time passes: its clock and the level of that."""
        if not isinstance(column, FigureId):
            return None
        kpi = queue.kpi(column)
        return None if kpi.since_ms is None else (cell_text(kpi, self.now_ms), kpi.level_at(self.now_ms))

    def _draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        queue: QueueRow,
    ) -> None:
        self._ground(painter, option, index, queue)
        pad = self.brush.theme.px(8)
        box = option.rect.adjusted(pad, 0, -pad, 0)
        match self.columns[index.column()]:
            case Cell.NAME:
                self._name(painter, box, queue)
            case Cell.AGENTS if queue.is_unread:
                look = Text.CAPTION, self.brush.theme.colour("ink_soft")
                self.brush.letters.line(painter, box, text.not_understood(), look)
            case Cell.AGENTS:
                self._agents(painter, box, queue)
            case FigureId() as figure_id:
                self._figure(painter, box, queue.kpi(figure_id))

    def _ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        queue: QueueRow,
    ) -> None:
        theme, rect = self.brush.theme, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            has_keyboard = bool(option.state & QStyle.StateFlag.State_Active)
            painter.fillRect(rect, theme.colour("selected" if has_keyboard else "hover"))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, theme.colour("hover"))
        elif queue.id == self.scope:
            painter.fillRect(rect, theme.colour("raised"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("line"))
        if option.state & QStyle.StateFlag.State_Selected:
            at, last = index.column(), len(self.columns) - 1
            self.brush.outline(painter, rect, is_first=at == 0, is_last=at == last)
        if queue.id == self.scope and index.column() == 0:
            painter.fillRect(rect.x(), rect.y(), theme.px(4), rect.height() - 1, theme.colour("accent"))

    def _name(self, painter: QPainter, box: QRect, queue: QueueRow) -> None:
        pad = self.brush.theme.px(8)
        inside = draw_mark(painter, box.adjusted(pad, 0, pad, 0), self.brush.theme, queue.colour)
        style = Text.STRONG if queue.is_group else Text.BODY
        name = queue.name or translate("queues", "All queues", "short, in a narrow column")
        if queue.pbxs is not None:
            inside = self._pbxs(painter, inside, text.pbxs_connected(queue.pbxs), style)
        if queue.is_unread:
            inside = self._unread_mark(painter, inside)
        self.brush.letters.name(painter, inside, name, (style, self._ink(is_there=not queue.is_unread)))

    def _pbxs(self, painter: QPainter, box: QRect, words: str, above: Text) -> QRect:
        """Draws of how many PBXs a total is, below its name; returns the line of ``box`` for the name."""
        letters, first, second = self.brush.letters, QRect(box), QRect(box)
        first.setHeight(letters.height(above))
        second.setHeight(letters.height(Text.CAPTION))
        first.moveTop(box.y() + (box.height() - first.height() - second.height()) // 2)
        second.moveTop(first.y() + first.height())
        letters.line(painter, second, words, (Text.CAPTION, self.brush.theme.level(Level.WARNING)))
        return first

    def _unread_mark(self, painter: QPainter, box: QRect) -> QRect:
        """Draws the mark of a row that cannot be read; returns the rest of ``box``."""
        theme = self.brush.theme
        size = theme.px(14)
        at = QPoint(box.x(), box.y() + (box.height() - size) // 2)
        self.brush.icon(painter, at, icons.Icon.UNKNOWN, (theme.colour("ink_soft"), size))
        return box.adjusted(size + theme.px(6), 0, 0, 0)

    def _figure(self, painter: QPainter, box: QRect, kpi: Kpi) -> None:
        """Draws a figure at the right in its level's colour; a warning and a bad one with their shape before it."""
        letters, theme = self.brush.letters, self.brush.theme
        words = cell_text(kpi, self.now_ms)
        level = Level.NO_DATA if kpi.id in self._plain() else kpi.level_at(self.now_ms)
        colour = self._ink(kpi.is_something) if level is Level.NO_DATA else theme.level(level)
        size, gap, is_marked = theme.px(14), theme.px(6), level in (Level.WARNING, Level.BAD)
        if is_marked and kpi.value == WHOLE_PCT and letters.width(words, Text.FIGURE) + gap + size > box.width():
            words = text.percent(kpi.value, decimals=0)  # else the shape is cut at the column's edge
        letters.line(painter, box, words, (Text.FIGURE, colour), Align.RIGHT)
        if is_marked:
            left = box.right() - letters.width(words, Text.FIGURE) - size - gap
            at = QPoint(left, box.y() + (box.height() - size) // 2)
            self.brush.icon(painter, at, icons.level_icon(level), (theme.level(level), size))
        if kpi.goal is not None and self.names_goals:
            look = Text.CAPTION, theme.colour("ink_faint")
            letters.line(painter, box, text.goal_name(kpi.goal), look)

    def _plain(self) -> frozenset[FigureId]:
        return plain_columns(column for column in self.columns if isinstance(column, FigureId))

    def _agents(self, painter: QPainter, box: QRect, queue: QueueRow) -> None:
        """Draws agents by category as numbers with their shapes, and as parts of a bar.

        In trouble words say where the agents are instead of the numbers, in red while nobody is ready.
        """
        theme, letters = self.brush.theme, self.brush.letters
        parts = parts_of(queue.agents)
        height = letters.height(Text.CAPTION)
        start = box.y() + (box.height() - height - theme.px(7)) // 2
        above = QRect(box.x(), start, box.width(), height)
        if queue.why is not None:
            forms = (why_words(queue.why, has_times=has_times) for has_times in (True, False))
            words = letters.fitting(forms, Text.CAPTION, box.width())
            ink = (
                theme.level(Level.BAD)
                if queue.kpi(FigureId.AGENTS_READY).level is Level.BAD
                else theme.colour("ink")
            )
            letters.line(painter, above, words, (Text.CAPTION, ink))
        else:
            self._counts(painter, above, parts)
        self._bar(painter, QRect(box.x(), start + height + theme.px(4), box.width(), theme.px(3)), parts)

    def _counts(self, painter: QPainter, box: QRect, parts: list[tuple[AgentState, int]]) -> None:
        theme, letters = self.brush.theme, self.brush.letters
        size, near = theme.px(12), theme.px(3)
        widths = [size + near + letters.width(str(number), Text.CAPTION) for _, number in parts]
        while len(widths) > 1 and sum(widths) + near * 2 * (len(widths) - 1) > box.width():
            widths.pop()  # the bar still has it
        gap = min(theme.px(14), (box.width() - sum(widths)) // max(1, len(widths) - 1))
        left = box.x()
        for (state, number), width in zip(parts, widths, strict=False):
            shade = theme.state(state) if number else theme.colour("ink_faint", 0.5)
            at = QPoint(left, box.y() + (box.height() - size) // 2)
            self.brush.icon(painter, at, icons.state_icon(state), (shade, size))
            beside = QRect(left + size + near, box.y(), width, box.height())
            letters.line(painter, beside, str(number), (Text.CAPTION, self._ink(number > 0)))
            left += width + gap

    def _bar(self, painter: QPainter, box: QRect, parts: list[tuple[AgentState, int]]) -> None:
        painter.fillRect(box, self.brush.theme.colour("line"))
        whole = sum(number for _, number in parts)
        done = 0
        for state, number in parts:
            left = box.x() + box.width() * done // whole if whole else box.x()
            done += number
            right = box.x() + box.width() * done // whole if whole else box.x()
            gap = 1 if done < whole else 0
            painter.fillRect(left, box.y(), right - left - gap, box.height(), self.brush.theme.state(state))

    def _mark(self, painter: QPainter, box: QRect, mark: Mark, column: int) -> None:
        theme = self.brush.theme
        if mark is Mark.ILLEGAL:
            painter.fillRect(box, theme.colour("surface", 0.68))
            return
        painter.fillRect(box, theme.colour("accent", 0.24 if mark is Mark.AIMED else 0.08))
        if column == 0:
            painter.fillRect(box.x(), box.y(), theme.px(4), box.height() - 1, theme.colour("accent"))

    def _ink(self, is_there: bool) -> QColor:
        return self.brush.theme.colour("ink" if is_there else "ink_faint")
