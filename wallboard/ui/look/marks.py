"""The small colour marks of queues and groups, which are independent of their state."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from wallboard.ui.look.theme import Theme

_ON_LIGHT = {
    "blue": "#1f6fd1",
    "teal": "#0f857b",
    "violet": "#7a4fd0",
    "pink": "#c2377f",
    "brown": "#8a5a2b",
    "grey": "#6b7580",
}
_ON_DARK = {
    "blue": "#6aa8ff",
    "teal": "#3cc2b4",
    "violet": "#b196ff",
    "pink": "#ff8cc2",
    "brown": "#d0a070",
    "grey": "#9aa6b2",
}


def mark_colour(theme: Theme, name: str) -> QColor | None:
    """Returns the colour of this name in the configuration; None for none and for one of a newer gateway."""
    value = (_ON_DARK if theme.is_dark else _ON_LIGHT).get(name)
    if value is None:
        return None
    return theme.colour("ink_faint") if theme.is_stale else QColor(value)


def draw_mark(painter: QPainter, box: QRect, theme: Theme, name: str) -> QRect:
    """Draws the mark at the left of ``box``, if there is one of that name; returns the rest of the box."""
    colour = mark_colour(theme, name)
    if colour is None:
        return box
    width, height = theme.px(4), theme.px(16)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    top = box.y() + (box.height() - height) / 2
    painter.drawRoundedRect(QRectF(box.x(), top, width, height), width / 2, width / 2)
    painter.restore()
    return box.adjusted(width + theme.px(6), 0, 0, 0)
