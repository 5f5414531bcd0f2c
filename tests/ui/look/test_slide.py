"""Rows that change places slide there and then stand still."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QProxyStyle, QStyle
from pytestqt.qtbot import QtBot

from wallboard.present.frame import QueueRow
from wallboard.ui.look.painted_table import PaintedTable
from wallboard.ui.look.slide import Slide, moves
from wallboard.ui.look.theme import DARK
from wallboard.ui.queues.cell_delegate import QueueCellDelegate
from wallboard.ui.queues.queue_model import QueueModel


def test_that_each_row_that_was_elsewhere_comes_from_there() -> None:
    assert moves(["a", "b", "c"], ["c", "a", "b"]) == {0: 2, 1: -1, 2: -1}
    assert moves(["a", "b"], ["a", "b"]) == {}
    assert moves(["a"], ["new", "a"]) == {1: -1}


@pytest.fixture
def view(qtbot: QtBot, make_queue: Callable[..., QueueRow]) -> PaintedTable:
    made = PaintedTable(DARK)
    model = QueueModel(made)
    made.setModel(model)
    made.setItemDelegate(QueueCellDelegate(DARK, made))
    made.verticalHeader().setDefaultSectionSize(36)
    model.replace_rows([make_queue(name, name) for name in "abc"])
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_that_rows_begin_where_they_were_and_end_where_they_are(view: PaintedTable, qtbot: QtBot) -> None:
    still = view.grab().toImage()
    Slide(view).begin({0: 2, 1: -1})
    qtbot.waitUntil(lambda: 0 < view.shifts.get(0, 0) < 72)
    assert view.shifts[1] < 0
    assert view.grab().toImage() != still
    qtbot.waitUntil(lambda: not view.shifts)
    assert view.grab().toImage() == still


class Calm(QProxyStyle):
    """A system without motion."""

    def styleHint(self, hint: QStyle.StyleHint, *more: object) -> int:  # noqa: N802 - Qt's name
        """No animation lasts."""
        is_motion = hint is QStyle.StyleHint.SH_Widget_Animation_Duration
        return 0 if is_motion else super().styleHint(hint, *more)  # type: ignore[arg-type] # handed on as it came


def test_that_nothing_moves_where_the_system_asks_for_no_motion(view: PaintedTable) -> None:
    calm = Calm()
    calm.setParent(view)
    view.setStyle(calm)
    Slide(view).begin({0: 2})
    assert view.shifts == {}
