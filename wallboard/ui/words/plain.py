"""Texts from outside, shown as they are: callers choose their names, and Qt would read some as HTML.

Every label, tip, menu, question and page of the program is made by these; `tests/architecture` sees to it.
"""

import html
from textwrap import wrap

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QLabel, QListWidgetItem, QMessageBox, QTextBrowser, QWidget

MOST = 500
"""So many characters of one text are laid out: more fit no line, and a million would hold the window up."""
_TIP_LINE, _TIP_LINES = 100, 30
"""A tip's longest line and its most lines."""


def cut(words: str, most: int = MOST) -> str:
    """Returns ``words``, or their beginning and an ellipsis where they have more than ``most`` characters."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def tip(words: str) -> str:
    """Returns ``words`` as the text of a tool tip: each line as it is, long ones broken; empty for no tip."""
    if not words:
        return ""
    lines = [part for line in words.split("\n", _TIP_LINES)[:_TIP_LINES] for part in _broken(cut(line))]
    shown = html.escape("\n".join(lines), quote=False)
    return f"<p style='white-space:pre; margin:0'>{shown}</p>"


def _broken(line: str) -> list[str]:
    if len(line) <= _TIP_LINE:
        return [line]
    return wrap(line, _TIP_LINE, replace_whitespace=False, drop_whitespace=False) or [line]


def set_tip(thing: QWidget | QAction | QListWidgetItem, words: str) -> None:
    """Sets ``words`` as the tool tip of ``thing``; a screen reader reads them without markup."""
    thing.setToolTip(tip(words))
    if isinstance(thing, QWidget):
        thing.setAccessibleDescription(cut(words))


def menu_words(words: str) -> str:
    """Returns ``words`` as the text of an action or a button, with ampersands and tabs as they are."""
    return cut(words).replace("&", "&&").replace("\t", " ")


def title(words: str) -> str:
    """Returns ``words`` as a window's title, in which Qt would replace ``[*]``."""
    return cut(words).replace("[*]", "[*][*]")


class PlainLabel(QLabel):
    """A label that shows its text as it is."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)

    def setText(self, words: str) -> None:
        """Shows ``words``, as much of them as can be read."""
        super().setText(cut(words))


class BrokenLabel(PlainLabel):
    """A label that breaks its text within the room that it gets, and asks for no more because of it."""

    def __init__(self, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setWordWrap(True)

    def hasHeightForWidth(self) -> bool:
        """Returns False: a page with such a part would take its preferred height, and scroll."""
        return False


class MarkupLabel(QLabel):
    """A label for the program's own texts with markup; callers escape text from elsewhere."""

    def __init__(self, markup: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setText(markup)


class PlainQuestion(QMessageBox):
    """A box that asks one thing, its texts as they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIcon(QMessageBox.Icon.Question)


class ManualPage(QTextBrowser):
    """A page of the manual that comes with the program; it loads nothing, and web links open in the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def show_page(self, markdown: str) -> None:
        """Shows this page from its beginning."""
        self.setMarkdown(markdown)

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Returns nothing: no picture, no style sheet and no file, whatever a page names."""

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("https", "http"):
            QDesktopServices.openUrl(link)
