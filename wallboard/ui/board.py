"""Everything inside the desk window, laid out for one theme; another theme or size is another board."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from wallboard.domain.ids import AgentId
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame
from wallboard.ui.agent_wall import AgentWall
from wallboard.ui.caller_list import CallerList
from wallboard.ui.freshness_pill import FreshnessBanner
from wallboard.ui.hands import Hands
from wallboard.ui.kpi_band import KpiBand, shown_ms
from wallboard.ui.monitor_bar import MonitorBar
from wallboard.ui.notices import NoticeBar
from wallboard.ui.queue_table import QueueTable
from wallboard.ui.theme import Theme
from wallboard.ui.top_bar import TopBar

if TYPE_CHECKING:
    from wallboard.ui.charts import ChartRow


class Board(QWidget):
    """Figures above, queues and callers beside the agents, charts below.

    Signals:
        queue_chosen: the id of the queue to limit the board to.
        window_chosen: the `Window` that the figures shall stand for.
    """

    queue_chosen = Signal(str)
    window_chosen = Signal(object)

    def __init__(self, theme: Theme, menu: QMenu, hands: Hands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.theme = theme
        self._frame = BoardFrame()
        self._charts: ChartRow | None = None
        self.top_bar = TopBar(theme, menu, self)
        self.banner = FreshnessBanner(theme, self)
        self.band = KpiBand(theme, self)
        self.queues = QueueTable(theme, self)
        self.callers = CallerList(theme, self)
        self.agents = AgentWall(theme, self)
        self.monitoring = MonitorBar(theme, self)
        self.monitoring.take_hands(hands)
        self.notices = NoticeBar(theme, self)
        hands.told.connect(self.tell)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for part in (self.queues, self.callers, self.agents):
            part.take_hands(hands)
        self.queues.queue_chosen.connect(self.queue_chosen)
        self.top_bar.queue_chosen.connect(self.queue_chosen)
        self.top_bar.window_chosen.connect(self.window_chosen)

    def _lay_out(self) -> None:
        theme = self.theme
        self.left = QSplitter(Qt.Orientation.Vertical, self)
        self.left.addWidget(self.queues)
        self.left.addWidget(self.callers)
        self.middle = QSplitter(Qt.Orientation.Horizontal, self)
        self.middle.addWidget(self.left)
        self.middle.addWidget(self.agents)
        self.whole = QSplitter(Qt.Orientation.Vertical, self)
        self.whole.addWidget(self.middle)
        self._chart_place = QWidget(self)
        self._chart_place.setMinimumHeight(theme.px(136))
        QVBoxLayout(self._chart_place).setContentsMargins(0, 0, 0, 0)
        self.whole.addWidget(self._chart_place)
        for splitter in (self.left, self.middle, self.whole):
            splitter.setHandleWidth(theme.px(8))
            splitter.setChildrenCollapsible(False)
        for splitter, shares in ((self.left, (55, 45)), (self.middle, (46, 54)), (self.whole, (73, 27))):
            for index, share in enumerate(shares):
                splitter.setStretchFactor(index, share)
            splitter.setSizes([share * 10 for share in shares])
        layout = QVBoxLayout(self)
        edge = theme.px(10)
        layout.setContentsMargins(edge, theme.px(8), edge, theme.px(4))
        layout.setSpacing(theme.px(8))
        for widget in (self.top_bar, self.banner, self.band):
            layout.addWidget(widget)
        layout.addWidget(self.whole, 1)
        layout.addWidget(self.monitoring)
        layout.addWidget(self.notices)

    def add_charts(self) -> None:
        """Bring in the charts, after the first paint: they take longer to load than everything else."""
        from wallboard.ui.charts import ChartRow  # noqa: PLC0415 - start-up time

        self._charts = ChartRow(self.theme, now_ms, self._chart_place)
        place = self._chart_place.layout()
        if place is not None:
            place.addWidget(self._charts)
        self._charts.show_frame(self._frame)

    def show_frame(self, frame: BoardFrame) -> None:
        """Show this picture."""
        self._frame = frame
        at_ms = now_ms() + frame.clock_offset_ms
        self.top_bar.show_frame(frame, at_ms)
        self.banner.show_freshness(frame.freshness, at_ms)
        self.band.show_frame(frame, shown_ms(frame, at_ms))
        self.queues.show_frame(frame)
        self.callers.show_frame(frame)
        self.agents.show_frame(frame)
        self.monitoring.show_frame(frame)
        self.notices.show_frame(frame)
        if self._charts is not None:
            self._charts.show_frame(frame)

    def tick(self) -> None:
        """Turn the figures of the band and the time of day; call it once a second."""
        at_ms = now_ms() + self._frame.clock_offset_ms
        self.top_bar.tick(at_ms)
        self.banner.tick(at_ms)
        self.band.tick(shown_ms(self._frame, at_ms))
        self.monitoring.tick(at_ms)
        self.notices.tick(at_ms)

    def turn_clocks(self) -> None:
        """Turn each row's and tile's clock at its own moment; call it many times a second."""
        at_ms = shown_ms(self._frame, now_ms() + self._frame.clock_offset_ms)
        for part in (self.queues, self.callers, self.agents):
            part.tick(at_ms)

    def tell(self, words: str) -> None:
        """Say something about what was not even asked for."""
        self.notices.tell(words)

    def mention(self, words: str) -> None:
        """Say quietly what can wait."""
        self.notices.mention(words)

    def reveal_agent(self, agent_id: AgentId) -> None:
        """Bring an agent's tile into sight and mark it."""
        self.agents.reveal(agent_id)
