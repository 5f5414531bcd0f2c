"""Small shapes that show by form what colour shows too; drawn from SVG, cached as pixmaps."""

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.counts.thresholds import Level


class Icon(StrEnum):
    """All shapes. Agents' states have a solid one each, so that they can be distinguished from afar."""

    READY = "ready"
    RINGING = "ringing"
    TALKING = "talking"
    HOLD = "hold"
    BUSY = "busy"
    BUSY_UNKNOWN = "busy_unknown"
    WRAP_UP = "wrap_up"
    COOL_DOWN = "cool_down"
    ON_DEMAND = "on_demand"
    PAUSED = "paused"
    DO_NOT_DISTURB = "do_not_disturb"
    UNREACHABLE = "unreachable"
    LOGGED_OUT = "logged_out"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"
    NO_DATA = "no_data"
    LISTEN = "listen"
    WHISPER = "whisper"
    BARGE = "barge"
    MOVE = "move"
    RETURNED = "returned"
    PAUSE_NEXT = "pause_next"
    QUEUE = "queue"
    GROUP = "group"
    UNKNOWN = "unknown"
    CLOSE = "close"
    SORT = "sort"


_CHECK = '<circle cx="12" cy="12" r="10" fill="{c}"/><path d="M7.2 12.4l3.2 3.2 6.4-6.8" {cut}/>'
_HEADSET = (
    '<path d="M3 14v-2a9 9 0 0 1 18 0v2" {pen}/><rect x="2" y="13" width="5.5" height="8" rx="2" fill="{c}"/>'
    '<rect x="16.5" y="13" width="5.5" height="8" rx="2" fill="{c}"/>'
)
_SHAPES: dict[Icon, str] = {
    Icon.READY: _CHECK,
    Icon.RINGING: (
        '<path fill="{c}" d="M12 2a7 7 0 0 0-7 7v4.5L2.8 17.5h18.4L19 13.5V9a7 7 0 0 0-7-7z"/>'
        '<path fill="{c}" d="M9 19.5a3 3 0 0 0 6 0z"/>'
    ),
    Icon.TALKING: (
        '<path fill="{c}" d="M4.5 3h15A2.5 2.5 0 0 1 22 5.5v9a2.5 2.5 0 0 1-2.5 2.5H12l-6 5v-5H4.5'
        'A2.5 2.5 0 0 1 2 14.5v-9A2.5 2.5 0 0 1 4.5 3z"/><path d="M7 8.2h10M7 12h6" {cut}/>'
    ),
    Icon.HOLD: '<path fill="{c}" d="M5 2h14v5l-5 5 5 5v5H5v-5l5-5-5-5z"/>',
    Icon.BUSY: (
        '<path fill="{c}" d="M6.5 2.2l3-.2 2 5.4-2.7 2.2a12 12 0 0 0 5.6 5.6l2.2-2.7 5.4 2-.2 3'
        'A4 4 0 0 1 18 21 15.5 15.5 0 0 1 3 6a4 4 0 0 1 3.5-3.8z"/>'
    ),
    Icon.BUSY_UNKNOWN: (
        '<path fill="{c}" stroke="{c}" stroke-width="2" stroke-linejoin="round" d="M12 2l10 10-10 10L2 12z"/>'
        '<path d="M9.3 9.6a2.8 2.8 0 1 1 3.8 2.6c-.7.3-1.1.8-1.1 1.6M12 17v.1" {cut}/>'
    ),
    Icon.WRAP_UP: '<path fill="{c}" d="M2.5 21.5l1.5-6L15.3 4.2a2.6 2.6 0 0 1 3.7 0l.8.8a2.6 2.6 0 0 1 0 3.7'
    'L8.5 20z"/>',
    Icon.COOL_DOWN: '<circle cx="12" cy="12" r="10" fill="{c}"/><path d="M12 6v6l4 3" {cut}/>',
    Icon.ON_DEMAND: (
        '<circle cx="12" cy="12" r="8.7" {pen}/><path fill="{c}" d="M12 6.5l4.6 5.5h-3v5h-3.2v-5h-3z"/>'
    ),
    Icon.PAUSED: '<rect x="2" y="2" width="20" height="20" rx="5" fill="{c}"/><path d="M9 8v8M15 8v8" {cut}/>',
    Icon.DO_NOT_DISTURB: '<path fill="{c}" d="M10 1.8A9.8 9.8 0 1 0 22.2 14 8.6 8.6 0 0 1 10 1.8z"/>',
    Icon.UNREACHABLE: '<circle cx="12" cy="12" r="8.7" {pen}/><path d="M6 6l12 12" {pen}/>',
    Icon.LOGGED_OUT: '<circle cx="12" cy="12" r="8" {pen}/>',
    Icon.GOOD: _CHECK,
    Icon.WARNING: (
        '<path fill="{c}" stroke="{c}" stroke-width="2.5" stroke-linejoin="round" d="M12 3.5L22 20.5H2z"/>'
        '<path d="M12 9.5v5M12 17.7v.1" {cut}/>'
    ),
    Icon.BAD: (
        '<path fill="{c}" d="M7.7 1.8h8.6l5.9 5.9v8.6l-5.9 5.9H7.7l-5.9-5.9V7.7z"/>'
        '<path d="M12 6.8v6M12 16.8v.1" {cut}/>'
    ),
    Icon.NO_DATA: '<path d="M6 12h12" {pen}/>',
    Icon.LISTEN: _HEADSET,
    Icon.WHISPER: (
        '<path d="M5 3.5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6l-5.5 5v-5H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z" {pen}/>'
        '<path d="M8 9.5v.1M12 9.5v.1M16 9.5v.1" {pen}/>'
    ),
    Icon.BARGE: (
        '<circle cx="8" cy="7.5" r="4.2" fill="{c}"/><circle cx="17" cy="9" r="3.3" fill="{c}"/>'
        '<path fill="{c}" d="M1 21a7 7 0 0 1 14 0zM16.5 21h6.5a5.5 5.5 0 0 0-8-5 9 9 0 0 1 1.5 5z"/>'
    ),
    Icon.MOVE: '<path d="M3 12h16M13 5.5l6.5 6.5-6.5 6.5" {pen}/>',
    Icon.RETURNED: '<path d="M9 5L3.5 10.5 9 16M4 10.5h10.5a5.5 5.5 0 0 1 0 9H12" {pen}/>',
    Icon.PAUSE_NEXT: '<rect x="3" y="3" width="18" height="18" rx="5" {pen}/><path d="M9.5 9v6M14.5 9v6" {pen}/>',
    Icon.QUEUE: '<path d="M4 6h16M4 12h16M4 18h10" {pen}/>',
    Icon.GROUP: (
        '<path fill="{c}" d="M12 2.5l9.5 4.7-9.5 4.7-9.5-4.7z"/>'
        '<path d="M3 12.2l9 4.4 9-4.4M3 16.8l9 4.4 9-4.4" {pen}/>'
    ),
    Icon.UNKNOWN: ('<path d="M8 9a4 4 0 1 1 5.5 3.7c-1 .5-1.5 1.1-1.5 2.3M12 19v.1" {pen}/>'),
    Icon.SORT: '<path d="M3.5 6h17M7 12h10M10.5 18h3" {pen}/>',
    Icon.CLOSE: '<path d="M6 6l12 12M18 6L6 18" {pen}/>',
}
_LINE = 'fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"'


