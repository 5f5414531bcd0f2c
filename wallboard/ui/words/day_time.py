"""Moments as the site's own clock shows them, wherever the screen is."""

import logging
from datetime import UTC, datetime, tzinfo

_FIRST_MS = -62_000_000_000_000
_LAST_MS = 253_000_000_000_000
"""The years 5 and 9987: calendars end a little beyond, by the zone; a moment further out is shown as the last."""

log = logging.getLogger(__name__)


class _SiteClock:
    """The zone that all times of this program are shown in."""

    name = ""
    zone: tzinfo | None = None
    """None for this computer's own."""


def show_times_of(time_zone: str) -> None:
    """Shows all times from now on in this zone of the tz database; empty stands for this computer's own."""
    if time_zone == _SiteClock.name:
        return
    from wallboard.host.time_zone import find_zone  # noqa: PLC0415 - start-up time

    _SiteClock.name = time_zone
    _SiteClock.zone = find_zone(time_zone) if time_zone else None
    if time_zone and _SiteClock.zone is None:
        log.warning("this computer does not know the site's time zone %s: times are shown in its own", time_zone)


def site_time(at_ms: float) -> datetime:
    """Returns a moment by the site's clock."""
    at_ms = min(max(at_ms, _FIRST_MS), _LAST_MS) if at_ms == at_ms else 0.0  # noqa: PLR0124 - a NaN is no moment
    # from UTC: Windows has no local time for the first day of 1970, which is where a broken clock begins
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(_SiteClock.zone)


def hour_minute(at_ms: float) -> str:
    """Returns a moment as ``14:02``."""
    return site_time(at_ms).strftime("%H:%M")


def hour_minute_second(at_ms: float) -> str:
    """Returns a moment as ``14:02:37``."""
    return site_time(at_ms).strftime("%H:%M:%S")
