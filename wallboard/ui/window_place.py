"""Where the desk window opens: within what its screen has free, or over all of it."""

from PySide6.QtCore import QPoint, QRect, QSize

_FRAME = QSize(16, 48)
"""What a window's frame takes at most, where the window system has not said yet."""
_PART = 0.9
"""The part of the screen that a window has once it is maximised no more."""
_GRASP = 120
"""So much of a window must be in sight for it to be taken hold of."""


def first_place(wanted: QSize, available: QRect) -> tuple[QRect, bool]:
    """The place of a window that would be of this size, and whether it is maximised for want of room."""
    whole = wanted + _FRAME
    is_too_large = whole.width() > available.width() or whole.height() > available.height()
    size = available.size() * _PART if is_too_large else wanted
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(available.center())
    return place, is_too_large


def is_in_sight(window: QRect, screens: list[QRect]) -> bool:
    """Whether enough of a window is on some screen that is there now."""
    seen = [window.intersected(screen) for screen in screens]
    return any(part.width() >= _GRASP and part.height() >= _GRASP for part in seen)
