"""One tile of the band of figures: paints a name, a big figure, its level and its basis."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.present.kpis import Kpi
from wallboard.ui.figures.tile_text import JOINT, TileText, sentence, tile_text
from wallboard.ui.look import icons
from wallboard.ui.look.elided import elided_at_end
from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words.text import NO_DATA

_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_PRAISED = (FigureId.SERVICE_LEVEL,)
"""Figures that are coloured when they are good too; the others only when somebody should act."""
_HEIGHT, _COMPACT_HEIGHT = 124, 80
_LEAST_WIDTH = 82
_LEAST_WIDTHS = {
    FigureId.SERVICE_LEVEL: 124,
    FigureId.WAITING: 100,
    FigureId.LONGEST_WAIT: 92,
    FigureId.AGENTS_READY: 93,
}
"""In English these names and "12 past limit" are whole, and all tiles are in a window 910 wide (1366 at 150 %)."""
_LEAST_NAME = 10
_LEAST_BASIS = 11
"""Smaller letters cannot be read at a desk: what does not fit then ends in an ellipsis; the tooltip has it all."""
_TINTS = {Level.BAD: "bad_tint"}
"""A coloured background calls for action; a warning colours only the text."""


def label_font(theme: Theme, words: str, width_px: int, style: Text = Text.STRONG) -> QFont:
    """Returns the font of a line: smaller, but legible, where it would be wider than ``width_px``."""
    font = QFont(theme.font(style))
    wide = QFontMetrics(font).horizontalAdvance(words)
    if wide > width_px:
        font.setPixelSize(max(font.pixelSize() * width_px // wide, theme.px(_LEAST_NAME)))
    return font


def basis_font(theme: Theme, words: str, room: QSize) -> QFont:
    """Returns the font of a figure's basis: smaller, but legible, where it would be too tall for its room."""
    font = QFont(theme.font(Text.CAPTION))
    while font.pixelSize() > theme.px(_LEAST_BASIS) and not _fits(words, QFontMetrics(font), room):
        font.setPixelSize(font.pixelSize() - 1)
    return font


def fitting_basis(words: str, metrics: QFontMetrics, room: QSize) -> str:
    """Returns a figure's basis, without its last words where it would be too tall for its room."""
    if _fits(words, metrics, room):
        return words
    parts = words.split()
    shorter = (f"{' '.join(parts[:many])} …" for many in range(len(parts) - 1, 0, -1))
    return next((one for one in shorter if _fits(one, metrics, room)), "")


def _fits(words: str, metrics: QFontMetrics, room: QSize) -> bool:
    needed = metrics.boundingRect(QRect(0, 0, room.width(), 0), _WRAP, words)
    return needed.height() <= room.height() and needed.width() <= room.width()


def fitting_note(notes: tuple[str, ...], metrics: QFontMetrics, width_px: int) -> str:
    """As many of the notes as there is room for; the first in any case."""
    for many in range(len(notes), 1, -1):
        if metrics.horizontalAdvance(words := JOINT.join(notes[:many])) <= width_px:
            return words
    return notes[0] if notes else ""


