"""What is known of our commands."""

from wallboard.client.pending_commands import DEADLINE_MS, UNSETTLED, PendingCommands
from wallboard.domain.actions.commands import Outcome, Progress, Reason, Result
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.feed.messages import CommandQuery


def move(id_: str) -> MoveCallToAgent:
    return MoveCallToAgent(id=CommandId(id_), call_id=CallId("c"), expect_rev=1, agent_id=AgentId("kim"))


def result(id_: str, outcome: Outcome = Outcome.CONFIRMED) -> Result:
    return Result(command_id=CommandId(id_), outcome=outcome)


def test_that_a_command_goes_out_once_with_a_deadline_by_the_gateways_clock() -> None:
    request = PendingCommands().submit(move("1"), 1_000)
    assert request.command == move("1")
    assert request.deadline_ms == 1_000 + DEADLINE_MS


def test_that_a_command_is_in_flight_until_its_result() -> None:
    pending = PendingCommands()
    pending.submit(move("1"), 0)
    assert pending.in_flight[CommandId("1")].progress is None
    pending.progressed(CommandId("1"), Progress.RINGING)
    assert pending.in_flight[CommandId("1")].progress is Progress.RINGING
    pending.finished(result("1"))
    assert pending.in_flight == {}
    assert [end.result.outcome for end in pending.take_ended()] == [Outcome.CONFIRMED]
    assert pending.take_ended() == []


def test_that_the_end_of_a_command_is_told_once() -> None:
    pending = PendingCommands()
    pending.submit(move("1"), 0)
    for _ in range(2):
        pending.finished(result("1"))
    assert len(pending.take_ended()) == 1


def test_that_news_of_other_peoples_commands_is_no_news() -> None:
    pending = PendingCommands()
    pending.progressed(CommandId("x"), Progress.SENT)
    pending.finished(result("x"))
    assert (pending.in_flight, pending.take_ended()) == ({}, [])


def test_that_after_a_reconnect_results_are_asked_for_and_nothing_is_sent_again() -> None:
    pending = PendingCommands()
    for id_ in ("1", "2"):
        pending.submit(move(id_), 0)
    pending.finished(result("1"))
    assert list(pending.queries()) == [CommandQuery(command_id=CommandId("2"))]


def test_that_an_unknown_end_may_be_settled_later_but_once() -> None:
    pending = PendingCommands()
    pending.submit(move("1"), 0)
    for outcome in (Outcome.UNKNOWN, Outcome.UNKNOWN, Outcome.CONFIRMED, Outcome.CONFIRMED):
        pending.finished(result("1", outcome))
    assert [end.result.outcome for end in pending.take_ended()] == [Outcome.UNKNOWN, Outcome.CONFIRMED]


def test_that_unknown_ends_do_not_pile_up() -> None:
    pending = PendingCommands()
    for number in range(UNSETTLED + 1):
        pending.submit(move(str(number)), 0)
        pending.finished(result(str(number), Outcome.UNKNOWN))
    pending.take_ended()
    pending.finished(result("0"))
    pending.finished(result("1"))
    assert [end.command.id for end in pending.take_ended()] == ["1"]


def test_that_a_command_that_was_never_sent_ends_without_having_been_in_flight() -> None:
    pending = PendingCommands()
    pending.refuse(move("1"), Result(command_id=CommandId("1"), outcome=Outcome.REFUSED, reason=Reason.LINK_DOWN))
    assert pending.in_flight == {}
    assert [end.result.reason for end in pending.take_ended()] == [Reason.LINK_DOWN]


def test_that_our_own_monitorings_are_known_by_their_commands() -> None:
    pending = PendingCommands()
    start = StartMonitor(id=CommandId("m"), agent_id=AgentId("kim"), extension="200", mode=MonitorMode.LISTEN)
    pending.submit(start, 0)
    pending.submit(move("1"), 0)
    assert pending.monitors == {"m"}
