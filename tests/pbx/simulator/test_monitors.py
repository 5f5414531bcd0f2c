"""Supervisors in a call: rung first, then in it, out when it ends."""

import pytest

from tests.pbx.simulator.watch import Watch
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CommandId


def _start(watch: Watch, extension: str = "2001") -> CommandId:
    call = watch.call(CallPhase.TALKING)
    assert call.agent_id is not None
    command_id = watch.next_id()
    watch.order(StartMonitor(id=command_id, agent_id=call.agent_id, extension=extension, mode=MonitorMode.LISTEN))
    return command_id


def test_that_the_extension_rings_before_the_supervisor_is_in(watch: Watch) -> None:
    monitor_id = _start(watch)
    assert not any(isinstance(event, e.MonitorStarted) for event in watch.run(1))
    started = watch.run_to(e.MonitorStarted, within_s=1)
    assert started.monitor_id == monitor_id
    assert watch.state.monitors[monitor_id].mode is MonitorMode.LISTEN


def test_that_the_mode_changes_and_the_supervisor_leaves_when_told(watch: Watch) -> None:
    monitor_id = _start(watch)
    watch.run(2)
    watch.order(SetMonitorMode(id=watch.next_id(), monitor_id=monitor_id, mode=MonitorMode.WHISPER))
    watch.run(0.5)
    assert watch.state.monitors[monitor_id].mode is MonitorMode.WHISPER
    watch.order(StopMonitor(id=watch.next_id(), monitor_id=monitor_id))
    assert watch.run_to(e.MonitorEnded, within_s=1).reason == ""
    assert watch.state.monitors == {}


def test_that_monitoring_ends_with_the_call(watch: Watch) -> None:
    monitor_id = _start(watch)
    watch.run(2)
    assert watch.run_to(e.MonitorEnded).monitor_id == monitor_id


def test_that_a_call_which_ends_while_the_extension_rings_says_so(answered: Watch) -> None:
    call = answered.call(CallPhase.TALKING)
    _start(answered)
    answered.move(call, to=answered.ready(but=call.agent_id).id)
    assert "before the extension answered" in answered.run_to(e.MonitorEnded, within_s=1).reason


def test_that_an_agent_in_no_queues_call_cannot_be_monitored(watch: Watch) -> None:
    for agent_id in (watch.ready().id, AgentId("nobody")):
        command = StartMonitor(id=watch.next_id(), agent_id=agent_id, extension="2001", mode=MonitorMode.BARGE)
        with pytest.raises(PbxRefused, match="No such call"):
            watch.order(command)


def test_that_one_extension_cannot_be_in_two_calls(watch: Watch) -> None:
    _start(watch)
    with pytest.raises(PbxRefused, match="busy"):
        _start(watch)


def test_that_a_monitoring_which_does_not_run_cannot_be_changed_or_stopped(watch: Watch) -> None:
    monitor_id = _start(watch)
    with pytest.raises(PbxRefused, match="No such call"):
        watch.order(StopMonitor(id=watch.next_id(), monitor_id=monitor_id))
    with pytest.raises(PbxRefused, match="No such call"):
        watch.order(SetMonitorMode(id=watch.next_id(), monitor_id=CommandId("x"), mode=MonitorMode.BARGE))