_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class KpiTile(QAbstractButton):
    """A figure that can be read from afar. Its level is a colour, a shape and a word at once.

    Pressed, by the pointer or by Space or Enter, it shows its explanation.

    Signals:
        entered: the pointer or the keyboard has come, and may soon ask for the explanation.
    """

    entered = Signal()

    def __init__(self, theme: Theme, figure_id: FigureId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._explain)
        self.figure_id = figure_id
        self._theme = theme
        self._is_compact = False
        self._is_coloured = True
        self._has_keys = False
        self._kpi = Kpi(id=figure_id)
        self._words = tile_text(self._kpi, 0)
        self._level = Level.NO_DATA
        self._still = QPixmap()
        self._still_key: tuple[object, ...] = ()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the stale one has no colours."""
        if theme is not self._theme:
            self._theme = theme
            self.updateGeometry()
            self.update()

    def show_kpi(self, kpi: Kpi, now_ms: int, *, is_coloured: bool = True) -> None:
        """Shows the figure as of ``now_ms`` of the gateway's clock; with its level unless another tile has it."""
        text, level = tile_text(kpi, now_ms), kpi.level_at(now_ms) if is_coloured else Level.NO_DATA
        if text != self._words or level is not self._level:
            self.update()
            self.setAccessibleName(sentence(text))
        self._kpi, self._words, self._level, self._is_coloured = kpi, text, level, is_coloured

    def tick(self, now_ms: int) -> None:
        """Advances a running wait."""
        if self._kpi.since_ms is not None:
            self.show_kpi(self._kpi, now_ms, is_coloured=self._is_coloured)

    @property
    def words(self) -> TileText:
        """Returns the tile's current text."""
        return self._words

    def ink(self) -> QColor:
        """Returns the colour of the figure: its level's, none in a stale theme."""
        if self._words.figure == NO_DATA:
            return self._theme.colour("ink_faint")
        is_plain = self._level is Level.NO_DATA or (self._level is Level.GOOD and self.figure_id not in _PRAISED)
        return self._theme.colour("ink") if is_plain else self._theme.level(self._level)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.entered.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the keyboard focus, but not when a window has just become active."""
        super().focusInEvent(event)
        self._has_keys = event.reason() in _BY_KEYS
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._has_keys = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def _explain(self) -> None:
        self.entered.emit()
        at = QPoint(self._theme.px(12), self.height())
        QApplication.sendEvent(self, QHelpEvent(QEvent.Type.ToolTip, at, self.mapToGlobal(at)))

    def set_compact(self, *, is_compact: bool) -> None:
        """Hides the figure's basis, which the tooltip has too."""
        if is_compact is not self._is_compact:
            self._is_compact = is_compact
            self.updateGeometry()
            self.update()

    def minimumSizeHint(self) -> QSize:
        width = _LEAST_WIDTHS.get(self.figure_id, _LEAST_WIDTH)
        return QSize(self._theme.px(width), self._theme.px(_COMPACT_HEIGHT if self._is_compact else _HEIGHT))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the figure and its note, which change often, over a cached background."""
        theme, pad = self._theme, self._theme.px(12)
        inner = self.rect().adjusted(pad, theme.px(9), -pad // 2, -theme.px(3))
        label = QFontMetrics(theme.font(Text.STRONG)).height()
        words = QFontMetrics(theme.font(Text.CAPTION)).height() * (1 if self._is_compact else 3) + theme.px(4)
        figure = inner.adjusted(0, label, 0, -words)
        below = QRect(inner.left(), figure.bottom() + theme.px(2), inner.width(), words)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still_part(inner, below))
        self._paint_figure(painter, figure)
        self._paint_note(painter, below)
        if self._has_keys:
            self._paint_focus(painter)
        painter.end()

    def _paint_focus(self, painter: QPainter) -> None:
        theme, thick = self._theme, self._theme.px(2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inside = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.drawRoundedRect(inside, theme.px(10), theme.px(10))

    def _still_part(self, inner: QRect, below: QRect) -> QPixmap:
        ratio, words = self.devicePixelRatioF(), self._words
        said = (words.label, "" if self._is_compact else words.basis, not words.note)
        key = (self._theme, self.size().toTuple(), ratio, self._level, self._is_compact, *said)
        if key != self._still_key:
            still = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            still.setDevicePixelRatio(ratio)
            still.fill(self._theme.colour("window"))  # what is behind need not be painted first
            painter = QPainter(still)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_ground(painter)
            self._paint_words(painter, inner, below)
            painter.end()
            self._still, self._still_key = still, key
        return self._still

    def _paint_ground(self, painter: QPainter) -> None:
        theme, radius = self._theme, self._theme.px(10)
        painter.setPen(theme.colour("line"))
        painter.setBrush(theme.colour(self._ground_token()))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _ground_token(self) -> str:
        return "surface" if self._theme.is_stale else _TINTS.get(self._level, "surface")

    def _paint_figure(self, painter: QPainter, room: QRect) -> None:
        font, unit_font = self._theme.font(Text.HUGE), self._theme.font(Text.HEADING)
        unit_width = QFontMetrics(unit_font).horizontalAdvance(self._words.unit) + self._theme.px(4)
        wide = QFontMetrics(font).horizontalAdvance(self._words.figure) + unit_width
        high = QFontMetrics(font).capHeight() + self._theme.px(8)
        fits = min(1.0, room.width() / wide, room.height() / high)
        if fits < 1:
            font = QFont(font)
            font.setPixelSize(int(font.pixelSize() * fits))
        metrics = QFontMetrics(font)
        baseline = room.top() + (room.height() + metrics.capHeight()) // 2
        painter.setPen(self.ink())
        painter.setFont(font)
        painter.drawText(room.left(), baseline, self._words.figure)
        painter.setFont(unit_font)
        after = room.left() + metrics.horizontalAdvance(self._words.figure) + self._theme.px(4)
        painter.drawText(after, baseline, self._words.unit)

    def _paint_words(self, painter: QPainter, inner: QRect, below: QRect) -> None:
        """Paints the tile's name above, and below the shape of its level and the figure's basis."""
        theme = self._theme
        painter.setFont(label_font(theme, self._words.label, inner.width()))
        painter.setPen(theme.colour("ink_soft"))
        metrics = painter.fontMetrics()
        label = elided_at_end(self._words.label, metrics, inner.width())
        painter.drawText(inner.left(), inner.top() + metrics.ascent(), label)
        painter.setFont(theme.font(Text.CAPTION))
        metrics = painter.fontMetrics()
        if self._level is not Level.NO_DATA:
            size = self._shape_px()
            colours = theme.level(self._level), theme.colour(self._ground_token())
            shape = icons.pixmap(icons.level_icon(self._level), *colours, size, self.devicePixelRatioF())
            painter.drawPixmap(below.left(), below.top() + (metrics.height() - size) // 2, shape)
        if not self._is_compact:
            self._paint_basis(painter, below)

    def _paint_basis(self, painter: QPainter, below: QRect) -> None:
        theme, metrics = self._theme, painter.fontMetrics()
        painter.setPen(theme.colour("ink_faint"))
        basis = below.adjusted(0, metrics.height(), 0, 0)
        if not self._words.note and painter.boundingRect(basis, _WRAP, self._words.basis).height() > basis.height():
            basis = below
        painter.setFont(basis_font(theme, self._words.basis, basis.size()))
        painter.drawText(basis, _WRAP, fitting_basis(self._words.basis, painter.fontMetrics(), basis.size()))

    def _paint_note(self, painter: QPainter, below: QRect) -> None:
        theme = self._theme
        painter.setFont(theme.font(Text.CAPTION))
        painter.setPen(theme.colour("ink_soft"))
        metrics = painter.fontMetrics()
        left = below.left()
        if self._level is not Level.NO_DATA:
            left += self._shape_px() + theme.px(5)
        room = below.right() - left
        note = fitting_note(self._words.notes, metrics, room)
        painter.setFont(label_font(theme, note, room, Text.CAPTION))
        note = elided_at_end(note, painter.fontMetrics(), room)
        painter.drawText(left, below.top() + metrics.ascent(), note)

    def _shape_px(self) -> int:
        return self._theme.px(13)
