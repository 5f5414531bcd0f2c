"""Each visit is booked exactly once: every rule of it, and any order of events."""

from itertools import accumulate
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.any_centre import Centre
from tests.domain.words import (
    answers,
    ends,
    handles,
    hangs_up,
    is_known_as,
    is_leaving,
    joins,
    leaves,
    moves,
    ms,
    queue,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.ids import AgentId, CallId, QueueId

FOUND_TALKING = e.CallFound(
    at_ms=ms(100),
    call_id=CallId("c"),
    queue_id=QueueId("sales"),
    agent_id=AgentId("ann"),
    number="1",
    since_ms=ms(40),
)


def _answered(agent_name: str, at_s: float, wait_s: float, queue_name: str = "sales") -> b.Answered:
    queue_id, agent_id, wait_ms = QueueId(queue_name), AgentId(agent_name), round(wait_s * 1000)
    return b.Answered(queue_id=queue_id, call_id=CallId("c"), at_ms=ms(at_s), agent_id=agent_id, wait_ms=wait_ms)


@pytest.fixture
def centre() -> Centre:
    return Centre(queue("sales"), queue("support"))


def test_that_a_caller_who_is_answered_is_booked_with_the_wait(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 12.5), ends("c", 100))
    assert centre.bookings == [
        b.Offered(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(0), entered_ms=ms(0)),
        _answered("ann", 12.5, 12.5),
    ]
    assert centre.state.calls == {}


def test_that_a_caller_who_hangs_up_unanswered_is_an_abandon(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), hangs_up("c", 7), ends("c", 7))
    assert centre.counted(b.Abandoned) == 1
    assert centre.waiting("sales") == set()


def test_that_the_end_of_a_call_nobody_answered_is_an_abandon_too(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), ends("c", 7))
    assert centre.counted(b.Abandoned) == 1


@pytest.mark.parametrize("exit_", [exit_ for exit_ in e.Exit if exit_ is not e.Exit.UNOBSERVED])
def test_that_leaving_otherwise_is_flowed_out_and_no_abandon(centre: Centre, exit_: e.Exit) -> None:
    centre.tell(joins("c", "sales", 0), leaves("c", 30, exit_), ends("c", 31))
    assert centre.bookings[1:] == [
        b.FlowedOut(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(30), wait_ms=30_000, exit=exit_)
    ]


def test_that_a_caller_whose_end_nobody_saw_is_lost_and_neither_answered_nor_abandoned(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), leaves("c", 60, e.Exit.UNOBSERVED), ends("c", 61))
    assert centre.bookings[1:] == [
        b.Unobserved(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(60), wait_ms=60_000)
    ]


def test_that_an_answered_call_whose_end_nobody_saw_is_simply_gone(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), leaves("c", 60, e.Exit.UNOBSERVED))
    assert centre.counted(b.Unobserved) == 0
    assert centre.state.calls == {}


def test_that_leaving_the_queue_to_talk_is_not_leaving(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), leaves("c", 5))
    assert centre.call("c").phase is CallPhase.TALKING
    assert centre.counted(b.FlowedOut) == 0


# moves of ours


def test_that_a_supervisors_move_is_not_an_abandon(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), moves("c", 20, to_agent="bob"), answers("bob", "c", 25), ends("c", 90))
    assert centre.counted(b.Abandoned) == 0
    assert centre.bookings[1:] == [_answered("bob", 25, 25)]


def test_that_a_caller_on_the_way_still_waits_and_is_shown_so(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), moves("c", 20, to_agent="bob"))
    assert centre.waiting("sales") == {"c"}
    assert (centre.call("c").phase, centre.call("c").moving_to) == (CallPhase.MOVING, "bob")


def test_that_a_caller_who_gives_up_on_the_way_is_an_abandon_after_the_whole_wait(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), moves("c", 20, to_agent="bob"), ends("c", 33))
    assert centre.bookings[1:] == [
        b.Abandoned(queue_id=QueueId("sales"), call_id=CallId("c"), at_ms=ms(33), wait_ms=33_000)
    ]


