"""Reads the ledger's latest commands, so that a restarted gateway carries out none of them again."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from wallboard.domain.ids import CommandId
from wallboard.history.monitorings import newest_lines


class _Given(Struct):
    at: datetime
    who: str
    id: CommandId


_given: msgspec.json.Decoder[_Given] = msgspec.json.Decoder(_Given)


def given_since(directory: Path, at_ms: int) -> dict[CommandId, str]:
    """Returns all readable commands since ``at_ms`` (epoch) in ``directory``: their ids, each with its owner."""
    since = datetime.fromtimestamp(at_ms / 1000, UTC)
    found: dict[CommandId, str] = {}
    for text in newest_lines(directory):
        try:
            line = _given.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # of a monitoring, which is no command
            continue
        if line.at.tzinfo is not None and line.at >= since:
            found[line.id] = line.who
    return found
