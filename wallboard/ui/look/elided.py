"""Names that are too long for their room lose their middle: what tells them apart is often at the end."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent

from wallboard.ui.words.plain import PlainLabel, cut


def elided(words: str, metrics: QFontMetrics, width: int) -> str:
    """``words`` in at most so many pixels."""
    return metrics.elidedText(cut(words), Qt.TextElideMode.ElideMiddle, max(width, 0))


def elided_at_end(words: str, metrics: QFontMetrics, width: int) -> str:
    """A sentence in at most so many pixels: its beginning says most."""
    return metrics.elidedText(cut(words), Qt.TextElideMode.ElideRight, max(width, 0))


class ElidedLabel(PlainLabel):
    """A label on one line that gives way to its neighbours."""

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.setFont(self.font())
        words = elided(self.text(), self.fontMetrics(), self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), words)
