"""Moments as this computer's clock shows them."""

from datetime import UTC, datetime


def local(at_ms: float) -> datetime:
    """A moment in this computer's time zone."""
    # from UTC: Windows has no local time for the first day of 1970, which is where a broken clock begins
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone()


def hour_minute(at_ms: float) -> str:
    """A moment as ``14:02``."""
    return local(at_ms).strftime("%H:%M")


def hour_minute_second(at_ms: float) -> str:
    """A moment as ``14:02:37``."""
    return local(at_ms).strftime("%H:%M:%S")
