"""The bar at the top of the desk: scope, window, freshness, user, time and menu."""

from typing import assert_never

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ScopeId
from wallboard.feed.roles import Role
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.freshness.ledger_label import LedgerLabel
from wallboard.ui.freshness.pill import FreshnessPill, GapLabel
from wallboard.ui.look.elided import ElidedChooser
from wallboard.ui.look.icons import Icon, menu_icon
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute
from wallboard.ui.words.plain import PlainLabel, cut, menu_words, set_tip


class TopBar(QWidget):
    """Choosers on the left, the state of the picture and the clock on the right.

    Signals:
        queue_chosen: the id of the group or queue to limit the board to.
        window_chosen: the `Window` that the figures shall stand for.
    """

    queue_chosen = Signal(str)
    window_chosen = Signal(object)

    def __init__(self, theme: Theme, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: list[tuple[ScopeId, str]] = []
        self._product = PlainLabel("Wallboard", self)
        self._product.setProperty("role", "title")
        self.scope = ElidedChooser(self)
        self.scope.setAccessibleName(self.tr("Queues"))
        # on Linux a screen reader reads a buddy's name alone
        self._scope_name = PlainLabel(self.tr("Queues"), self)
        self._scope_name.setBuddy(self.scope)
        self._scope_name.hide()
        set_tip(self.scope, self.tr("Group or queue shown on the board"))
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.scope.setMinimumContentsLength(16)
        self.scope.setPlaceholderText(self.tr("Waiting for data"))
        self.scope.activated.connect(self._on_scope)
        self._windows = QButtonGroup(self)
        self.ledger = LedgerLabel(self)
        self._buttons: dict[Window, QPushButton] = {}
        self.gap, self.pill = GapLabel(self), FreshnessPill(theme, self)
        self._user, self._time = PlainLabel(parent=self), PlainLabel(parent=self)
        self._user.setProperty("role", "soft")
        self._time.setProperty("role", "title")
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(self._product)
        self._layout.addWidget(self.scope)
        for window in (Window.TODAY, Window.INTERVAL, Window.ROLLING_30):
            self._layout.addWidget(self._window_button(window))
        self._layout.addStretch(1)
        for widget in (self.ledger, self.gap, self.pill, self._user, self._time, self._menu_button(menu)):
            self._layout.addWidget(widget)
        self.restyle(theme)

    def _window_button(self, window: Window) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "choice")
        words = text.window_name(window)
        button.setText(menu_words(words[0].upper() + words[1:]))
        button.setCheckable(True)
        button.setChecked(window is Window.TODAY)
        button.clicked.connect(lambda: self.window_chosen.emit(window))
        button.setAutoExclusive(True)  # which makes it one of several choices to a screen reader
        self._windows.addButton(button)
        self._buttons[window] = button
        return button

    def _menu_button(self, menu: QMenu) -> QToolButton:
        button = QToolButton(self)
        button.setText(menu_words("☰ " + self.tr("Menu")))
        button.setAccessibleName(self.tr("Menu"))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hides the user's name where there is no room for it."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        needed = self.minimumSizeHint().width() + self._layout.spacing() + self._user.sizeHint().width()
        if self._user.isHidden() is not (needed > self.width()):
            self._user.setHidden(needed > self.width())

    def minimumSizeHint(self) -> QSize:
        """Returns the size without the user's name."""
        is_there = not self._user.isHidden()
        name = self._user.sizeHint().width() + self._layout.spacing() if is_there else 0
        return self._layout.minimumSize() - QSize(name, 0)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._layout.setContentsMargins(theme.px(4), 0, 0, 0)
        self._layout.setSpacing(theme.px(10))
        self.pill.restyle(theme)
        soft, ground = theme.colour("ink_soft"), theme.colour("raised")
        queue, group = (menu_icon(icon, soft, ground, theme.px(14)) for icon in (Icon.QUEUE, Icon.GROUP))
        self._shapes = {False: queue, True: group}
        self._shape_size = QSize(theme.px(14), theme.px(14))
        self._known = []  # the chooser is filled with the new shapes

    def show_frame(self, frame: BoardFrame, now_ms: int) -> None:
        """Shows the frame's queues, user and freshness."""
        known = [(row.id, row.name) for row in frame.scopes]
        if known != self._known:
            if name := dict(self._known).get(frame.scope):  # should it be gone now, the board is still of it
                self.scope.setPlaceholderText(cut(name))
            elif known and self.scope.placeholderText() == self.tr("Waiting for data"):
                self.scope.setPlaceholderText("")  # the data is here, and the scope is not in it
            self._known = known
            self._fill(frame.scopes)
        shown = next((self._buttons.get(row.window) for row in frame.queues), None)
        if shown is not None and not shown.isChecked():
            shown.setChecked(True)  # as in a board that takes another's place
        if self.scope.currentData() != frame.scope:
            self.scope.setCurrentIndex(self.scope.findData(frame.scope, Qt.ItemDataRole.UserRole))
        self._user.setText(f"{frame.user} · {self._role(frame.role)}" if frame.user else "")
        self._make_room()
        where = self.tr("Time at the contact centre: {zone}")
        set_tip(self._time, where.format(zone=frame.time_zone) if frame.time_zone else "")
        self.ledger.show_ledger(frame.ledger)
        self.gap.show_gap(frame.covered_since_ms, frame.unobserved_min)
        if not self.ledger.isHidden():  # it is worth more than what it takes the place of
            self.gap.setVisible(False)
        self._product.setVisible(self.ledger.isHidden())
        self.pill.show_freshness(frame.freshness, now_ms)

    def _role(self, role: Role) -> str:
        match role:
            case Role.VIEWER:
                return self.tr("viewer")
            case Role.SUPERVISOR:
                return self.tr("supervisor")
            case Role.ADMINISTRATOR:
                return self.tr("administrator")
            case Role.UNKNOWN:
                return self.tr("unknown role")
            case _:
                assert_never(role)

    def tick(self, now_ms: int) -> None:
        """Advances the clocks."""
        self._time.setText(hour_minute(now_ms))
        self._make_room()
        self.pill.tick(now_ms)

    def _fill(self, scopes: tuple[QueueRow, ...]) -> None:
        groups = sum(row.is_group for row in scopes)
        blocker = QSignalBlocker(self.scope)
        self.scope.clear()
        for row in scopes:
            if not row.is_group and self.scope.count() == groups > 1:
                self.scope.insertSeparator(groups)
            self.scope.addItem(cut(text.queue_name(row)), row.id)
            if groups > 1:  # a group may have a queue's name
                self.scope.setIconSize(self._shape_size)
                self.scope.setItemIcon(self.scope.count() - 1, self._shapes[row.is_group])
        blocker.unblock()

    def _on_scope(self, index: int) -> None:
        self.queue_chosen.emit(self.scope.itemData(index, Qt.ItemDataRole.UserRole))
