"""Everything inside the desk window."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from wallboard.domain.ids import AgentId
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.present.queue_order import Sorting
from wallboard.ui.agents.wall import AgentWall
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.monitor_bar import MonitorBar
from wallboard.ui.callers.caller_list import CallerList
from wallboard.ui.desk.activity import NoticeBar
from wallboard.ui.desk.board_state import USUAL_FIGURES, Arrangement, ShownFigures, ViewState, bring_back, state_of
from wallboard.ui.desk.left_column import LeftColumn
from wallboard.ui.desk.top_bar import TopBar
from wallboard.ui.figures.band import KpiBand, shown_ms
from wallboard.ui.freshness.pill import FreshnessBanner
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.part import Part
from wallboard.ui.look.theme import Theme
from wallboard.ui.queues.explaining import Explaining
from wallboard.ui.queues.table import QueueTable

if TYPE_CHECKING:
    from wallboard.ui.charts.row import ChartRow

_LOW = 800
"""Below this height figures do without their formulas, and the charts are a strip."""
_STRIP, _LEAST_CHARTS = 56, 136
_LEAST_QUEUES, _LEAST_AGENTS = 400, 230


class DeskBoard(QWidget):
    """Figures above, queues and callers beside the agents, charts below.

    Signals:
        queue_chosen: the id of the queue to limit the board to.
        window_chosen: the `Window` that the figures shall stand for.
        arrangement_changed: the `Arrangement` that the user made.
        sorting_changed: the `Sorting` of the queues that the user chose.
        tiles_chosen, columns_chosen: the `FigureId`s that the user wants to see, none for the usual ones.
    """

    queue_chosen = Signal(str)
    window_chosen = Signal(object)
    arrangement_changed = Signal(object)
    sorting_changed = Signal(object)
    tiles_chosen = Signal(object)
    columns_chosen = Signal(object)

    def __init__(
        self, theme: Theme, menu: QMenu, controller: CallController, figures: ShownFigures = USUAL_FIGURES
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.theme = theme
        self._frame = BoardFrame()
        self._charts: ChartRow | None = None
        self._arrangement = Arrangement()
        self._is_low = False
        self.top_bar = TopBar(theme, menu, self)
        self.banner = FreshnessBanner(theme, self)
        self.band = KpiBand(theme, self, figures.tiles)
        self.band.let_choose()
        self.band.figures_chosen.connect(self.tiles_chosen)
        self.queues = QueueTable(theme, self, figures.columns)
        self.queues.columns_chosen.connect(self.columns_chosen)
        self.callers = CallerList(theme, self)
        self.agents = AgentWall(theme, self)
        self._explaining = Explaining(self.agents)
        self.monitoring = MonitorBar(theme, self)
        self.monitoring.set_controller(controller)
        self.notices = NoticeBar(theme, self)
        controller.not_done.connect(self.tell)
        self._around: tuple[Part, ...] = (self.top_bar, self.banner, self.monitoring, self.notices)
        """The parts that a live state does not cover: they show its age."""
        self._lists: tuple[Part, ...] = (self.queues, self.callers, self.agents)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for part in (self.queues, self.callers, self.agents):
            part.set_controller(controller)
        self.queues.queue_chosen.connect(self.queue_chosen)
        self.queues.why_chosen.connect(self._explain)
        self.queues.sorting_changed.connect(self.sorting_changed)
        self.top_bar.queue_chosen.connect(self.queue_chosen)
        self.top_bar.window_chosen.connect(self.window_chosen)

    def _lay_out(self) -> None:
        self.left = LeftColumn(self.theme, self.queues, self.callers, self)
        self.middle = QSplitter(Qt.Orientation.Horizontal, self)
        self.middle.addWidget(self.left)
        self.middle.addWidget(self.agents)
        self.whole = QSplitter(Qt.Orientation.Vertical, self)
        self.whole.addWidget(self.middle)
        self._chart_place = QWidget(self)
        QVBoxLayout(self._chart_place).setContentsMargins(0, 0, 0, 0)
        self.whole.addWidget(self._chart_place)
        for splitter in (self.middle, self.whole):
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._on_split)
        self.whole.setStretchFactor(0, 1)
        self.whole.setStretchFactor(1, 0)
        self._layout = layout = QVBoxLayout(self)
        for widget in (self.top_bar, self.banner, self.band):
            layout.addWidget(widget)
        layout.addWidget(self.whole, 1)
        layout.addWidget(self.monitoring)
        layout.addWidget(self.notices)
        self._set_sizes()

    def _set_sizes(self) -> None:
        px = self.theme.px
        self.left.setMinimumWidth(px(_LEAST_QUEUES))
        self.agents.setMinimumWidth(px(_LEAST_AGENTS))
        self._chart_place.setMinimumHeight(px(_STRIP if self._is_low else _LEAST_CHARTS))
        self._layout.setContentsMargins(px(10), px(6), px(10), px(4))
        self._set_gaps(px(6 if self._is_low else 8))

    def restyle(self, theme: Theme) -> None:
        """Applies another theme, or another size; all that the user arranged stays."""
        self.theme = theme
        views = (self.queues.view, self.callers.view, self.agents.view)
        seen = [view for view in views if view.sees_current()]
        for part in self._parts():
            part.restyle(theme)
        self._set_sizes()
        self._share()
        self.show_frame(self._frame)
        self.tick()
        self.advance_clocks()
        for view in seen:  # once all parts have their sizes
            QTimer.singleShot(0, view, partial(_show_current, view))

    def _parts(self) -> tuple[Part, ...]:
        charts = () if self._charts is None else (self._charts,)
        return (*self._around, self.band, *self._lists, *charts)

    # how the parts share the board

    def arrange(self, arrangement: Arrangement, sorting: Sorting) -> None:
        """Restores the user's sizes of the parts and order of the queues."""
        self._arrangement = arrangement
        self.queues.sort(sorting)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._share)  # splitters share nothing out before they have their own size

    def _share(self) -> None:
        is_low = self.height() < self.theme.px(_LOW)
        if is_low is not self._is_low:
            self._is_low = is_low
            self.band.set_compact(is_compact=is_low)
            self._set_gaps(self.theme.px(6 if is_low else 8))
            if self._charts is not None:
                self._charts.set_compact(is_compact=is_low)
        least, most = (_STRIP, _STRIP) if is_low else (_LEAST_CHARTS, 10_000)
        self._chart_place.setMinimumHeight(self.theme.px(least))
        self._chart_place.setMaximumHeight(self.theme.px(most))
        self._layout.activate()
        width = self.middle.width() - self.middle.handleWidth()
        height = self.whole.height() - self.whole.handleWidth()
        agents = round(width * self._arrangement.agents_share)
        charts = self.theme.px(_STRIP if is_low else self._arrangement.charts_height)
        self.middle.setSizes([width - agents, agents])
        self.whole.setSizes([height - charts, charts])

    def _set_gaps(self, gap: int) -> None:
        self._layout.setSpacing(gap)
        for splitter in (self.middle, self.whole):
            splitter.setHandleWidth(gap)
        self.left.set_gap(gap)

    def _on_split(self) -> None:
        left, agents = self.middle.sizes()
        charts = self._arrangement.charts_height
        if not self._is_low:
            charts = self.whole.sizes()[1] / self.theme.scale
        self._arrangement = Arrangement(agents_share=agents / max(1, left + agents), charts_height=charts)
        self.arrangement_changed.emit(self._arrangement)

    # what is looked at

    def keep(self) -> tuple[ViewState, ...]:
        """Returns the position of each list, for the board that replaces this one."""
        current = (
            self.queues.model.key_at(self.queues.view.currentIndex()),
            self.callers.model.key_at(self.callers.view.currentIndex()),
            self.agents.current,
        )
        views = (self.queues.view, self.callers.view, self.agents.view)
        return tuple(state_of(view, key) for view, key in zip(views, current, strict=True))

    def take_up(self, kept: tuple[ViewState, ...]) -> None:
        """Restores the positions of another board, once all parts have their sizes."""
        QTimer.singleShot(0, self, lambda: self._bring_back(*kept))

    def _bring_back(self, queues: ViewState, callers: ViewState, agents: ViewState) -> None:
        bring_back(self.queues.view, queues, self.queues.model.index_of)
        bring_back(self.callers.view, callers, self.callers.model.index_of)
        bring_back(self.agents.view, agents, lambda key: self.agents.grid.index_of(AgentId(key)))

    def _explain(self, row: QueueRow) -> None:
        """Shows the agents who could help a queue in trouble."""
        self._explaining.begin(row)
        self.queue_chosen.emit(row.id)

    def add_charts(self) -> None:
        """Adds the charts, after the first paint: they take longer to load than everything else."""
        from wallboard.ui.charts.row import ChartRow  # noqa: PLC0415 - start-up time

        self._charts = ChartRow(self.theme, now_ms, self._chart_place)
        self._charts.set_compact(is_compact=self._is_low)
        place = self._chart_place.layout()
        if place is not None:
            place.addWidget(self._charts)
        self._charts.show_frame(self._frame)

    def show_frame(self, frame: BoardFrame) -> None:
        """Shows the frame."""
        self._frame = frame
        at_ms = now_ms() + frame.clock_offset_ms
        for part in self._around:
            part.show_frame(frame, at_ms)
        self._explaining.show_frame(frame)
        for part in self._parts()[len(self._around) :]:
            part.show_frame(frame, shown_ms(frame, at_ms))

    def tick(self) -> None:
        """Advances the figures of the band and the time of day; to be called once a second."""
        at_ms = now_ms() + self._frame.clock_offset_ms
        for part in self._around:
            part.tick(at_ms)
        self.band.tick(shown_ms(self._frame, at_ms))

    def advance_clocks(self) -> None:
        """Advances each row's and tile's clock at its own moment; to be called many times a second."""
        at_ms = shown_ms(self._frame, now_ms() + self._frame.clock_offset_ms)
        for part in self._lists:
            part.tick(at_ms)

    def tell(self, words: str, details: str = "") -> None:
        """Shows why a command was not sent; technical ``details`` on hover."""
        self.notices.tell(words, details)

    def mention(self, words: str) -> None:
        """Shows a text of low urgency."""
        self.notices.mention(words)

    def reveal_agent(self, agent_id: AgentId) -> None:
        """Scrolls to an agent's tile and marks it."""
        self.agents.reveal(agent_id)


def _show_current(view: PaintedTable) -> None:
    view.scrollTo(view.currentIndex())
