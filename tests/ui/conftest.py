"""Rows and frames to show, both looks, and Qt without a screen."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

# without a screen Qt finds no fonts on Windows, where there always is one
os.environ.setdefault("QT_QPA_PLATFORM", "windows" if sys.platform == "win32" else "offscreen")

from PySide6.QtCore import QLocale, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from tests.present.centres import centre_of
from tests.ui.languages import forget_words, silence
from tests.ui.queue_rows import queue_row
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, QueueRow
from wallboard.ui.agents.grid_model import AgentGrid
from wallboard.ui.look.board_delegate import BoardDelegate
from wallboard.ui.look.fonts import load_fonts
from wallboard.ui.look.rows_model import RowsModel
from wallboard.ui.look.theme import DARK, LIGHT, Theme
from wallboard.ui.words.day_time import show_times_of

NOW_MS = 1_700_000_000_000
NOT_FREE = {
    AgentState.TALKING: Reason.AGENT_IN_CALL,
    AgentState.HOLD: Reason.AGENT_IN_CALL,
    AgentState.BUSY: Reason.AGENT_IN_CALL,
    AgentState.BUSY_UNKNOWN: Reason.AGENT_IN_CALL,
    AgentState.RINGING: Reason.AGENT_RINGING,
    AgentState.PAUSED: Reason.AGENT_PAUSED,
    AgentState.DO_NOT_DISTURB: Reason.AGENT_DO_NOT_DISTURB,
    AgentState.UNREACHABLE: Reason.AGENT_UNREACHABLE,
    AgentState.LOGGED_OUT: Reason.AGENT_LOGGED_OUT,
}


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


@pytest.fixture(params=LOOKS.values(), ids=list(LOOKS))
def theme(request: pytest.FixtureRequest, qapp: object) -> Theme:
    """Each look in turn."""
    look: Theme = request.param
    return look


@pytest.fixture
def make_agent() -> Callable[..., AgentRow]:
    """An agent who is ready, but for what is said."""

    def make(name: str = "Maria Silva", state: AgentState = AgentState.READY, **parts: Any) -> AgentRow:
        in_call = state in (AgentState.TALKING, AgentState.HOLD)
        given: dict[str, Any] = {
            "agent_id": AgentId(f"PJSIP/{name}"),
            "name": name,
            "state": state,
            "since_ms": NOW_MS - 65_000,
            "queues": ("Support", "Sales"),
            "call_id": CallId(f"call of {name}") if in_call else None,
            "handover_rev": 4,
            "caller": "Carla Mendes" if in_call else "",
            "call_queue": "Support" if in_call else "",
            "refusal": NOT_FREE.get(state),
        }
        return AgentRow(**(given | parts))

    return make


@pytest.fixture
def make_caller() -> Callable[..., CallerRow]:
    """A caller who has waited five seconds in Support, but for what is said."""

    def make(call_id: str = "w1", **parts: Any) -> CallerRow:
        since_ms = parts.get("since_ms", NOW_MS - 5_000)
        given: dict[str, Any] = {
            "call_id": CallId(call_id),
            "handover_rev": 7,
            "number": "+351 912 345 678",
            "name": "",
            "queue_id": QueueId("support"),
            "queue_name": "Support",
            "since_ms": since_ms,
            "warn_at_ms": since_ms + 13_333,
            "late_at_ms": since_ms + 20_000,
            "position": 1,
            "phase": CallPhase.WAITING,
        }
        return CallerRow(**(given | parts))

    return make


@pytest.fixture
def make_queue() -> Callable[..., QueueRow]:
    """A queue with figures, but for what is said."""

    def make(queue_id: str = "support", name: str = "Support", **parts: Any) -> QueueRow:
        return queue_row(queue_id, name, parts.pop("longest_since_ms", NOW_MS - 25_000), **parts)

    return make


@pytest.fixture
def make_frame() -> Callable[..., BoardFrame]:
    """A live board of a supervisor, with the rows that are given."""

    def make(**parts: Any) -> BoardFrame:
        given: dict[str, Any] = {
            "freshness": Freshness(state=FreshnessState.LIVE, since_ms=NOW_MS),
            "user": "ana",
            "role": Role.SUPERVISOR,
        }
        given |= parts
        grant = Grant(person=given["user"], rights=given["role"].rights, extensions=given.pop("extensions", None))
        frame = BoardFrame(**({"grant": grant} | given))
        if "centre" in parts:
            return frame
        agents, callers = (*frame.agents, *frame.all_agents), (*frame.callers, *frame.all_callers)
        return replace(frame, centre=centre_of(callers, agents, frame.monitoring))

    return make


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
