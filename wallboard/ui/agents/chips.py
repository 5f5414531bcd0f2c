"""The chips over the wall of agents: how many are in each state, which of them are shown, in which order."""

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from wallboard.domain.centre.agent_categories import SELDOM, AgentCategory
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present.wall import Categories, WallView
from wallboard.settings.client import AgentOrder
from wallboard.ui.look import icons
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text
from wallboard.ui.words.plain import menu_words, set_tip

translate = QCoreApplication.translate

_SHAPE, _HIGH = 14, 32
_BESIDE = _SHAPE + 4 + 2 * 6 + 4
"""The shape, the gap behind it, the style sheet's padding and border, in the design's pixels."""

_KEYS = 9
"""Alt+1 to Alt+9 filter by the first categories."""

UNFOLD_MS = 350
"""So long a caller is held over a chip until its agents come: longer than passing over it takes."""


class Chip(QToolButton):
    """A button with a shape and a few words, as wide as these need and high enough to be hit."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "chip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme = theme
        self.setIconSize(QSize(theme.px(_SHAPE), theme.px(_SHAPE)))
        self.updateGeometry()

    def width_of(self, words: str) -> int:
        """Returns how wide a chip with ``words`` is."""
        return max(self.fontMetrics().horizontalAdvance(words) + self._theme.px(_BESIDE), self._theme.px(_HIGH))

    def sizeHint(self) -> QSize:
        return QSize(self.width_of(self.text()), self._theme.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class AgentChips(QWidget):
    """One chip for each category of agents with its count, one that shows all again, and the choice of the order.

    Signals:
        toggled: the category whose chip was clicked.
        all_wanted: the filter shall go.
        order_wanted: the `AgentOrder` that was chosen.
        held_over: the category whose chip a caller is held over.
    """

    toggled = Signal(object)
    all_wanted = Signal()
    order_wanted = Signal(object)
    held_over = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._shown_theme = theme, theme.stale()
        self._counts: Mapping[AgentCategory, int] = {}
        self._view = WallView()
        self._free: Categories = frozenset()
        self.setAccessibleName(translate("agents", "Agent filter"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.chips = {category: self._chip(category) for category in AgentCategory}
        self.all_button = self._button(translate("agents", "All"))
        set_tip(self.all_button, translate("agents", "Show all agents (Alt+0)"))
        self.all_button.clicked.connect(self.all_wanted)
        self.order_button = self._order_button()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # chips take fewer words instead
        for chip in (*self.chips.values(), self.all_button):
            row.addWidget(chip)
            chip.installEventFilter(self)
            chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to the first one, arrows to the others
        self.chips[AgentCategory.READY].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.addStretch(1)
        row.addWidget(self.order_button)
        self._held: AgentCategory | None = None
        self._holding = QTimer(self, singleShot=True, interval=UNFOLD_MS)
        self._holding.timeout.connect(self._unfold)
        self._dress()
        self._say()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        is_stale, self._theme = self._shown_theme.is_stale, theme
        self._shown_theme = theme.stale() if is_stale else theme
        for chip in (*self.chips.values(), self.all_button, self.order_button):
            chip.restyle(theme)
        self._dress()
        self._fit()
        self.updateGeometry()

    def _dress(self) -> None:
        theme, size = self._theme, self._theme.px(_SHAPE)
        ink, soft, ground = theme.colour("ink"), theme.colour("ink_soft"), theme.colour("surface")
        self._row.setSpacing(theme.px(2))
        self.all_button.setIcon(icons.menu_icon(icons.Icon.CLOSE, ink, ground, size))
        self.order_button.setIcon(icons.menu_icon(icons.Icon.SORT, soft, ground, size))
        for category, chip in self.chips.items():
            chip.setIcon(self._icon(category))

    def show_view(self, counts: Mapping[AgentCategory, int], view: WallView) -> None:
        """Shows how many agents there are of each category, if known; the filter and the order."""
        if (counts, view) != (self._counts, self._view):
            self._counts, self._view = counts, view
            self._say()

    def show_live(self, *, is_live: bool) -> None:
        """Shows colours only while the picture is live."""
        look = self._theme if is_live else self._theme.stale()
        if look.is_stale is not self._shown_theme.is_stale:
            self._shown_theme = look
            for category, chip in self.chips.items():
                chip.setIcon(self._icon(category))

    def offer(self, categories: Categories) -> None:
        """Marks the chips of ``categories``, which have agents who could get the dragged caller."""
        if categories != self._free:
            self._free = categories
            for category, chip in self.chips.items():
                chip.setProperty("offered", category in categories)
                chip.style().polish(chip)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.px(_HIGH))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(480), self._theme.px(_HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Shows a chip's agents while a caller is dragged over it; arrow keys move from chip to chip."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            return step != 0 and self._go(watched, step)
        if isinstance(event, QDragEnterEvent):
            self._held = next((category for category, chip in self.chips.items() if chip is watched), None)
            self._holding.start()
            event.accept()  # else Qt sends no leave event
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Drop):
            self._holding.stop()
        if event.type() in (QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop):
            event.ignore()  # not a drop target
            return True
        return super().eventFilter(watched, event)

    def _go(self, chip: QObject, step: int) -> bool:
        there = [one for one in (*self.chips.values(), self.all_button) if not one.isHidden()]
        if chip not in there:
            return False
        there[(there.index(chip) + step) % len(there)].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _unfold(self) -> None:
        if self._held is not None:
            self.held_over.emit(self._held)

    # making

    def _button(self, words: str) -> Chip:
        button = Chip(self._theme, self)
        button.setText(menu_words(words))
        return button

    def _chip(self, category: AgentCategory) -> Chip:
        chip = self._button("")
        chip.setCheckable(True)
        chip.setAcceptDrops(True)
        chip.clicked.connect(lambda _on: self.toggled.emit(category))
        return chip

    def _icon(self, category: AgentCategory) -> QIcon:
        state, look = AgentState(category.value), self._shown_theme
        return icons.menu_icon(icons.state_icon(state), look.state(state), look.colour("surface"), look.px(_SHAPE))

    def _order_button(self) -> Chip:
        button = self._button("")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(translate("agents", "Agent order"))
        menu = QMenu(self)
        category = QActionGroup(menu)
        self._orders: dict[AgentOrder, QAction] = {}
        for order in AgentOrder:
            action = menu.addAction(menu_words(order_word(order)))
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, order=order: self.order_wanted.emit(order))
            category.addAction(action)
            self._orders[order] = action
        button.setMenu(menu)
        return button

    # showing

    def _say(self) -> None:
        """Updates texts, marks and visibility; an empty category that is not in the filter may be hidden."""
        view = self._view
        for category, chip in self.chips.items():
            chip.setVisible(category not in SELDOM or self._counts.get(category, 0) > 0 or category in view.shown)
            chip.setChecked(category in view.shown)
            words = f"{category_word(category)} {self._number(category)}"
            if words == chip.accessibleName():
                continue
            chip.setAccessibleName(words)
            tip = translate("agents", "{state}: filter by this state, or clear the filter")
            key = f" ({key_of(category)})" if key_of(category) else ""
            set_tip(chip, tip.format(state=words) + key)
        self.all_button.setVisible(bool(view.shown))
        self._orders[view.order].setChecked(True)
        order = translate("agents", "Agent order: {order} (Alt+S)").format(order=order_word(view.order))
        set_tip(self.order_button, order)
        self._fit()

    def _number(self, category: AgentCategory) -> str:
        return text.count(self._counts[category]) if category in self._counts else text.NO_DATA

    def _fit(self) -> None:
        """Gives the chips as many words as there is room for: all, short ones, or the counts alone."""
        chips = {category: chip for category, chip in self.chips.items() if not chip.isHidden()}
        gap = self._theme.px(2)
        room = self.width() - (self.all_button.sizeHint().width() + gap if self._view.shown else 0)
        words: dict[AgentCategory, str] = {}
        order = ""
        for word_of in (category_word, short_category_word, _no_word):
            order = order_word(self._view.order) if word_of is category_word else ""
            words = {category: f"{word_of(category)} {self._number(category)}".strip() for category in chips}
            needed = sum(chips[category].width_of(one) + gap for category, one in words.items())
            if needed + self.order_button.width_of(order) <= room:
                break
        for category, chip in chips.items():
            chip.setText(menu_words(words[category]))
        self.order_button.setText(menu_words(order))


def key_of(category: AgentCategory) -> str:
    """Returns the key that filters by a category; the last ones have none."""
    number = list(AgentCategory).index(category) + 1
    return f"Alt+{number}" if number <= _KEYS else ""


def _no_word(_category: AgentCategory) -> str:
    return ""


def category_word(category: AgentCategory) -> str:
    """Returns what the agents of a category do."""
    if category is AgentCategory.BUSY:
        return translate("agents", "Busy")
    state = AgentState(category.value)
    return text.short_state_word(state) if category is AgentCategory.UNKNOWN else text.state_word(state)


@cache
def _short_words() -> Mapping[AgentCategory, str]:
    return {
        AgentCategory.READY: translate("agents", "Ready", "as short as can be"),
        AgentCategory.RINGING: translate("agents", "Ring", "as short as can be"),
        AgentCategory.TALKING: translate("agents", "Talk", "as short as can be"),
        AgentCategory.WRAP_UP: translate("agents", "Wrap", "as short as can be: wrap-up"),
        AgentCategory.COOL_DOWN: translate("agents", "Cool", "as short as can be: cool-down"),
        AgentCategory.ON_DEMAND: translate("agents", "Demand", "as short as can be: has to ask for the next call"),
        AgentCategory.PAUSED: translate("agents", "Pause", "as short as can be"),
        AgentCategory.LOGGED_OUT: translate("agents", "Out", "as short as can be: logged out"),
        AgentCategory.BUSY: translate("agents", "Busy", "as short as can be"),
        AgentCategory.UNREACHABLE: translate("agents", "Unreach.", "as short as can be: phone not reachable"),
        AgentCategory.UNKNOWN: "?",
    }


def short_category_word(category: AgentCategory) -> str:
    """Returns what the agents of a category do, in few letters."""
    return _short_words()[category]


def order_word(order: AgentOrder) -> str:
    """Returns what agents are sorted by."""
    match order:
        case AgentOrder.NAME:
            return translate("agents", "By name")
        case AgentOrder.TIME:
            return translate("agents", "By time in state")
        case AgentOrder.STATE:
            return translate("agents", "By state")
