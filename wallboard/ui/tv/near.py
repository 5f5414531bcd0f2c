"""The TV's layout for near viewers: the desk's board without call control, with charts and all agents' states.

The figures of the band are read from eight metres, the smallest words from two.
"""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.host.clock import now_ms as own_ms
from wallboard.present.frame import BoardFrame
from wallboard.ui.figures.band import KpiBand
from wallboard.ui.look.part import Part
from wallboard.ui.look.theme import Theme
from wallboard.ui.tv.agents import TvAgents
from wallboard.ui.tv.pages import QueuePage
from wallboard.ui.tv.queues import TvQueues

if TYPE_CHECKING:
    from wallboard.ui.charts.row import ChartRow

FIGURES = (
    FigureId.SERVICE_LEVEL,
    FigureId.WAITING,
    FigureId.LONGEST_WAIT,
    FigureId.ABANDONMENT,
    FigureId.ANSWERED,
    FigureId.AGENTS_READY,
)
"""The figures that agents act on; averages are for the desk."""


class NearFace(QWidget):
    """Everything below the head of the near TV."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._stale_theme = theme, theme.stale()
        self._frame = BoardFrame()
        self.band = KpiBand(theme, self, FIGURES)
        self.queues = TvQueues(self._stale_theme, self)
        self.agents = TvAgents(self._stale_theme, self)
        self._charts: ChartRow | None = None
        middle, self._column = QHBoxLayout(), QVBoxLayout(self)
        middle.setSpacing(theme.px(8))
        middle.addWidget(self.queues, 64)
        middle.addWidget(self.agents, 36)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        self._column.addWidget(self.band)
        self._column.addLayout(middle, 1)

    def set_live(self, is_live: bool) -> None:
        """Shows colours, or removes them; band and charts do so by themselves."""
        theme = self._theme if is_live else self._stale_theme
        for part in (self.queues, self.agents):
            part.restyle(theme)

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the frame as of ``now_ms`` of the gateway's clock."""
        self._frame = frame
        for part in self._parts():
            part.show_frame(frame, now_ms)

    def tick(self, now_ms: int) -> None:
        """Advances waits and pages."""
        for part in self._parts():
            part.tick(now_ms)

    def _parts(self) -> "tuple[Part, ...]":
        charts = () if self._charts is None else (self._charts,)
        return (self.band, self.queues, self.agents, *charts)

    @property
    def has_charts(self) -> bool:
        """Whether there are charts."""
        return self._charts is not None

    def add_charts(self) -> None:
        """Adds the charts; they are loaded after the first paint."""
        from wallboard.ui.charts.row import ChartRow  # noqa: PLC0415 - start-up time

        if self._charts is None:
            self._charts = ChartRow(self._theme, own_ms, self, is_desk=False)
            self._charts.setFixedHeight(self._theme.px(140))
            self._column.addWidget(self._charts)
            self._charts.show_frame(self._frame)

    def page(self) -> QueuePage:
        """Returns the page of queues that is shown."""
        return self.queues.page()
