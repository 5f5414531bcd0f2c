"""Shortens long names in the middle: the part that distinguishes them is often at the end."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from wallboard.ui.words.plain import PlainLabel, cut

_BESIDE_ICON_PX = 4
"""What Qt leaves between a chooser's shape and its words."""


def elided(words: str, metrics: QFontMetrics, width: int) -> str:
    """Returns ``words`` in at most so many pixels."""
    return _elided(words, metrics, width, Qt.TextElideMode.ElideMiddle)


def elided_at_end(words: str, metrics: QFontMetrics, width: int) -> str:
    """Returns a sentence cut at the end to at most so many pixels: its beginning matters most."""
    return _elided(words, metrics, width, Qt.TextElideMode.ElideRight)


def _elided(words: str, metrics: QFontMetrics, width: int, mode: Qt.TextElideMode) -> str:
    """Returns the words whole in a room of their own advance, which Qt rounds down and then finds too narrow."""
    short = cut(words)
    return short if metrics.horizontalAdvance(short) <= width else metrics.elidedText(short, mode, max(width, 0))


_MOST_IN_SIGHT = 20
"""So many names a list shows at once; further ones are scrolled to."""


class ElidedLabel(PlainLabel):
    """A label on one line that gives way to its neighbours; ``elides`` is where its text is shortened."""

    elides = Qt.TextElideMode.ElideMiddle

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.setFont(self.font())
        words = _elided(self.text(), self.fontMetrics(), self.width(), self.elides)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), words)


class ElidedChooser(QComboBox):
    """A chooser whose current name loses its middle where it is too long; its list has the names whole."""

    def showPopup(self) -> None:
        """Opens the list, as wide as its longest name."""
        view = self.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 2 * view.verticalScrollBar().sizeHint().width())
        self.setMaxVisibleItems(_MOST_IN_SIGHT)
        super().showPopup()

    def shown(self) -> QStyleOptionComboBox:
        """Returns what is drawn: the chooser with its text as short as necessary."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        if not option.currentIcon.isNull():
            room -= option.iconSize.width() + _BESIDE_ICON_PX
        words = option.currentText if self.currentIndex() >= 0 else self.placeholderText()
        option.currentText = elided(words, self.fontMetrics(), room)
        return option

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), self.shown()
        painter.setPen(self.palette().text().color())
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
