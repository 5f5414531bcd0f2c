"""When screens come back is spread, so that they do not all come at once."""

from wallboard.feed.roles import CloseCode
from wallboard.gateway.fanout.endings import RETRY_MS, CloseSession, spread_ms


def test_that_screens_come_back_at_different_moments_within_bounds() -> None:
    times_ms = {spread_ms() for _ in range(50)}
    assert len(times_ms) > 1
    assert RETRY_MS <= min(times_ms) <= max(times_ms) < 2 * RETRY_MS


def test_that_an_ending_says_why_and_when_to_come_back() -> None:
    ending = CloseSession(CloseCode.RATE, "too many messages", 7)
    assert (ending.code, ending.reason, ending.retry_after_ms) == (CloseCode.RATE, "too many messages", 7)
