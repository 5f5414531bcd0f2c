"""From gestures to commands, or to the reason why not."""

import pytest
from msgspec.structs import replace

from tests.present.centres import centre_of
from wallboard.domain.actions.commands import Progress, Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor
from wallboard.domain.actions.monitoring import StopMonitor as Stop
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, QueueId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, Pending, QueueRow
from wallboard.present.intents import move_to_agent, move_to_queue, set_mode, start_monitor, stop

FREE = AgentRow(agent_id=AgentId("kim"), name="Kim", state=AgentState.READY, since_ms=0)
TALKING = AgentRow(
    agent_id=AgentId("lee"), name="Lee", state=AgentState.TALKING, since_ms=0, call_id=CallId("c2"), handover_rev=4
)
PAUSED = AgentRow(agent_id=AgentId("mo"), name="Mo", state=AgentState.PAUSED, since_ms=0)
MONITORED = replace(TALKING, my_monitor_id=CommandId("m1"), monitor=MonitorMode.LISTEN)
CALLER = CallerRow(
    call_id=CallId("c1"),
    handover_rev=7,
    number="1",
    name="",
    queue_id=QueueId("sales"),
    queue_name="Sales",
    since_ms=0,
    warn_at_ms=0,
    late_at_ms=0,
    position=1,
    phase=CallPhase.WAITING,
)
GRANTS = {role: Grant(person="me", rights=role.rights) for role in Role}
LIVE = BoardFrame(
    grant=GRANTS[Role.SUPERVISOR],
    freshness=Freshness(state=FreshnessState.LIVE),
    centre=centre_of([CALLER], [FREE, MONITORED, PAUSED]),
)
PENDING = Pending(command_id=CommandId("x"), progress=Progress.SENT)


def queue(name: str) -> QueueRow:
    return QueueRow(id=QueueId(name), name=name, goal=Goal(), window=Window.TODAY)


def test_that_a_waiting_caller_goes_to_a_free_agent() -> None:
    command = move_to_agent(CALLER, FREE, LIVE)
    assert isinstance(command, MoveCallToAgent)
    assert (command.call_id, command.expect_rev, command.agent_id) == ("c1", 7, "kim")


def test_that_a_live_call_goes_from_agent_to_agent() -> None:
    command = move_to_agent(TALKING, FREE, LIVE)
    assert isinstance(command, MoveCallToAgent)
    assert (command.call_id, command.expect_rev, command.agent_id) == ("c2", 4, "kim")


def test_that_every_gesture_is_a_command_of_its_own() -> None:
    commands = [move_to_agent(CALLER, FREE, LIVE) for _ in range(2)]
    assert commands[0] != commands[1]


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        (CALLER, PAUSED, Reason.AGENT_PAUSED),
        (CALLER, TALKING, Reason.AGENT_IN_CALL),
        (TALKING, TALKING, Reason.SAME_AGENT),
        (FREE, TALKING, Reason.AGENT_NOT_IN_CALL),
        (CALLER, replace(FREE, agent_id=AgentId("nobody")), Reason.AGENT_UNKNOWN),
        (replace(CALLER, handover_rev=6), FREE, Reason.CALL_MOVED_ON),
        (replace(CALLER, phase=CallPhase.MOVING), FREE, Reason.CALL_BUSY),
        (replace(CALLER, pending=PENDING), FREE, Reason.CALL_BUSY),
        (replace(TALKING, pending=PENDING), FREE, Reason.CALL_BUSY),
    ],
)
def test_that_a_move_that_cannot_be_says_why(
    source: CallerRow | AgentRow, target: AgentRow, reason: Reason
) -> None:
    assert move_to_agent(source, target, LIVE) is reason


def test_that_a_caller_goes_to_another_queue() -> None:
    for source, call_id in ((CALLER, "c1"), (TALKING, "c2")):
        command = move_to_queue(source, queue("help"), LIVE)
        assert isinstance(command, MoveCallToQueue)
        assert (command.call_id, command.queue_id) == (call_id, "help")


