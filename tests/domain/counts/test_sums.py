"""Where an outcome of any moment is counted, and sums that are added up."""

from datetime import timedelta, timezone

from tests.domain.words import DAY_MS, ms
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Counter, Tally
from wallboard.domain.counts.sums import MINUTE_MS, Buckets, Sums

NOW_S = 7_200.0
MIDNIGHT = Calendar(zone=timezone(timedelta(hours=-8)))
"""Where the tests' day begins at midnight."""


def _starts(at_s: float) -> tuple[list[int], list[int]]:
    """The intervals and the minutes that what happens then is counted in."""
    sums = Sums()
    Buckets(Calendar(), ms(NOW_S), 30).counters(sums, ms(at_s))
    return list(sums.intervals), list(sums.minutes)


def test_that_what_was_long_ago_is_in_its_interval_alone() -> None:
    assert _starts(899.9) == ([ms(0)], [])
    assert _starts(900) == ([ms(900)], [])


def test_that_what_was_in_the_last_half_hour_is_in_its_minute_too() -> None:
    oldest_s = NOW_S - 29 * 60
    assert _starts(oldest_s - 0.001) == ([ms(5_400)], [])
    assert _starts(oldest_s) == ([ms(5_400)], [ms(oldest_s)])
    assert _starts(NOW_S + 61) == ([ms(NOW_S)], [ms(NOW_S + 60)])


def test_that_the_day_before_is_in_the_latest_minutes_alone() -> None:
    now_s, yesterday_s = 600, -30.0
    sums = Sums()
    Buckets(MIDNIGHT, ms(now_s), 30).counters(sums, ms(yesterday_s))
    assert (list(sums.intervals), list(sums.minutes)) == ([], [DAY_MS - MINUTE_MS])


def test_that_sums_add_up_and_a_copy_is_counted_on_apart() -> None:
    one, other = Sums(), Sums()
    for sums, offered in ((one, 2), (other, 3)):
        sums.intervals[ms(0)] = Counter(offered=offered)
        sums.minutes[ms(60)] = Counter(offered=offered)
    one.add(other)
    copy = one.copy()
    copy.intervals[ms(0)].offered += 1
    assert (one.intervals[ms(0)].offered, one.minutes[ms(60)].offered) == (5, 5)
    assert (one.tally(ms(0)), one.tally(ms(900))) == (Tally(offered=5), Tally())
    assert one.of_minutes().intervals == {}
