"""The ledger has a line for each command that was taken and for what came of it, and never loses one."""

import json
import logging
from pathlib import Path

import pytest

from wallboard.domain.commands import MoveCallToAgent, Outcome, Reason, Result, StartMonitor
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.domain.state import MonitorMode
from wallboard.history.ledger import Ledger

NOON_MS = 1_772_452_800_000
"""2 March 2026, 12:00 UTC."""
MOVE = MoveCallToAgent(id=CommandId("m1"), call_id=CallId("c1"), expect_rev=7, agent_id=AgentId("PJSIP/1001"))


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_that_it_says_who_asked_for_what_and_what_came_of_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "history")
    ledger.asked(NOON_MS, "Dana", MOVE)
    ledger.ended(NOON_MS + 2_500, "Dana", MOVE, Result(command_id=MOVE.id, outcome=Outcome.CONFIRMED))
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
    Ledger(tmp_path).ended(NOON_MS, "Dana", listen, result)
    (line,) = lines(tmp_path / "commands-2026-03.jsonl")
    assert (line["mode"], line["outcome"], line["reason"]) == ("listen", "refused", "pbx_refused")
    assert line["detail"] == "no such peer"


def test_that_each_month_has_its_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for days in (0, 40):
        ledger.asked(NOON_MS + days * 86_400_000, "Dana", MOVE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["commands-2026-03.jsonl", "commands-2026-04.jsonl"]


def test_that_a_ledger_that_cannot_be_written_is_told_and_holds_nobody_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    with caplog.at_level(logging.WARNING):
        Ledger(tmp_path / "file").asked(NOON_MS, "Dana", MOVE)
    assert "lacks a command" in caplog.text
