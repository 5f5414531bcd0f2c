"""The queues of a TV in large rows: painted by hand, some rows at a time when there are many."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Unit
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import QueueRow
from wallboard.ui.figures.band import plain_columns
from wallboard.ui.figures.tile_text import cell_text
from wallboard.ui.figures.words import name_of
from wallboard.ui.look import icons
from wallboard.ui.look.elided import elided
from wallboard.ui.look.marks import draw_mark
from wallboard.ui.look.theme import Text
from wallboard.ui.tv.paged import PagedQueues
from wallboard.ui.words import text

FIGURES = (FigureId.WAITING, FigureId.LONGEST_WAIT, FigureId.SERVICE_LEVEL)
"""The figures of the columns."""
_WIDEST = {Unit.COUNT: "0000", Unit.RUNNING: "0:00:00", Unit.SECONDS: "0:00:00", Unit.PERCENT: "100.0%"}


class TvQueues(PagedQueues):
    """The name, the ready agents and the figures of each queue."""

    def fitting(self) -> int:
        """Returns how many rows there is room for."""
        return (self.height() - self._head()) // self._theme.px(30)

    def _head(self) -> int:
        return self._theme.px(40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(10), theme.px(10))
        self._paint_head(painter)
        page = self.page()
        rows = page.rows
        room = self.height() - self._head() - theme.px(8)
        height = min(theme.px(64), room // max(1, len(rows)))
        for place, row in enumerate(rows):
            line = QRect(0, self._head() + place * height, self.width(), height)
            theme, now_ms = self._theme, self._now_ms
            if row.as_of_ms:
                self._theme, self._now_ms = theme.stale(), row.shown_ms(now_ms)
            self._paint_row(painter, line, row)
            self._theme, self._now_ms = theme, now_ms
        if page.pinned:
            under = self._head() + page.pinned * height
            painter.fillRect(0, under - theme.px(1), self.width(), theme.px(2), theme.colour("line_strong"))

    def _column(self, room: QRect, index: int) -> QRect:
        """Returns the place of a column: figures get what they and their headings need, the name the rest."""
        pad = self._theme.px(16)
        widths = self._widths()
        right = room.right() - pad - sum(widths[index:])
        left = right - widths[index - 1] if index else room.left() + pad
        return QRect(left, room.top(), right - left, room.height())

    def _widths(self) -> list[int]:
        heads, figures = QFontMetrics(self._theme.font(Text.STRONG)), QFontMetrics(self._theme.font(Text.FIGURE))
        shown = zip(self.headings()[1:], (_WIDEST[CATALOGUE[one].unit] for one in FIGURES), strict=True)
        mark, gap = self._theme.px(24), self._theme.px(20)
        return [max(heads.horizontalAdvance(a), figures.horizontalAdvance(b) + mark) + gap for a, b in shown]

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(Text.STRONG))
        painter.setPen(self._theme.colour("ink_soft"))
        room = QRect(0, 0, self.width(), self._head())
        for index, name in enumerate(self.headings()):
            side = Qt.AlignmentFlag.AlignLeft if index == 0 else Qt.AlignmentFlag.AlignRight
            painter.drawText(self._column(room, index), int(side | Qt.AlignmentFlag.AlignVCenter), name)

    def headings(self) -> tuple[str, ...]:
        """Returns the heading of each column."""
        page = self.page()
        queue = self.tr("Queue") if page.count == 1 else self.tr("Queue · page {page} of {pages}")
        return (queue.format(page=page.number, pages=page.count), *(name_of(figure_id) for figure_id in FIGURES))

    def _paint_row(self, painter: QPainter, room: QRect, row: QueueRow) -> None:
        theme = self._theme
        painter.setPen(theme.colour("line"))
        painter.drawLine(theme.px(16), room.top(), room.right() - theme.px(16), room.top())
        font = theme.font(Text.FIGURE)
        painter.setFont(font)
        name = draw_mark(painter, self._column(room, 0), theme, row.colour)
        ready = text.tr("%Ln ready", "", row.agents.get(AgentState.READY, 0))
        if row.is_unread:
            ready = f"? {text.short_state_word(AgentState.UNKNOWN)}"
        painter.setPen(theme.colour("ink_faint" if row.is_unread else "ink"))
        beside = theme.font(Text.STRONG)
        free = name.width() - QFontMetrics(beside).horizontalAdvance(ready) - theme.px(12)
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter), elided(row.name, QFontMetrics(font), free))
        painter.setFont(beside)
        painter.setPen(theme.colour("ink_faint"))
        painter.drawText(name, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), ready)
        painter.setFont(font)
        self._paint_cells(painter, room, row)

    def _paint_cells(self, painter: QPainter, room: QRect, row: QueueRow) -> None:
        plain = plain_columns(FIGURES)
        for place, figure_id in enumerate(FIGURES, start=1):
            kpi = row.kpi(figure_id)
            level = Level.NO_DATA if figure_id in plain else kpi.level_at(self._now_ms)
            colour = self._theme.level(level)
            if level is Level.NO_DATA:
                colour = self._theme.colour("ink" if kpi.is_something else "ink_faint")
            self._paint_cell(painter, self._column(room, place), cell_text(kpi, self._now_ms), colour, level)

    def _paint_cell(
        self, painter: QPainter, room: QRect, words: str, colour: QColor, level: Level = Level.NO_DATA
    ) -> None:
        painter.setPen(colour)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
        if level is Level.NO_DATA:
            return
        size = self._theme.px(16)
        left = room.right() - painter.fontMetrics().horizontalAdvance(words) - size - self._theme.px(8)
        ground = self._theme.colour("surface")
        shape = icons.pixmap(icons.level_icon(level), colour, ground, size, self.devicePixelRatioF())
        painter.drawPixmap(left, room.center().y() - size // 2, shape)
