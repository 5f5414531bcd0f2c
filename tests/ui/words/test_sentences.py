"""What will happen, why not, and how it ended."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from wallboard.domain.actions.commands import Command, Outcome, Progress, Reason
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.present.frame import AgentRow, CallerRow, Notice, Pending, QueueRow
from wallboard.ui.words import sentences

Make = Callable[..., AgentRow]
ID = CommandId("c1")
COMMANDS: list[Command] = [
    MoveCallToAgent(id=ID, call_id=CallId("w"), expect_rev=1, agent_id=AgentId("a")),
    MoveCallToQueue(id=ID, call_id=CallId("w"), expect_rev=1, queue_id=QueueId("q")),
    StartMonitor(id=ID, agent_id=AgentId("a"), extension="700", mode=MonitorMode.LISTEN),
    SetMonitorMode(id=ID, monitor_id=CommandId("m"), mode=MonitorMode.BARGE),
    StopMonitor(id=ID, monitor_id=CommandId("m")),
]
STOP = COMMANDS[-1]


def notice(command: Command, outcome: Outcome, reason: Reason | None = None, detail: str = "") -> Notice:
    """The end of a command about Peter Holm, to Maria Silva."""
    return Notice(
        command=command,
        outcome=outcome,
        at_ms=0,
        reason=reason,
        detail=detail,
        subject="Peter Holm",
        target="Maria Silva",
    )


def test_that_the_end_of_anothers_listening_names_whose_it_was() -> None:
    words = sentences.outcome(notice(STOP, Outcome.CONFIRMED))
    assert words == "You ended Maria Silva's monitoring of Peter Holm's call."
    assert sentences.outcome(replace(notice(STOP, Outcome.CONFIRMED), target="")) == "You left Peter Holm's call."


def test_that_a_move_to_an_agent_says_that_the_phone_rings_and_what_if_nobody_answers(
    make_agent: Make, make_caller: Callable[..., CallerRow]
) -> None:
    words = sentences.what_will_happen(make_caller(name="Carla Mendes"), make_agent("Maria Silva"))
    assert "Maria Silva's phone will ring immediately" in words
    assert "Carla Mendes returns to the front of Support" in words


def test_that_a_move_in_wrap_up_says_that_it_cuts_it_short(
    make_agent: Make, make_caller: Callable[..., CallerRow]
) -> None:
    assert "end the wrap-up" in sentences.what_will_happen(make_caller(), make_agent("Tom", AgentState.WRAP_UP))


def test_that_a_talking_agents_caller_falls_back_to_the_queue_of_that_call(make_agent: Make) -> None:
    source = make_agent("Jonas", AgentState.TALKING, call_queue="Billing")
    assert "to the front of Billing" in sentences.what_will_happen(source, make_agent("Maria"))


def test_that_a_move_to_a_queue_names_it(
    make_caller: Callable[..., CallerRow], make_queue: Callable[..., QueueRow]
) -> None:
    assert "will wait in Sales" in sentences.what_will_happen(make_caller(), make_queue("sales", "Sales"))


def test_that_a_pause_is_told_with_its_reason(make_agent: Make) -> None:
    tom = make_agent("Tom", AgentState.PAUSED, pause_reason="Lunch")
    assert sentences.why_not_there(Reason.AGENT_PAUSED, tom) == "Tom is paused: Lunch."


@pytest.mark.parametrize("reason", list(Reason))
def test_that_every_refusal_is_a_whole_clause(reason: Reason) -> None:
    words = sentences.why_not(reason, "Tom Haddad")
    assert words
    assert "{" not in words
    assert sentences.sentence(words).endswith(".")


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_that_every_end_of_every_command_is_told(command: Command, outcome: Outcome) -> None:
    words = sentences.outcome(notice(command, outcome, Reason.CALL_MOVED_ON))
    assert words.endswith(".")
    assert "{" not in words


def test_that_a_caller_who_came_back_is_said_to_be_first_in_line() -> None:
    words = sentences.outcome(notice(COMMANDS[0], Outcome.RETURNED_TO_QUEUE))
    assert words == "Maria Silva did not answer: Peter Holm returned to the front of the queue."


def test_that_a_queue_that_took_no_caller_is_said_to_take_none() -> None:
    words = sentences.outcome(notice(COMMANDS[1], Outcome.RETURNED_TO_QUEUE))
    assert words == "Maria Silva accepted no callers: Peter Holm returned to the front of the queue."


def test_that_what_the_pbx_said_of_a_refusal_is_a_technical_detail() -> None:
    refused = notice(COMMANDS[0], Outcome.FAILED, Reason.PBX_REFUSED, "No such channel")
    assert sentences.outcome(refused) == "Not done: the PBX refused."
    assert sentences.technical(refused) == "Details: No such channel"


def test_that_an_end_without_a_reason_says_so() -> None:
    failed = notice(COMMANDS[0], Outcome.FAILED, detail="Channel not found")
    assert sentences.outcome(failed) == "Not done: no reason was given."
    assert sentences.technical(failed) == "Details: Channel not found"


def test_that_a_monitor_is_refused_in_the_agents_name_and_not_in_the_extensions() -> None:
    words = sentences.outcome(notice(COMMANDS[2], Outcome.REFUSED, Reason.AGENT_NOT_IN_CALL))
    assert "Peter Holm was not in" in words


def test_that_a_caller_without_a_name_is_called_by_the_number(make_caller: Callable[..., CallerRow]) -> None:
    assert sentences.caller_name(make_caller()) == "+351 912 345 678"
    assert sentences.caller_name(make_caller(number="")) == "Unknown caller"


def test_that_a_withheld_number_is_a_word_and_never_an_empty_place(
    make_caller: Callable[..., CallerRow], make_agent: Callable[..., AgentRow]
) -> None:
    assert sentences.caller_name(make_caller(number="", withheld=True)) == "Number withheld"
    talking = make_agent(state=AgentState.TALKING, caller="", caller_withheld=True)
    assert sentences.caller_name(talking) == sentences.talks_with(talking) == "Number withheld"
    assert sentences.talks_with(make_agent()) == ""


def test_that_an_end_is_told_of_a_caller_without_a_name_and_a_number_too() -> None:
    nobody = replace(notice(COMMANDS[0], Outcome.UNKNOWN), subject="")
    assert sentences.outcome(nobody).startswith("The caller: the PBX did not confirm")


def test_that_a_pending_mark_names_the_target_unless_it_is_the_row_itself() -> None:
    pending = Pending(command_id=ID, progress=Progress.RINGING, target="Maria Silva")
    assert sentences.pending_words(pending) == "Maria Silva · ringing"
    assert sentences.pending_words(pending, "Maria Silva") == "Ringing…"


def test_that_a_reason_of_ours_needs_no_words_of_the_gateway() -> None:
    full = notice(COMMANDS[0], Outcome.REFUSED, Reason.CALL_GONE, "The PBX has no such call any more.")
    assert sentences.outcome(full) == "Refused: the call had ended."
    assert sentences.technical(full) == ""


@pytest.mark.parametrize(("reason", "ending"), [("Lunch", "after the call: Lunch."), ("", "after the call.")])
def test_that_a_pause_that_has_not_begun_is_said_to_begin_after_the_call(reason: str, ending: str) -> None:
    pause = PauseAgent(id=ID, agent_id=AgentId("a"), reason=reason)
    later = replace(notice(pause, Outcome.CONFIRMED), target="", is_deferred=True)
    assert sentences.outcome(later) == f"Peter Holm will be paused in all queues {ending}"
    assert "was paused" in sentences.outcome(replace(later, is_deferred=False))
