"""Texts about ended commands: a bar for the newest, and a list of the last ones."""

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor
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

from wallboard.domain.actions.commands import Outcome
from wallboard.domain.ids import CommandId
from wallboard.present.frame import BoardFrame, Notice
from wallboard.ui.desk.hint import hint
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Theme
from wallboard.ui.words import sentences
from wallboard.ui.words.day_time import hour_minute_second
from wallboard.ui.words.plain import BrokenLabel, PlainLabel, cut, set_tip

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


class Said(Struct, frozen=True, kw_only=True):
    """The text in the bar, with a time at its right; ``tone`` is the level of its first highlight.

    ``details`` are technical, for a tooltip.
    """

    words: str = ""
    when: str = ""
    icon: Icon | None = None
    tone: str = ""
    details: str = ""


class NoticeBar(QFrame):
    """One line at the foot of the desk; a new text is highlighted for some seconds and then stays plain.

    What was only said of the moment goes again. Its place is always there, so that the board does not jump when
    there is something to tell.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame = BoardFrame()
        self._newest: tuple[CommandId, int | None, bool] | None = None
        self._loud = Said()
        self._standing = Said()
        self._shown_ms = 0
        self._now_ms = 0
        self._list: DoneList | None = None
        self._coloured: tuple[str, str] | None = None
        self._drawn: tuple[Icon | None, str, int, int] | None = None
        self.setObjectName("notice")
        self._shape = PlainLabel(parent=self)
        self.words = BrokenLabel(parent=self)  # two lines are no higher than the button beside them
        self._when = PlainLabel(parent=self)
        self._when.setProperty("role", "caption")
        self.done_button = QPushButton(translate("notices", "Activity"), self)
        self.done_button.setProperty("role", "quiet")
        self.done_button.clicked.connect(self.open_list)
        self.done_button.setEnabled(False)
        self._shape.hide()
        self._lay_out()
        self._set_sizes()
        self._stand()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; a highlighted text stays highlighted."""
        self._theme = theme
        self._set_sizes()
        if self._loud.words:
            self._show_loud()
        else:
            self._stand()

    def take_over(self, before: "NoticeBar") -> None:
        """Continues a bar of another look: shown notices are not new, and a highlighted one stays highlighted."""
        self._newest, self._loud, self._standing = before._newest, before._loud, before._standing
        self._shown_ms, self._now_ms = before._shown_ms, before._now_ms
        if self._loud.words:
            self._show_loud()

    def speak(self) -> None:
        """Rewrites lasting texts in another language, and drops momentary ones."""
        self._loud = self._standing = Said()
        if (notice := newest(self._frame.notices)) is not None:
            self._standing = self._of(notice)
        self._stand()

    def show_frame(self, frame: BoardFrame, _now_ms: int = 0) -> None:
        """Shows how the newest command ended, if that is new, or that its effect is over."""
        self._frame = frame
        self.done_button.setEnabled(bool(frame.notices))
        if self._list is not None:
            self._list.show_notices(frame.notices)
        notice = newest(frame.notices)
        state = None if notice is None else (notice.command.id, notice.over_at_ms, notice.is_deferred)
        if notice is not None and state != self._newest:
            is_about_the_same = self._newest is not None and self._newest[0] == notice.command.id
            self._newest = state
            self._take(notice, is_about_the_same=is_about_the_same)
        elif not self._loud.words:
            self._stand()

    def _take(self, notice: Notice, *, is_about_the_same: bool) -> None:
        self._standing = self._of(notice)
        if notice.over_at_ms is None:
            self._say(self._standing)
        elif is_about_the_same or not self._loud.words:
            self._calm_down()

    def _of(self, notice: Notice) -> Said:
        icon, tone = _LOOKS[notice.outcome]
        when = hour_minute_second(notice.over_at_ms or notice.at_ms)
        words, details = sentences.outcome(notice), sentences.technical(notice)
        return Said(words=words, when=when, icon=icon, tone=tone, details=details)

    def tell(self, words: str, details: str = "") -> None:
        """Shows, for some seconds, why a command was not sent; technical ``details`` on hover."""
        self._say(Said(words=words, icon=Icon.WARNING, tone="warning", details=details))

    def mention(self, words: str) -> None:
        """Shows a text of low urgency, but not over one that is still highlighted."""
        if not self._loud.words:
            self._standing = Said(words=words)
            self._stand()

    def tick(self, now_ms: int) -> None:
        """Fades some seconds after the last text; ``now_ms`` is the gateway's time."""
        self._now_ms = now_ms
        if self._shown_ms == 0 and self._loud.words:
            self._shown_ms = now_ms
        if self._loud.words and now_ms - self._shown_ms > _NEW_MS:
            self._calm_down()

    def open_list(self) -> None:
        """Shows the last commands and how each ended."""
        done = DoneList(self._theme, self._frame.notices, self.window())
        done.finished.connect(self._forget_list)
        self._list = done
        done.open()

    def _forget_list(self) -> None:
        self._list = None

    def _say(self, said: Said) -> None:
        self._loud, self._shown_ms = said, self._now_ms
        self._show_loud()

    def _show_loud(self) -> None:
        theme, said = self._theme, self._loud
        tint = theme.colour(f"{said.tone}_tint")
        self._put(said)
        self._draw(said, tint)
        self._colour(tint.name(), theme.colours.ink)

    def _calm_down(self) -> None:
        self._loud = Said()
        self._stand()

    def _stand(self) -> None:
        """Shows what stays: the last command's result, or the hint."""
        said = self._standing
        if not said.words or (is_running(self._frame) and not self._frame.freshness.is_live):
            said = Said(words=hint(self._frame))
        self._put(said)
        self._draw(said, self._theme.colour("window"))
        self._colour("transparent", self._theme.colours.ink_soft)

    def _put(self, said: Said) -> None:
        if (self.words.text(), self._when.text()) != (said.words, said.when):
            set_tip(self.words, said.details)
            self.words.setText(said.words)
            self._when.setText(said.when)
            self.setAccessibleName(said.words)

    def _draw(self, said: Said, ground: QColor) -> None:
        """Shows the icon of this text; a text of low urgency has none."""
        drawn = (said.icon, said.tone, ground.rgba(), self._theme.px(18))
        if drawn == self._drawn:
            return
        self._drawn = drawn
        if said.icon is not None:
            colour, size = self._theme.colour(said.tone), self._theme.px(18)
            self._shape.setPixmap(icons.pixmap(said.icon, colour, ground, size, self.devicePixelRatioF()))
        self._shape.setVisible(said.icon is not None)

    def _colour(self, ground: str, ink: str) -> None:
        radius = self._theme.px(8)
        sheet = f"#notice {{ background: {ground}; border-radius: {radius}px; }}"
        if (sheet, ink) != self._coloured:
            self._coloured = sheet, ink
            self.setStyleSheet(sheet)
            self.words.setStyleSheet(f"color: {ink};")

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._shape)
        row.addWidget(self.words, 1)
        row.addWidget(self._when)
        row.addWidget(self.done_button)

    def _set_sizes(self) -> None:
        px = self._theme.px
        self.setMinimumHeight(px(32))
        self._row.setContentsMargins(px(14), 0, px(6), 0)
        self._row.setSpacing(px(10))


