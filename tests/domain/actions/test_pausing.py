"""When an agent can be paused and unpaused, in one queue and in all, and what confirms it."""

import msgspec
import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import agent, does, is_now, link, member, ms, pauses, queue, unpauses
from wallboard.domain.actions.commands import REASON_MOST, Observation, Outcome, Reason, Result
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent, is_reason
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, SourceStatus
from wallboard.domain.ids import AgentId, CommandId, Key, QueueId
from wallboard.feed.codec import decode_client, encode
from wallboard.feed.messages import CommandRequest

ONE = CommandId("one")


@pytest.fixture
def centre() -> Centre:
    """Ann works for sales and support, Bob is logged out."""
    return Centre(
        link(SourceStatus.UP, 0), queue("sales"), queue("support"), queue("care"), agent("ann"), agent("bob"),
        member("sales", "ann"), member("support", "ann"), member("care", "bob"),
        is_now("ann", Availability.READY, 0), is_now("bob", Availability.LOGGED_OUT, 0),
    )  # fmt: skip


def pause(name: str = "ann", where: str | None = None, reason: str = "Lunch") -> PauseAgent:
    queue_id = None if where is None else QueueId(where)
    return PauseAgent(id=ONE, agent_id=AgentId(name), queue_id=queue_id, reason=reason)


def unpause(name: str = "ann", where: str | None = None) -> UnpauseAgent:
    return UnpauseAgent(id=ONE, agent_id=AgentId(name), queue_id=None if where is None else QueueId(where))


def paused_everywhere(centre: Centre) -> None:
    centre.tell(pauses("ann", "sales", 5), pauses("ann", "support", 5), is_now("ann", Availability.PAUSED, 5))


def test_that_who_works_can_be_paused_and_who_is_paused_unpaused(centre: Centre) -> None:
    for where in (None, "sales"):
        assert pause(where=where).refusal(centre.state) is None
        assert unpause(where=where).refusal(centre.state) is Reason.AGENT_NOT_PAUSED
    paused_everywhere(centre)
    for where in (None, "sales"):
        assert pause(where=where).refusal(centre.state) is Reason.AGENT_PAUSED
        assert unpause(where=where).refusal(centre.state) is None


def test_that_who_is_paused_in_one_queue_can_be_paused_in_the_others_and_unpaused_there(centre: Centre) -> None:
    centre.tell(pauses("ann", "sales", 5))
    assert pause(where="sales").refusal(centre.state) is Reason.AGENT_PAUSED
    assert unpause(where="support").refusal(centre.state) is Reason.AGENT_NOT_PAUSED
    for command in (pause(), pause(where="support"), unpause(), unpause(where="sales")):
        assert command.refusal(centre.state) is None


def test_that_it_is_refused_with_its_reason(centre: Centre) -> None:
    for make in (pause, unpause):
        assert make("zoe").refusal(centre.state) is Reason.AGENT_UNKNOWN
        assert make("bob").refusal(centre.state) is Reason.AGENT_LOGGED_OUT
        assert make("ann", "care").refusal(centre.state) is Reason.AGENT_NOT_IN_QUEUE
        assert make("ann", "nowhere").refusal(centre.state) is Reason.AGENT_NOT_IN_QUEUE
    centre.tell(link(SourceStatus.DOWN, 9))
    assert pause().refusal(centre.state) is Reason.LINK_DOWN


def test_that_one_in_a_call_can_be_paused_whether_it_counts_from_now_or_later(centre: Centre) -> None:
    centre.tell(does("ann", Activity.TALKING, 4))
    assert pause().refusal(centre.state) is None
    pending = msgspec.structs.replace(is_now("ann", Availability.READY, 6, reason="Lunch"), pause_pending=True)
    assert told(centre, pause(), pending) == Result(command_id=ONE, outcome=Outcome.CONFIRMED)
    assert pause().refusal(centre.state) is Reason.AGENT_PAUSED
    assert unpause().refusal(centre.state) is None


def told(centre: Centre, command: PauseAgent | UnpauseAgent, *events: e.Event) -> object:
    """What the last of these says."""
    result: object = None
    for event in events:
        centre.tell(event)
        result = command.outcome(Observation(event=event, centre=centre.state))
    return result


def test_that_the_pbxs_word_of_that_queue_confirms_it(centre: Centre) -> None:
    done = Result(command_id=ONE, outcome=Outcome.CONFIRMED)
    assert told(centre, pause(where="sales"), pauses("ann", "support", 5)) is None
    assert told(centre, pause(where="sales"), pauses("ann", "sales", 5)) == done
    assert told(centre, unpause(where="sales"), unpauses("ann", "sales", 6)) == done


def test_that_all_queues_have_to_be_heard_of(centre: Centre) -> None:
    done = Result(command_id=ONE, outcome=Outcome.CONFIRMED)
    first, second = pauses("ann", "sales", 5), pauses("ann", "support", 5)
    assert told(centre, pause(), first) is None
    assert told(centre, pause(), second, is_now("ann", Availability.PAUSED, 5)) == done
    assert told(centre, unpause(), unpauses("ann", "sales", 6), is_now("ann", Availability.READY, 6)) is None
    assert told(centre, unpause(), unpauses("ann", "support", 6)) == done


def test_that_an_agent_who_leaves_meanwhile_fails_it(centre: Centre) -> None:
    gone = e.MemberRemoved(at_ms=ms(5), queue_id=QueueId("sales"), agent_id=AgentId("ann"))
    failed = Result(command_id=ONE, outcome=Outcome.FAILED, reason=Reason.AGENT_NOT_IN_QUEUE)
    assert told(centre, pause(where="support"), gone) is None
    assert told(centre, pause(where="sales"), gone) == failed
    result = told(centre, pause(), e.AgentRemoved(at_ms=ms(6), agent_id=AgentId("ann")))
    assert result == Result(command_id=ONE, outcome=Outcome.FAILED, reason=Reason.AGENT_LOGGED_OUT)


def test_that_one_at_a_time_pauses_an_agent_who_may_get_a_caller_meanwhile() -> None:
    (lock, reason), *others = pause().locks()
    assert unpause(where="sales").locks() == [(lock, reason)]
    assert (others, reason) == ([], Reason.PAUSE_BUSY)
    assert unpause("bob").locks() != pause().locks()


def test_that_it_is_about_the_agent_and_the_queue() -> None:
    about = pause(where="sales").about()
    assert (about.subject, about.target) == (Key("agent", "ann"), Key("queue", "sales"))
    assert unpause().about().target is None


@pytest.mark.parametrize(
    ("reason", "is_one"),
    [
        ("Almoço, 30 min.", True),
        ("x" * REASON_MOST, True),
        ("", False),
        ("x" * (REASON_MOST + 1), False),
        ("Lunch\r\nAction: Command", False),
        ("a\x00b", False),
        ("a\u2028b", False),
    ],
)
def test_that_a_reason_is_one_short_line(reason: str, is_one: bool) -> None:
    assert is_reason(reason) is is_one


@pytest.mark.parametrize("reason", ["x" * 61, "Lunch\nX: 1", "a\x7f"])
def test_that_no_other_reason_comes_over_the_feed(reason: str) -> None:
    def frame(command: PauseAgent) -> bytes:
        return encode(CommandRequest(command=command, deadline_ms=1))

    assert decode_client(frame(pause())) == CommandRequest(command=pause(), deadline_ms=1)
    with pytest.raises(Exception, match="reason"):
        decode_client(frame(pause(reason=reason)))
