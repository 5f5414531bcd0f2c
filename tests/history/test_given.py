"""Which commands the ledger has of late."""

from pathlib import Path

from tests.history.test_monitorings import began
from wallboard.domain.actions.commands import Outcome, Result
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.ids import CommandId
from wallboard.history.given import given_since
from wallboard.history.ledger import Ledger

NOON_MS = 1_772_452_800_000
"""2 March 2026, 12:00 UTC."""


def test_that_commands_are_told_since_a_moment_and_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for minute, name in enumerate(("long ago", "ended", "of late")):
        command = StopMonitor(id=CommandId(name), monitor_id=CommandId("m"))
        ledger.asked(NOON_MS + minute * 60_000, "Dana", command)
    ended = StopMonitor(id=CommandId("ended"), monitor_id=CommandId("m"))
    ledger.ended(NOON_MS + 60_000, "Dana", ended, Result(command_id=ended.id, outcome=Outcome.CONFIRMED))
    ledger.noted(NOON_MS + 120_000, "Dana", began("m"))
    ledger.close()
    (path,) = tmp_path.glob("commands-*.jsonl")
    no_zone, no_time = (
        b'{"at":"2026-03-02T12:05:00","who":"Zo","id":"no zone"}',
        b'{"at":5,"who":"Zo","id":"no time"}',
    )
    odd = (no_zone, no_time, b"[" * 5_000, b'{"at":"2026-03-02T12:05:00Z","who":"\xff","id":"x"}', b"")
    path.write_bytes(b"\n".join((path.read_bytes(), *odd)))
    assert given_since(tmp_path, NOON_MS + 60_000) == {"ended": "Dana", "of late": "Dana"}
    assert given_since(tmp_path / "nowhere", 0) == {}
