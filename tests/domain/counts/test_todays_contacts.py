"""The contacts of today are kept in little memory, and forgotten when the day turns."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.words import ms
from wallboard.domain.counts import todays_contacts
from wallboard.domain.counts.contacts import Contact, ContactId, Ending, Handling
from wallboard.domain.counts.todays_contacts import TodaysContacts, decoded
from wallboard.domain.ids import AgentId, CallId, QueueId


def _contact(number: int = 1, ending: Ending = Ending.ANSWERED) -> Contact:
    call_id = CallId(f"pbx:1772438400.{number}")
    return Contact(
        id=ContactId(f"{call_id}@{ms(number)}"), call_id=call_id, queue_id=QueueId("pbx:sales"),
        entered_ms=ms(number), offered_ms=ms(number), ended_ms=ms(number + 20), wait_ms=20_000, ending=ending,
        agent_id=AgentId("pbx:PJSIP/1001"), number="+4930123456", dialled="+49301000", closed_ms=ms(number + 200),
    )  # fmt: skip


PART = Handling(agent_id=AgentId("pbx:PJSIP/1001"), queue_id=QueueId("pbx:sales"), at_ms=ms(300), talk_ms=150_000)


def test_that_a_contact_told_again_is_known_better_and_not_twice() -> None:
    today = TodaysContacts()
    today.record(_contact())
    today.record(better := replace(_contact(), handlings=(PART,)))
    assert today.of_call(better.call_id) == [better]
    assert [decoded(call) for call in today.snapshot()] == [[better]]


def test_that_a_contact_takes_less_than_400_bytes() -> None:
    contact = replace(_contact(), handlings=(PART,))
    today = TodaysContacts()
    today.record(contact)
    [encoded] = today.snapshot()
    assert sys.getsizeof(encoded) + sys.getsizeof(contact.call_id) < 400


def test_that_a_day_is_dropped_an_hour_after_its_end_and_counts_until_then() -> None:
    today = TodaysContacts()
    today.advance(ms(-80_000), ms(0))
    for contact in (_contact(1), replace(_contact(2), handlings=(PART,)), _contact(3, Ending.ABANDONED)):
        today.record(contact)
    today.advance(ms(400), ms(400))
    today.record(_contact(500))
    assert len(today.snapshot()) == len(today) == 4
    today.advance(ms(400), ms(400 + 1_800))
    assert len(today) == 2
    assert today.of_call(_contact(1).call_id) == [_contact(1)]
    today.advance(ms(400), ms(400) + todays_contacts.AWAITED_MS)
    assert [decoded(call) for call in today.snapshot()] == [[_contact(500)]]


def test_that_a_gap_of_more_than_a_day_loses_no_call_that_is_awaited_and_keeps_no_other() -> None:
    today = TodaysContacts()
    today.advance(ms(-80_000), ms(0))
    today.record(_contact(1))
    today.advance(ms(400), ms(400 + 1_800))
    today.record(_contact(500))
    assert len(today.unhandled()) == 2
    today.advance(next_day := ms(400 + 86_400), next_day)
    assert today.of_call(_contact(1).call_id) == []
    assert today.unhandled() == [_contact(500)]
    today.advance(next_day, next_day + 1_800_000)
    assert (today.unhandled(), len(today)) == ([], 0)


def test_that_an_awaited_call_of_the_day_before_outlives_the_start_of_another_day() -> None:
    today = TodaysContacts()
    today.advance(ms(-80_000), ms(0))
    today.record(_contact(1))
    for day_start_ms in (ms(300), ms(301)):
        today.advance(day_start_ms, day_start_ms)
    assert today.unhandled() == [_contact(1)]


HOURS = st.lists(st.tuples(st.integers(-30, 100), st.booleans()), max_size=12)


@given(HOURS)
def test_that_whatever_the_clock_does_each_awaited_call_is_stored(jumps: list[tuple[int, bool]]) -> None:
    today, hour = TodaysContacts(), 0
    for number, (jump, is_recorded) in enumerate(jumps):
        hour += jump
        if is_recorded:
            contact = _contact(number)
            today.record(replace(contact, closed_ms=ms(hour * 3_600)))
        today.advance(ms(hour // 24 * 86_400), ms(hour * 3_600))
        stored = {one.id for call in today.snapshot() for one in decoded(call)}
        assert {one.id for one in today.unhandled()} <= stored
        assert len(today) == len(today.snapshot())


def test_that_a_contact_of_yesterday_that_is_told_again_is_known_better_and_not_twice() -> None:
    today = TodaysContacts()
    today.advance(ms(0), ms(0))
    today.record(_contact())
    today.advance(ms(400), ms(400))
    today.record(better := replace(_contact(), handlings=(PART,)))
    assert [decoded(call) for call in today.snapshot()] == [[better]]


def test_that_a_day_after_one_with_too_many_callers_is_whole_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(todays_contacts, "MOST", 1)
    today = TodaysContacts()
    today.advance(ms(0), ms(0))
    for number in (1, 2):
        today.record(_contact(number))
    today.advance(ms(400), ms(400))
    assert not today.is_whole
    today.advance(ms(400), ms(400 + 1_800))
    assert today.is_whole


def test_that_a_flood_is_bounded_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(todays_contacts, "MOST", 2)
    today = TodaysContacts()
    for number in (1, 2):
        today.record(_contact(number))
    assert today.is_whole
    today.record(_contact(3))
    today.record(replace(_contact(2), handlings=(PART,)))
    assert (len(today), today.is_whole) == (2, False)
    assert today.of_call(_contact(2).call_id)[0].handlings == (PART,)


def test_that_what_changed_and_what_was_dropped_is_known_once() -> None:
    today = TodaysContacts()
    today.advance(ms(0), ms(0))
    for number in (1, 2):
        today.record(replace(_contact(number), handlings=(PART,)))
    assert today.take_changed() == {_contact(1).call_id, _contact(2).call_id}
    today.advance(ms(400), ms(400))
    today.record(replace(_contact(1), handlings=(PART, PART)))
    assert today.take_changed() == {_contact(1).call_id}
    today.advance(ms(400), ms(400 + 1_800))
    assert today.take_changed() == {_contact(2).call_id}
    assert today.encoded(_contact(2).call_id) is None
    assert today.call_ids() == {_contact(1).call_id}


def test_that_those_whose_agent_is_not_through_are_known_over_a_restart() -> None:
    today, other = TodaysContacts(), TodaysContacts()
    for contact in (_contact(1), replace(_contact(2), handlings=(PART,)), _contact(3, Ending.ABANDONED)):
        today.record(contact)
    assert today.unhandled() == [_contact(1)]
    calls = {call_id: today.encoded(call_id) or b"" for call_id in today.call_ids()}
    other.restore(calls, today.awaited())
    assert other.unhandled() == [_contact(1)]
    assert sorted(other.snapshot()) == sorted(today.snapshot())
