"""The TV for eight metres: four figures and the worst six queues, as large as they can be, and nothing else.

Sizes are pixels on 1,080 lines. On a 55-inch screen seen from eight metres the smallest is 11 arc minutes high.
"""

from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.band import plain_columns, show_figures
from wallboard.ui.figures.tile_text import TileText, cell_text, level_words, tile_text
from wallboard.ui.figures.words import words_of
from wallboard.ui.look import icons
from wallboard.ui.look.elided import elided, elided_at_end
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.tv.paged import PagedQueues
from wallboard.ui.tv.pages import QueuePage
from wallboard.ui.words import text

LEAST_PX = 56
FIGURE_PX = 150
UNIT_PX = 80
ROW_FIGURE_PX = 84
ROW_NAME_PX = 72
TILE_HEIGHT = 296
ROW_HEIGHT = 112

FIGURES = (FigureId.SERVICE_LEVEL, FigureId.WAITING, FigureId.LONGEST_WAIT, FigureId.AGENTS_READY)
ROW_FIGURES = (FigureId.WAITING, FigureId.LONGEST_WAIT, FigureId.SERVICE_LEVEL)
_WIDTHS = (30, 22, 28, 20)
_TINTS = {Level.WARNING: "warning_tint", Level.BAD: "bad_tint"}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NOTHING = {"0", text.NO_DATA}
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def far_font(theme: Theme, size_px: int, words: str = "", width_px: int = 0) -> QFont:
    """Returns the font of a size, at least `LEAST_PX`; smaller where ``words`` would be wider than ``width_px``."""
    font = QFont(theme.font(Text.FIGURE))
    least_px = ceil(LEAST_PX * theme.scale)
    font.setPixelSize(max(theme.px(size_px), least_px))
    wide = QFontMetrics(font).horizontalAdvance(words)
    if width_px and wide > width_px:
        font.setPixelSize(max(font.pixelSize() * width_px // wide, least_px))
    return font


class FarTile(QWidget):
    """One figure: its name, its value, and a short comment."""

    def __init__(self, theme: Theme, figure_id: FigureId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure_id = figure_id
        self._theme = theme
        self._kpi = Kpi(id=figure_id)
        self._text = tile_text(self._kpi, 0)
        self._level = Level.NO_DATA
        self._note = ""
        self._is_coloured = True
        self.setFixedHeight(theme.px(TILE_HEIGHT))

    @property
    def text(self) -> TileText:
        """Returns the tile's current text."""
        return self._text

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the stale one has no colours."""
        self._theme = theme
        self.update()

    def show_kpi(self, kpi: Kpi, now_ms: int, *, is_coloured: bool = True) -> None:
        """Shows the figure as of ``now_ms`` of the gateway's clock; with its level unless another tile has it."""
        words, level = tile_text(kpi, now_ms), kpi.level_at(now_ms) if is_coloured else Level.NO_DATA
        if (words, level) != (self._text, self._level):
            self.update()
            self.setAccessibleName(f"{words.label}: {words.figure} {words.unit}".strip())
        self._kpi, self._text, self._level, self._is_coloured = kpi, words, level, is_coloured
        self._note = self._short_note(kpi, now_ms)

    def tick(self, now_ms: int) -> None:
        """Advances a running wait."""
        if self._kpi.since_ms is not None:
            self.show_kpi(self._kpi, now_ms, is_coloured=self._is_coloured)

    def _short_note(self, kpi: Kpi, now_ms: int) -> str:
        if kpi.goal is not None and kpi.pbxs is None:
            return text.tr("target {target}").format(target=text.percent(kpi.goal.target_pct, 0))
        if kpi.of is not None and kpi.pbxs is None:
            return self.tr("of {count}").format(count=text.count(kpi.of))
        if kpi.pbxs is not None:
            return text.pbxs_connected(kpi.pbxs)
        return level_words(kpi, now_ms)

    def _name(self) -> str:
        words = words_of(self.figure_id)
        return words.afar or words.label

    def _ink(self) -> QColor:
        if self._text.figure == text.NO_DATA:
            return self._theme.colour("ink_faint")
        is_plain = self._level is Level.NO_DATA or (
            self._level is Level.GOOD and self.figure_id is not FigureId.SERVICE_LEVEL
        )
        return self._theme.colour("ink") if is_plain else self._theme.level(self._level)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = theme.colour("surface" if theme.is_stale else _TINTS.get(self._level, "surface"))
        painter.setPen(theme.colour("line"))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(16), theme.px(16))
        room = self.rect().adjusted(theme.px(24), theme.px(6), -theme.px(20), -theme.px(6))
        line = theme.px(72)
        painter.setFont(far_font(theme, LEAST_PX))
        painter.setPen(theme.colour("ink_soft"))
        name = QRect(room.left(), room.top(), room.width(), line)
        metrics = painter.fontMetrics()
        painter.drawText(name, _LEFT, elided(self._name(), metrics, name.width()))
        note = QRect(room.left(), room.bottom() - line, room.width(), line)
        if self._level in {Level.WARNING, Level.BAD}:
            mark = theme.px(68)
            if metrics.horizontalAdvance(self._name()) + mark <= name.width():
                self._paint_mark(painter, name.adjusted(name.width() - mark, 0, 0, 0), ground)
            else:
                self._paint_mark(painter, note, ground)
                note.setLeft(note.left() + mark)
        painter.setPen(theme.colour("ink_soft"))
        words = elided_at_end(self._note, metrics, note.width())
        painter.drawText(note, _LEFT, words)
        self._paint_figure(painter, room.adjusted(0, line, 0, -line))

    def _paint_mark(self, painter: QPainter, room: QRect, ground: QColor) -> None:
        size, colour = self._theme.px(54), self._theme.level(self._level)
        shape = icons.pixmap(icons.level_icon(self._level), colour, ground, size, self.devicePixelRatioF())
        painter.drawPixmap(room.left(), room.center().y() - size // 2, shape)

    def _paint_figure(self, painter: QPainter, room: QRect) -> None:
        theme, words = self._theme, self._text
        unit_font = far_font(theme, UNIT_PX)
        unit = QFontMetrics(unit_font).horizontalAdvance(words.unit)
        font = far_font(theme, FIGURE_PX, words.figure, room.width() - unit)
        metrics = QFontMetrics(font)
        baseline = room.top() + (room.height() + metrics.capHeight()) // 2
        painter.setPen(self._ink())
        painter.setFont(font)
        painter.drawText(room.left(), baseline, words.figure)
        painter.setFont(unit_font)
        painter.drawText(room.left() + metrics.horizontalAdvance(words.figure) + theme.px(6), baseline, words.unit)


class FarQueues(PagedQueues):
    """The queues in most trouble: name, callers waiting, longest wait and service level, one large line each."""

    def fitting(self) -> int:
        """Returns how many lines there is room for."""
        return self.height() // self._theme.px(ROW_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = self.page()
        painter.setFont(far_font(self._theme, ROW_FIGURE_PX))
        shown = [_cells(row, row.shown_ms(self._now_ms)) for row in page.rows]
        mark = self._theme.px(60)
        widths = [
            max((painter.fontMetrics().horizontalAdvance(cells[column][0]) for cells in shown), default=0) + mark
            for column in range(len(ROW_FIGURES))
        ]
        height = self._theme.px(ROW_HEIGHT)
        for place, (row, cells) in enumerate(zip(page.rows, shown, strict=True)):
            room = QRect(0, place * height, self.width(), height)
            theme = self._theme
            self._theme = theme.stale() if row.as_of_ms else theme
            self._paint_row(painter, room, row, (cells, widths))
            self._theme = theme
            is_last_pinned = place == page.pinned - 1
            self._paint_line(painter, room, "line_strong" if is_last_pinned else "line", 4 if is_last_pinned else 1)

    def _paint_line(self, painter: QPainter, room: QRect, colour: str, thick: int) -> None:
        thick = self._theme.px(thick)
        painter.fillRect(room.left(), room.bottom() - thick + 1, room.width(), thick, self._theme.colour(colour))

    def _paint_row(
        self,
        painter: QPainter,
        room: QRect,
        row: QueueRow,
        columns: tuple[list[tuple[str, Level]], list[int]],
    ) -> None:
        theme, (cells, widths) = self._theme, columns
        if row.kpi(FigureId.LONGEST_WAIT).level_at(self._now_ms) is Level.BAD and not theme.is_stale:
            bar = QRectF(0, room.top() + theme.px(14), theme.px(12), room.height() - theme.px(28))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.level(Level.BAD))
            painter.drawRoundedRect(bar, theme.px(6), theme.px(6))
        right = room.right() - theme.px(12)
        painter.setFont(far_font(theme, ROW_FIGURE_PX))
        for (words, level), width in zip(reversed(cells), reversed(widths), strict=True):
            self._paint_cell(painter, QRect(right - width, room.top(), width, room.height()), words, level)
            right -= width + theme.px(36)
        left = room.left() + theme.px(32)
        name = QRect(left, room.top(), right - left, room.height())
        if row.is_unread:
            size = theme.px(54)
            self._paint_shape(painter, name, Icon.UNKNOWN, theme.colour("ink_soft"), size)
            name.setLeft(name.left() + size + theme.px(14))
        painter.setFont(far_font(theme, ROW_NAME_PX))
        painter.setPen(theme.colour("ink_faint" if row.is_unread else "ink"))
        painter.drawText(name, _LEFT, elided(row.name, painter.fontMetrics(), name.width()))

    def _paint_cell(self, painter: QPainter, room: QRect, words: str, level: Level) -> None:
        theme = self._theme
        is_marked = level in {Level.WARNING, Level.BAD}
        painter.setPen(
            theme.level(level) if is_marked else theme.colour("ink_faint" if words in _NOTHING else "ink")
        )
        painter.drawText(room, _RIGHT, words)
        if not is_marked:
            return
        size = theme.px(44)
        left = room.right() - painter.fontMetrics().horizontalAdvance(words) - size - theme.px(12)
        beside = QRect(left, room.top(), size, room.height())
        self._paint_shape(painter, beside, icons.level_icon(level), theme.level(level), size)

    def _paint_shape(self, painter: QPainter, room: QRect, icon: Icon, colour: QColor, size: int) -> None:
        shape = icons.pixmap(icon, colour, self._theme.colour("window"), size, self.devicePixelRatioF())
        painter.drawPixmap(room.left(), room.center().y() - size // 2, shape)


def _cells(row: QueueRow, now_ms: int) -> list[tuple[str, Level]]:
    """Returns the texts of a queue's row, from left to right, each with its level."""
    plain = plain_columns(ROW_FIGURES)
    kpis = [row.kpi(figure_id) for figure_id in ROW_FIGURES]
    return [(cell_text(kpi, now_ms), Level.NO_DATA if kpi.id in plain else kpi.level_at(now_ms)) for kpi in kpis]


class FarFace(QWidget):
    """Everything below the head of the far TV."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._stale_theme = theme, theme.stale()
        self._frame = BoardFrame()
        self._tiles = {figure_id: FarTile(self._stale_theme, figure_id, self) for figure_id in FIGURES}
        self.queues = FarQueues(self._stale_theme, self)
        band, column = QHBoxLayout(), QVBoxLayout(self)
        band.setSpacing(theme.px(10))
        for tile, width in zip(self.tiles, _WIDTHS, strict=True):
            band.addWidget(tile, width)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(band)
        column.addWidget(self.queues, 1)

    @property
    def tiles(self) -> tuple[FarTile, ...]:
        """Returns the tiles from left to right."""
        return tuple(self._tiles.values())

    def set_live(self, is_live: bool) -> None:
        """Shows colours, or removes them."""
        theme = self._theme if is_live else self._stale_theme
        for tile in self.tiles:
            tile.restyle(theme)
        self.queues.restyle(theme)

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the frame as of ``now_ms`` of the gateway's clock."""
        before, self._frame = self._frame, frame
        show_figures(self._tiles, frame, before, now_ms)
        self.queues.show_frame(frame, now_ms)

    def tick(self, now_ms: int) -> None:
        """Advances waits and pages."""
        for tile in self.tiles:
            tile.tick(now_ms)
        self.queues.tick(now_ms)

    @property
    def has_charts(self) -> bool:
        """Whether all charts are there; true, as this layout has none."""
        return True

    def add_charts(self) -> None:
        """Does nothing: charts cannot be read from afar."""

    def page(self) -> QueuePage:
        """Returns the page of queues that is shown."""
        return self.queues.page()
