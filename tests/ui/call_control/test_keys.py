"""One key each to listen, whisper, barge in and leave."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.present.frame import AgentRow, BoardFrame, OwnMonitoring
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.keys import CallKeys
from wallboard.ui.call_control.offers import LEAVE_KEY, MODE_KEYS

OWN = OwnMonitoring(
    monitor_id=CommandId("m1"), agent_id=AgentId("a"), agent="Tom", mode=MonitorMode.LISTEN, since_ms=0
)


class Keys:
    """The keys of a window, and what comes of them."""

    def __init__(self, window: QWidget, agent: AgentRow | None, frame: BoardFrame) -> None:
        self.window = window
        self.asked: list[object] = []
        self.told: list[str] = []
        controller = CallController(window)
        controller.set_extension("700")
        controller.show_frame(frame)
        controller.command_wanted.connect(self.asked.append)
        controller.not_done.connect(self.told.append)
        CallKeys(controller, lambda: agent, window)

    def press(self, key: str) -> None:
        """Do what the key does."""
        (action,) = [one for one in self.window.actions() if one.shortcut().toString() == key]
        action.trigger()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("mode", list(MonitorMode))
def test_that_a_key_begins_with_the_chosen_agent(
    window: QWidget,
    mode: MonitorMode,
    make_frame: Callable[..., BoardFrame],
    make_agent: Callable[..., AgentRow],
) -> None:
    tom = make_agent("Tom", AgentState.TALKING)
    keys = Keys(window, tom, make_frame(agents=(tom,)))
    keys.press(MODE_KEYS[mode])
    (command,) = keys.asked
    assert isinstance(command, StartMonitor)
    assert (command.agent_id, command.mode) == ("PJSIP/Tom", mode)


def test_that_in_a_call_the_keys_are_about_that_call_whoever_is_chosen(
    window: QWidget, make_frame: Callable[..., BoardFrame], make_agent: Callable[..., AgentRow]
) -> None:
    keys = Keys(window, make_agent("Ana", AgentState.TALKING), make_frame(monitoring=OWN))
    keys.press(MODE_KEYS[MonitorMode.BARGE])
    keys.press(LEAVE_KEY)
    first, second = keys.asked
    assert isinstance(first, SetMonitorMode)
    assert isinstance(second, StopMonitor)
    assert (first.monitor_id, second.monitor_id) == ("m1", "m1")


def test_that_without_an_agent_it_is_said_what_is_missing(
    window: QWidget, make_frame: Callable[..., BoardFrame]
) -> None:
    keys = Keys(window, None, make_frame())
    keys.press(MODE_KEYS[MonitorMode.LISTEN])
    keys.press(LEAVE_KEY)
    assert keys.asked == []
    assert len(keys.told) == 1
    assert "Select an agent" in keys.told[0]
