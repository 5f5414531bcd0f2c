"""AMI on the wire: whole messages out of any chunks, and actions that nobody can add a header to."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pbx.asterisk.story import GREETING, NAMES, RECORDINGS
from wallboard.domain.errors import ProtocolError
from wallboard.pbx.asterisk.wire.codec import MAX_STANZA, AmiMessage, Decoder, encode

STREAM = (
    GREETING
    + (
        "Response: Success\r\nActionID: wb-1\r\nMessage: Zoë\r\n\r\n"
        "Event: Newchannel\r\nCallerIDName: José Müller \U0001f600\r\n"
        "ChanVariable: a=1\r\nChanVariable: b=2\r\n\r\n"
        "Event: Hangup\r\nCause:\r\nUniqueid: 1.2\r\n\r\n"
    ).encode()
)


def _plain(messages: list[AmiMessage]) -> list[dict[str, str]]:
    return [message.headers for message in messages]


def _fed(decoder: Decoder, chunks: list[bytes]) -> list[AmiMessage]:
    return [message for chunk in chunks for message in decoder.feed(chunk)]


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_that_any_split_of_the_stream_gives_the_same_messages(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    chunks = [STREAM[start:end] for start, end in itertools.pairwise(edges)]
    assert _plain(_fed(Decoder(), chunks)) == _plain(Decoder().feed(STREAM))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_that_a_recording_in_small_pieces_is_the_same_recording(name: str, size: int) -> None:
    data = GREETING + (RECORDINGS / f"{name}.txt").read_bytes()[:6000]
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert _plain(_fed(Decoder(), pieces)) == _plain(Decoder().feed(data))


def test_that_characters_split_over_two_reads_stay_whole() -> None:
    name = "Müller".encode()
    decoder = Decoder()
    decoder.feed(GREETING + b"Event: Newchannel\r\nCallerIDName: " + name[:2])
    [message] = decoder.feed(name[2:] + b"\r\n\r\n")
    assert message.get("CallerIDName") == "Müller"


@given(data=st.binary(min_size=1, max_size=30))
def test_that_a_value_goes_back_in_the_very_bytes_it_came_in(data: bytes) -> None:
    value = data.translate(None, b"\r\n\0")
    [message] = Decoder().feed(GREETING + b"Event: QueueParams\r\nQueue: " + value + b"\r\n\r\n")
    assert encode("Redirect", "1", [("Exten", message.get("Queue"))]).endswith(b"Exten: " + value + b"\r\n\r\n")


def test_that_all_values_of_a_repeated_header_are_kept_in_order() -> None:
    message = Decoder().feed(STREAM)[1]
    assert message.values("ChanVariable") == ["a=1", "b=2"]
    assert message.get("ChanVariable") == "a=1"
    assert message.values("CallerIDName") == ["José Müller \U0001f600"]
    assert message.values("Exten") == []


def test_that_a_header_without_a_value_is_empty() -> None:
    message = Decoder().feed(STREAM)[2]
    assert (message.get("Cause"), message.number("Cause")) == ("", 0)


def test_that_unwanted_events_are_dropped_and_responses_are_not() -> None:
    messages = Decoder({"Hangup"}).feed(STREAM)
    assert [message.event for message in messages] == ["", "Hangup"]


def test_that_an_unwanted_event_is_not_even_read() -> None:
    messages = Decoder({"Hangup"}).feed(GREETING + b"Event: VarSet\r\n\xff\xfe no header at all\r\n\r\n")
    assert messages == []


def test_that_free_text_in_a_user_event_is_no_header() -> None:
    [message] = Decoder().feed(GREETING + b"Event: UserEvent\r\nUserEvent: Mine\r\njust words\r\n\r\n")
    assert message.headers == {"Event": "UserEvent", "UserEvent": "Mine"}


def test_that_the_part_of_a_message_before_the_end_of_the_stream_is_dropped() -> None:
    assert Decoder().feed(GREETING + b"Event: Hangup\r\nUniqueid: 1") == []


@pytest.mark.parametrize(
    "garbage",
    [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x16\x03\x01\x02\x00", b"A" * 200],
)
def test_that_what_does_not_greet_as_asterisk_is_refused(garbage: bytes) -> None:
    with pytest.raises(ProtocolError, match="no greeting"):
        Decoder().feed(garbage)


@pytest.mark.parametrize("garbage", [b"\x00\x01\x02", b"no header", b"{}", b": value"])
def test_that_a_message_that_begins_with_no_header_is_refused(garbage: bytes) -> None:
    with pytest.raises(ProtocolError):
        Decoder().feed(GREETING + garbage + b"\r\n\r\n")


def test_that_a_message_without_an_end_is_refused_before_memory_is_full() -> None:
    decoder = Decoder()
    decoder.feed(GREETING + b"Event: Hangup\r\n")
    with pytest.raises(ProtocolError, match="more than"):
        _fed(decoder, [b"X" * 65_536] * (MAX_STANZA // 65_536 + 1))


@given(data=st.binary(max_size=300))
def test_that_no_bytes_at_all_raise_anything_but_a_protocol_error(data: bytes) -> None:
    decoder = Decoder()
    try:
        decoder.feed(GREETING + data + b"\r\n\r\n")
    except ProtocolError:
        return
    assert decoder.version == "11.0.0"


@given(value=st.text())
def test_that_no_value_can_add_a_header_to_an_action(value: str) -> None:
    data = encode("Setvar", "wb-1", [("Value", value)])
    assert data.endswith(b"\r\n\r\n")
    assert data.count(b"\r\n") == 4


def test_that_an_action_is_sent_with_its_headers_in_order() -> None:
    data = encode("Originate", "wb-7", [("Variable", "a=1"), ("Variable", "b=2")])
    assert data == b"Action: Originate\r\nActionID: wb-7\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n"


def test_that_a_message_shows_no_caller_in_a_log() -> None:
    assert "Müller" not in repr(Decoder().feed(STREAM)[1])


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("2147483647", 2_147_483_647), ("9" * 11, 0), ("9" * 5_000, 0), ("-7", 0), ("1e3", 0), ("", 0)],
)
def test_that_a_number_is_one_that_a_pbx_could_mean(text: str, value: int) -> None:
    assert AmiMessage({"Wait": text}).number("Wait") == value
