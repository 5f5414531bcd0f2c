"""The text beside the pointer while a caller is dragged."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import PlainLabel


class DropHint(QFrame):
    """Part of the window, not one of its own: it needs no window manager and never takes the pointer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shape = PlainLabel(parent=self)
        self._words = PlainLabel(parent=self)
        self._words.setWordWrap(True)
        self._words.setFixedWidth(theme.px(270))
        self._shape.setAlignment(Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        row.setSpacing(theme.px(10))
        row.addWidget(self._shape)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, words: str, at: QPoint, *, is_legal: bool) -> None:
        """Shows ``words`` beside the global point ``at``, inside the window."""
        theme = self._theme
        token = "accent" if is_legal else "warning"
        shape = Icon.MOVE if is_legal else Icon.WARNING
        self._shape.setPixmap(
            icons.pixmap(shape, theme.colour(token), theme.colour("raised"), theme.px(18), self.devicePixelRatioF())
        )
        self._words.setText(words)
        self.setStyleSheet(
            f"DropHint {{ background: {theme.colours.raised}; border: 1px solid {getattr(theme.colours, token)};"
            f" border-radius: {theme.px(8)}px; }}"
        )
        self.adjustSize()
        self._place(self._window.mapFromGlobal(at))
        self.raise_()
        self.show()

    def _place(self, point: QPoint) -> None:
        room, away = self._window.rect(), self._theme.px(14)
        x, y = point.x() + away, point.y() + self._theme.px(52)  # below the dragged card
        if x + self.width() > room.right():
            x = point.x() - away - self.width()
        if y + self.height() > room.bottom():
            y = point.y() - away - self.height()
        self.move(max(0, x), max(0, y))
