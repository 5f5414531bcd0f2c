"""A clock that is ahead for long is said once, and so is its end."""

import pytest

from wallboard.gateway.core.clock_watch import AHEAD_MS, LASTS_S, ClockWatch


def test_that_a_clock_that_stays_ahead_is_told_once_and_so_is_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    watch = ClockWatch()
    for now_s in (0.0, LASTS_S - 1):
        watch.check(3_600_000, now_s)
    assert caplog.messages == []
    for now_s in (LASTS_S, LASTS_S + 5):
        watch.check(3_599_000, now_s)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "3599 s ahead" in caplog.text
    watch.check(AHEAD_MS, LASTS_S + 10)
    assert "is the machine's again" in caplog.messages[-1]


def test_that_a_clock_that_is_ahead_for_a_moment_or_by_little_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    watch = ClockWatch()
    for now_s, ahead_ms in ((0, AHEAD_MS + 1), (LASTS_S - 1, 0), (LASTS_S, AHEAD_MS + 1), (9_999, AHEAD_MS)):
        watch.check(ahead_ms, now_s)
    assert caplog.messages == []


def test_that_a_jump_forward_that_is_in_doubt_is_told_once_and_so_is_its_end(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watch = ClockWatch()
    for now_s in (0.0, 5.0):
        watch.check(-7_200_000, now_s)
    assert caplog.messages == [
        "this machine's clock jumped forward by 7200 s: the gateway adopts it after 5 minutes"
    ]
    watch.check(0, 10.0)
    assert "is the machine's again" in caplog.messages[-1]
