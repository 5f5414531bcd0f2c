"""Where our commands on their way are shown."""

from tests.client import entities as x
from wallboard.client.pending_commands import PendingCommands
from wallboard.client.store import Store
from wallboard.domain.actions.commands import Progress
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.present.frame import Pending
from wallboard.present.pending import marks_of

ONE = CommandId("1")


def store() -> Store:
    known = Store()
    known.replace([x.queue("sales"), x.agent("kim"), x.monitor("m1", "kim")])
    return known


def mark(target: str, progress: Progress = Progress.ACCEPTED) -> Pending:
    return Pending(command_id=ONE, progress=progress, target=target)


def test_that_a_move_is_shown_at_the_caller_and_at_the_agent_it_goes_to() -> None:
    pending = PendingCommands()
    pending.submit(MoveCallToAgent(id=ONE, call_id=CallId("c1"), expect_rev=1, agent_id=AgentId("kim")), 0)
    pending.progressed(ONE, Progress.RINGING)
    known = store()
    known.replace([x.agent("kim"), x.waiting("c1", "sales")])
    marks = marks_of(known, pending)
    assert marks.calls == {"c1": mark("Kim", Progress.RINGING)}
    assert marks.agents == {"kim": mark("+49 30 c1", Progress.RINGING)}
    assert marks_of(store(), pending).agents == {"kim": mark("", Progress.RINGING)}


def test_that_a_move_to_a_queue_is_shown_at_the_caller() -> None:
    pending = PendingCommands()
    pending.submit(MoveCallToQueue(id=ONE, call_id=CallId("c1"), expect_rev=1, queue_id=QueueId("sales")), 0)
    marks = marks_of(store(), pending)
    assert (marks.calls, marks.agents) == ({"c1": mark("Sales")}, {})


def test_that_what_is_done_to_a_monitoring_is_shown_at_its_agent() -> None:
    for command in (
        StartMonitor(id=ONE, agent_id=AgentId("kim"), extension="200", mode=MonitorMode.LISTEN),
        SetMonitorMode(id=ONE, monitor_id=CommandId("m1"), mode=MonitorMode.BARGE),
        StopMonitor(id=ONE, monitor_id=CommandId("m1")),
    ):
        pending = PendingCommands()
        pending.submit(command, 0)
        assert marks_of(store(), pending).agents == {"kim": mark("Kim")}


def test_that_a_monitoring_that_is_gone_has_no_place() -> None:
    pending = PendingCommands()
    pending.submit(StopMonitor(id=ONE, monitor_id=CommandId("m9")), 0)
    marks = marks_of(store(), pending)
    assert (marks.calls, marks.agents) == ({}, {})