def state_icon(state: AgentState) -> Icon:
    """Returns the shape of what an agent does."""
    return Icon(state.value)


def level_icon(level: Level) -> Icon:
    """Returns the shape of how good a figure is."""
    return Icon(level.value)


def mode_icon(mode: MonitorMode) -> Icon:
    """Returns the shape of what a supervisor does in a call."""
    return Icon(mode.value)


def pixmap(icon: Icon, colour: QColor, ground: QColor, size_px: int, ratio: float = 1.0) -> QPixmap:
    """Returns ``icon`` in ``colour``, inner lines in ``ground``; ``size_px`` is device-independent."""
    return _pixmap(icon, colour.name(), ground.name(), size_px, ratio)


def menu_icon(icon: Icon, colour: QColor, ground: QColor, size_px: int) -> QIcon:
    """Returns ``icon`` for an action, a button or a list, sharp on any screen."""
    shape = QIcon()
    for ratio in (1.0, 2.0):
        shape.addPixmap(pixmap(icon, colour, ground, size_px, ratio))
    return shape


@lru_cache(maxsize=1024)
def _pixmap(icon: Icon, colour: str, ground: str, size_px: int, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the first paint needs none, and loads faster so

    body = _SHAPES[icon].format(c=colour, pen=_LINE.format(colour, 2.6), cut=_LINE.format(ground, 2.4))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>'
    shape = QPixmap(round(size_px * ratio), round(size_px * ratio))
    shape.setDevicePixelRatio(ratio)
    shape.fill(Qt.GlobalColor.transparent)
    painter = QPainter(shape)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return shape
