"""The PBX's texts as people read them, and its ids there and back."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pbx.asterisk.story import Story, entry, event, member, params
from wallboard.domain.actions.moves import MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId
from wallboard.pbx.asterisk.wire.spelling import Spelling, caller_name, readable

ESCAPES = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v"}
"""What ``ast_escape_c`` of Asterisk's main/utils.c writes for what a line cannot hold."""


def _own(data: bytes) -> str:
    """A text as the codec reads it."""
    return data.decode("utf-8", "surrogateescape")


def _escaped(name: str) -> str:
    """A name as Asterisk's channel snapshots have it."""
    return "".join(f"\\{ESCAPES.get(char, char)}" if char in ESCAPES or char in "\\'\"?" else char for char in name)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Ana", "Ana"),
        ("José".encode(), "José"),
        (b"Jos\xe9 Concei\xe7\xe3o", "José Conceição"),
        (b"20 \x80 \x96 IRM\xc3", "20 € – IRMÃ"),
        ("José".encode() + b" \xe9", "JosÃ© é"),
        (f"x{'ção' * 20}".encode()[:79], f"x{'ção' * 15}ç…"),
        (b"x" * 78 + b"\xc3", "x" * 78 + "…"),
        (b"\x81\x8d", "\x81\x8d"),
    ],
)
def test_that_a_value_is_read_as_utf_8_and_else_whole_as_windows_1252(data: bytes, text: str) -> None:
    assert readable(_own(data)) == text


@given(data=st.binary(max_size=100))
def test_that_any_value_can_be_sent_to_a_screen(data: bytes) -> None:
    assert msgspec.json.encode(readable(_own(data)))


@pytest.mark.parametrize("name", ["O'Neil", 'Ann "Dee"', "Who?", r"a\b", "Sam & Co?", r"\\", "L'Oréal"])
def test_that_a_name_is_the_same_by_event_and_by_list(name: str) -> None:
    assert caller_name(_escaped(name), escaped=True) == name == caller_name(name, escaped=False)


@given(name=st.text())
def test_that_every_name_is_the_same_by_event_and_by_list(name: str) -> None:
    assert caller_name(_escaped(name), escaped=True) == caller_name(name, escaped=False)


def test_that_no_name_breaks_a_line() -> None:
    assert caller_name(r"Ann\r\nDee", escaped=True) == "Ann  Dee"


@given(names=st.sets(st.binary(max_size=8), max_size=8))
def test_that_different_ids_stay_different_and_are_found_again(names: set[bytes]) -> None:
    spelling = Spelling()
    own = [_own(name) for name in names]
    shown = [spelling.shown(name) for name in own]
    assert len(set(shown)) == len(own)
    assert [spelling.own(word) for word in shown] == own
    assert [spelling.shown(name) for name in own] == shown


def test_that_two_spellings_of_one_name_are_two_queues() -> None:
    spelling = Spelling()
    names = (_own(b"t\xe9cnico"), "técnico", _own(b"t\xe8cnico"))
    assert [spelling.shown(name) for name in names] == ["técnico", "técnico (2)", "tècnico"]


def test_that_what_is_told_is_readable_and_what_is_asked_for_is_the_pbxs_own() -> None:
    spelling = Spelling()
    queue, agent = QueueId(_own(b"t\xe9cnico")), AgentId(_own(b"SIP/jos\xe9"))
    moving = spelling.displayable(e.CallMoving(at_ms=1, call_id=CallId("c1"), to_agent=agent, to_queue=queue))
    assert (moving.to_agent, moving.to_queue) == ("SIP/josé", "técnico")
    asked = MoveCallToQueue(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=0, queue_id=QueueId("técnico"))
    assert spelling.meant(asked).queue_id == queue


def test_that_a_contact_centre_with_names_in_windows_1252_reads_as_any_other(story: Story) -> None:
    queue, name = _own(b"suporte-t\xe9cnico"), _own(b"Jos\xe9")
    story.lists(
        params(queue),
        params("suporte-técnico"),
        member(queue, "PJSIP/1001", Name=name, Paused=1, PausedReason=_own(b"caf\xe9")),
        event("QueueEntry", Queue=queue, Uniqueid="c1", Channel="PJSIP/t-1", CallerIDName=_own(b"Jos\xe9 O'Neil")),
        entry("suporte-técnico", "c2"),
    )
    assert {queue.name for queue in story.state.queues.values()} == {"suporte-técnico"}
    assert set(story.state.queues) == {"suporte-técnico", "suporte-técnico (2)"}
    ana, call = story.agent("PJSIP/1001"), story.state.calls[CallId("c1")]
    assert (ana.name, ana.pause_reason) == ("José", "café")
    assert (call.queue_id, call.name) == ("suporte-técnico", "José O'Neil")
    assert story.state.calls[CallId("c2")].queue_id == "suporte-técnico (2)"