def test_that_a_talking_caller_may_go_back_to_the_same_queue() -> None:
    assert isinstance(move_to_queue(TALKING, queue("sales"), LIVE), MoveCallToQueue)


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        (CALLER, queue("sales"), Reason.SAME_QUEUE),
        (CALLER, replace(queue(ALL), is_group=True), Reason.QUEUE_UNKNOWN),
        (FREE, queue("sales"), Reason.AGENT_NOT_IN_CALL),
        (replace(CALLER, phase=CallPhase.MOVING), queue("help"), Reason.CALL_BUSY),
    ],
)
def test_that_a_move_to_a_queue_that_cannot_be_says_why(
    source: CallerRow | AgentRow, target: QueueRow, reason: Reason
) -> None:
    assert move_to_queue(source, target, LIVE) is reason


def test_that_a_supervisor_listens_in_at_the_own_extension() -> None:
    command = start_monitor(TALKING, MonitorMode.WHISPER, "200", LIVE)
    assert isinstance(command, StartMonitor)
    assert (command.agent_id, command.extension, command.mode) == ("lee", "200", MonitorMode.WHISPER)


def test_that_listening_that_cannot_be_says_why() -> None:
    assert start_monitor(FREE, MonitorMode.LISTEN, "200", LIVE) is Reason.AGENT_NOT_IN_CALL
    assert start_monitor(MONITORED, MonitorMode.LISTEN, "200", LIVE) is Reason.ALREADY_MONITORING
    for extension in ("", "12 34", "PJSIP/1001\r\n"):
        assert start_monitor(TALKING, MonitorMode.LISTEN, extension, LIVE) is Reason.EXTENSION_INVALID


def test_that_our_own_monitoring_changes_its_mode_and_stops() -> None:
    change = set_mode(MONITORED, MonitorMode.BARGE, LIVE)
    assert isinstance(change, SetMonitorMode)
    assert (change.monitor_id, change.mode) == ("m1", MonitorMode.BARGE)
    end = stop(MONITORED, LIVE)
    assert isinstance(end, Stop)
    assert end.monitor_id == "m1"
    assert set_mode(MONITORED, MonitorMode.LISTEN, LIVE) is Reason.SAME_MODE


def test_that_another_supervisors_monitoring_is_not_ours_to_change() -> None:
    theirs = replace(TALKING, monitor=MonitorMode.LISTEN)
    assert set_mode(theirs, MonitorMode.BARGE, LIVE) is Reason.MONITOR_GONE
    assert stop(theirs, LIVE) is Reason.MONITOR_GONE


def test_that_an_administrator_ends_another_supervisors_monitoring_and_changes_nothing_of_it() -> None:
    theirs = replace(TALKING, monitor=MonitorMode.LISTEN, monitor_id=CommandId("m9"), monitored_by="Lee")
    frame = replace(LIVE, grant=GRANTS[Role.ADMINISTRATOR], centre=centre_of(agents=[theirs]))
    end = stop(theirs, frame)
    assert isinstance(end, Stop)
    assert end.monitor_id == "m9"
    assert set_mode(theirs, MonitorMode.BARGE, frame) is Reason.MONITOR_GONE
    assert stop(theirs, LIVE) is Reason.MONITOR_GONE


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (replace(LIVE, grant=GRANTS[Role.VIEWER]), Reason.NOT_ALLOWED),
        *[
            (replace(LIVE, freshness=Freshness(state=state)), Reason.LINK_DOWN)
            for state in FreshnessState
            if state is not FreshnessState.LIVE
        ],
    ],
)
def test_that_viewers_and_pictures_that_are_not_live_command_nothing(frame: BoardFrame, reason: Reason) -> None:
    assert move_to_agent(CALLER, FREE, frame) is reason
    assert move_to_queue(CALLER, queue("help"), frame) is reason
    assert start_monitor(TALKING, MonitorMode.LISTEN, "200", frame) is reason
    assert set_mode(MONITORED, MonitorMode.BARGE, frame) is reason
    assert stop(MONITORED, frame) is reason
