"""How the ledger is, is said once at each change: in the log and to screens."""

import threading
from pathlib import Path

import pytest

from tests.history.test_ledger import MOVE, NOON_MS
from wallboard.domain.centre.state import LedgerState, LedgerStatus
from wallboard.gateway.core.ledger_watch import LedgerWatch
from wallboard.history.ledger import Ledger


def until_status(watch: LedgerWatch, status: LedgerStatus) -> None:
    while watch.health.status is not status:
        watch.check()
        threading.Event().wait(0.005)


@pytest.mark.parametrize("required", [True, False])
def test_that_each_change_is_told_once(required: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = tmp_path / "history"
    place.touch()
    ledger = Ledger(place)
    told: list[LedgerState] = []
    watch = LedgerWatch(ledger, told.append, required=required, warn_mb=1)
    watch.check()
    assert told == []
    ledger.asked(NOON_MS, "Dana", MOVE)
    until_status(watch, LedgerStatus.FAILING)
    watch.check()
    place.unlink()
    until_status(watch, LedgerStatus.OK)
    watch.check()
    ledger.close()
    assert told == [
        LedgerState(status=LedgerStatus.FAILING, required=required),
        LedgerState(status=LedgerStatus.OK, required=required),
    ]
    then = "refused until it can be written" if required else "still carried out"
    assert [record.getMessage() for record in caplog.records] == [
        f"cannot write to the command ledger (File exists): commands are {then}",
        "the ledger can be written again; 0 lines were lost",
    ]


def test_that_one_that_grew_large_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "commands-2026-02.jsonl").write_bytes(b"x" * 2_500_000)
    watch = LedgerWatch(Ledger(tmp_path), lambda _: None, required=False, warn_mb=2)
    watch.check()
    watch.check()
    assert watch.is_large
    (record,) = caplog.records
    assert record.getMessage().startswith("the ledger is 2 MB")  # 2.5, rounded to even
