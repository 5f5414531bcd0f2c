"""The agents as a wall of tiles that reflows with its width and packs closer the more there are."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from wallboard.domain.centre.agent_categories import CATEGORY_OF, AgentCategory
from wallboard.domain.centre.state_limits import StateLimits
from wallboard.domain.ids import AgentId
from wallboard.present import wall
from wallboard.present.frame import AgentRow, BoardFrame
from wallboard.present.wall import Categories, WallView
from wallboard.settings.client import AgentOrder
from wallboard.ui.agents.chips import AgentChips, category_word, key_of
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.agents.tile_delegate import AgentTileDelegate
from wallboard.ui.agents.tile_layout import COMPACT, DETAILED, GENEROUS, MEDIUM, Density
from wallboard.ui.agents.tile_table import TileTable
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.gestures import CallGestures
from wallboard.ui.desk.shortcuts import Section, put_into
from wallboard.ui.look.panel import Panel
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import menu_words

translate = QCoreApplication.translate

_GENEROUS_TO, _MEDIUM_TO = 24, 120
"""Up to so many agents the tiles get no smaller than this, even if that takes scrolling."""


FRAME_MS = 16
_AT_ONCE_LEAST, _FRAMES = 16, 5
"""The clocks that advance in one frame, or more where all would not be done after so many frames."""


def density_for(agents: int, room: QSize, theme: Theme) -> Density:
    """Returns the largest tiles with which ``agents`` fit into ``room``; else the smallest for so many."""
    allowed = [GENEROUS]
    if agents > _GENEROUS_TO:
        allowed += [DETAILED, MEDIUM]
    if agents > _MEDIUM_TO:
        allowed.append(COMPACT)
    for density in allowed:
        lines = -(-agents // columns_for(density, room.width(), theme))
        if lines * theme.px(density.height + density.gap) <= room.height():
            return density
    return allowed[-1]


def columns_for(density: Density, width: int, theme: Theme) -> int:
    """Returns how many tiles stand side by side in ``width`` device-independent pixels, at least 1."""
    return max(1, width // theme.px(density.least_width + density.gap))


class AgentWall(Panel):
    """Shows `BoardFrame.agents`; with a controller callers can be dropped on tiles and dragged from them.

    Signals:
        view_changed: the `WallView` as it is to be remembered: somebody filters or sorts in another way.
    """

    view_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, translate("agents", "Agents"), parent)
        self.grid = AgentGrid(self)
        self.view = TileTable(theme, self)
        self.delegate = AgentTileDelegate(theme, self.view)
        self.chips = AgentChips(theme, self)
        self._wall = wall.Wall()
        self._wanted = WallView()
        self._before: WallView | None = None
        self._frame = BoardFrame()
        self._controller: CallController | None = None
        self._agents = 0
        self._due_clocks: list[QModelIndex] = []
        self._at_once = _AT_ONCE_LEAST
        self._repaint_timer = QTimer(self, interval=FRAME_MS)
        self._repaint_timer.timeout.connect(self._repaint_some)
        self._current: AgentId | None = None
        self._set_up_view()
        self._set_up_chips()
        self.set_head(self.chips)
        self.set_body(self.view)
        self.restyle_with(self.view, self.delegate, self.chips)

    def set_controller(self, controller: CallController) -> None:
        """Sets the controller that moves these agents' callers and monitors them."""
        self.delegate.mark_of = controller.mark_of
        self._controller = controller
        controller.carried_changed.connect(self._on_carried)
        self.restyle_with(CallGestures(self.view, controller, self.theme))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._reflow()

    def set_view(self, view: WallView, limits: StateLimits) -> None:
        """Restores a stored filter and sorting; ``limits`` define when a state stands out."""
        self.delegate.limits = limits
        self._apply_view(view, is_new=False)

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows the agents of the frame."""
        if self.delegate.show_live(frame.freshness.is_live):
            self.view.viewport().update()
            self.chips.show_live(is_live=frame.freshness.is_live)
        self._frame = frame
        self._arrange()

    def _arrange(self) -> None:
        """Filters and sorts the frame's agents."""
        current = self._current
        agents = self._frame.agents
        shown = self._wall.arranged(agents, self._wanted, is_held=self._carries)
        is_known = bool(agents) or self._frame.freshness.is_live
        self.chips.show_view(shown.counts if is_known else {}, self._wanted)
        self.grid.replace_rows(shown.agents)
        if self._agents != len(shown.agents):
            self._agents = len(shown.agents)
            self._reflow()
        self._keep_current(current)
        self.set_empty("" if shown.agents else self._why_nobody())

    def _why_nobody(self) -> str:
        if not self._frame.agents:
            return translate("agents", "No agents in this queue") if self._frame.freshness.is_live else ""
        if not self._wanted.shown:
            return translate("agents", "All agents are logged out")
        states = ", ".join(category_word(group) for group in AgentCategory if group in self._wanted.shown)
        return translate("agents", "No agents now: {states}").format(states=states)

    # filter and order

    def _set_up_chips(self) -> None:
        self.chips.toggled.connect(self.toggle)
        self.chips.all_wanted.connect(self.show_all)
        self.chips.order_wanted.connect(self.sort)
        self.chips.held_over.connect(self._unfold)
        words = translate("agents", "Filter the agents by state, or clear the filter")
        for group in AgentCategory:
            if key := key_of(group):
                self._add_key(key, words, partial(self.toggle, group))
        self._add_key("Alt+0", translate("agents", "Show all agents"), self.show_all)
        words = translate("agents", "Sort by name, by time in state, by state")
        self._add_key("Alt+S", words, self._sort_in_the_next_way)

    def _add_key(self, key: str, words: str, do: Callable[[], None]) -> None:
        action = QAction(menu_words(words), self)
        put_into(Section.AGENTS, action)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _on=False: do())
        self.addAction(action)

    def toggle(self, group: AgentCategory) -> None:
        """Adds the agents of ``group`` to the filter, or removes them from it."""
        self._apply_view(replace(self._wanted, shown=wall.toggled(self._wanted.shown, group)))

    def show_all(self) -> None:
        """Ends the filter."""
        self._apply_view(replace(self._wanted, shown=frozenset()))

    def show_for_now(self, groups: Categories) -> None:
        """Shows the agents of these groups, none for no filter, until somebody filters or `show_as_before`."""
        if self._before is None:
            self._before = self._wanted
        self._apply_view(replace(self._wanted, shown=groups), is_new=False)

    def show_as_before(self) -> None:
        """Ends what `show_for_now` began, unless somebody has filtered since."""
        before, self._before = self._before, None
        if before is not None:
            self._apply_view(before, is_new=False)

    def sort(self, order: AgentOrder) -> None:
        """Sorts the agents by ``order``."""
        self._apply_view(replace(self._wanted, order=order))

    def _sort_in_the_next_way(self) -> None:
        orders = list(AgentOrder)
        self.sort(orders[(orders.index(self._wanted.order) + 1) % len(orders)])

    def _apply_view(self, view: WallView, *, is_new: bool = True) -> None:
        if view == self._wanted:
            return
        self._wanted = view
        self._arrange()
        if is_new:
            self._before = None
            self.view_changed.emit(replace(view, unfolded=frozenset()))

    # during a drag

    @property
    def _carries(self) -> bool:
        return self._controller is not None and self._controller.carried is not None

    def _unfold(self, group: AgentCategory) -> None:
        if self._carries:
            self._apply_view(replace(self._wanted, unfolded=self._wanted.unfolded | {group}), is_new=False)
            self.view.scrollToTop()

    def _on_carried(self) -> None:
        """Freezes the order while a caller is dragged, and marks the chips of further targets; then reverts."""
        if self._carries:
            hidden = (agent for agent in self._frame.agents if not self._wanted.has(CATEGORY_OF[agent.state]))
            self.chips.offer(wall.free_categories(hidden))
            return
        self.chips.offer(frozenset())
        self._wanted = replace(self._wanted, unfolded=frozenset())
        self._arrange()

    @property
    def current(self) -> AgentId | None:
        """Returns the agent whose tile has the keyboard focus."""
        return self._current

    def tick(self, now_ms: int) -> None:
        """Advances the clocks whose second is over at ``now_ms`` of the gateway; cheap, to be called often.

        Clocks that began together, as all do after a start of the gateway, advance over a few frames, not in one.
        """
        before_ms, self.delegate.now_ms, self.grid.now_ms = self.delegate.now_ms, now_ms, now_ms
        self._repaint_clocks(len(self._due_clocks))
        self._due_clocks = self.grid.due_clocks(self.view.rows_in_sight(), before_ms, now_ms)
        self._at_once = max(_AT_ONCE_LEAST, -(-len(self._due_clocks) // _FRAMES))
        self._repaint_some()

    def _repaint_some(self) -> None:
        self._repaint_clocks(self._at_once)
        if not self._due_clocks:
            self._repaint_timer.stop()
        elif not self._repaint_timer.isActive():
            self._repaint_timer.start()

    def _repaint_clocks(self, clocks: int) -> None:
        for index in self._due_clocks[:clocks]:
            self.view.update(index)
        del self._due_clocks[:clocks]

    def reveal(self, agent_id: AgentId) -> None:
        """Scrolls to an agent's tile, clears the filter if it hides it, and makes it the current one."""
        agent = next((agent for agent in self._frame.agents if agent.agent_id == agent_id), None)
        if agent is not None:
            self._apply_view(wall.revealing(self._wanted, CATEGORY_OF[agent.state]))
        index = self.grid.index_of(agent_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> AgentRow | None:
        """Returns the row of the agent whose tile has the keyboard focus."""
        return self.grid.row_at(self.view.currentIndex()) if self.view.hasFocus() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Reflows when the wall's size changes, or changed before it was shown, without an event of Qt."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show) and watched is self.view.viewport():
            self._reflow()
        return super().eventFilter(watched, event)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.grid)
        view.setItemDelegate(self.delegate)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTabKeyNavigation(False)
        view.setMouseTracking(True)
        view.setAccessibleName(translate("agents", "Agents"))
        for header in (view.horizontalHeader(), view.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.viewport().installEventFilter(self)
        view.selectionModel().currentChanged.connect(lambda _new, _old: self._remember_current())

    def _reflow(self) -> None:
        room = self.view.viewport().size()
        density = density_for(self._agents, room, self.theme)
        self.delegate.density = density
        current, first = self._current, self._first_in_sight()
        self.view.set_row_height(self.theme.px(density.height + density.gap))
        columns = columns_for(density, room.width(), self.theme)
        # all of one width: what the delegate keeps is of one size, and the few pixels left over are at the right
        self.view.horizontalHeader().setDefaultSectionSize(max(1, room.width() // columns))
        if columns != self.grid.columnCount():
            self.grid.set_columns(columns)
            self._keep_current(current)
            self.view.updateGeometries()
            self.view.verticalScrollBar().setValue(
                first // columns * self.view.verticalHeader().defaultSectionSize()
            )

    def _first_in_sight(self) -> int:
        """Returns the place of the agent in the upper left corner."""
        return self.view.rows_in_sight().start * self.grid.columnCount()

    def _remember_current(self) -> None:
        agent = self.grid.row_at(self.view.currentIndex())
        self._current = None if agent is None else agent.agent_id

    def _keep_current(self, agent_id: AgentId | None) -> None:
        """Keeps the current agent current, in whichever cell they are now."""
        self._remember_current()
        if agent_id is not None and self._current != agent_id:
            index = self.grid.index_of(agent_id)
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
