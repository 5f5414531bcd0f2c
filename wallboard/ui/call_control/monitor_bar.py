"""The bar over the foot while the supervisor is in an agent's call: whose, with whom, since when, what to do."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QSpacerItem, QWidget

from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import BoardFrame, OwnMonitoring
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.offers import LEAVE_KEY, MODE_KEYS
from wallboard.ui.look import icons
from wallboard.ui.look.elided import ElidedLabel
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import text
from wallboard.ui.words.plain import PlainLabel, menu_words

translate = QCoreApplication.translate

_HEIGHT = 44


class MonitorBar(QFrame):
    """Visible while the supervisor is in a call, whatever the board shows; red while the customer hears them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._controller: CallController | None = None
        self._own: OwnMonitoring | None = None
        self._is_live = True
        self._now_ms = 0
        self._dressed: tuple[bool, bool] | None = None
        self.setObjectName("monitoring")
        self.shape = PlainLabel(parent=self)
        self.heard = PlainLabel(parent=self)
        self.agent, self.words = ElidedLabel(parent=self), ElidedLabel(parent=self)
        self.clock = PlainLabel(parent=self)
        self.agent.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.modes = {mode: self._button(text.mode_name(mode), MODE_KEYS[mode]) for mode in MonitorMode}
        for mode, button in self.modes.items():
            button.setCheckable(True)
            button.clicked.connect(partial(self._change, mode))
        self.leave = self._button(translate("monitoring", "Leave"), LEAVE_KEY)
        self.leave.clicked.connect(self._leave)
        self._gap = QSpacerItem(0, 0)
        self._lay_out()
        self._set_sizes()
        self.hide()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""
        self._theme = theme
        self._set_sizes()
        dressed, self._dressed = self._dressed, None
        if dressed is not None:
            self._dress(is_heard=dressed[0], is_live=dressed[1])

    def set_controller(self, controller: CallController) -> None:
        """Sets the controller that changes the mode and leaves the call."""
        self._controller = controller

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows the bar while the supervisor is in a call."""
        own, is_live = frame.monitoring, frame.freshness.is_live
        if own == self._own and is_live is self._is_live:
            return
        self._own, self._is_live = own, is_live
        self.setVisible(own is not None)
        if own is None:
            return
        self._dress(is_heard=own.mode is MonitorMode.BARGE, is_live=is_live)
        self.heard.setText(who_hears(own.mode, is_live=is_live))
        self.agent.setText(own.agent)
        self.words.setText(" · ".join(with_whom(own)))
        for mode, button in self.modes.items():
            button.setChecked(mode is own.mode)
            button.setEnabled(is_live and not own.is_pending)
        self.leave.setEnabled(is_live and not own.is_pending)
        self.setAccessibleName(", ".join([self.heard.text(), own.agent, *with_whom(own)]))
        self.tick(self._now_ms)

    def tick(self, now_ms: int) -> None:
        """Advances the clock; ``now_ms`` is the gateway's time."""
        self._now_ms = now_ms
        if self._own is not None:
            self.clock.setText(text.clock(max(0, now_ms - self._own.since_ms)) if now_ms else "")

    def _change(self, mode: MonitorMode) -> None:
        if self._own is not None:
            self.modes[mode].setChecked(mode is self._own.mode)  # it shows what is so, not what is asked for
        if self._controller is not None:
            self._controller.change_own_mode(mode)

    def _leave(self) -> None:
        if self._controller is not None:
            self._controller.leave_own()

    def _button(self, words: str, key: str) -> QPushButton:
        button = QPushButton(menu_words(f"{words}  {key}"), self)
        button.setAccessibleName(words)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _dress(self, *, is_heard: bool, is_live: bool) -> None:
        if self._dressed == (is_heard, is_live) or self._own is None:
            return
        self._dressed = is_heard, is_live
        theme = self._theme
        tokens = ("bad", "window") if is_heard else ("accent", "on_accent")
        ground, ink = (theme.colour(token).name() for token in (tokens if is_live else ("raised", "ink")))
        radius, pad = theme.px(8), theme.px(12)
        self.setStyleSheet(
            f"#monitoring {{ background: {ground}; border-radius: {radius}px; }}"
            f"#monitoring QLabel {{ color: {ink}; }}"
            f"#monitoring QPushButton {{ color: {ink}; background: transparent; border: 1px solid {ink};"
            f" border-radius: {theme.px(6)}px; padding: 0 {pad}px; min-height: {theme.px(30)}px; }}"
            f"#monitoring QPushButton:checked {{ background: {ink}; color: {ground}; }}"
            f"#monitoring QPushButton:hover:!checked, #monitoring QPushButton:focus"
            f" {{ border: {theme.px(2)}px solid {ink}; }}"
            f"#monitoring QPushButton:disabled {{ border-color: transparent; }}"
        )
        for label, weight in ((self.heard, 600), (self.agent, 600), (self.clock, 400), (self.words, 400)):
            label.setStyleSheet(f"font-weight: {weight};")
        icon = Icon.WARNING if is_heard else Icon.LISTEN
        self.shape.setPixmap(
            icons.pixmap(icon, QColor(ink), QColor(ground), theme.px(20), self.devicePixelRatioF())
        )

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        for label in (self.shape, self.heard, self.agent, self.clock):
            row.addWidget(label)
        row.addWidget(self.words, 1)
        for button in self.modes.values():
            row.addWidget(button)
        row.addSpacerItem(self._gap)
        row.addWidget(self.leave)

    def _set_sizes(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHT))
        self._row.setContentsMargins(px(14), 0, px(7), 0)
        self._row.setSpacing(px(10))
        self._gap.changeSize(px(12), 0)
        self._row.invalidate()


def who_hears(mode: MonitorMode, *, is_live: bool) -> str:
    """Returns who hears the supervisor in a call; unknown while the board is not live."""
    if not is_live:
        return translate("monitoring", "You may still be in the call")
    words = {
        MonitorMode.LISTEN: translate("monitoring", "Nobody hears you"),
        MonitorMode.WHISPER: translate("monitoring", "Only the agent hears you"),
        MonitorMode.BARGE: translate("monitoring", "The customer hears you"),
    }
    return words[mode]


def with_whom(own: OwnMonitoring) -> list[str]:
    """Returns the caller and the queue of the call, as far as they are known."""
    withheld = translate("sentences", "Number withheld") if own.caller_withheld else ""
    return [word for word in (own.caller or withheld, own.queue) if word]
