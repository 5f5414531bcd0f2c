"""How a visit begins and goes on: offered once, through returns, moves and announcements alike."""

from collections.abc import Callable

import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import answers, ends, hangs_up, is_leaving, joins, leaves, moves, ms, queue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.centre.queue_entry import list_anew
from wallboard.domain.centre.state import CallPhase, SourceStatus
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, QueueId, SourceId


@pytest.fixture
def centre() -> Centre:
    return Centre(queue("sales"), queue("support"))


def test_that_a_queue_that_overflows_into_another_by_itself_is_left_and_entered(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), joins("c", "support", 30), answers("ann", "c", 40))
    assert (centre.counted(b.Offered), centre.counted(b.FlowedOut), centre.counted(b.Answered)) == (2, 1, 1)
    assert centre.bookings[-1] == b.Answered(
        queue_id=QueueId("support"), call_id=CallId("c"), at_ms=ms(40), wait_ms=10_000, agent_id=AgentId("ann")
    )


def test_that_queues_of_one_name_at_two_pbxs_are_told_apart_by_their_source() -> None:
    sources = SourceId("lisbon"), SourceId("porto")
    up = [e.SourceChanged(at_ms=ms(0), source_id=one, status=SourceStatus.UP) for one in sources]
    centre = Centre(*up, queue("lisbon:400"), queue("lisbon:401"))
    assert _names(centre) == {"lisbon:400": "400", "lisbon:401": "401"}
    centre.tell(queue("porto:400"), queue("porto:402"))
    assert _names(centre) == {
        "lisbon:400": "400 (lisbon)",
        "lisbon:401": "401",
        "porto:400": "400 (porto)",
        "porto:402": "402",
    }
    centre.state.listings = Listings(by_queue={QueueId("porto:400"): Listing(name="Sales")})
    list_anew(centre.state, Changes())
    assert _names(centre)["lisbon:400"] == "400"
    assert _names(centre)["porto:400"] == "Sales"
    centre.state.listings = Listings(by_queue={QueueId("porto:400"): Listing(hidden=True)})
    list_anew(centre.state, Changes())
    assert _names(centre)["lisbon:400"] == "400"


def _names(centre: Centre) -> dict[str, str]:
    return {str(one.id): one.name for one in centre.state.queues.values()}


def test_that_a_caller_who_returns_after_an_answer_waits_again_but_is_not_offered_again(centre: Centre) -> None:
    centre.tell(
        joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 60, to_agent="bob"),
        joins("c", "sales", 80, moved_in=True),
    )  # fmt: skip
    assert centre.waiting("sales") == {"c"}
    assert centre.call("c").waits_since_ms == ms(80)
    centre.tell(hangs_up("c", 100))
    assert centre.counted(b.Offered) == 1
    assert centre.counted(b.Abandoned) == 0


def test_that_a_call_that_its_agent_sends_into_a_queue_begins_a_visit_of_its_own(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), joins("c", "support", 80), answers("bob", "c", 90))
    assert centre.counted(b.Offered) == 2
    assert centre.bookings[-1] == b.Answered(
        queue_id=QueueId("support"), call_id=CallId("c"), at_ms=ms(90), wait_ms=10_000, agent_id=AgentId("bob")
    )


def test_that_an_entry_older_than_the_answer_does_not_undo_it(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5))
    assert centre.tell(joins("c", "sales", 6, since_s=0)).put == {}


def test_that_an_entry_told_again_after_a_return_is_no_new_visit(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), joins("c", "sales", 60, moved_in=True))
    centre.tell(joins("c", "sales", 61, since_s=60))
    assert centre.counted(b.Offered) == 1
    assert centre.call("c").answered_ms == ms(5)


def test_that_a_queue_nobody_told_of_exists_once_a_caller_is_in_it() -> None:
    centre = Centre(joins("c", "fresh", 0))
    assert centre.state.queues[QueueId("fresh")].name == "fresh"
    centre.tell(queue("fresh", 1))
    assert centre.state.queues[QueueId("fresh")].name == "Fresh"
    assert centre.counted(b.Offered) == 1


def test_that_the_wait_counts_from_when_the_caller_entered_and_not_from_when_we_heard_of_it(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 30, since_s=10), hangs_up("c", 40))
    assert centre.bookings[-1] == b.Abandoned(
        queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(40), wait_ms=30_000
    )


# out of the queue for an announcement


