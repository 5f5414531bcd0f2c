"""Where the desk window opens: within what its screen has free, or over all of it; and to fullscreen and back."""

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

WHOLE = QSize(1920, 1080)
"""At this size the board has all its parts in sight: the total and twelve queues, agents of three lines, charts."""
LEAST = QSize(960, 600)
"""The smallest window, device-independent pixels; on a smaller screen it may be as small as that."""
_FRAME = QSize(16, 48)
"""What a window's frame takes at most, where the window system has not said yet."""
_PART = 0.9
"""The part of the screen that a window has once it is maximised no more."""
_GRASP = 120
"""So much of a window must be in sight for it to be taken hold of."""


def first_place(wanted: QSize, available: QRect) -> tuple[QRect, bool]:
    """Returns the place of a window of this size, and whether it is maximised for lack of room."""
    whole = wanted + _FRAME
    is_too_large = whole.width() > available.width() or whole.height() > available.height()
    size = available.size() * _PART if is_too_large else wanted
    place = QRect(QPoint(0, 0), size)
    place.moveCenter(available.center())
    return place, is_too_large


def is_in_sight(window: QRect, screens: list[QRect]) -> bool:
    """Whether enough of a window is on an available screen."""
    seen = [window.intersected(screen) for screen in screens]
    return any(part.width() >= _GRASP and part.height() >= _GRASP for part in seen)


def place_window(window: QWidget, geometry: str, wanted: QSize) -> QRect | None:
    """Moves ``window`` to the stored ``geometry`` if a screen has that place, else to one within the screen.

    Returns the place of a window that is to be shown maximised, because it would be larger than its screen.
    """
    place, is_too_large = first_place(wanted, window.screen().availableGeometry())
    window.setMinimumSize(LEAST.boundedTo(place.size()))
    is_back = bool(geometry) and window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if is_back and is_in_sight(window.geometry(), screens):
        return None
    window.setGeometry(place)
    return place if is_too_large else None


def toggle_fullscreen(window: QWidget) -> None:
    """Toggles fullscreen of ``window``; a maximised one is maximised again afterwards."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - start-up time

    window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
