"""What is shown of a text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId
from wallboard.domain.sanitizer import NAME_MOST, SENTENCE_MOST, sanitize, sanitize_event


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jürgen Müller", "Jürgen Müller"),
        ("<img src=/dev/zero>", "<img src=/dev/zero>"),
        ("Ana\r\nBea\tCid\x1b[31m\x7f\x85", "Ana Bea Cid [31m"),
        ("one\u2028two\u2029three", "one two three"),
        ("\u202egnp.exe\u202c \u2066a\u2069 \u200fb\u200e \u061cc", "gnp.exe a b c"),
        ("pay\u200bpal\u200d \ufeffx\u00ad\u2060", "paypal x"),
        ("  ", ""),
        ("שלום", "שלום"),
        ("e\u0301", "e\u0301"),
        ("Z" + "\u0301" * 40 + "algo", "Z" + "\u0301" * 3 + "algo"),
        ("\ud800half", "half"),
    ],
)
def test_that_a_text_is_shown_on_one_line_and_in_one_direction(text: str, shown: str) -> None:
    assert sanitize(text) == shown


def test_that_a_long_text_ends_in_a_sign_that_there_was_more_and_no_letter_loses_its_mark() -> None:
    assert sanitize("x" * 80) == "x" * 80
    assert sanitize("x" * 81) == "x" * 79 + "…"
    assert sanitize("x" * 78 + "e\u0301" + "y" * 5) == "x" * 78 + "…"
    assert len(sanitize("x" * 10_000_000)) == NAME_MOST


@given(st.text(max_size=400))
def test_that_nothing_that_is_shown_has_a_character_that_turns_or_breaks_a_line(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) <= NAME_MOST
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert sanitize(shown) == shown


def test_that_ids_stay_as_they_are_however_alike_they_look() -> None:
    queue_id = QueueId("sa\u200bles")
    told = sanitize_event(e.QueueFound(at_ms=1, queue_id=queue_id, name=queue_id, service_level_s=None))
    assert (told.queue_id, told.name) == (queue_id, "sales")


def test_that_names_numbers_and_reasons_of_all_events_are_shown_plainly() -> None:
    bad = "\u202e" + "x" * 99
    shown = "x" * 79 + "…"
    call, agent, queue = CallId("c"), AgentId("a"), QueueId("q")
    joined = e.CallerJoined(at_ms=1, call_id=call, queue_id=queue, number=bad, entered_ms=1, name=bad)
    found = e.CallFound(at_ms=1, call_id=call, queue_id=queue, agent_id=agent, number=bad, since_ms=1, name=bad)
    known = e.CallerIdentified(at_ms=1, call_id=call, number=bad, name=bad)
    taken = e.VisitTakenOver(at_ms=1, call_id=call, from_call_id=call, number=bad, name=bad)
    for event in (joined, found, known, taken):
        told = sanitize_event(event)
        assert (told.number, told.name) == (shown, shown)
    assert sanitize_event(e.AgentFound(at_ms=1, agent_id=agent, name=bad)).name == shown
    paused = e.MemberPauseChanged(at_ms=1, queue_id=queue, agent_id=agent, paused=True, reason=bad, since_ms=1)
    assert sanitize_event(paused).reason == shown


def test_that_sentences_may_be_longer_than_names() -> None:
    for event in (
        e.SourceChanged(at_ms=1, source_id=SourceId("l"), status=SourceStatus.DOWN, reason="\u202e" + "x" * 999),
        e.MonitorEnded(at_ms=1, monitor_id=CommandId("m"), reason="\u202e" + "x" * 999),
    ):
        assert sanitize_event(event).reason == "x" * (SENTENCE_MOST - 1) + "…"


def test_that_who_has_no_name_is_shown_by_an_id_that_can_be_read() -> None:
    agent_id = AgentId("Local/\u202e1001@x")
    assert sanitize_event(e.AgentFound(at_ms=1, agent_id=agent_id, name="\u200b")).name == "Local/1001@x"


def test_that_what_identifies_a_client_is_left_alone() -> None:
    event = e.MonitorStarted(
        at_ms=1,
        monitor_id=CommandId("m"),
        agent_id=AgentId("a"),
        extension="1",
        mode=MonitorMode.LISTEN,
        begun_by="Zoë\u200b",
    )
    assert sanitize_event(event) is event
