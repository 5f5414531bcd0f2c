"""The bar that stays in sight while the supervisor is in a call."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.monitoring import SetMonitorMode, StopMonitor
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState, OwnMonitoring
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.monitor_bar import MonitorBar
from wallboard.ui.look.theme import DARK, Theme

Frames = Callable[..., BoardFrame]


def own(mode: MonitorMode = MonitorMode.LISTEN, **parts: object) -> OwnMonitoring:
    """A monitoring of Chloé's call with Carla, for Claims."""
    made = OwnMonitoring(
        monitor_id=CommandId("m1"), agent_id=AgentId("a"), agent="Chloé", mode=mode, since_ms=1_000, queue="Claims"
    )
    return OwnMonitoring(
        **{name: getattr(made, name) for name in made.__struct_fields__} | {"caller": "Carla"} | parts
    )


@pytest.fixture
def controller(qapp: object, make_frame: Frames) -> CallController:
    """Hands of a supervisor who listens."""
    controller = CallController()
    controller.show_frame(make_frame(monitoring=own()))
    return controller


@pytest.fixture
def bar(qtbot: QtBot, controller: CallController) -> MonitorBar:
    """A bar that shows it."""
    bar = MonitorBar(DARK)
    qtbot.addWidget(bar)
    bar.set_controller(controller)
    bar.resize(1200, 44)
    bar.show_frame(controller.frame)
    return bar


def test_that_it_is_there_only_while_the_supervisor_is_in_a_call(bar: MonitorBar, make_frame: Frames) -> None:
    assert bar.isVisible()
    assert (bar.heard.text(), bar.agent.text()) == ("Nobody hears you", "Chloé")
    assert bar.words.text() == "Carla · Claims"
    assert bar.accessibleName().endswith("Chloé, Carla, Claims")
    bar.show_frame(make_frame())
    assert not bar.isVisible()


def test_that_it_gives_way_in_a_narrow_window(bar: MonitorBar, make_frame: Frames) -> None:
    long = own(MonitorMode.BARGE, agent="Maria da Conceição Vasconcelos de Albuquerque" * 3, caller="x" * 200)
    bar.show_frame(make_frame(monitoring=long))
    assert bar.minimumSizeHint().width() < 700
    bar.resize(700, 44)
    assert bar.heard.width() >= bar.heard.sizeHint().width(), "who hears is never cut"
    assert bar.leave.geometry().right() < 700


def test_that_it_says_how_long(bar: MonitorBar) -> None:
    bar.tick(189_000)
    assert bar.clock.text() == "3:08"


@pytest.mark.parametrize("mode", list(MonitorMode))
def test_that_it_is_red_only_while_the_customer_hears(
    theme: Theme, qtbot: QtBot, make_frame: Frames, mode: MonitorMode
) -> None:
    bar = MonitorBar(theme)
    qtbot.addWidget(bar)
    bar.resize(1200, theme.px(44))
    bar.show_frame(make_frame(monitoring=own(mode)))
    ground = bar.grab().toImage().pixelColor(bar.width() // 2, bar.height() // 10)
    is_red = ground.name() == theme.colour("bad").name()
    assert is_red is (mode is MonitorMode.BARGE)
    assert [one for one, button in bar.modes.items() if button.isChecked()] == [mode]


def test_that_its_buttons_change_the_mode_and_leave(bar: MonitorBar, controller: CallController) -> None:
    asked: list[object] = []
    controller.command_wanted.connect(asked.append)
    QTest.mouseClick(bar.modes[MonitorMode.BARGE], Qt.MouseButton.LeftButton)
    assert bar.modes[MonitorMode.LISTEN].isChecked(), "the mode is what the PBX says, not what is asked for"
    QTest.mouseClick(bar.leave, Qt.MouseButton.LeftButton)
    first, second = asked
    assert isinstance(first, SetMonitorMode)
    assert (first.monitor_id, first.mode) == ("m1", MonitorMode.BARGE)
    assert isinstance(second, StopMonitor)
    assert second.monitor_id == "m1"


def test_that_its_buttons_rest_while_something_is_on_its_way(bar: MonitorBar, make_frame: Frames) -> None:
    bar.show_frame(make_frame(monitoring=own(is_pending=True)))
    assert not bar.leave.isEnabled()


def test_that_a_lost_connection_makes_it_say_that_nobody_knows(bar: MonitorBar, make_frame: Frames) -> None:
    lost = Freshness(state=FreshnessState.GATEWAY_LOST, since_ms=1)
    bar.show_frame(make_frame(monitoring=own(MonitorMode.BARGE), freshness=lost))
    assert bar.heard.text().startswith("You may still be")
    assert not bar.leave.isEnabled()
