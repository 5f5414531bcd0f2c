"""The site's own days and intervals: where each begins, in epoch milliseconds."""

from datetime import UTC, datetime, timedelta, tzinfo

from msgspec import Struct


class Calendar(Struct, frozen=True, kw_only=True):
    """The calendar of a site: its time zone, the hour at which its day begins, intervals of 15 or 30 minutes."""

    zone: tzinfo = UTC
    day_start_hour: int = 0
    interval_minutes: int = 15

    def day_start_ms(self, now_ms: int) -> int:
        """The latest start of a day that is not after ``now_ms``; right on days of 23 and 25 hours."""
        now = datetime.fromtimestamp(now_ms // 1000, self.zone)
        start = now.replace(hour=self.day_start_hour, minute=0, second=0, microsecond=0, fold=0)
        if start > now:
            start -= timedelta(days=1)
        return int(start.timestamp() * 1000)

    def interval_start_ms(self, now_ms: int) -> int:
        """The latest quarter or half hour of the site's own clock that is not after ``now_ms``."""
        clock = datetime.fromtimestamp(now_ms // 1000, self.zone)
        into_s = (clock.minute * 60 + clock.second) % (self.interval_minutes * 60)
        return now_ms - into_s * 1000 - now_ms % 1000
