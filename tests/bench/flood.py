"""Whether a client that floods the gateway slows anybody else: deliveries to others before and during, in turns."""

import json
from collections.abc import Iterator
from typing import IO

from tests.bench.processes import centre, child
from tests.bench.table import Line, at_most
from tests.bench.within import percentile

SCREENS, EVENTS_PER_S = 10, 600
WINDOW_S, TURNS = 4, 5


def measure() -> Iterator[Line]:
    """The p99 of a caller's way from the PBX's socket to other screens, during the flood to before it."""
    calm: list[list[float]] = []
    flooded: list[list[float]] = []
    windows = [WINDOW_S] * (1 + 2 * TURNS)
    with centre(60, 8, EVENTS_PER_S) as (port, _), child("listeners_child", port, SCREENS, *windows) as (others, _):
        assert others.stdin is not None
        assert others.stdout is not None
        _window(others.stdin, others.stdout)  # the start's
        for _ in range(TURNS):
            calm.append(_window(others.stdin, others.stdout))
            with child("flood_child", port):
                flooded.append(_window(others.stdin, others.stdout))
    # the least of all turns, since other work on the machine only adds
    before_ms, during_ms = (min(percentile(waits_ms, 0.99) for waits_ms in turns) for turns in (calm, flooded))
    guide = f"{before_ms:.0f}, {during_ms:.0f} ms; {sum(map(len, calm))}, {sum(map(len, flooded))} deliveries"
    yield at_most(
        "deliveries to others during one client's flood, p99 to before", during_ms / before_ms, 2, "×", guide
    )


def _window(orders: IO[str], answers: IO[str]) -> list[float]:
    orders.write("go\n")
    orders.flush()
    waits_ms: list[float] = json.loads(answers.readline())
    return waits_ms
