"""What one more screen costs the gateway: the same load with few screens and with many."""

import time
from collections.abc import Iterator

import psutil

from tests.bench.processes import centre, child
from tests.bench.table import Line, at_most

FEW, MANY = 10, 410
SECONDS = 10
EVENTS_PER_S = 100
TARGET_SCREENS = 2_000


def measure() -> Iterator[Line]:
    """CPU of the gateway's process a second, and from it what 2,000 screens would take."""
    with centre(60, 8, EVENTS_PER_S) as (port, pid):
        gateway = psutil.Process(pid)
        busy = []
        for screens in (FEW, MANY):
            with child("screens_child", port, screens):
                busy.append(_busy(gateway))
    each_us = (busy[1] - busy[0]) * 1e6 / (MANY - FEW)
    yield at_most(
        f"fan-out, CPU of one core for 2,000 screens at {EVENTS_PER_S} AMI events/s",
        100 * busy[0] + each_us * TARGET_SCREENS / 1e4,
        60,
        "%",
        f"{busy[0] * 100:.0f} % with {FEW}, {busy[1] * 100:.0f} % with {MANY}; each {each_us:.0f} µs a second",
    )


def _busy(gateway: psutil.Process) -> float:
    """Seconds of CPU a second, once the snapshots are sent."""
    time.sleep(3)
    began_s, before_s = time.monotonic(), sum(gateway.cpu_times()[:2])
    time.sleep(SECONDS)
    return float(sum(gateway.cpu_times()[:2]) - before_s) / (time.monotonic() - began_s)
