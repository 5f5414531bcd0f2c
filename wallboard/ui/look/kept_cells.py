"""Cells kept as pixmaps from the second time on that they are drawn: while rows slide, and under the pointer."""

from collections.abc import Callable, Hashable

from msgspec import Struct
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

_KEPT = 400
"""Cells of two screens: some five megabytes."""


class CellLook(Struct, frozen=True, kw_only=True):
    """What a cell is drawn by: ``row`` is compared by identity, ``rest`` is all else that may differ."""

    row: object
    rest: tuple[Hashable, ...]
    ratio: float
    ground: QColor


class KeptCells:
    """Draws cells, each by its function or, unchanged, by the pixmap that was made of it."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[CellLook, QPixmap | None]] = {}

    def draw(
        self, painter: QPainter, box: QRect, at: Hashable, look: CellLook, draw: Callable[[QPainter], None]
    ) -> None:
        """Draws the cell called ``at`` into ``box``; ``draw`` draws it there."""
        last, pixmap = self._kept.get(at, (None, None))
        if last is None or last.row is not look.row or (last.rest, last.ratio) != (look.rest, look.ratio):
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[at] = look, None  # most cells change before they are drawn again, and a pixmap costs as much
            draw(painter)
            return
        if pixmap is None:
            pixmap = _drawn(box, look, draw)
            self._kept[at] = look, pixmap
        painter.drawPixmap(box.topLeft(), pixmap)


def _drawn(box: QRect, look: CellLook, draw: Callable[[QPainter], None]) -> QPixmap:
    pixmap = QPixmap(round(box.width() * look.ratio), round(box.height() * look.ratio))
    pixmap.setDevicePixelRatio(look.ratio)
    pixmap.fill(look.ground)
    painter = QPainter(pixmap)
    painter.translate(-box.x(), -box.y())
    draw(painter)
    painter.end()
    return pixmap
