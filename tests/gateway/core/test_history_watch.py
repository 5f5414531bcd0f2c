"""What concerns the history is in the log, at each change and not every second."""

import logging
from collections.abc import Sequence

import pytest

from wallboard.gateway.core.gateway_history import GatewayHistory
from wallboard.gateway.core.history_watch import HistoryWatch
from wallboard.history.recorder import HistoryHealth, HistoryRecorder, HistoryStatus
from wallboard.history.sender import DatabaseHealth


class ToldRecorder(HistoryRecorder):
    """A recorder whose health is told."""

    def __init__(self, healths: Sequence[HistoryHealth]) -> None:
        self.healths = iter(healths)

    def health(self) -> HistoryHealth:
        return next(self.healths)


class ToldHistory(GatewayHistory):
    """A history whose states are told."""

    def __init__(self, *healths: HistoryHealth, databases: Sequence[DatabaseHealth] = ()) -> None:
        self.recorder = ToldRecorder(healths)
        self.databases = iter(databases)

    def check(self) -> DatabaseHealth | None:
        return next(self.databases, None)


def health(status: HistoryStatus = HistoryStatus.OK, lost: int = 0, reason: str = "") -> HistoryHealth:
    return HistoryHealth(status=status, pending=0, lost=lost, size_mb=0, reason=reason)


def said(caplog: pytest.LogCaptureFixture, history: ToldHistory, times: int) -> list[str]:
    watch = HistoryWatch(history)
    with caplog.at_level(logging.WARNING):
        for _ in range(times):
            watch.check()
    return [record.getMessage() for record in caplog.records]


def test_that_a_failure_its_losses_and_its_end_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    failing = health(HistoryStatus.FAILING, reason="disk full")
    losing = health(HistoryStatus.FAILING, 3, "disk full")
    history = ToldHistory(health(), failing, failing, losing, losing, health(lost=3), health(lost=3))
    assert said(caplog, history, 6) == [
        "cannot write to the history (disk full): the figures go on, and records are queued",
        "the history is incomplete: no more records fit into its queue",
        "the history can be written again; 3 records were lost",
    ]


def test_that_a_disk_that_hangs_is_told(caplog: pytest.LogCaptureFixture) -> None:
    (words,) = said(caplog, ToldHistory(health(), health(HistoryStatus.HANGING)), 1)
    assert "the disk does not respond" in words


def test_that_a_server_that_is_away_and_back_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    away = DatabaseHealth(is_ok=False, unsent=7, since_ms=1, reason="connection refused")
    back = DatabaseHealth(is_ok=True, unsent=2)
    history = ToldHistory(*[health()] * 5, databases=[away, away, back, back])
    words = said(caplog, history, 4)
    assert len(words) == 2
    assert "(connection refused): 7 rows stay" in words[0]
    assert "2 rows are not sent yet" in words[1]