def newest(notices: tuple[Notice, ...]) -> Notice | None:
    """Returns the notice to show: the last end of a command, or a monitoring that ended after it."""
    if not notices:
        return None
    last = notices[0]
    over = max(notices, key=lambda notice: notice.over_at_ms or 0)
    is_later = (over.over_at_ms or 0) > last.at_ms and over.command.monitoring() != last.command.monitoring()
    return over if is_later else last


def is_running(frame: BoardFrame) -> bool:
    """Whether the newest notice is about something in progress."""
    notice = newest(frame.notices)
    if notice is None or notice.outcome is not Outcome.CONFIRMED:
        return False
    return notice.over_at_ms is None and notice.command.goes_on(frame.centre) is not None


class DoneList(QDialog):
    """The last commands, newest first: when, and how each ended."""

    def __init__(self, theme: Theme, notices: tuple[Notice, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("notices", "Activity"))
        self.rows = QListWidget(self)
        self.rows.setAccessibleName(self.windowTitle())
        self.rows.setWordWrap(True)
        self.rows.setSpacing(theme.px(4))
        self._theme = theme
        self._notices: tuple[Notice, ...] = ()
        self.show_notices(notices)
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

    def show_notices(self, notices: tuple[Notice, ...]) -> None:
        """Lists these notices from now on."""
        if notices == self._notices:
            return
        self._notices = notices
        self.rows.clear()
        theme, ground = self._theme, self._theme.colour("surface")
        for notice in notices:
            icon, token = _LOOKS[notice.outcome]
            words = cut(f"{hour_minute_second(notice.at_ms)}   {sentences.outcome(notice)}")
            shape = icons.menu_icon(icon, theme.colour(token), ground, theme.px(18))
            item = QListWidgetItem(shape, words)
            set_tip(item, sentences.technical(notice))
            self.rows.addItem(item)