def test_that_a_caller_whom_nobody_took_goes_on_waiting_where_the_wait_began(centre: Centre) -> None:
    centre.tell(
        joins("c", "sales", 0), moves("c", 20, to_agent="bob"), joins("c", "sales", 40, moved_in=True),
        answers("ann", "c", 50),
    )  # fmt: skip
    assert centre.counted(b.Offered) == 1
    assert centre.bookings[1:] == [_answered("ann", 50, 50)]


def test_that_a_caller_moved_between_queues_is_counted_once_in_the_total(centre: Centre) -> None:
    centre.tell(
        joins("c", "sales", 0), moves("c", 20, to_queue="support"), joins("c", "support", 21, moved_in=True),
        answers("ann", "c", 50),
    )  # fmt: skip
    assert (centre.counted(b.Offered), centre.counted(b.FlowedOut), centre.counted(b.Answered)) == (1, 0, 1)
    assert (centre.counted(b.Offered, "sales"), centre.counted(b.FlowedOut, "sales")) == (1, 1)
    assert (centre.counted(b.Offered, "support"), centre.counted(b.Answered, "support")) == (1, 1)
    assert centre.bookings[-1] == _answered("ann", 50, 50, "support")
    assert centre.waiting("sales") == centre.waiting("support") == set()


def test_that_a_live_call_moved_to_another_agent_is_answered_once(centre: Centre) -> None:
    centre.tell(
        joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 60, to_agent="bob"), answers("bob", "c", 65)
    )
    assert centre.counted(b.Answered) == 1
    assert centre.call("c").agent_id == "bob"


def test_that_a_call_that_an_agent_sent_on_is_with_nobody_until_it_is_answered(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 60))
    assert (centre.call("c").phase, centre.call("c").agent_id) == (CallPhase.MOVING, None)
    assert centre.waiting("sales") == set()
    centre.tell(moves("c", 61, to_agent="bob"), answers("bob", "c", 65))
    assert centre.call("c").agent_id == "bob"
    assert centre.counted(b.Answered) == 1


def test_that_a_live_call_on_the_way_waits_in_no_queue(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 60, to_agent="bob"))
    assert centre.waiting("sales") == set()
    assert centre.call("c").agent_id is None


# told twice, told late, told of the unknown


@pytest.mark.parametrize(
    "news",
    [
        joins("c", "sales", 5, since_s=0),
        is_leaving("c", 10),
        is_known_as("c", 15, "+37060000001", "Ona"),
        moves("c", 20, to_agent="bob"),
        answers("bob", "c", 30),
        e.CallHeld(at_ms=ms(40), call_id=CallId("c")),
        e.CallResumed(at_ms=ms(50), call_id=CallId("c")),
        handles("bob", "c", "sales", 95, talk_s=60),
        ends("c", 90),
    ],
    ids=lambda news: type(news).__name__,
)
def test_that_news_told_twice_changes_nothing(news: e.Event) -> None:
    day: list[e.Event] = [
        queue("sales"), joins("c", "sales", 0), is_leaving("c", 10), is_known_as("c", 15, "+37060000001", "Ona"),
        moves("c", 20, to_agent="bob"), answers("bob", "c", 30), e.CallHeld(at_ms=ms(40), call_id=CallId("c")),
        e.CallResumed(at_ms=ms(50), call_id=CallId("c")),
        ends("c", 90), handles("bob", "c", "sales", 95, talk_s=60),
    ]  # fmt: skip
    centre = Centre(*(event for event in day if event.at_ms <= news.at_ms))
    again = centre.tell(news)
    assert (again.put, again.gone, again.bookings) == ({}, {}, [])


def test_that_news_of_unknown_callers_is_ignored(centre: Centre) -> None:
    before = centre.state.version
    centre.tell(
        answers("ann", "x", 1), hangs_up("x", 1), leaves("x", 1), ends("x", 1), moves("x", 1, to_agent="ann"),
        is_leaving("x", 1), is_known_as("x", 1, "2"),
        e.PositionsChanged(at_ms=ms(1), queue_id=QueueId("sales"), positions={CallId("x"): 3}),
        e.PriorityChanged(at_ms=ms(1), call_id=CallId("x"), priority=3),
        e.CallHeld(at_ms=ms(1), call_id=CallId("x")), handles("ann", "x", "nowhere", 1, talk_s=10),
    )  # fmt: skip
    assert centre.bookings == []
    assert centre.state.version == before


