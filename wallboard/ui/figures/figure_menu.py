"""Choosing which figures a band or a table shows: a menu of all that the catalogue has."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu, QWidget

from wallboard.domain.counts.catalogue import FigureId
from wallboard.ui.figures.words import name_of, words_of
from wallboard.ui.words.plain import menu_words, set_tip

translate = QCoreApplication.translate


class FigureMenu(QMenu):
    """Every figure with a mark at those that are shown; one at least stays.

    Signals:
        figures_chosen: the `FigureId`s to show from now on, an empty tuple for those that come by default.
    """

    figures_chosen = Signal(object)

    def __init__(self, title: str, shown: Sequence[FigureId], most: int, parent: QWidget) -> None:
        """``most`` is how many can be shown at once."""
        super().__init__(title, parent)
        self._shown = tuple(shown)
        self.setToolTipsVisible(True)
        for figure_id in FigureId:
            self._offer(figure_id, most)
        self.addSeparator()
        usual = self.addAction(translate("figures", "Default selection"))
        usual.triggered.connect(lambda: self.figures_chosen.emit(()))

    def _offer(self, figure_id: FigureId, most: int) -> None:
        is_shown = figure_id in self._shown
        action = self.addAction(menu_words(name_of(figure_id)))
        action.setCheckable(True)
        action.setChecked(is_shown)
        can_change = len(self._shown) > 1 if is_shown else len(self._shown) < most
        action.setEnabled(can_change)
        full = translate("figures", "No more than {most} at once").format(most=most)
        set_tip(action, words_of(figure_id).meaning if is_shown or can_change else full)
        action.triggered.connect(lambda: self._toggle(figure_id))

    def _toggle(self, figure_id: FigureId) -> None:
        rest = tuple(one for one in self._shown if one is not figure_id)
        self.figures_chosen.emit(rest if len(rest) < len(self._shown) else (*rest, figure_id))
