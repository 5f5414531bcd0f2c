"""Which monitorings have no end in the ledger."""

from pathlib import Path

import pytest

from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.history import monitorings as module
from wallboard.history.ledger import Ledger
from wallboard.history.monitorings import MonitorBegan, MonitorEnd, open_monitorings

NOON_MS = 1_772_452_800_000
"""2 March 2026, 12:00 UTC."""
MONTH_MS = 31 * 86_400_000


def began(name: str) -> MonitorBegan:
    return MonitorBegan(
        monitor_id=CommandId(name), agent_id=AgentId("PJSIP/1001"), extension="2001", mode=MonitorMode.LISTEN
    )


def ended(name: str) -> MonitorEnd:
    return MonitorEnd(monitor_id=CommandId(name), agent_id=AgentId("PJSIP/1001"), extension="2001")


def test_that_what_began_and_did_not_end_is_open_over_the_end_of_a_month(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.noted(NOON_MS, "Dana", began("m1"))
    ledger.noted(NOON_MS, "Zoë", began("m2"))
    ledger.noted(NOON_MS + MONTH_MS, "Dana", ended("m1"))
    ledger.close()
    found = open_monitorings(tmp_path)
    assert {name: one.who for name, one in found.items()} == {"m2": "Zoë"}
    assert found[CommandId("m2")].began == began("m2")


def test_that_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.noted(NOON_MS, "Dana", began("m1"))
    ledger.close()
    (path,) = tmp_path.glob("commands-*.jsonl")
    odd = (b'{"type":"monitor_began"', b'"monitor_ended"' + b"[" * 5_000, b'\xff\xfe"monitor_began"', b"")
    path.write_bytes(b"\n".join((*odd, path.read_bytes())))
    (tmp_path / "commands-2026-04.jsonl").mkdir()
    assert list(open_monitorings(tmp_path)) == ["m1"]
    assert open_monitorings(tmp_path / "nowhere") == {}


def test_that_a_long_ledger_is_read_from_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger(tmp_path)
    for number in range(100):
        ledger.noted(NOON_MS, "Dana", began(f"m{number}"))
    ledger.close()
    monkeypatch.setattr(module, "TAIL_BYTES", 1_000)
    found = list(open_monitorings(tmp_path))
    assert 0 < len(found) < 10
    assert found[-1] == "m99"
