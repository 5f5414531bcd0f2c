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
"""The newest files that are looked at: a monitoring may go on over the end of a month."""
TAIL_BYTES: Final = 4_000_000
"""So much of each, from its end: some 15,000 lines, many more than a call lasts."""


class MonitorBegan(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_began"):
    """A supervisor is in an agent's call."""

    monitor_id: CommandId
    agent_id: AgentId
    extension: str
    mode: MonitorMode


class MonitorChanged(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_changed"):
    """In another mode from now on, by a command or a key of the phone."""

    monitor_id: CommandId
    mode: MonitorMode


class MonitorEnd(Struct, frozen=True, kw_only=True, tag_field="type", tag="monitor_ended", omit_defaults=True):
    """Out of the call; ``reason`` where more is known than that."""

    monitor_id: CommandId
    agent_id: AgentId
    extension: str
    reason: str = ""


class MonitoringLine(Struct, frozen=True, kw_only=True):
    """One that began, and who began it."""

    who: str
    began: MonitorBegan


class _Who(Struct):
    who: str


_line: msgspec.json.Decoder[MonitorBegan | MonitorEnd] = msgspec.json.Decoder(MonitorBegan | MonitorEnd)
_who: msgspec.json.Decoder[_Who] = msgspec.json.Decoder(_Who)


def open_monitorings(directory: Path) -> dict[CommandId, MonitoringLine]:
    """The monitorings of the ledger in ``directory`` that have no end there; what cannot be read is passed over."""
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
    """The newest lines of the ledger in ``directory``, the oldest first; a file's first may be half a line."""
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