# calls that were there before us


def test_that_a_call_found_in_talk_is_shown_and_booked_nowhere(centre: Centre) -> None:
    centre.tell(FOUND_TALKING, ends("c", 120))
    assert centre.bookings == []


def test_that_a_caller_found_in_talk_who_waited_before_a_loss_was_answered(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), FOUND_TALKING)
    assert centre.counted(b.Answered) == 1
    assert centre.call("c").agent_id == "ann"


# revisions that commands are held against


def test_that_the_stage_changes_when_the_caller_changes_hands_and_not_with_the_priority(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0))
    entered = centre.call("c")
    centre.tell(e.PriorityChanged(at_ms=ms(5), call_id=CallId("c"), priority=9))
    moved_up = centre.call("c")
    assert moved_up.priority == 9
    assert moved_up.rev > entered.rev
    assert moved_up.handover_rev == entered.handover_rev
    stages = [moved_up.handover_rev]
    for event in (answers("ann", "c", 9), moves("c", 20, to_agent="bob"), answers("bob", "c", 22)):
        centre.tell(event)
        stages.append(centre.call("c").handover_rev)
    assert stages == sorted(set(stages))


def test_that_hold_keeps_the_stage_and_starts_its_own_clock(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5))
    stage = centre.call("c").handover_rev
    centre.tell(e.CallHeld(at_ms=ms(15), call_id=CallId("c")))
    assert centre.call("c").phase is CallPhase.HELD
    assert centre.call("c").phase_since_ms == ms(15)
    assert centre.call("c").handover_rev == stage


def test_that_handling_is_counted_when_wrap_up_ends_with_all_its_parts(centre: Centre) -> None:
    centre.tell(
        joins("c", "sales", 0), answers("ann", "c", 5), ends("c", 100),
        handles("ann", "c", "sales", 130, talk_s=85, hold_s=10, wrap_up_s=30),
    )  # fmt: skip
    handled = centre.bookings[-1]
    assert isinstance(handled, b.Handled)
    assert (handled.queue_id, handled.call_id, handled.agent_id, handled.at_ms) == ("sales", "c", "ann", ms(130))
    assert (handled.talk_ms, handled.hold_ms, handled.wrap_up_ms) == (85_000, 10_000, 30_000)
    assert handled.handle_ms == 125_000


def test_that_a_caller_who_becomes_known_has_the_number_and_name_of_now(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5))
    handover_rev = centre.call("c").handover_rev
    centre.tell(is_known_as("c", 8, "+37060000001", "Ona"))
    call = centre.call("c")
    assert (call.number, call.name, call.handover_rev) == ("+37060000001", "Ona", handover_rev)
    centre.tell(is_known_as("c", 9, ""))
    assert (centre.call("c").number, centre.call("c").name) == ("", "")


def test_that_a_withheld_number_stays_withheld_until_the_caller_is_somebody_else(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), replace(is_known_as("c", 1, ""), withheld=True))
    assert (centre.call("c").number, centre.call("c").withheld) == ("", True)
    again = replace(joins("c", "sales", 2), number="")
    centre.tell(again, answers("ann", "c", 5))
    assert (centre.call("c").number, centre.call("c").withheld) == ("", True)
    centre.tell(is_known_as("c", 8, "+37060000001"))
    assert centre.call("c").withheld is False


def test_that_a_call_found_and_a_caller_who_joins_may_be_withheld_from_the_first(centre: Centre) -> None:
    centre.tell(queue("sales"), replace(joins("c", "sales", 0), number="", withheld=True))
    found = e.CallFound(
        at_ms=ms(1), call_id=CallId("f"), queue_id=QueueId("sales"), agent_id=AgentId("ann"), number="",
        since_ms=ms(0), withheld=True,
    )  # fmt: skip
    centre.tell(found)
    assert [centre.call(call).withheld for call in ("c", "f")] == [True, True]


# whatever happens


class Happening(NamedTuple):
    """Something that happens to one of a few callers, sensible or not."""

    kind: str
    call: str
    queue: str
    agent: str
    exit: e.Exit
    moved_in: bool
    after_s: int


