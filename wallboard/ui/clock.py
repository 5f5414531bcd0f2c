"""This computer's clock, the one place where a window asks for the time."""

import time


def clock_ms() -> int:
    """Now, in epoch ms."""
    return time.time_ns() // 1_000_000
