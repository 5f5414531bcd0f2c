"""What belongs on a tape: lists first, then events, each with a time; no answers, and masked numbers."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.pbx.asterisk.wire.tape import NumberMask, Tape

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
LOGIN = b"Response: Success\r\nActionID: wb-1\r\nChallenge: 123456789\r\n\r\n"
PONG = b"Response: Success\r\nActionID: wb-3\r\nPing: Pong\r\nTimestamp: 1795284540.5\r\n\r\n"
ROW = b"Event: QueueParams\r\nActionID: wb-4\r\nQueue: sales\r\n\r\n"
ANSWER = b"Event: Status\r\nActionID: wb-5\r\nCallerIDNum: 0891234567\r\n\r\n"
OLD = b"Event: QueueCallerJoin\r\nTimestamp: 1795284540.1\r\nQueue: sales\r\nUniqueid: 1795284540.1\r\n\r\n"
NEW = b"Event: QueueCallerLeave\r\nTimestamp: 1795284541.1\r\nQueue: sales\r\nUniqueid: 1795284540.1\r\n\r\n"


def test_that_lists_come_first_and_only_what_they_do_not_contain_follows() -> None:
    tape = Tape()
    tape.take(GREETING + LOGIN + OLD + PONG + NEW + ROW + ANSWER, 5_000)
    assert tape.data() == b""
    tape.begin()
    row = ROW.removesuffix(b"\r\n\r\n") + b"\r\nTimestamp: 1795284540.5\r\n\r\n"
    assert tape.data() == row + NEW
    assert tape.data() == b""
    assert tape.events == 2


def test_that_an_event_without_a_time_gets_ours() -> None:
    tape = Tape()
    tape.begin()
    tape.take(b"Event: QueueMemberPause\r\nQueue: sales\r\n\r\n", 5_250)
    assert tape.data() == b"Event: QueueMemberPause\r\nQueue: sales\r\nTimestamp: 5.250\r\n\r\n"


@given(st.lists(st.integers(0, 400), max_size=8))
def test_that_it_does_not_matter_how_the_bytes_come(cuts: list[int]) -> None:
    said = GREETING + LOGIN + PONG + ROW + NEW + ANSWER + OLD
    whole, parts = Tape(), Tape()
    whole.take(said, 1)
    ends = [*sorted(cuts), len(said)]
    for begin, end in zip([0, *ends], ends, strict=False):
        parts.take(said[begin:end], 1)
    whole.begin()
    parts.begin()
    assert whole.data() == parts.data()


def test_that_a_masked_number_is_another_of_its_length_and_stays_the_same() -> None:
    mask = NumberMask()
    block = (
        b"Event: Newchannel\r\nChannel: PJSIP/0891234567-0000000a\r\nCallerIDNum: +49891234567\r\nExten: 2001\r\n"
        b"CallerIDName: Eva 0891234567\r\nUniqueid: 1795284540.12\r\nTimestamp: 1795284540.5\r\nQueue: 900\r\n\r\n"
    )
    masked = mask.mask(block)
    assert b"0891234567" not in masked
    assert b"49891234567" not in masked
    assert len(masked) == len(block)
    assert mask.mask(block) == masked
    for kept in (
        b"Exten: 2001\r\n",
        b"Uniqueid: 1795284540.12\r\n",
        b"Timestamp: 1795284540.5\r\n",
        b"Queue: 900\r\n",
    ):
        assert kept in masked
    channel, name = masked.split(b"\r\n")[1], masked.split(b"\r\n")[4]
    assert channel[15:25] == name[-10:]


def test_that_a_number_that_looks_like_a_time_is_masked_where_numbers_are() -> None:
    assert NumberMask().mask(b"CallerIDNum: 1612345678\r\n") == b"CallerIDNum: 0000000001\r\n"
    assert NumberMask().mask(b"LastCall: 1795284540\r\n") == b"LastCall: 1795284540\r\n"
