"""The list of a window's keys (F1): those of its actions, which are found, and those that lists and drags take."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cache
from itertools import groupby

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from wallboard.ui.look.theme import Text, Theme
from wallboard.ui.words.plain import PlainLabel

translate = QCoreApplication.translate

_SECTION = "keys"


class Section(StrEnum):
    """Where keys do something, in the order of the list."""

    BOARD = "board"
    AGENTS = "agents"
    CALLS = "calls"
    LISTS = "lists"
    FIGURES = "figures"
    TV = "tv"


class Keys(Struct, frozen=True, kw_only=True):
    """Keys that do the same, as `QKeySequence` names them, and what they do."""

    keys: tuple[str, ...]
    words: str


def put_into(section: Section, action: QAction) -> None:
    """Lists ``action`` in ``section``; actions without one are listed under the board."""
    action.setProperty(_SECTION, section.value)


@cache
def taken_by_views() -> dict[Section, tuple[Keys, ...]]:
    """Returns the keys without an action: lists, drags and the TV handle them directly."""
    return {
        Section.CALLS: (
            Keys(
                keys=("Return", "M"),
                words=translate("keys", "Move the selected caller, or the selected agent's call"),
            ),
            Keys(keys=("Menu", "Shift+F10"), words=translate("keys", "Menu of the selected caller or agent")),
        ),
        Section.LISTS: (
            Keys(keys=("Tab", "Shift+Tab"), words=translate("keys", "Next or previous part of the board")),
            Keys(keys=("Up", "Down", "Left", "Right"), words=translate("keys", "Next row or agent")),
            Keys(keys=("PgUp", "PgDown"), words=translate("keys", "Page up or down")),
            Keys(keys=("Home", "End"), words=translate("keys", "First or last row")),
            Keys(keys=("Space", "Return"), words=translate("keys", "Show only the selected queue")),
            Keys(keys=("Esc",), words=translate("keys", "Cancel a drag; close a window or menu")),
        ),
        Section.FIGURES: (
            Keys(keys=("Space", "Return"), words=translate("keys", "How the selected figure is calculated")),
            Keys(keys=("Left", "Right"), words=translate("keys", "Previous or next value in the selected chart")),
        ),
        Section.TV: (
            Keys(keys=("Esc", "Esc"), words=translate("keys", "Quit the TV: press twice")),
            Keys(keys=("Ctrl+Q",), words=translate("keys", "Quit the TV immediately")),
        ),
    }


def keys_of(window: QWidget) -> dict[Section, list[Keys]]:
    """Returns all keys of ``window``, and those of the TV, by section; actions of the same text are one entry."""
    listed: dict[Section, list[Keys]] = {section: [] for section in Section}
    actions = [action for action in window.findChildren(QAction) if not action.shortcut().isEmpty()]
    for section, words, same in _alike(actions):
        listed[section].append(Keys(keys=tuple(action.shortcut().toString() for action in same), words=words))
    for section, entries in taken_by_views().items():
        listed[section] += entries
    return listed


def _alike(actions: Iterable[QAction]) -> Iterator[tuple[Section, str, list[QAction]]]:
    for (section, words), same in groupby(actions, lambda action: (_section_of(action), action.text().rstrip("…"))):
        yield section, words.replace("&&", "&"), list(same)


def _section_of(action: QAction) -> Section:
    return Section(action.property(_SECTION) or Section.BOARD)


def _section_word(section: Section) -> str:
    match section:
        case Section.BOARD:
            return translate("keys", "Everywhere")
        case Section.AGENTS:
            return translate("keys", "Agents")
        case Section.CALLS:
            return translate("keys", "Calls")
        case Section.LISTS:
            return translate("keys", "In a list")
        case Section.FIGURES:
            return translate("keys", "Figures and charts")
        case Section.TV:
            return translate("keys", "On a TV")


def shown(keys: Iterable[str]) -> str:
    """Keys as they are written on this system: a choice of two, or the first and the last of more."""
    names = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
    if len(names) > 4:
        return f"{names[0]} … {names[-1]}"
    return "  ".join(names)


class ShortcutList(QDialog):
    """Shows every key and what it does."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        listed = keys_of(window)
        halves = QHBoxLayout()
        halves.setSpacing(theme.px(40))
        for half in ((Section.BOARD, Section.FIGURES, Section.TV), (Section.AGENTS, Section.CALLS, Section.LISTS)):
            column = QVBoxLayout()
            for section in half:
                column.addLayout(self._part(section, listed[section]))
            column.addStretch(1)
            halves.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        layout.setSpacing(theme.px(16))
        layout.addLayout(halves)
        layout.addWidget(buttons)

    def _part(self, section: Section, entries: Iterable[Keys]) -> QGridLayout:
        theme = self._theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(6))
        grid.setContentsMargins(0, 0, 0, theme.px(14))
        head = PlainLabel(_section_word(section), self)
        head.setProperty("role", "soft")
        grid.addWidget(head, 0, 0, 1, 2)
        for row, entry in enumerate(entries, start=1):
            keys = PlainLabel(shown(entry.keys), self)
            keys.setFont(theme.font(Text.STRONG))
            grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(entry.words, self), row, 1)
        grid.setColumnStretch(1, 1)
        return grid
