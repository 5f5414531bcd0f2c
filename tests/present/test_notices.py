"""What became of our commands."""

import pytest
from msgspec.structs import replace

from tests.client import entities as x
from wallboard.client.pending_commands import Ended
from wallboard.client.store import Store
from wallboard.domain.actions.commands import Command, Outcome, Reason, Result
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent
from wallboard.domain.centre.state import Availability, MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.present.notices import KEPT, Notices

ONE = CommandId("1")
CALL = CallId("c1")
TO_AGENT = MoveCallToAgent(id=ONE, call_id=CALL, expect_rev=1, agent_id=AgentId("kim"))


def store() -> Store:
    known = Store()
    known.replace([x.queue("sales"), x.agent("kim"), x.waiting("c1", "sales"), x.monitor("m1", "kim")])
    known.put(x.monitor("m2", "kim", begun_by="Lee"))
    known.put(x.monitor("m3", "kim", begun_by="Sue"))
    return known


def ended(command: Command, outcome: Outcome = Outcome.CONFIRMED, reason: Reason | None = None) -> Ended:
    return Ended(command=command, result=Result(command_id=command.id, outcome=outcome, reason=reason))


@pytest.mark.parametrize(
    ("command", "subject", "target"),
    [
        (TO_AGENT, "+49 30 c1", "Kim"),
        (MoveCallToQueue(id=ONE, call_id=CALL, expect_rev=1, queue_id=QueueId("sales")), "+49 30 c1", "Sales"),
        (
            StartMonitor(id=ONE, agent_id=AgentId("kim"), extension="200", mode=MonitorMode.LISTEN),
            "Kim",
            "",
        ),
        (SetMonitorMode(id=ONE, monitor_id=CommandId("m1"), mode=MonitorMode.BARGE), "Kim", ""),
        (StopMonitor(id=ONE, monitor_id=CommandId("m1")), "Kim", ""),
        (StopMonitor(id=ONE, monitor_id=CommandId("m2")), "Kim", "Lee"),
        (StopMonitor(id=ONE, monitor_id=CommandId("m3")), "Kim", ""),
    ],
)
def test_that_a_notice_has_the_names_of_when_the_command_was_given(
    command: Command, subject: str, target: str
) -> None:
    notices = Notices()
    notices.remember(command, store(), x.ms(2), "Sue")
    notices.add([ended(command, Outcome.REFUSED, Reason.CALL_GONE)], x.ms(5))
    (notice,) = notices.rows
    assert (notice.subject, notice.target) == (subject, target)
    assert (notice.command, notice.outcome, notice.reason) == (command, Outcome.REFUSED, Reason.CALL_GONE)
    assert (notice.at_ms, notice.elapsed_s) == (x.ms(5), 3.0)


def test_that_an_unknown_end_that_is_settled_later_is_told_again_by_name() -> None:
    notices = Notices()
    notices.remember(TO_AGENT, store(), x.ms(2))
    notices.add([ended(TO_AGENT, Outcome.UNKNOWN)], x.ms(5))
    notices.add([ended(TO_AGENT)], x.ms(9))
    assert [(notice.outcome, notice.subject) for notice in notices.rows] == [
        (Outcome.CONFIRMED, "+49 30 c1"),
        (Outcome.UNKNOWN, "+49 30 c1"),
    ]


def test_that_the_newest_come_first_and_old_ones_go() -> None:
    notices = Notices()
    commands = [StopMonitor(id=CommandId(str(number)), monitor_id=CommandId("m")) for number in range(KEPT + 5)]
    notices.add([ended(command) for command in commands[:3]], 0)
    notices.add([ended(command) for command in commands[3:]], 1)
    assert [notice.command for notice in notices.rows] == list(reversed(commands))[:KEPT]


def test_that_no_news_leaves_the_list_as_it_is() -> None:
    notices = Notices()
    notices.add([ended(TO_AGENT)], 0)
    before = notices.rows
    notices.add([], 1)
    assert notices.rows is before


def test_that_a_pause_that_begins_after_the_call_is_not_said_to_have_begun() -> None:
    notices, centre = Notices(), store()
    pause = PauseAgent(id=ONE, agent_id=AgentId("kim"))
    busy = replace(x.agent("kim", call="c1", rev=2), pause_pending=True)
    notices.add([ended(pause)], x.ms(5))
    said = []
    for agent, at_s in (
        (None, 5),
        (busy, 6),
        (replace(busy, rev=3), 60),
        (replace(busy, rev=4, pause_pending=False, availability=Availability.PAUSED), 90),
        (x.agent("kim", rev=5), 600),
    ):
        if agent is not None:
            centre.put(agent)
        notices.settle(centre, x.ms(at_s))
        said.append(notices.rows[0].is_deferred)
    assert said == [False, True, True, False, False]


def test_that_a_later_pause_of_another_does_not_change_an_old_notice() -> None:
    notices, centre = Notices(), store()
    notices.add([ended(PauseAgent(id=ONE, agent_id=AgentId("kim")))], x.ms(5))
    centre.put(replace(x.agent("kim", rev=2), pause_pending=True))
    notices.settle(centre, x.ms(600))
    assert not notices.rows[0].is_deferred


def test_that_a_pause_that_is_ended_before_it_began_is_never_said_to_have_begun() -> None:
    notices, centre = Notices(), store()
    notices.add([ended(PauseAgent(id=ONE, agent_id=AgentId("kim")))], x.ms(5))
    for agent in (replace(x.agent("kim", rev=2), pause_pending=True), x.agent("kim", rev=3)):
        centre.put(agent)
        notices.settle(centre, x.ms(6))
    assert notices.rows[0].is_deferred
