"""A contact's record says what was counted of the visit, and how long its agents were busy with it."""

from tests.domain.words import ms
from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.contacts import Contact, ContactId, Ending, Handling
from wallboard.domain.ids import AgentId, CallId, QueueId

C, SALES, SUPPORT = CallId("c"), QueueId("sales"), QueueId("support")
CONTACT = Contact(id=ContactId("c@1"), call_id=C, queue_id=SALES, entered_ms=ms(0), offered_ms=ms(1))


def test_that_a_visit_that_goes_on_was_offered_and_nothing_else() -> None:
    assert list(CONTACT.outcomes()) == [b.Offered(queue_id=SALES, call_id=C, at_ms=ms(1), entered_ms=ms(0))]


def test_that_the_times_of_all_its_agents_add_up() -> None:
    ann = Handling(
        agent_id=AgentId("ann"), queue_id=SALES, at_ms=ms(90), talk_ms=60_000, hold_ms=5_000, wrap_up_ms=9_000
    )
    bob = Handling(agent_id=AgentId("bob"), queue_id=SUPPORT, at_ms=ms(200), talk_ms=40_000)
    contact = Contact(
        id=CONTACT.id, call_id=C, queue_id=SALES, entered_ms=ms(0), ended_ms=ms(10), wait_ms=10_000,
        ending=Ending.ANSWERED, agent_id=AgentId("ann"), handlings=(ann, bob),
    )  # fmt: skip
    assert (contact.talk_ms, contact.hold_ms, contact.wrap_up_ms) == (100_000, 5_000, 9_000)
    answered, first, second = contact.outcomes()
    assert answered == b.Answered(queue_id=SALES, call_id=C, at_ms=ms(10), agent_id=AgentId("ann"), wait_ms=10_000)
    assert isinstance(first, b.Handled)
    assert isinstance(second, b.Handled)
    assert (first.at_ms, first.handle_ms) == (ms(90), 74_000)
    assert (second.queue_id, second.handle_ms) == (SUPPORT, 40_000)


def test_that_a_flow_out_says_by_which_exit_and_where_we_moved_the_caller() -> None:
    contact = Contact(
        id=CONTACT.id, call_id=C, queue_id=SALES, entered_ms=ms(0), ended_ms=ms(10), wait_ms=10_000,
        ending=Ending.FLOWED_OUT, exit=Exit.MOVED, moved_to=SUPPORT,
    )  # fmt: skip
    assert list(contact.outcomes()) == [
        b.FlowedOut(queue_id=SALES, call_id=C, at_ms=ms(10), wait_ms=10_000, exit=Exit.MOVED, moved_to=SUPPORT)
    ]


def test_that_an_end_that_was_not_counted_is_not_counted_again() -> None:
    contact = Contact(
        id=CONTACT.id, call_id=C, queue_id=SALES, entered_ms=ms(0), ending=Ending.UNOBSERVED, closed_ms=ms(9)
    )
    assert list(contact.outcomes()) == []