_HAPPENING = st.builds(
    Happening,
    st.sampled_from(
        ["joins", "answers", "to agent", "to queue", "hangs up", "is leaving", "leaves", "ends", "queue goes"]
    ),
    st.sampled_from(["c1", "c2", "c3"]),
    st.sampled_from(["sales", "support", "billing"]),
    st.sampled_from(["ann", "bob"]),
    st.sampled_from(e.Exit),
    st.booleans(),
    st.integers(0, 40),
)


def _event(it: Happening, at_s: float) -> e.Event:
    match it.kind:
        case "joins":
            return joins(it.call, it.queue, at_s, moved_in=it.moved_in)
        case "answers":
            return answers(it.agent, it.call, at_s)
        case "to agent":
            return moves(it.call, at_s, to_agent=it.agent)
        case "to queue":
            return moves(it.call, at_s, to_queue=it.queue)
        case "hangs up":
            return hangs_up(it.call, at_s)
        case "is leaving":
            return is_leaving(it.call, at_s)
        case "leaves":
            return leaves(it.call, at_s, it.exit)
        case "ends":
            return ends(it.call, at_s)
        case _:
            return e.QueueRemoved(at_ms=ms(at_s), queue_id=QueueId(it.queue))


def happenings() -> st.SearchStrategy[list[e.Event]]:
    """Any events of a few callers in any order, at growing times."""

    def days(items: list[Happening]) -> list[e.Event]:
        return [_event(it, at_s) for it, at_s in zip(items, accumulate(it.after_s for it in items), strict=True)]

    return st.lists(_HAPPENING, max_size=30).map(days)


@given(happenings())
def test_that_every_offered_caller_is_booked_out_once_or_still_waits(events: list[e.Event]) -> None:
    centre = Centre(*events)
    unanswered = [call for call in centre.state.calls.values() if call.answered_ms is None]
    out = (b.Answered, b.Abandoned, b.FlowedOut, b.Unobserved)
    assert centre.counted(b.Offered) == sum(centre.counted(kind) for kind in out) + len(unanswered)
    for name in ("sales", "support", "billing"):
        here = sum(call.queue_id == name for call in unanswered)
        assert centre.counted(b.Offered, name) == sum(centre.counted(kind, name) for kind in out) + here


@given(happenings())
def test_that_who_waits_in_a_queue_is_told_by_the_calls_themselves(events: list[e.Event]) -> None:
    centre = Centre(*events)
    for name in ("sales", "support", "billing"):
        waits = {
            call.id
            for call in centre.state.calls.values()
            if call.queue_id == name
            and not call.is_with_agent
            and call.phase is not CallPhase.LEAVING
            and not (call.phase is CallPhase.MOVING and call.answered_ms is not None)
        }
        assert centre.waiting(name) == waits


@given(happenings())
def test_that_every_event_told_at_once_again_changes_nothing(events: list[e.Event]) -> None:
    once, twice = Centre(*events), Centre(*(event for event in events for _ in range(2)))
    assert twice.bookings == once.bookings
    assert twice.state.calls.keys() == once.state.calls.keys()


def _takes_over(call: str, from_call: str, second: float) -> e.VisitTakenOver:
    return e.VisitTakenOver(at_ms=ms(second), call_id=CallId(call), from_call_id=CallId(from_call), number="+351")


def test_that_a_consultations_wait_goes_on_as_the_callers_it_was_for(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), answers("ann", "c", 5), joins("k", "support", 20))
    centre.tell(_takes_over("c", "k", 25), answers("bob", "c", 30))
    [call] = centre.state.calls.values()
    assert (call.id, call.queue_id, call.number, call.agent_id) == ("c", "support", "+351", "bob")
    assert centre.bookings[-1] == _answered("bob", 30, 10, "support")
    assert (centre.counted(b.Offered), centre.counted(b.Abandoned), centre.waiting("support")) == (2, 0, set())


def test_that_a_visit_which_is_not_known_cannot_be_taken_over(centre: Centre) -> None:
    centre.tell(joins("c", "sales", 0), _takes_over("c", "k", 5), _takes_over("c", "c", 6))
    assert [call.id for call in centre.state.calls.values()] == ["c"]
