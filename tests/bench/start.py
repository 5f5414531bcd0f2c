"""A cold process to the first paint, to live figures and to charts, and its memory, against an empty window."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.bench.processes import centre, report
from tests.bench.table import Line, at_most

ROUNDS = 5


def measure() -> Iterator[Line]:
    """In turns, so that a busy moment of the machine meets both."""
    empty: list[dict[str, Any]] = []
    desk: list[dict[str, Any]] = []
    with centre(1_000, 200, 200) as (port, _):
        report("empty_child", time.time())  # the first compiles what is new
        report("desk_child", time.time(), port, 1)
        for _round in range(ROUNDS):
            empty.append(report("empty_child", time.time()))
            desk.append(report("desk_child", time.time(), port, 1))
    for what, key, limit in (
        ("start to first paint", "painted_s", 1.2),
        ("start to live figures of 1,000 agents", "live_s", 2.2),
        ("start to charts", "charts_s", 4.0),
    ):
        yield _line(what, _pairs(desk, key, empty, "painted_s"), limit, "s")
    yield _line("memory, 1,000 agents", _pairs(desk, "rss_mb", empty, "rss_mb"), 1.6, "MB")
    plot, mine = (
        report("empty_child", time.time(), "pyqtgraph"),
        {key: _of(desk, key) for key in ("rss_mb", "own_mb")},
    )
    yield _memory("memory, to an empty pyqtgraph window", mine["rss_mb"], plot["rss_mb"])
    yield _memory("memory of its own, to an empty window", mine["own_mb"], _of(empty, "own_mb"))
    yield _memory("memory of its own, to an empty pyqtgraph window", mine["own_mb"], plot["own_mb"])


def _of(runs: list[dict[str, Any]], key: str) -> float:
    return float(median(one[key] for one in runs))


def _memory(what: str, mine: float, other: float) -> Line:
    return Line(what=what, measured=f"{mine / other:.2f} ×", guide=f"{mine:.0f} to {other:.0f} MB")


def _pairs(
    desk: list[dict[str, Any]], key: str, empty: list[dict[str, Any]], least: str
) -> list[tuple[float, float]]:
    return [(one[key], other[least]) for one, other in zip(desk, empty, strict=True)]


def _line(what: str, pairs: list[tuple[float, float]], limit: float, unit: str) -> Line:
    ratio = median(one / other for one, other in pairs)
    guide = f"{median(one for one, _ in pairs):.2f} to {median(other for _, other in pairs):.2f} {unit}"
    return at_most(what, ratio, limit, "× an empty window", guide)