def test_that_who_hears_an_announcement_between_two_stays_in_a_queue_is_one_visit(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), is_leaving("c", 20))
    assert (centre.call("c").phase, centre.call("c").left_ms) == (CallPhase.LEAVING, ms(20))
    assert centre.waiting("sales") == set()
    centre.tell(joins("c", "sales", 23), is_leaving("c", 43), joins("c", "sales", 46))
    call = centre.call("c")
    assert (call.phase, call.left_ms, call.waits_since_ms) == (CallPhase.WAITING, None, ms(0))
    assert centre.waiting("sales") == {"c"}
    centre.tell(answers("ann", "c", 65), ends("c", 90))
    assert centre.bookings == [
        b.Offered(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(0), entered_ms=ms(0)),
        b.Answered(
            queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(65), wait_ms=65_000, agent_id=AgentId("ann")
        ),
    ]


@pytest.mark.parametrize("end", [hangs_up, ends])
def test_that_who_gives_up_in_the_announcement_is_an_abandon_after_the_whole_wait(
    centre: Centre, end: Callable[[str, float], e.Event]
) -> None:
    centre.tell(joins("c", "sales", 0), is_leaving("c", 20), end("c", 22.5))
    assert centre.bookings[1:] == [
        b.Abandoned(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(22.5), wait_ms=22_500)
    ]
    assert centre.state.calls == {}


def test_that_who_does_not_come_back_flowed_out_with_the_wait_until_then(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), is_leaving("c", 20), leaves("c", 50))
    assert centre.bookings[1:] == [
        b.FlowedOut(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(50), wait_ms=20_000, exit=Exit.TIMEOUT)
    ]


def test_that_who_leaves_for_another_queue_flowed_out_here_and_is_offered_there(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), is_leaving("c", 20), joins("c", "support", 25), hangs_up("c", 40))
    assert centre.bookings[1:] == [
        b.FlowedOut(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(25), wait_ms=20_000, exit=Exit.MOVED),
        b.Offered(queue_id=QueueId("support"), call_id=CallId("c"), at_ms=ms(25), entered_ms=ms(25)),
        b.Abandoned(queue_id=QueueId("support"), call_id=CallId("c"), at_ms=ms(40), wait_ms=15_000),
    ]


def test_that_who_was_answered_and_waits_again_is_no_second_visit_for_an_announcement(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), joins("c", "sales", 60, moved_in=True))
    centre.tell(is_leaving("c", 70), joins("c", "sales", 73))
    assert (centre.counted(b.Offered), centre.call("c").waits_since_ms) == (1, ms(60))
    centre.tell(is_leaving("c", 80), leaves("c", 110))
    assert centre.counted(b.FlowedOut) == 0


def test_that_only_who_waits_can_be_leaving(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), is_leaving("c", 6))
    assert centre.call("c").phase is CallPhase.TALKING
    centre.tell(joins("d", "sales", 0), moves("d", 5, to_agent="bob"), is_leaving("d", 6))
    assert centre.call("d").phase is CallPhase.MOVING
    assert centre.waiting("sales") == {"d"}


def test_that_an_answer_or_a_move_ends_the_leaving(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), is_leaving("c", 20), answers("ann", "c", 25))
    assert (centre.call("c").phase, centre.call("c").left_ms) == (CallPhase.TALKING, None)
    assert centre.bookings[-1] == b.Answered(
        queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(25), wait_ms=25_000, agent_id=AgentId("ann")
    )
    centre.tell(joins("d", "sales", 0), is_leaving("d", 20), moves("d", 21, to_agent="bob"))
    assert centre.call("d").left_ms is None


def moves_up(queue_name: str, at_s: float, **positions: int) -> e.PositionsChanged:
    by_id = {CallId(name): position for name, position in positions.items()}
    return e.PositionsChanged(at_ms=ms(at_s), queue_id=QueueId(queue_name), positions=by_id)


def test_that_callers_have_a_position_while_they_wait_and_none_afterwards(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), joins("d", "sales", 1), moves_up("sales", 1, c=2))
    assert centre.state.positions_in(QueueId("sales")) == {"c": 2, "d": 1}
    centre.tell(answers("ann", "d", 5), moves_up("sales", 5, c=1, d=9), is_leaving("c", 6))
    assert centre.state.positions == {}


def test_that_another_position_is_no_newer_value_of_the_call(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0))
    before = centre.call("c")
    centre.tell(moves_up("sales", 1, c=3), moves_up("support", 2, c=4))
    assert centre.call("c") is before
    assert centre.state.positions == {"c": 3}


def test_that_a_visit_taken_over_keeps_its_position(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), moves_up("sales", 1, c=3))
    centre.tell(e.VisitTakenOver(at_ms=ms(2), from_call_id=CallId("c"), call_id=CallId("d"), number="1", name=""))
    assert centre.state.positions == {"d": 3}
