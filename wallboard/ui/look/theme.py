"""The look as frozen tokens: colours, sizes and type of the dark and the light theme, and both without colour.

Widgets and delegates take a `Theme` and never a literal colour or size. The style sheet is in `stylesheet`.
Colours are Okabe–Ito's, tuned to each ground: words have a contrast of 4.5 on all that they are written on, shapes
and borders 3. Colour-blind eyes tell levels apart, and wherever they are shown a shape or a word goes with them.
"""

from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import asdict, replace
from PySide6.QtGui import QColor, QFont, QFontDatabase

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.thresholds import Level

FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "Ubuntu", "DejaVu Sans")
"""In order of preference; what is not installed is left out, and the system's own font is the last resort."""


class Text(StrEnum):
    """The steps of the type scale."""

    CAPTION = "caption"
    BODY = "body"
    STRONG = "strong"
    HEADING = "heading"
    FIGURE = "figure"
    LARGE = "large"
    HUGE = "huge"


_SCALE: dict[Text, tuple[int, QFont.Weight]] = {
    Text.CAPTION: (12, QFont.Weight.Normal),
    Text.BODY: (13, QFont.Weight.Normal),
    Text.STRONG: (13, QFont.Weight.DemiBold),
    Text.HEADING: (15, QFont.Weight.DemiBold),
    Text.FIGURE: (18, QFont.Weight.DemiBold),
    Text.LARGE: (28, QFont.Weight.DemiBold),
    Text.HUGE: (44, QFont.Weight.DemiBold),
}


class Palette(Struct, frozen=True, kw_only=True):
    """Every colour by its part, as ``#rrggbb``.

    ``window`` is the ground, ``surface`` a panel on it, ``raised`` a card or a field on that, ``hover`` and
    ``selected`` what the pointer or the keyboard is at. ``…_tint`` are grounds to put ink on.
    """

    window: str
    surface: str
    raised: str
    hover: str
    selected: str
    line: str
    line_strong: str
    ink: str
    ink_soft: str
    ink_faint: str
    accent: str
    on_accent: str
    good: str
    warning: str
    bad: str
    good_tint: str
    warning_tint: str
    bad_tint: str
    ready: str
    ringing: str
    talking: str
    hold: str
    busy: str
    busy_unknown: str
    wrap_up: str
    cool_down: str
    on_demand: str
    paused: str
    do_not_disturb: str
    unreachable: str
    logged_out: str
    unknown: str
    chart_line: str
    chart_target: str
    chart_offered: str
    chart_answered: str
    chart_abandoned: str
    chart_grid: str


_GROUNDS = {"window", "surface", "raised", "hover", "selected", "line", "line_strong", "accent", "on_accent"}
"""What keeps its colour while figures are stale: what one works with, not what one reads."""

_FADED = {
    "ink": 0.25,
    "ink_soft": 0.08,
    "good_tint": 0.25,
    "warning_tint": 0.25,
    "bad_tint": 0.25,
    "chart_grid": 0.25,
}
"""This share of the ground is in a stale colour; fainter inks and marks would not be read with any of it."""


class Theme(Struct, frozen=True, kw_only=True, eq=False):
    """One look at one size. ``scale`` multiplies every size: 1 is a desk, a large screen far away takes more."""

    name: str
    is_dark: bool
    colours: Palette
    scale: float = 1.0
    is_stale: bool = False

    def px(self, size: float) -> int:
        """Returns a length of the design in device-independent pixels, at least 1 if it is more than 0."""
        return max(1, round(size * self.scale)) if size > 0 else 0

    def font(self, text: Text) -> QFont:
        """Returns the font of one step of the type scale, with figures all of one width."""
        size, weight = _SCALE[text]
        return _font(self.px(size), weight)

    def level(self, level: Level) -> QColor:
        """Returns the colour of a figure that is good, a warning, bad, or unknown."""
        return self._of({Level.NO_DATA: "ink_soft"}.get(level, level.value))

    def state(self, state: AgentState) -> QColor:
        """Returns the colour of what an agent does."""
        return self._of(state.value)

    def colour(self, token: str, alpha: float = 1.0) -> QColor:
        """Returns the colour of the `Palette` field ``token``, ``alpha`` from 0 to 1."""
        return self._of(token, alpha)

    def _of(self, token: str, alpha: float = 1.0) -> QColor:
        return _colour(getattr(self.colours, token), alpha)

    def stale(self) -> "Theme":
        """Returns the same look for figures that are not so now: every colour a grey, the ink soft."""
        grey = {token: _grey(value) for token, value in asdict(self.colours).items() if token not in _GROUNDS}
        distinct = [*(level.value for level in Level), *(state.value for state in AgentState), "unknown"]
        ground = QColor(self.colours.surface)
        faded = {token: _mix(QColor(value), ground, _FADED.get(token, 0)) for token, value in grey.items()}
        faded |= {token: faded["ink_soft"] for token in distinct if token in faded}
        return replace(self, colours=replace(self.colours, **faded), is_stale=True)

    def strong(self) -> "Theme":
        """Returns the theme with the most contrast: no faint ink, no faint border, grounds of black or white."""
        ink, ground = ("#ffffff", "#000000") if self.is_dark else ("#000000", "#ffffff")
        inks = {"ink": ink, "ink_soft": ink, "ink_faint": ink, "line": ink, "line_strong": ink}
        return replace(self, colours=replace(self.colours, window=ground, surface=ground, raised=ground, **inks))

    def scaled(self, factor: float) -> "Theme":
        """Returns the same look ``factor`` times as large."""
        return replace(self, scale=self.scale * factor)


