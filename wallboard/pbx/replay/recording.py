"""Reads a raw AMI recording from disk into messages with the moment of each. `player` interprets them."""

from pathlib import Path
from typing import NamedTuple

from wallboard.domain.errors import ConfigError, ProtocolError
from wallboard.host import regular_file
from wallboard.host.error_text import why
from wallboard.pbx.asterisk.wire.codec import GREETING, AmiMessage, Decoder, milliseconds
from wallboard.pbx.asterisk.wire.session import WANTED


class RecordedMessage(NamedTuple):
    """A message and when it was sent, epoch ms of the recorded PBX's clock."""

    at_ms: int
    message: AmiMessage


def load(path: Path) -> list[RecordedMessage]:
    """Returns the recording in a file; `ConfigError` has the fault."""
    try:
        data = regular_file.read_bytes(path)
    except OSError as error:
        raise ConfigError(f"The recording {path} cannot be read: {why(error)}.") from error
    try:
        return parse(data)
    except ProtocolError as error:
        raise ConfigError(f"{path} is not an AMI recording: {error}") from error


def parse(data: bytes) -> list[RecordedMessage]:
    """The messages of a recording, with or without the greeting, whatever its line ends are.

    A message without a Timestamp is of the moment of the last one before it, or else of the first after it;
    time never goes back. `ProtocolError` where this is no recording or none of its events has a Timestamp.
    """
    data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if not data.startswith(GREETING):
        data = GREETING + b"0\r\n" + data
    messages = Decoder(WANTED).feed(data + b"\r\n\r\n")
    at_ms = next((sent_ms for message in messages if (sent_ms := _sent_ms(message))), 0)
    if not at_ms:
        raise ProtocolError("no event in it has a Timestamp (timestampevents = yes in manager.conf writes them)")
    moments = []
    for message in messages:
        at_ms = max(at_ms, _sent_ms(message))
        moments.append(RecordedMessage(at_ms, message))
    return moments


def _sent_ms(message: AmiMessage) -> int:
    """Returns when an event was sent; 0 where it has no time."""
    return (milliseconds(message.get("Timestamp")) or 0) if message.event else 0
