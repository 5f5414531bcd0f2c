"""A red edge on both sides of a TV for some seconds after a limit was crossed: calm, and seen from afar."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ScopeId
from wallboard.present.frame import BoardFrame
from wallboard.ui.look.theme import Theme

SHOWN_S = 10
_WIDTH = 14
_WATCHED = (FigureId.SERVICE_LEVEL, FigureId.WAITING, FigureId.AGENTS_READY)
"""Figures that call for action when they become bad; a single caller past the limit does not."""

Levels = dict[FigureId | ScopeId, Level]


class LimitWatch:
    """Finds the moment at which a figure of the band, or a queue's service level, becomes bad."""

    def __init__(self) -> None:
        self._levels: Levels = {}

    def crossed(self, frame: BoardFrame) -> bool:
        """Whether one became bad with this frame; what was not known to be better before does not count."""
        if not frame.freshness.is_live:
            self._levels = {}
            return False
        before, self._levels = self._levels, levels_of(frame)
        return any(
            level is Level.BAD and before.get(key) in {Level.GOOD, Level.WARNING}
            for key, level in self._levels.items()
        )


def levels_of(frame: BoardFrame) -> Levels:
    """Returns how good each watched figure and each queue's service level is."""
    levels: Levels = {figure_id: frame.kpis.of(figure_id).level for figure_id in _WATCHED}
    return levels | {row.id: row.kpi(FigureId.SERVICE_LEVEL).level for row in frame.queues}


class LimitEdge(QWidget):
    """The edge itself, over all else of its parent."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_S * 1_000)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def light(self) -> None:
        """Shows the edge for `SHOWN_S` seconds from now on."""
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Covers the whole parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        width, colour = self._theme.px(_WIDTH), self._theme.colour("bad")
        painter.fillRect(0, 0, width, self.height(), colour)
        painter.fillRect(self.width() - width, 0, width, self.height(), colour)
