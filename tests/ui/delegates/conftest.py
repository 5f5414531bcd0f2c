"""Painting one row by a delegate into a picture."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from wallboard.ui.delegates.board_delegate import BoardDelegate
from wallboard.ui.models.agent_grid import AgentGrid
from wallboard.ui.models.rows import RowsModel

Paint = Callable[..., QImage]


@pytest.fixture
def paint(qapp: object) -> Paint:
    """Draw ``row`` of ``model`` by ``delegate`` on black; keywords give column, states, ratio and width."""

    def draw(delegate: BoardDelegate, model: RowsModel[Any] | AgentGrid, rows: Sequence[Any], **how: Any) -> QImage:
        model.replace_rows(rows)
        ratio = how.get("ratio", 1.0)
        image = QImage(int(400 * ratio), int(160 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.black)
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, how.get("width", 400), 160)
        option.state = how.get("state", QStyle.StateFlag.State_Enabled)
        painter = QPainter(image)
        delegate.paint(painter, option, model.index(0, how.get("column", 0)))
        painter.end()
        return image

    return draw
