"""Rows that change places slide there, so that people can follow them."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QStyle

from wallboard.ui.look.painted_table import PaintedTable

SLIDE_MS = 250


def moves(before: Sequence[str], after: Sequence[str]) -> Mapping[int, int]:
    """Returns each place of ``after`` whose row was elsewhere before, and how many places further down."""
    places = {key: place for place, key in enumerate(before)}
    return {place: places[key] - place for place, key in enumerate(after) if key in places and places[key] != place}


class Slide(QObject):
    """Lets the rows of a table slide from where they were; not where the system asks for no motion."""

    def __init__(self, view: PaintedTable) -> None:
        super().__init__(view)
        self._view = view
        self._moves: Mapping[int, int] = {}
        self._motion = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=SLIDE_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._show)

    def begin(self, moved: Mapping[int, int]) -> None:
        """Starts to slide rows that have just moved by so many places."""
        self._motion.stop()
        self._moves = moved
        is_wanted = self._view.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        if moved and is_wanted and self._view.isVisible():
            self._motion.start()
        else:
            self._show(0.0)

    def _show(self, part: float) -> None:
        height = self._view.verticalHeader().defaultSectionSize()
        self._view.shifts = {row: round(places * height * part) for row, places in self._moves.items() if part}
        self._view.viewport().update()
