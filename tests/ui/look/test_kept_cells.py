"""Cells that are drawn again as they were are not drawn anew."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from wallboard.ui.look.kept_cells import CellLook, KeptCells

BOX = QRect(10, 5, 20, 10)


class Drawn:
    """Draws a red line across a cell and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, painter: QPainter) -> None:
        self.times += 1
        painter.fillRect(BOX.x(), BOX.y() + 4, BOX.width(), 1, QColor("red"))


def look(row: object, words: str = "1", ratio: float = 1.0) -> CellLook:
    """What a cell is drawn by."""
    return CellLook(row=row, rest=(words,), ratio=ratio, ground=QColor("white"))


def painted(cells: KeptCells, drawn: Drawn, of: CellLook) -> QImage:
    """A picture of the cell on white."""
    image = QImage(int(40 * of.ratio), int(20 * of.ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(of.ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    cells.draw(painter, BOX, "cell", of, drawn)
    painter.end()
    return image


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_that_a_cell_is_drawn_twice_at_most_and_looks_the_same(qapp: QApplication, ratio: float) -> None:
    cells, drawn, row = KeptCells(), Drawn(), object()
    pictures = [painted(cells, drawn, look(row, ratio=ratio)) for _ in range(4)]
    assert drawn.times == 2
    assert pictures[0] == pictures[1] == pictures[2] == pictures[3]


def test_that_another_row_or_other_words_are_drawn_anew(qapp: QApplication) -> None:
    cells, drawn, row = KeptCells(), Drawn(), object()
    for of in (look(row), look(row), look(object()), look(row), look(row, "2"), look(row, "2", ratio=2.0)):
        painted(cells, drawn, of)
    assert drawn.times == 6
