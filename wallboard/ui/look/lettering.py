"""Text laid out once and drawn many times: what a painting delegate writes with."""

from collections.abc import Iterable
from enum import Enum
from math import ceil

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words.plain import cut

_KEPT = 10_000
"""Laid-out texts before all are let go: several screens of the largest centre, a few megabytes."""


class Align(Enum):
    """Which side of its box a text keeps to."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


class Lettering:
    """Draws single lines in a theme's fonts, shortened with an ellipsis to the room they get.

    `line` is for the usual case; `put` is for what is drawn often: there the caller has set font and pen, which
    cost as much as the text; `stamp` is for what is drawn a thousand times.
    """

    def __init__(self, theme: Theme) -> None:
        self._fonts = {text: theme.font(text) for text in Text}
        self._metrics = {text: QFontMetrics(font) for text, font in self._fonts.items()}
        self._heights = {text: metrics.height() for text, metrics in self._metrics.items()}
        self._figures = {text: metrics.horizontalAdvance("0") for text, metrics in self._metrics.items()}
        self._widths: dict[tuple[str, Text], int] = {}
        self._laid_out: dict[tuple[str, Text, int, Qt.TextElideMode], tuple[QStaticText, float]] = {}

    def font(self, text: Text) -> QFont:
        """Returns the font of one step of the type scale."""
        return self._fonts[text]

    def height(self, text: Text) -> int:
        """Returns the height of a line, device-independent pixels."""
        return self._heights[text]

    def width(self, words: str, text: Text) -> int:
        """Returns the width of ``words`` on one line, device-independent pixels."""
        key = (words, text)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= _KEPT:
                self._widths.clear()
            width = self._widths[key] = self._metrics[text].horizontalAdvance(words)
        return width

    def width_of_figures(self, count: int, text: Text) -> int:
        """Returns the width of ``count`` figures, device-independent pixels; all figures are of one width."""
        return self._figures[text] * count

    def fitting(self, forms: Iterable[str], text: Text, width: int) -> str:
        """Returns the first of ``forms`` of the same words that is at most ``width`` wide; else the last one."""
        form = ""
        for form in forms:
            if self.width(form, text) <= width:
                break
        return form

    def line(
        self, painter: QPainter, box: QRect, words: str, look: tuple[Text, QColor], align: Align = Align.LEFT
    ) -> None:
        """Draws ``words`` on one line, vertically in the middle of ``box``."""
        text, colour = look
        if box.width() <= 0 or not words:
            return
        laid_out, width = self._lay_out(words, text, box.width())
        x = float(box.x())
        if align is Align.RIGHT:
            x += box.width() - width
        elif align is Align.CENTRE:
            x += (box.width() - width) / 2
        painter.setFont(self._fonts[text])
        painter.setPen(colour)
        painter.drawStaticText(QPointF(x, box.y() + (box.height() - self._heights[text]) // 2), laid_out)

    def name(self, painter: QPainter, box: QRect, name: str, look: tuple[Text, QColor]) -> None:
        """Draws a name as `line` does; one that is too long loses its middle, since names often begin alike."""
        shown = self._metrics[look[0]].elidedText(cut(name), Qt.TextElideMode.ElideMiddle, box.width())
        self.line(painter, box, shown, look)

    def put(self, painter: QPainter, at: tuple[int, int], words: str, text: Text, width: int) -> None:
        """Draws ``words`` from ``at`` (left, top) in the painter's font and pen, at most ``width`` wide."""
        if words and width > 0:
            painter.drawStaticText(at[0], at[1], self._lay_out(words, text, width)[0])

    def stamp(self, words: str, look: tuple[Text, QColor], width: int, ratio: float) -> QPixmap:
        """Returns ``words`` as a picture, at most ``width`` wide, for a screen with ``ratio`` pixels to the pixel.

        Drawing it again costs a fifth of drawing the words; keep it where they are drawn often. At its right it
        ends with the words. It is for names and figures: too long ones lose their middle, since names of a house
        often begin alike.
        """
        text, colour = look
        laid_out, length = self._lay_out(words, text, max(width, 1), Qt.TextElideMode.ElideMiddle)
        whole = max(1, ceil(length))
        stamp = QPixmap(ceil(whole * ratio), ceil(self._heights[text] * ratio))
        stamp.setDevicePixelRatio(ratio)
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.setFont(self._fonts[text])
        painter.setPen(colour)
        painter.drawStaticText(QPointF(whole - length, 0), laid_out)
        painter.end()
        return stamp

    def _lay_out(
        self, words: str, text: Text, width: int, elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> tuple[QStaticText, float]:
        key = (words, text, width, elide)
        if (known := self._laid_out.get(key)) is not None:
            return known
        if len(self._laid_out) >= _KEPT:
            self._laid_out.clear()
        shown = self._metrics[text].elidedText(cut(words), elide, width)
        laid_out = QStaticText(shown)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid_out.prepare(font=self._fonts[text])
        self._laid_out[key] = laid_out, laid_out.size().width()
        return self._laid_out[key]
