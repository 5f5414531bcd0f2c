"""A monitoring's beginning, modes and end are in the ledger, whoever or whatever ended it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre import reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CommandId, SourceId
from wallboard.gateway.core.monitor_log import AWAY, MonitorLog
from wallboard.history.ledger import Ledger

NOON_MS = 1_772_452_800_000
"""2 March 2026, 12:00 UTC."""
ID = CommandId("m1")
STARTED = e.MonitorStarted(
    at_ms=NOON_MS,
    monitor_id=ID,
    agent_id=AgentId("PJSIP/1001"),
    extension="2001",
    mode=MonitorMode.LISTEN,
    begun_by="Dana",
)
UP = e.SourceChanged(at_ms=NOON_MS + 90_000, source_id=SourceId("pbx"), status=SourceStatus.UP)
ENDED = e.MonitorEnded(at_ms=NOON_MS + 60_000, monitor_id=ID)


def gateway(directory: Path, *events: e.Event, sources: Iterable[str] = ("pbx",)) -> None:
    """A gateway's life in which these events happen."""
    ledger, state = Ledger(directory), State()
    log = MonitorLog(ledger, state, sources)
    for event in events:
        reducer.apply(state, event, Changes())
        log.observe(event)
    ledger.close()


def lines(directory: Path) -> list[dict[str, Any]]:
    (path,) = directory.glob("commands-*.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_that_the_end_has_its_line_however_it_came(tmp_path: Path) -> None:
    changed = e.MonitorModeChanged(at_ms=NOON_MS + 5_000, monitor_id=ID, mode=MonitorMode.BARGE)
    gateway(tmp_path, UP, STARTED, changed, ENDED, ENDED)
    began, mode, end = lines(tmp_path)
    whom = {"monitor_id": "m1", "agent_id": "PJSIP/1001", "extension": "2001"}
    assert began == {
        "at": "2026-03-02T12:00:00.000+00:00",
        "who": "Dana",
        "type": "monitor_began",
        **whom,
        "mode": "listen",
    }
    assert (mode["type"], mode["mode"], mode["who"]) == ("monitor_changed", "barge", "Dana")
    assert end == {"at": "2026-03-02T12:01:00.000+00:00", "who": "Dana", "type": "monitor_ended", **whom}


def test_that_one_that_goes_on_over_a_restart_has_one_beginning_and_one_end(tmp_path: Path) -> None:
    gateway(tmp_path, UP, STARTED)
    gateway(tmp_path, STARTED, UP, ENDED)
    assert [line["type"] for line in lines(tmp_path)] == ["monitor_began", "monitor_ended"]


def test_that_one_that_ended_while_the_gateway_was_away_has_its_end_once_the_pbx_told(tmp_path: Path) -> None:
    gateway(tmp_path, UP, STARTED)
    gateway(tmp_path, e.SourceChanged(at_ms=NOON_MS, source_id=SourceId("pbx"), status=SourceStatus.DOWN))
    assert [line["type"] for line in lines(tmp_path)] == ["monitor_began"]
    gateway(tmp_path, UP, UP)
    _, end = lines(tmp_path)
    assert (end["type"], end["who"], end["reason"]) == ("monitor_ended", "Dana", AWAY)
    gateway(tmp_path, UP)
    assert len(lines(tmp_path)) == 2


def test_that_one_of_a_pbx_that_was_renamed_ends_once_all_pbxs_have_reported(tmp_path: Path) -> None:
    both = ("lisbon", "porto")
    lisbon, porto = (replace(UP, source_id=SourceId(name)) for name in both)
    still = replace(STARTED, monitor_id=CommandId("m2"), agent_id=AgentId("pbx:PJSIP/1002"))
    gateway(tmp_path, UP, STARTED, still)
    goes_on = replace(still, agent_id=AgentId("lisbon:PJSIP/1002"))
    gateway(tmp_path, goes_on, lisbon, sources=both)
    assert len(lines(tmp_path)) == 2
    gateway(tmp_path, goes_on, lisbon, porto, sources=both)
    assert [(line["type"], line["monitor_id"]) for line in lines(tmp_path)[2:]] == [("monitor_ended", "m1")]
    gateway(tmp_path, lisbon, porto, sources=both)
    assert [(line["type"], line["monitor_id"]) for line in lines(tmp_path)[3:]] == [("monitor_ended", "m2")]


def test_that_a_phone_that_never_answered_has_no_line_of_its_own(tmp_path: Path) -> None:
    gateway(tmp_path, UP, e.MonitorEnded(at_ms=NOON_MS, monitor_id=ID, reason="no answer"))
    assert list(tmp_path.glob("commands-*.jsonl")) == []
