"""The theme of a desk: dark or light, contrast, size."""

from PySide6.QtGui import QGuiApplication, QPalette

from wallboard.settings import client as settings_of
from wallboard.settings.client import DeskSettings
from wallboard.ui.look import theme as themes

ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)


def zoom_for(screen_height: int) -> float:
    """Returns the zoom for a screen of so many device-independent pixels: 2 for 2160 without scaling."""
    return screen_height / 1080 if screen_height >= 1.5 * 1080 else 1.0


def nearest(zoom: float) -> int:
    """Returns which of `ZOOMS` is the nearest."""
    return min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - zoom))


def wants_contrast(preference: object) -> bool:
    """Whether a system's preference is for more contrast."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - start-up time

    return preference is Qt.ContrastPreference.HighContrast


def is_light(theme: settings_of.ThemeChoice) -> bool:
    """Whether the light theme is wanted, by the user or else by the system."""
    if theme is settings_of.ThemeChoice.SYSTEM:
        return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() > 127
    return theme is settings_of.ThemeChoice.LIGHT


class Look:
    """The current theme.

    Attributes:
        own_scale: how large the board is on its screen where nobody chose a zoom.
    """

    def __init__(self, settings: DeskSettings, screen_height: int) -> None:
        """``screen_height`` is in device-independent pixels."""
        self._colours = themes.LIGHT if is_light(settings.theme) else themes.DARK
        self._is_strong = False
        self._own_zoom = nearest(zoom_for(screen_height))
        self._zoom = nearest(settings.zoom) if settings.zoom else self._own_zoom
        self.own_scale = ZOOMS[self._own_zoom]

    @property
    def theme(self) -> themes.Theme:
        """Returns the look in its size."""
        return (self._colours.strong() if self._is_strong else self._colours).scaled(self.scale)

    @property
    def scale(self) -> float:
        """Returns how large everything is, 1 for the original size."""
        return ZOOMS[self._zoom]

    def switch(self) -> settings_of.ThemeChoice:
        """Switches between dark and light; returns the settings' value for it."""
        self._colours = themes.LIGHT if self._colours is themes.DARK else themes.DARK
        return settings_of.ThemeChoice(self._colours.name)

    def step(self, step: int) -> bool:
        """Makes it one size larger (1) or smaller (-1), or the screen's own (0); returns whether it changed."""
        last = self._zoom
        self._zoom = self._own_zoom if step == 0 else min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        return self._zoom != last

    def follow_scheme(self, scheme: object) -> bool:
        """Applies the system's dark or light scheme; returns whether that changed the theme."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - start-up time

        if scheme is Qt.ColorScheme.Unknown:
            return False
        last, self._colours = self._colours, themes.LIGHT if scheme is Qt.ColorScheme.Light else themes.DARK
        return self._colours is not last

    def follow_contrast(self, preference: object) -> bool:
        """Follows the system's contrast setting; returns whether the look changed."""
        last, self._is_strong = self._is_strong, wants_contrast(preference)
        return self._is_strong is not last
