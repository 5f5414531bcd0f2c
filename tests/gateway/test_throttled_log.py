"""A log that nobody fills up."""

import logging

import pytest

from wallboard.gateway.throttled_log import LINES_BURST, LINES_PER_S, ThrottledLog


def test_that_a_flood_of_lines_is_counted_and_the_count_is_told_later(caplog: pytest.LogCaptureFixture) -> None:
    now_s = 0.0
    log = ThrottledLog(logging.getLogger("test"), lambda: now_s)
    for number in range(10_000):
        log.log(logging.WARNING, "stranger %d", number)
    assert len(caplog.records) == LINES_BURST
    now_s = 1 / LINES_PER_S
    log.log(logging.WARNING, "another")
    assert [record.getMessage() for record in caplog.records[LINES_BURST:]] == [
        "another",
        f"{10_000 - LINES_BURST} similar lines were suppressed before this one",
    ]
