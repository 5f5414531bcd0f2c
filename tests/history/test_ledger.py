"""The ledger has a line for each command that was taken and for what came of it, and never loses one."""

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from wallboard.domain.actions.commands import Outcome, Reason, Result
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.state import LedgerStatus, MonitorMode
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.history import ledger as module
from wallboard.history.ledger import Ledger, LedgerHealth
from wallboard.history.monitorings import open_monitorings

NOON_MS = 1_772_452_800_000
"""2 March 2026, 12:00 UTC."""
MOVE = MoveCallToAgent(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=7, agent_id=AgentId("PJSIP/1001"))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_that_it_says_who_asked_for_what_and_what_came_of_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "history")
    ledger.asked(NOON_MS, "Dana", MOVE)
    ledger.ended(NOON_MS + 2_500, "Dana", MOVE, Result(command_id=MOVE.id, outcome=Outcome.CONFIRMED))
    ledger.close()
    asked, ended = lines(tmp_path / "history" / "commands-2026-03.jsonl")
    assert asked == {
        "at": "2026-03-02T12:00:00.000+00:00",
        "who": "Dana",
        "type": "move_call_to_agent",
        "id": "m1",
        "call_id": "c1",
        "expect_rev": 7,
        "agent_id": "PJSIP/1001",
    }
    assert ended == {**asked, "at": "2026-03-02T12:00:02.500+00:00", "outcome": "confirmed"}


def test_that_a_refusal_has_its_reason(tmp_path: Path) -> None:
    listen = StartMonitor(id=CommandId("l1"), agent_id=AgentId("a"), extension="2001", mode=MonitorMode.LISTEN)
    result = Result(command_id=listen.id, outcome=Outcome.REFUSED, reason=Reason.PBX_REFUSED, detail="no such peer")
    ledger = Ledger(tmp_path)
    ledger.ended(NOON_MS, "Dana", listen, result)
    ledger.close()
    (line,) = lines(tmp_path / "commands-2026-03.jsonl")
    assert (line["mode"], line["outcome"], line["reason"]) == ("listen", "refused", "pbx_refused")
    assert line["detail"] == "no such peer"


def test_that_each_month_has_its_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for days in (0, 40):
        ledger.asked(NOON_MS + days * 86_400_000, "Dana", MOVE)
    ledger.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["commands-2026-03.jsonl", "commands-2026-04.jsonl"]


def until(ledger: Ledger, so: Callable[[LedgerHealth], bool]) -> LedgerHealth:
    """How the ledger is once something is so; asking tries again what failed."""
    while not so(health := ledger.health()):
        threading.Event().wait(0.005)
    return health


def test_that_it_is_told_when_a_line_is_on_the_disk(tmp_path: Path) -> None:
    ledger, written = Ledger(tmp_path), threading.Event()
    ledger.asked(NOON_MS, "Dana", MOVE, written.set)
    assert written.wait(30)
    assert len(lines(tmp_path / "commands-2026-03.jsonl")) == 1
    ledger.close()
    assert ledger.health() == LedgerHealth(status=LedgerStatus.OK, pending=0, lost=0, size_mb=0.0)


def test_that_what_could_not_be_written_is_kept_and_written_later(tmp_path: Path) -> None:
    place = tmp_path / "history"
    place.touch()  # a file in the way stands for a disk that refuses
    ledger = Ledger(place)
    for _ in range(3):
        ledger.asked(NOON_MS, "Dana", MOVE)
    health = until(ledger, lambda health: health.status is LedgerStatus.FAILING)
    assert (health.pending, health.lost, health.reason) == (3, 0, "File exists")
    place.unlink()
    until(ledger, lambda health: health.status is LedgerStatus.OK and not health.pending)
    assert len(lines(place / "commands-2026-03.jsonl")) == 3
    ledger.close()


def test_that_no_line_is_lost_or_written_twice_where_months_alternate(tmp_path: Path) -> None:
    place = tmp_path / "history"
    place.touch()
    ledger = Ledger(place)
    for days in (0, 40, 0):  # as when a clock that was ahead is set right while the disk is full
        ledger.asked(NOON_MS + days * 86_400_000, f"Dana {days}", MOVE)
    until(ledger, lambda health: health.status is LedgerStatus.FAILING)
    place.unlink()
    until(ledger, lambda health: not health.pending)
    ledger.close()
    assert [line["who"] for line in lines(place / "commands-2026-03.jsonl")] == ["Dana 0", "Dana 0"]
    assert [line["who"] for line in lines(place / "commands-2026-04.jsonl")] == ["Dana 40"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for a file's size")
def test_that_a_full_disk_loses_no_line_and_leaves_no_half_one(tmp_path: Path) -> None:
    import resource

    ledger = Ledger(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        for _ in range(40):
            ledger.asked(NOON_MS, "Dana", MOVE)
        health = until(ledger, lambda health: health.status is LedgerStatus.FAILING)
        path = tmp_path / "commands-2026-03.jsonl"
        assert len(lines(path)) + health.pending == 40
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    until(ledger, lambda health: not health.pending)
    assert len(lines(path)) == 40
    ledger.close()


def test_that_a_line_without_room_is_counted_as_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PENDING_MAX", 2)
    place = tmp_path / "history"
    place.touch()
    ledger = Ledger(place)
    for _ in range(5):
        ledger.asked(NOON_MS, "Dana", MOVE)
    assert until(ledger, lambda health: health.status is LedgerStatus.FAILING).lost == 3
    place.unlink()
    ledger.close()
    assert len(lines(place / "commands-2026-03.jsonl")) == 2


@pytest.mark.skipif(os.name != "posix", reason="a FIFO stands for the disk that hangs")
def test_that_a_disk_that_hangs_holds_nobody_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "HANGS_AFTER_S", 0.02)
    monkeypatch.setattr(module, "CLOSE_S", 0.05)
    path = tmp_path / "commands-2026-03.jsonl"
    ledger = Ledger(tmp_path)
    os.mkfifo(path)  # opened for writing it waits for a reader
    ledger.asked(NOON_MS, "Dana", MOVE)
    assert until(ledger, lambda health: health.status is LedgerStatus.HANGING).pending == 1
    ledger.close()
    assert "could not write the last 1 lines" in caplog.text
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # lets the thread go on to its end
    path.unlink()
    os.close(reader)


@pytest.mark.skipif(os.name != "posix", reason="links need no right there")
def test_that_a_file_that_leads_nowhere_is_told_and_keeps_no_gateway_from_starting(tmp_path: Path) -> None:
    (tmp_path / "commands-2026-03.jsonl").symlink_to("/nowhere/at/all")
    assert open_monitorings(tmp_path) == {}
    ledger = Ledger(tmp_path)
    ledger.asked(NOON_MS, "Dana", MOVE)
    assert until(ledger, lambda health: health.status is LedgerStatus.FAILING).pending == 1
    ledger.close()


def test_that_it_knows_how_large_it_is(tmp_path: Path) -> None:
    (tmp_path / "commands-2026-02.jsonl").write_bytes(b"x" * 2_500_000)
    assert Ledger(tmp_path).health().size_mb == 2.5
