"""A bucket that empties and fills."""

from wallboard.gateway.fanout.limits import RateLimit


def test_that_a_burst_is_allowed_and_then_no_more_than_the_rate() -> None:
    now_s = 0.0
    limit = RateLimit(2.0, 3, lambda: now_s)
    assert [limit.allows() for _ in range(5)] == [True, True, True, False, False]
    now_s = 0.5
    assert [limit.allows() for _ in range(2)] == [True, False]
    now_s = 1_000.0
    assert [limit.allows() for _ in range(4)] == [True, True, True, False]
