"""The whole path under load: AMI socket → gateway → feed → desk → paint, each in a process of its own."""

import time
from collections.abc import Iterator
from typing import Any

import psutil

from tests.bench.processes import centre, report
from tests.bench.table import Line, at_most

AGENTS, QUEUES, SECONDS = 1_000, 200, 30
TARGET_RATE = 200


def measure() -> Iterator[Line]:
    """200 AMI events a second, as the target says, and then 2,000."""
    for rate in (TARGET_RATE, 2_000):
        with centre(AGENTS, QUEUES, rate) as (port, gateway_pid):
            gateway = psutil.Process(gateway_pid)
            before_s = sum(gateway.cpu_times()[:2])
            began_s = time.time()
            desk = report("desk_child", began_s, port, SECONDS)
            gateway_pct = 100 * (sum(gateway.cpu_times()[:2]) - before_s) / (time.time() - began_s)
        yield from _lines(rate, desk, gateway_pct)


def _lines(rate: int, desk: dict[str, Any], gateway_pct: float) -> Iterator[Line]:
    load = f"{rate:,} AMI events/s"
    what = f"AMI socket → painted, p99; {AGENTS:,} agents, {QUEUES} queues, {load}"
    guide = f"p50 {desk['wait_p50_ms']:.0f} ms, {desk['callers']} callers"
    if rate == TARGET_RATE:
        yield at_most(what, desk["wait_p99_ms"], 60, "ms", guide)
    else:
        yield Line(what=what, measured=f"{desk['wait_p99_ms']:.0f} ms", guide=guide)
    yield at_most(
        f"GUI frame, CPU p99; {load}", desk["frame_p99_ms"], 6, "ms", f"p50 {desk['frame_p50_ms']:.1f} ms"
    )
    late = f"{desk['late']} of {desk['ticks']} over 20 ms"
    yield at_most(f"60 Hz interval, p99; {load}", desk["interval_p99_ms"], 20, "ms", late)
    yield at_most(f"desk, CPU of one core; {load}", desk["cpu_pct"], 25, "%", f"gateway {gateway_pct:.0f} %")
