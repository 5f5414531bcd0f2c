"""What the marks of a chart mean, on one line that never takes room from the chart."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wallboard.ui.look.elided import elided_at_end
from wallboard.ui.look.theme import Text, Theme

LegendMark = tuple[str, str, str]
"""A shape, the token of its colour, and what it means in words."""


class Legend(QWidget):
    """Marks with their words, as many as fit, the first before the others; or a readout in their place."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._marks: tuple[LegendMark, ...] = ()
        self._shorter = ""
        self._readout = ""
        self._side = Qt.AlignmentFlag.AlignRight
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_side(self, side: Qt.AlignmentFlag) -> None:
        """Aligns the legend to this side."""
        self._side = side
        self.update()

    def show_marks(self, marks: tuple[LegendMark, ...], shorter: str = "") -> None:
        """Shows what these marks mean, the most important first; ``shorter`` is that one's short text."""
        if (marks, shorter) != (self._marks, self._shorter):
            self._marks, self._shorter = marks, shorter
            self.update()

    def show_readout(self, words: str) -> None:
        """Shows this instead, until it is empty."""
        if words != self._readout:
            self._readout = words
            self.update()

    @property
    def words(self) -> str:
        """Returns the whole text, whether or not it fits."""
        return self._readout or " · ".join(words for _, _, words in self._marks)

    def shown(self) -> tuple[LegendMark, ...]:
        """Returns the marks that fit; the first is there in any case, in shorter words if need be."""
        metrics, room = QFontMetrics(self._theme.font(Text.CAPTION)), self.width()
        for many in range(len(self._marks), 1, -1):
            widths = [self._width(metrics, mark) for mark in self._marks[:many]]
            if sum(widths) + self._gap() * (many - 1) <= room:
                return self._marks[:many]
        first = self._marks[:1]
        if first and self._shorter and self._width(metrics, first[0]) > room:
            shape, token, _ = first[0]
            return ((shape, token, self._shorter),)
        return first

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), QFontMetrics(self._theme.font(Text.CAPTION)).height())

    def minimumSizeHint(self) -> QSize:
        return QSize(1, self.sizeHint().height())

    def _gap(self) -> int:
        return self._theme.px(14)

    def _near(self) -> int:
        return self._theme.px(5)

    def _width(self, metrics: QFontMetrics, mark: LegendMark) -> int:
        return metrics.horizontalAdvance(mark[0]) + self._near() + metrics.horizontalAdvance(mark[2])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(Text.CAPTION))
        metrics = painter.fontMetrics()
        if self._readout:
            painter.setPen(self._theme.colour("ink"))
            words = elided_at_end(self._readout, metrics, self.width())
            painter.drawText(self.rect(), int(self._side | Qt.AlignmentFlag.AlignVCenter), words)
            painter.end()
            return
        marks = self.shown()
        whole = sum(self._width(metrics, mark) for mark in marks) + self._gap() * (len(marks) - 1)
        left = 0 if self._side is Qt.AlignmentFlag.AlignLeft else max(0, self.width() - whole)
        for mark in marks:
            left += self._paint_mark(painter, left, mark) + self._gap()
        painter.end()

    def _paint_mark(self, painter: QPainter, left: int, mark: LegendMark) -> int:
        shape, token, words = mark
        metrics, middle = painter.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter)
        room = QRect(left, 0, self.width() - left, self.height())
        painter.setPen(self._theme.colour(token))
        painter.drawText(room, middle, shape)
        room.setLeft(left + metrics.horizontalAdvance(shape) + self._near())
        painter.setPen(self._theme.colour("ink_soft"))
        is_alone = len(self.shown()) == 1
        if is_alone:
            words = elided_at_end(words, metrics, room.width())
        painter.drawText(room, middle | int(Qt.TextFlag.TextDontClip), words)
        return self._width(metrics, mark)