def _grey(value: str) -> str:
    colour = QColor(value)
    shade = round(0.2126 * colour.red() + 0.7152 * colour.green() + 0.0722 * colour.blue())
    return QColor(shade, shade, shade).name()


def _mix(one: QColor, other: QColor, share: float) -> str:
    """Returns ``one`` with ``share`` (0 to 1) of ``other`` in it."""
    kept = 1 - share
    return QColor(
        round(one.red() * kept + other.red() * share),
        round(one.green() * kept + other.green() * share),
        round(one.blue() * kept + other.blue() * share),
    ).name()


@lru_cache(maxsize=512)
def _colour(value: str, alpha: float = 1.0) -> QColor:
    colour = QColor(value)
    colour.setAlphaF(alpha)
    return colour


@lru_cache(maxsize=1)
def families() -> list[str]:
    """Returns the preferred families that are installed, then the system's own. Needs a running QGuiApplication."""
    installed = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
    return [family for family in FAMILIES if family in installed] + list(system)


@lru_cache(maxsize=64)
def _font(size_px: int, weight: QFont.Weight) -> QFont:
    font = QFont(families())
    font.setPixelSize(size_px)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


DARK = Theme(
    name="dark",
    is_dark=True,
    colours=Palette(
        window="#0e1217",
        surface="#151b22",
        raised="#1d252e",
        hover="#26303b",
        selected="#1b3149",
        line="#252e38",
        line_strong="#6b7987",
        ink="#eef2f6",
        ink_soft="#b4bec9",
        ink_faint="#98a4b1",
        accent="#6cb6ff",
        on_accent="#07131f",
        good="#3ccaa5",
        warning="#f7cd5b",
        bad="#fb7049",
        good_tint="#12332c",
        warning_tint="#352c11",
        bad_tint="#431f15",
        ready="#2fc19c",
        ringing="#7fd0ff",
        talking="#4a9be8",
        hold="#dcd8ff",
        busy="#7d93ad",
        busy_unknown="#9aa1a9",
        wrap_up="#efadcf",
        cool_down="#d39ab8",
        on_demand="#8fbfae",
        paused="#e5a33a",
        do_not_disturb="#c9ad7c",
        unreachable="#fb7049",
        logged_out="#7f8b98",
        unknown="#98a4b1",
        chart_line="#6cb6ff",
        chart_target="#b4bec9",
        chart_offered="#6b8098",
        chart_answered="#2fc19c",
        chart_abandoned="#fb7049",
        chart_grid="#222b34",
    ),
)

LIGHT = Theme(
    name="light",
    is_dark=False,
    colours=Palette(
        window="#eef1f4",
        surface="#ffffff",
        raised="#f1f4f7",
        hover="#e9eef3",
        selected="#dcebfb",
        line="#e1e6eb",
        line_strong="#7e8a96",
        ink="#16202a",
        ink_soft="#475563",
        ink_faint="#566270",
        accent="#0b62b0",
        on_accent="#ffffff",
        good="#00694d",
        warning="#915c00",
        bad="#8a1906",
        good_tint="#d9f2ea",
        warning_tint="#fdf0d2",
        bad_tint="#fbe0d9",
        ready="#00785a",
        ringing="#1f7fc0",
        talking="#0a4f93",
        hold="#7a73e0",
        busy="#647a90",
        busy_unknown="#6f757c",
        wrap_up="#8e2f69",
        cool_down="#a3557f",
        on_demand="#4a7567",
        paused="#8f5a00",
        do_not_disturb="#85662f",
        unreachable="#8a1906",
        logged_out="#75818d",
        unknown="#566270",
        chart_line="#0b62b0",
        chart_target="#475563",
        chart_offered="#7e91a4",
        chart_answered="#00835f",
        chart_abandoned="#b3300f",
        chart_grid="#e6ebf0",
    ),
)
