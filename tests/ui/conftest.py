"""Rows and frames to show, both looks, and Qt without a screen."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

# without a screen Qt finds no fonts on Windows, where there always is one
os.environ.setdefault("QT_QPA_PLATFORM", "windows" if sys.platform == "win32" else "offscreen")

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QWidget

from tests.factories.rows import NOW_MS, agent_row, board_frame, caller_row, queue_row
from tests.ui.languages import forget_words, silence
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.fonts import load_fonts
from wallboard.ui.look.rows_model import RowsModel
from wallboard.ui.look.stylesheet import style_sheet
from wallboard.ui.look.theme import DARK, LIGHT, Theme
from wallboard.ui.words.day_time import show_times_of

usual_sheet = cache(lambda: style_sheet(DARK))
"""What tests of boards leave in place, since it costs more than the board itself."""

LOOKS = {"dark": DARK, "light": LIGHT, "stale": DARK.stale(), "large": LIGHT.stale().scaled(2)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's platform without a screen says this of windows and menus; it is about the platform, not about us."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session", autouse=True)
def _own_font(qapp: object) -> None:
    """Words are measured in the font that they are shown in, whichever test comes first."""
    load_fonts()


@pytest.fixture(autouse=True)
def own_time() -> Iterator[None]:
    """The zone that a test shows times of is no other test's."""
    yield
    show_times_of("")


@pytest.fixture(autouse=True)
def _no_key_held(qapp: QApplication) -> Iterator[None]:
    """Ends each test without a modifier key held: Qt takes that of a test's last key event for the next test's."""
    yield
    if qapp.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWidget(), Qt.Key.Key_Shift)


@pytest.fixture(autouse=True)
def _same_look_for_all(qapp: QApplication) -> Iterator[None]:
    """A test that gave the whole program a look of its own, a TV's letters say, leaves none of it behind."""
    yield
    if qapp.styleSheet() not in ("", usual_sheet()):
        qapp.setStyleSheet("")
    if not qapp.styleSheet():
        qapp.setFont(QFont())  # of all classes of widgets at once
        qapp.setPalette(QPalette())


@pytest.fixture(params=LOOKS.values(), ids=list(LOOKS))
def theme(request: pytest.FixtureRequest, qapp: object) -> Theme:
    """Each look in turn."""
    look: Theme = request.param
    return look


@pytest.fixture
def make_agent() -> Callable[..., AgentRow]:
    """An agent who is ready, but for what is said."""
    return agent_row


@pytest.fixture
def make_caller() -> Callable[..., CallerRow]:
    """A caller who has waited five seconds in Support, but for what is said."""
    return caller_row


@pytest.fixture
def make_queue() -> Callable[..., QueueRow]:
    """A queue with figures, but for what is said."""
    return queue_row


@pytest.fixture
def make_frame() -> Callable[..., BoardFrame]:
    """A live board of a supervisor, with the rows that are given."""
    return board_frame


@pytest.fixture
def now_ms() -> int:
    """The gateway's time that the rows are made for."""
    return NOW_MS


@pytest.fixture
def clean(qapp: QApplication) -> Iterator[QApplication]:
    """An application whose translators and locale are as before when the test is over."""
    before = QLocale()
    forget_words()
    yield qapp
    silence(qapp)
    QLocale.setDefault(before)
    qapp.setStyleSheet("")
    forget_words()


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
