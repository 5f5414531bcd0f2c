"""The menu: what can be done, and why the rest cannot."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.commands import Progress
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import CommandId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, MoveSource, Pending
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.menu import CallMenu
from wallboard.ui.call_control.offers import offers
from wallboard.ui.look.theme import DARK

Agents = Callable[..., AgentRow]
Frames = Callable[..., BoardFrame]


@pytest.fixture
def controller(qapp: object, make_frame: Frames) -> CallController:
    """CallController of a supervisor who has an extension."""
    controller = CallController()
    controller.show_frame(make_frame())
    controller.set_extension("700")
    return controller


@pytest.fixture
def chosen() -> list[MoveSource]:
    """The callers for whom "Move to…" was chosen."""
    return []


@pytest.fixture
def open_menu(
    qtbot: QtBot, controller: CallController, chosen: list[MoveSource], make_frame: Frames
) -> Callable[[MoveSource], CallMenu]:
    """Make the menu of one row."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def make(row: MoveSource) -> CallMenu:
        rows = {"agents": (row,)} if isinstance(row, AgentRow) else {"callers": (row,)}
        controller.show_frame(make_frame(role=controller.frame.role, **rows))
        return CallMenu(DARK, offers(controller, row, chosen.append), parent)

    return make


Open = Callable[[MoveSource], CallMenu]


def offered(menu: CallMenu) -> dict[str, bool]:
    """What the menu says, and whether it can be done."""
    return {action.text(): action.isEnabled() for action in menu.actions() if not action.isSeparator()}


def test_that_a_talking_agents_call_can_be_moved_and_monitored(open_menu: Open, make_agent: Agents) -> None:
    menu = open_menu(make_agent("Tom", AgentState.TALKING))
    assert offered(menu) == dict.fromkeys(("Move to…", "Listen", "Whisper", "Barge in", "Pause…"), True)


def test_that_a_ready_agents_menu_says_why_there_is_nothing_to_do(open_menu: Open, make_agent: Agents) -> None:
    *about_calls, (pause, can_be_paused) = offered(open_menu(make_agent("Ana"))).items()
    assert not any(can_be for _, can_be in about_calls)
    assert all("Ana is not in a queue call" in words for words, _ in about_calls)
    assert (pause, can_be_paused) == ("Pause…", True)


def test_that_a_caller_has_no_monitoring(open_menu: Open, make_caller: Callable[..., CallerRow]) -> None:
    assert offered(open_menu(make_caller())) == {"Move to…": True}


def test_that_a_caller_on_the_way_cannot_be_moved_again(
    open_menu: Open, make_caller: Callable[..., CallerRow]
) -> None:
    pending = Pending(command_id=CommandId("c"), progress=Progress.SENT)
    (words,) = offered(open_menu(make_caller(pending=pending)))
    assert "already being moved" in words


def test_that_choosing_listen_asks_for_it(
    open_menu: Open, controller: CallController, make_agent: Agents, qtbot: QtBot
) -> None:
    menu = open_menu(make_agent("Tom", AgentState.TALKING))
    with qtbot.waitSignal(controller.command_wanted) as asked:
        menu.actions()[2].trigger()
    assert isinstance(asked.args[0], StartMonitor)
    assert asked.args[0].mode is MonitorMode.LISTEN


def test_that_one_who_listens_can_leave_but_not_listen_again(
    open_menu: Open, controller: CallController, make_agent: Agents, qtbot: QtBot
) -> None:
    tom = make_agent("Tom", AgentState.TALKING, monitor=MonitorMode.LISTEN, my_monitor_id=CommandId("m"))
    menu = open_menu(tom)
    entries = offered(menu)
    assert entries["Leave the call"]
    assert entries["Whisper"]
    assert not next(enabled for words, enabled in entries.items() if words.startswith("Listen"))
    with qtbot.waitSignal(controller.command_wanted) as asked:
        next(action for action in menu.actions() if action.text() == "Leave the call").trigger()
    assert isinstance(asked.args[0], StopMonitor)


@pytest.mark.parametrize(("role", "count"), [(Role.SUPERVISOR, 0), (Role.ADMINISTRATOR, 1)])
def test_that_an_administrator_can_end_the_listening_of_another(
    open_menu: Open,
    controller: CallController,
    make_agent: Agents,
    make_frame: Callable[..., BoardFrame],
    role: Role,
    count: int,
) -> None:
    theirs = CommandId("m")
    tom = make_agent("Tom", AgentState.TALKING, monitor=MonitorMode.LISTEN, monitor_id=theirs, monitored_by="Lee")
    controller.show_frame(make_frame(role=role, agents=(tom,)))
    ends = [action for action in open_menu(tom).actions() if action.text() == "End monitoring by Lee"]
    assert len(ends) == count
    commands: list[Any] = []
    controller.command_wanted.connect(commands.append)
    for action in ends:
        action.trigger()
    assert [command.monitor_id for command in commands] == [theirs] * count


def test_that_move_to_asks_where(open_menu: Open, make_agent: Agents, chosen: list[MoveSource]) -> None:
    tom = make_agent("Tom", AgentState.TALKING)
    menu = open_menu(tom)
    menu.actions()[0].trigger()
    assert chosen == [tom]
