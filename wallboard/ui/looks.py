"""Which look the desk begins with, and how large it can be."""

from PySide6.QtGui import QGuiApplication, QPalette

from wallboard.settings.client import Theme

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def zoom_for(screen_height: int) -> float:
    """How large the board is on a screen of so many device-independent pixels: 2160 that nothing scales take 2."""
    return screen_height / 1080 if screen_height >= 1.5 * 1080 else 1.0


def nearest(zoom: float) -> int:
    """Which of `ZOOMS` is the nearest."""
    return min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - zoom))


def wants_contrast(preference: object) -> bool:
    """Whether a system's preference is for more contrast."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - start-up time

    return preference is Qt.ContrastPreference.HighContrast


def is_light(theme: Theme) -> bool:
    """Whether the light look is asked for, by the user or, where they leave it open, by the system."""
    if theme is Theme.SYSTEM:
        return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() > 127
    return theme is Theme.LIGHT
