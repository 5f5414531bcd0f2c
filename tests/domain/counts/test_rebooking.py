"""Contacts are counted as their callers were, by any limits; what happens meanwhile is counted once."""

from msgspec.structs import replace

from tests.domain.words import ms
from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Contact, ContactId, Ending, Handling, MissedRing
from wallboard.domain.counts.counter import Counter, Limits
from wallboard.domain.counts.rebooking import Rebooking, Snapshot
from wallboard.domain.counts.sums import Buckets, Sums
from wallboard.domain.counts.todays_contacts import TodaysContacts
from wallboard.domain.ids import AgentId, CallId, QueueId

SALES, SUPPORT = QueueId("sales"), QueueId("support")
BOTH = frozenset({SALES, SUPPORT})
ANN = AgentId("ann")
NOW_S = 3_600.0


def _contact(name: str, at_s: float, ending: Ending, wait_s: float = 30, queue_id: QueueId = SALES) -> Contact:
    part = Handling(agent_id=ANN, queue_id=queue_id, at_ms=ms(at_s + 200), talk_ms=100_000, wrap_up_ms=10_000)
    return Contact(
        id=ContactId(f"{name}@1"), call_id=CallId(name), queue_id=queue_id, entered_ms=ms(at_s),
        offered_ms=ms(at_s),
        ended_ms=ms(at_s + wait_s), wait_ms=round(wait_s * 1000), ending=ending,
        exit=Exit.KEY if ending is Ending.FLOWED_OUT else None,
        handlings=(part,) if ending is Ending.ANSWERED else (),
    )  # fmt: skip


def _rebooking(
    *contacts: Contact,
    threshold_s: float = 20,
    since_s: float = -1,
    before: dict[frozenset[QueueId], Sums] | None = None,
) -> Rebooking:
    today = TodaysContacts()
    for contact in contacts:
        today.record(contact)
    snapshot = Snapshot(today.snapshot(), [], ms(since_s), before or {})
    return Rebooking(snapshot, Buckets(Calendar(), ms(NOW_S), 30), lambda _: Limits(threshold_s * 1000, 5_000))


def _today(rebooking: Rebooking, queue_ids: frozenset[QueueId] = frozenset({SALES})) -> Counter:
    for _ in rebooking.slices([queue_ids]):
        pass
    return rebooking.sums(queue_ids).today


DAY = (
    _contact("a", 0, Ending.ANSWERED), _contact("b", 10, Ending.ABANDONED), _contact("c", 20, Ending.FLOWED_OUT),
    _contact("d", 30, Ending.UNOBSERVED), _contact("e", 40, Ending.ANSWERED, queue_id=SUPPORT),
)  # fmt: skip


def test_that_every_ending_is_counted_by_the_limits_of_now() -> None:
    late, in_time = (_today(_rebooking(*DAY, threshold_s=threshold_s)) for threshold_s in (20, 60))
    for counter in (late, in_time):
        assert (counter.offered, counter.answered, counter.abandoned, counter.flowed_out, counter.unobserved) == (
            4,
            1,
            1,
            1,
            1,
        )
        assert (counter.handled, counter.handle_ms, counter.exits) == (1, 110_000, {Exit.KEY: 1})
    assert (late.answered_in, late.flowed_out_late, late.unobserved_late) == (0, 1, 1)
    assert (in_time.answered_in, in_time.flowed_out_late, in_time.unobserved_late) == (1, 0, 0)


def test_that_talk_hold_and_missed_rings_are_counted_from_contacts() -> None:
    part = Handling(agent_id=ANN, queue_id=SALES, at_ms=ms(200), talk_ms=90_000, hold_ms=10_000, wrap_up_ms=5_000)
    missed = tuple(MissedRing(agent_id=ANN, at_ms=ms(at_s), ring_ms=4_000) for at_s in (9, 19))
    answered, gave_up = DAY[0], replace(DAY[1], missed=missed[:1])
    counter = _today(_rebooking(replace(answered, missed=missed, handlings=(part,)), gave_up))
    assert (counter.talk_ms, counter.hold_ms, counter.handle_ms) == (90_000, 10_000, 105_000)
    assert counter.rings_missed == 3


def test_that_a_group_is_its_queues_together() -> None:
    assert _today(_rebooking(*DAY), BOTH).offered == 5


def test_that_what_happens_meanwhile_is_counted_once_whenever_it_does() -> None:
    joined = b.Offered(queue_id=SALES, call_id=CallId("x"), at_ms=ms(NOW_S), entered_ms=ms(NOW_S))
    rebooking = _rebooking(*DAY)
    rebooking.book(joined, joined.at_ms)
    assert _today(rebooking).offered == 5
    rebooking.book(joined, joined.at_ms)
    sums = rebooking.sums(frozenset({SALES}))
    assert (sums.today.offered, sums.rolling.offered, sums.intervals[ms(NOW_S)].offered) == (6, 2, 2)


def test_that_a_move_of_ours_within_a_group_is_neither_in_nor_out() -> None:
    out = b.FlowedOut(queue_id=SALES, call_id=CallId("x"), at_ms=ms(9), wait_ms=9_000, moved_to=SUPPORT)
    into = b.Offered(queue_id=SUPPORT, call_id=CallId("x"), at_ms=ms(9), entered_ms=ms(0), moved_from=SALES)
    rebooking = _rebooking()
    for outcome in (out, into):
        rebooking.book(outcome, outcome.at_ms)
    assert (_today(rebooking, BOTH).offered, _today(rebooking, BOTH).flowed_out) == (0, 0)
    assert _today(rebooking).flowed_out == 1
    assert _today(rebooking, frozenset({SUPPORT})).offered == 1


def test_that_what_was_counted_before_a_restart_is_in_and_not_twice() -> None:
    before = {
        frozenset({one}): Sums(intervals={ms(0): Counter(offered=offered)})
        for one, offered in ((SALES, 7), (SUPPORT, 2))
    }
    assert _today(_rebooking(*DAY, since_s=25, before=before)).offered == 7 + 1
    assert _today(_rebooking(*DAY, since_s=25, before=before), BOTH).offered == 9 + 2
    before[BOTH] = Sums(intervals={ms(0): Counter(offered=8)})
    assert _today(_rebooking(*DAY, since_s=25, before=before), BOTH).offered == 8 + 2
