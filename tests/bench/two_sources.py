"""What a second PBX and groups cost the gateway: as many messages of as many agents from one PBX and from two."""

from collections.abc import Iterator
from heapq import merge
from itertools import islice
from statistics import median
from time import process_time

from msgspec.structs import replace

from tests.bench.ami import Centre, calls
from tests.bench.gateway_cost import SOURCE, Gateway, chunks_of
from tests.bench.table import Line, at_least, at_most
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.ids import GroupId, SourceId

ONE = Centre(agents=1_000, queues=200, messages_per_s=2_000)
HALF = replace(ONE, agents=500, queues=100, messages_per_s=1_000)
SITES = (SourceId("north"), SourceId("south"))
MESSAGES, GROUPS, TURNS = 120_000, 20, 15

Chunk = tuple[int, int, bytes, SourceId]


def measure() -> Iterator[Line]:
    """The cost of a message with two PBXs and 20 groups over both, and that to one PBX without groups."""
    each = [_said(replace(HALF, seed=seed), source, MESSAGES // 2) for seed, source in enumerate(SITES, 1)]
    patterns = [f"queue-*{digits:02}" for digits in range(GROUPS)]
    groups = Groups(by_id={GroupId(f"team-{one}"): GroupRule(queues=(name,)) for one, name in enumerate(patterns)})
    runs = [
        (Gateway(ONE), _said(ONE, SOURCE, MESSAGES)),
        (Gateway(HALF, SITES, groups), list(merge(*each, key=lambda chunk: chunk[0]))),
    ]
    one_us, two_us = _side_by_side(runs)
    guide = f"{one_us:.0f}, {two_us:.0f} µs of CPU an event"
    yield at_least("gateway, two PBXs and 20 groups, 1,000 agents", 1e6 / two_us, 5_000, "events/s", guide)
    yield at_most("cost of an event, that to one PBX without groups", two_us / one_us, 1.3, "×")


def _said(centre: Centre, source: SourceId, number: int) -> list[Chunk]:
    return [(at_ms, many, data, source) for at_ms, many, data in chunks_of(islice(calls(centre), number))]


def _side_by_side(runs: list[tuple[Gateway, list[Chunk]]]) -> list[float]:
    """The median CPU microseconds a message, measured in turns after a third of the messages."""
    for gateway, chunks in runs:
        _cost(gateway, chunks[: len(chunks) // 3])
    costs: list[list[float]] = [[] for _ in runs]
    for turn in range(TURNS):
        for cost, (gateway, chunks) in zip(costs, runs, strict=True):
            begin, size = len(chunks) // 3, len(chunks) * 2 // 3 // TURNS
            cost.append(_cost(gateway, chunks[begin + turn * size : begin + (turn + 1) * size]))
    return [median(cost) for cost in costs]


def _cost(gateway: Gateway, chunks: list[Chunk]) -> float:
    began_s = process_time()
    for at_ms, _, data, source in chunks:
        gateway.receive(data, at_ms, source)
    return (process_time() - began_s) * 1e6 / sum(many for _, many, _, _ in chunks)
