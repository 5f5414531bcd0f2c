"""The ledger's lines of monitorings, and which of these have no end yet."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.history.files import size_of

FILES: Final = 2
"""How many of the newest files are read: a monitoring may continue over the end of a month."""
TAIL_BYTES: Final = 4_000_000
"""How much of each is read, from its end: some 15,000 lines, many more than come during a call."""


class MonitorBegan(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_began"):
    """A supervisor joined an agent's call."""

    monitor_id: CommandId
    agent_id: AgentId
    extension: str
    mode: MonitorMode


class MonitorChanged(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_changed"):
    """The mode changed, by a command or a key of the phone."""

    monitor_id: CommandId
    mode: MonitorMode


class MonitorEnd(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_ended", omit_defaults=True):
    """The supervisor left the call; ``reason`` where it is known."""

    monitor_id: CommandId
    agent_id: AgentId
    extension: str
    reason: str = ""


class MonitoringLine(Struct, frozen=True, kw_only=True):
    """The line of a monitoring's start, with its owner."""

    who: str
    began: MonitorBegan


class _Who(Struct):
    who: str


_line: msgspec.json.Decoder[MonitorBegan | MonitorEnd] = msgspec.json.Decoder(MonitorBegan | MonitorEnd)
_who: msgspec.json.Decoder[_Who] = msgspec.json.Decoder(_Who)


def open_monitorings(directory: Path) -> dict[CommandId, MonitoringLine]:
    """Returns the monitorings of the ledger in ``directory`` without an end; unreadable lines are skipped."""
    found: dict[CommandId, MonitoringLine] = {}
    for text in newest_lines(directory):
        if b'"monitor_began"' not in text and b'"monitor_ended"' not in text:
            continue
        try:
            line, who = _line.decode(text), _who.decode(text).who
        except (msgspec.DecodeError, RecursionError):
            continue
        if isinstance(line, MonitorBegan):
            found[line.monitor_id] = MonitoringLine(who=who, began=line)
        else:
            found.pop(line.monitor_id, None)
    return found


def newest_lines(directory: Path) -> Iterator[bytes]:
    """Returns the newest lines of the ledger in ``directory``, the oldest first; a file's first may be partial."""
    files = [path for path in directory.glob("commands-*.jsonl") if size_of(path)]
    for path in sorted(files)[-FILES:]:
        yield from _tail(path)


def _tail(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - TAIL_BYTES))
            return file.read(TAIL_BYTES).splitlines()
    except OSError:
        return []
