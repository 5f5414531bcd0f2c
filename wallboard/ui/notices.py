"""How commands ended, in words: a calm bar for the newest, and a list of what was done."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from wallboard.domain.commands import Outcome
from wallboard.domain.ids import CommandId
from wallboard.present.frame import BoardFrame, Notice
from wallboard.ui import icons, sentences
from wallboard.ui.day_time import hour_minute_second
from wallboard.ui.icons import Icon
from wallboard.ui.plain import PlainLabel, cut
from wallboard.ui.theme import Theme

translate = QCoreApplication.translate

_NEW_MS = 12_000
"""So long the newest words stand out, milliseconds; then they stay, but quietly."""

_LOOKS: dict[Outcome, tuple[Icon, str]] = {
    Outcome.CONFIRMED: (Icon.GOOD, "good"),
    Outcome.RETURNED_TO_QUEUE: (Icon.RETURNED, "warning"),
    Outcome.REFUSED: (Icon.WARNING, "warning"),
    Outcome.FAILED: (Icon.BAD, "bad"),
    Outcome.UNKNOWN: (Icon.UNKNOWN, "warning"),
}


class NoticeBar(QFrame):
    """One line at the foot of the desk; what is told stands out for some seconds and then stays quietly.

    Its place is always there, so that the board does not jump when there is something to tell.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: tuple[Notice, ...] = ()
        self._newest: CommandId | None = None
        self._told_ms = 0
        self._now_ms = 0
        self._tone = ""
        self._hint = ""
        self.setObjectName("notice")
        self.setMinimumHeight(theme.px(32))
        self._shape = PlainLabel(parent=self)
        self.words = PlainLabel(parent=self)
        self._when = PlainLabel(parent=self)
        self._when.setProperty("role", "caption")
        self.done_button = QPushButton(translate("notices", "What was done"), self)
        self.done_button.setProperty("role", "quiet")
        self.done_button.clicked.connect(self.open_list)
        self.done_button.setEnabled(False)
        self._shape.hide()
        self._lay_out()
        self._calm_down()

    def show_frame(self, frame: BoardFrame) -> None:
        """Tell how the newest command ended, if that is news."""
        self._notices = frame.notices
        self.done_button.setEnabled(bool(frame.notices))
        newest = frame.notices[0] if frame.notices else None
        if newest is None:
            self._hint_at(frame)
            return
        if newest.command.id == self._newest:
            return
        self._newest = newest.command.id
        icon, token = _LOOKS[newest.outcome]
        self._say(sentences.outcome(newest), icon, token)
        self._when.setText(hour_minute_second(newest.at_ms))

    def _hint_at(self, frame: BoardFrame) -> None:
        """While nothing was done yet, say what can be done here."""
        if self.words.text() != self._hint or not frame.freshness.is_live:
            return
        if frame.role.may_command:
            self._hint = translate(
                "notices",
                "Drag a caller to an agent or a queue, or press Enter on one. Right-click an agent to listen.",
            )
        else:
            self._hint = translate("notices", "You watch here: moving and listening to calls is for supervisors.")
        self._say_quietly(self._hint)

    def tell(self, words: str) -> None:
        """Say why something was not even asked for."""
        self._say(words, Icon.WARNING, "warning")
        self._when.clear()

    def mention(self, words: str) -> None:
        """Say quietly what can wait, but not over words that still stand out."""
        if not self._tone:
            self._say_quietly(words)

    def tick(self, now_ms: int) -> None:
        """Grow quiet some seconds after the last words; ``now_ms`` is the gateway's time."""
        self._now_ms = now_ms
        if self._told_ms == 0 and self._tone:
            self._told_ms = now_ms
        if self._tone and now_ms - self._told_ms > _NEW_MS:
            self._calm_down()

    def open_list(self) -> None:
        """Show the last commands and how each ended."""
        DoneList(self._theme, self._notices, self.window()).open()

    def _say_quietly(self, words: str) -> None:
        self._shape.hide()
        self.words.setText(words)
        self.setAccessibleName(words)
        self._when.clear()

    def _say(self, words: str, icon: Icon, token: str) -> None:
        theme = self._theme
        self._tone, self._told_ms = token, self._now_ms
        tint = theme.colour(f"{token}_tint")
        self._shape.setPixmap(icons.pixmap(icon, theme.colour(token), tint, theme.px(18), self.devicePixelRatioF()))
        self._shape.show()
        self.words.setText(words)
        self.setAccessibleName(words)
        self._colour(tint.name(), theme.colours.ink)

    def _calm_down(self) -> None:
        self._tone = ""
        self._colour("transparent", self._theme.colours.ink_soft)

    def _colour(self, ground: str, ink: str) -> None:
        radius = self._theme.px(8)
        self.setStyleSheet(f"#notice {{ background: {ground}; border-radius: {radius}px; }}")
        self.words.setStyleSheet(f"color: {ink};")

    def _lay_out(self) -> None:
        theme = self._theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(6), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self._shape)
        row.addWidget(self.words, 1)
        row.addWidget(self._when)
        row.addWidget(self.done_button)


class DoneList(QDialog):
    """The last commands, newest first: when, and how each ended."""

    def __init__(self, theme: Theme, notices: tuple[Notice, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("notices", "What was done"))
        self.rows = QListWidget(self)
        self.rows.setAccessibleName(self.windowTitle())
        self.rows.setWordWrap(True)
        self.rows.setSpacing(theme.px(4))
        ground = theme.colour("surface")
        for notice in notices:
            icon, token = _LOOKS[notice.outcome]
            words = cut(f"{hour_minute_second(notice.at_ms)}   {sentences.outcome(notice)}")
            self.rows.addItem(
                QListWidgetItem(icons.menu_icon(icon, theme.colour(token), ground, theme.px(18)), words)
            )
        title = PlainLabel(self.windowTitle(), self)
        title.setProperty("role", "title")
        close = QPushButton(translate("notices", "Close"), self)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        edge = theme.px(16)
        whole.setContentsMargins(edge, edge, edge, edge)
        whole.setSpacing(theme.px(10))
        whole.addWidget(title)
        whole.addWidget(self.rows, 1)
        whole.addLayout(foot)
        self.resize(theme.px(640), theme.px(480))
