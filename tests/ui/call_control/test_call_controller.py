"""What may be done with callers and agents, and what comes of it."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from wallboard.domain.actions.commands import Progress, Reason
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.ids import CommandId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, Pending, QueueRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.look.brush import Mark

Agents = Callable[..., AgentRow]
Callers = Callable[..., CallerRow]
Queues = Callable[..., QueueRow]
Frames = Callable[..., BoardFrame]
PENDING = Pending(command_id=CommandId("c"), progress=Progress.SENT)


@pytest.fixture
def controller(qapp: object, make_frame: Frames, make_caller: Callers, make_agent: Agents) -> CallController:
    """Call control of a board with one waiting caller and three agents: ready, talking, paused."""
    controller = CallController()
    agents = (
        make_agent("Ana"),
        make_agent("Tom", AgentState.TALKING),
        make_agent("Zoë", AgentState.PAUSED, pause_reason="Lunch"),
    )
    controller.show_frame(make_frame(callers=(make_caller(),), agents=agents))
    return controller


def sent(controller: CallController) -> list[Any]:
    """Everything that is asked for from now on."""
    commands: list[Any] = []
    controller.command_wanted.connect(commands.append)
    return commands


def told(controller: CallController) -> list[str]:
    """Everything that is said from now on."""
    words: list[str] = []
    controller.not_done.connect(words.append)
    return words


def test_that_a_waiting_caller_moves_to_an_agent_as_they_were_seen(controller: CallController) -> None:
    commands = sent(controller)
    assert controller.move(controller.frame.callers[0], controller.frame.agents[0])
    (command,) = commands
    assert isinstance(command, MoveCallToAgent)
    assert (command.call_id, command.expect_rev, command.agent_id) == ("w1", 7, "PJSIP/Ana")


def test_that_a_talking_agents_caller_moves_to_a_queue(controller: CallController, make_queue: Queues) -> None:
    commands = sent(controller)
    assert controller.move(controller.frame.agents[1], make_queue("sales", "Sales"))
    (command,) = commands
    assert isinstance(command, MoveCallToQueue)
    assert (command.call_id, command.queue_id) == ("call of Tom", "sales")


def test_that_a_refused_move_is_told_and_not_asked_for(controller: CallController) -> None:
    commands, words = sent(controller), told(controller)
    assert not controller.move(controller.frame.callers[0], controller.frame.agents[2])
    assert commands == []
    assert words == ["Zoë is paused: Lunch."]


def test_that_a_drop_that_may_be_is_not_argued_with(controller: CallController) -> None:
    words = told(controller)
    controller.tell_why_not(controller.frame.callers[0], controller.frame.agents[0])
    controller.tell_why_not(controller.frame.callers[0], controller.frame.agents[1])
    assert words == ["Tom is in a call."]


def test_that_a_caller_who_changed_hands_meanwhile_stays_where_they_are(
    controller: CallController, make_frame: Frames, make_caller: Callers
) -> None:
    lifted, target = controller.frame.callers[0], controller.frame.agents[0]
    controller.show_frame(make_frame(callers=(make_caller(handover_rev=8),), agents=controller.frame.agents))
    assert controller.judge(lifted, target) is Reason.CALL_MOVED_ON
    controller.show_frame(make_frame(agents=controller.frame.agents))
    assert controller.judge(lifted, target) is Reason.CALL_GONE


def test_that_only_a_caller_who_can_be_moved_can_be_lifted(
    controller: CallController, make_caller: Callers, make_agent: Agents, make_queue: Queues
) -> None:
    assert controller.source(make_caller()) is not None
    assert controller.source(make_caller(phase=CallPhase.MOVING)) is None
    assert controller.source(make_caller(pending=PENDING)) is None
    assert controller.source(make_agent("Tom", AgentState.TALKING)) is not None
    assert controller.source(make_agent("Tom", AgentState.TALKING, pending=PENDING)) is None
    assert controller.source(make_agent("Ana")) is None
    assert controller.source(make_queue()) is None
    assert controller.source(None) is None


def test_that_places_are_marked_only_while_a_caller_is_carried(controller: CallController) -> None:
    ana, tom, _zoe = controller.frame.agents
    assert controller.mark_of(ana) is Mark.NONE
    controller.lift(controller.frame.callers[0])
    assert controller.mark_of(ana) is Mark.LEGAL
    assert controller.mark_of(tom) is Mark.ILLEGAL
    controller.aim(ana)
    assert controller.mark_of(ana) is Mark.AIMED
    controller.put_down()
    assert controller.carried is None
    assert controller.mark_of(ana) is Mark.NONE


def test_that_what_is_aimed_at_stays_so_when_a_later_picture_has_another_row_for_it(
    controller: CallController, make_agent: Agents, make_queue: Queues, make_frame: Frames
) -> None:
    agents = (*controller.frame.agents, make_agent("Eva"))
    controller.show_frame(make_frame(callers=controller.frame.callers, agents=agents))
    controller.lift(controller.frame.callers[0])
    controller.aim(controller.frame.agents[0])
    assert controller.mark_of(make_agent("Ana", since_ms=5)) is Mark.AIMED
    assert controller.mark_of(make_agent("Eva")) is Mark.LEGAL
    controller.aim(make_queue("sales", "Sales"))
    assert controller.mark_of(make_queue("sales", "Sales", waiting=9)) is Mark.AIMED
    assert controller.mark_of(make_queue("billing", "Billing")) is Mark.LEGAL
    assert controller.mark_of(controller.frame.agents[0]) is Mark.LEGAL


def test_that_listening_asks_for_the_extension_once_and_then_goes_on(
    controller: CallController, qtbot: QtBot
) -> None:
    commands, tom = sent(controller), controller.frame.agents[1]
    with qtbot.waitSignal(controller.extension_wanted):
        controller.monitor(tom, MonitorMode.LISTEN)
    assert commands == []
    controller.set_extension("700")
    controller.monitor(tom, MonitorMode.WHISPER)
    assert [(c.extension, c.mode) for c in commands if isinstance(c, StartMonitor)] == [
        ("700", MonitorMode.LISTEN),
        ("700", MonitorMode.WHISPER),
    ]


@pytest.mark.parametrize(("set_to", "rung"), [("", "701"), ("999", "701"), ("702", "702")])
def test_that_who_has_a_phone_by_the_gateways_word_is_not_asked_for_one(
    controller: CallController, make_frame: Frames, set_to: str, rung: str
) -> None:
    commands, tom = sent(controller), controller.frame.agents[1]
    controller.show_frame(make_frame(extensions=("701", "702"), agents=controller.frame.agents))
    controller.set_extension(set_to)
    controller.monitor(tom, MonitorMode.LISTEN)
    assert [c.extension for c in commands if isinstance(c, StartMonitor)] == [rung]


def test_that_giving_no_extension_forgets_the_wish(controller: CallController) -> None:
    commands = sent(controller)
    controller.monitor(controller.frame.agents[1], MonitorMode.LISTEN)
    controller.set_extension("")
    controller.set_extension("700")
    assert commands == []


def test_that_one_in_a_call_goes_over_to_another_mode_and_leaves(
    controller: CallController, make_agent: Agents, make_frame: Frames
) -> None:
    commands, words = sent(controller), told(controller)
    tom = make_agent("Tom", AgentState.TALKING, monitor=MonitorMode.LISTEN, my_monitor_id=CommandId("m1"))
    controller.show_frame(make_frame(agents=(tom,)))
    controller.monitor(tom, MonitorMode.BARGE)
    controller.monitor(tom, MonitorMode.LISTEN)
    controller.stop_monitor(tom)
    assert [type(command) for command in commands] == [SetMonitorMode, StopMonitor]
    assert words == ["You are already doing that."]
    assert controller.monitor_refusal(tom, MonitorMode.WHISPER) is None
    assert controller.monitor_refusal(tom, MonitorMode.LISTEN) is Reason.SAME_MODE


def test_that_a_missing_extension_is_no_reason_against_listening(controller: CallController) -> None:
    ana, tom, _zoe = controller.frame.agents
    assert controller.monitor_refusal(tom, MonitorMode.LISTEN) is None
    assert controller.monitor_refusal(ana, MonitorMode.LISTEN) is Reason.AGENT_NOT_IN_CALL


def test_that_a_viewer_and_a_stale_board_may_move_nothing(controller: CallController, make_frame: Frames) -> None:
    rows = {"callers": controller.frame.callers, "agents": controller.frame.agents}
    caller, ana = controller.frame.callers[0], controller.frame.agents[0]
    controller.show_frame(make_frame(role=Role.VIEWER, **rows))
    assert controller.judge(caller, ana) is Reason.NOT_ALLOWED
    controller.show_frame(make_frame(freshness=Freshness(state=FreshnessState.LATE), **rows))
    assert controller.judge(caller, ana) is Reason.LINK_DOWN


def test_that_words_tell_what_will_happen_and_why_not(controller: CallController) -> None:
    caller, (ana, tom, _zoe) = controller.frame.callers[0], controller.frame.agents
    assert controller.words(caller, ana)[0]
    assert controller.words(caller, tom) == (False, "Tom is in a call.")


def test_that_a_signal_can_be_emitted_five_thousand_times(controller: CallController) -> None:
    """PySide6 6.12.0 aborts CPython 3.11 after some six hundred: the version bound in pyproject keeps it away."""
    commands = sent(controller)
    for _ in range(5_000):
        controller.move(controller.frame.callers[0], controller.frame.agents[0])
    assert len(commands) == 5_000


def test_that_a_viewer_can_lift_nobody(
    controller: CallController, make_frame: Frames, make_caller: Callers
) -> None:
    controller.show_frame(make_frame(role=Role.VIEWER, callers=(make_caller(),)))
    assert not controller.may_act
    assert controller.source(make_caller()) is None
