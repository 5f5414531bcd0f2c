"""A titled panel of the desk, for queues, callers and agents."""

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import BrokenLabel, PlainLabel

_TOP, _BELOW_HEAD = 8, 6
_BOTTOM = 6
_BORDER = 1
"""Above the title, between it and the body, and below the body."""


class Themed(Protocol):
    """What a theme can be applied to."""

    def restyle(self, theme: Theme) -> None:
        """Applies another theme."""


class Panel(QFrame):
    """A frame with a title, a short note at its right, and one body below.

    Attributes:
        theme: the look of everything inside.
    """

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._themed: list[Themed] = []
        self.setObjectName("panel")
        heading = PlainLabel(title, self)
        heading.setProperty("role", "title")
        self._note = PlainLabel(parent=self)
        self._note.setProperty("role", "soft")
        self._empty = BrokenLabel(parent=self)
        self._empty.setProperty("role", "soft")
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._empty.hide()
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._note)
        self._top = top
        self._has_head = False
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(top)
        self._head = top
        self._set_margins()

    def restyle(self, theme: Theme) -> None:
        """Applies another theme, to all that `restyle_with` named too."""
        self.theme = theme
        self._set_margins()
        for part in self._themed:
            part.restyle(theme)

    def restyle_with(self, *parts: Themed) -> None:
        """Has these take each theme that the panel takes."""
        self._themed += parts

    def _set_margins(self) -> None:
        px = self.theme.px
        edge = px(8)
        top, bottom = (edge // 2, edge) if self._has_head else (px(_TOP), px(_BOTTOM))
        self._top.setContentsMargins(px(10), 0, px(8), 0)
        self._whole.setContentsMargins(edge, top, edge, bottom)
        self._whole.setSpacing(px(_BELOW_HEAD))

    @property
    def height_around(self) -> int:
        """Returns the height of the panel without its body: edges, title and the gap below it."""
        return self.head_height + self._whole.spacing()

    @property
    def head_height(self) -> int:
        """Returns the height of the panel while it shows nothing but its title and its note."""
        margins = self._whole.contentsMargins()
        return margins.top() + margins.bottom() + self._head.sizeHint().height() + 2 * _BORDER

    def set_head(self, head: QWidget) -> None:
        """Places ``head`` beside the title, over the whole remaining width."""
        self._has_head = True
        self._set_margins()
        self._top.setStretch(1, 0)
        self._top.insertWidget(1, head, 1)

    def set_body(self, body: QWidget) -> None:
        """Puts ``body`` below the title; the panel passes its focus on to it."""
        self._whole.addWidget(body, 1)
        inside = QVBoxLayout(body)
        inside.addWidget(self._empty, 1)
        self.setFocusProxy(body)

    def set_empty(self, words: str) -> None:
        """Shows in the middle of the body why it is empty; "" where it is not."""
        if words != self._empty.text():
            self._empty.setText(words)
            self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._empty.setVisible(bool(words))

    def set_note(self, words: str) -> None:
        """Sets the note at the right of the title."""
        if words != self._note.text():
            self._note.setText(words)
