"""A recording is read whatever its line ends are, and what is none is said to be none."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError, ProtocolError
from wallboard.pbx.replay.recording import load, parse

_TWO = b"""Event: QueueParams
Queue: sales

Event: QueueCallerJoin
Timestamp: 100.5
Uniqueid: 1.1

Event: QueueCallerLeave
Uniqueid: 1.1

Event: QueueCallerAbandon
Timestamp: 99.0
Uniqueid: 1.1

"""


@pytest.mark.parametrize("data", [_TWO, _TWO.replace(b"\n", b"\r\n"), b"Asterisk Call Manager/11.0.0\r\n" + _TWO])
def test_that_every_message_has_a_moment_and_time_never_goes_back(data: bytes) -> None:
    moments = parse(data)
    assert [moment.message.event for moment in moments] == [
        "QueueParams",
        "QueueCallerJoin",
        "QueueCallerLeave",
        "QueueCallerAbandon",
    ]
    assert [moment.at_ms for moment in moments] == [100_500] * 4


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello\n\n",
        b"Event: QueueCallerJoin\n\n",
        b"Event: Hangup\nTimestamp: x\n\n",
        b"Event: Hangup\nTimestamp: inf\n\n",
        b"Event: Hangup\nTimestamp: 17952845021234\n\n",
    ],
)
def test_that_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        parse(data)


def test_that_a_file_that_is_no_recording_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.txt cannot be read"):
        load(tmp_path / "gone.txt")
    (tmp_path / "notes.txt").write_text("some notes\n")
    with pytest.raises(ConfigError, match=r"notes\.txt is not an AMI recording"):
        load(tmp_path / "notes.txt")
