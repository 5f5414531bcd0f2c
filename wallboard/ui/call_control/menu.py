"""The menu of a caller or an agent: the same for the right mouse button and the keyboard."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QMenu, QWidget

from wallboard.ui.call_control.offers import Offer
from wallboard.ui.look import icons
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.plain import menu_words


class CallMenu(QMenu):
    """The menu of one row's actions; disabled ones stay in the list with their reason."""

    def __init__(self, theme: Theme, kinds: Iterable[Sequence[Offer]], parent: QWidget) -> None:
        """``kinds`` are the entries, those of one kind between separators."""
        super().__init__(parent)
        self._theme = theme
        for kind in kinds:
            if self.actions() and kind:
                self.addSeparator()
            for offer in kind:
                self._add(self, offer)

    def _add(self, menu: QMenu, offer: Offer) -> None:
        shown = f"{offer.words}  –  {offer.why_not}" if offer.why_not else offer.words
        colour = self._theme.colour("ink_faint" if offer.why_not else "ink")
        icon = icons.menu_icon(offer.icon, colour, self._theme.colour("raised"), self._theme.px(16))
        if offer.options and not offer.why_not:
            below = menu.addMenu(icon, menu_words(shown))
            for option in offer.options:
                self._add(below, option)
            return
        action = menu.addAction(icon, menu_words(shown))
        action.setEnabled(not offer.why_not)
        action.triggered.connect(lambda _checked=False: offer.do())
