"""What a screen's rows cost in the feed's thread: with new counts, and in a stream of two PBXs and 20 groups."""

import gc
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby, takewhile
from statistics import median
from time import process_time

from msgspec.structs import replace

from tests.bench.ami import Centre, calls
from tests.bench.desk_frames import Feed
from tests.bench.gateway_cost import FLUSH_MS, START_MS
from tests.bench.table import Line, at_most
from tests.bench.unit import additions_s
from tests.bench.within import percentile
from wallboard.client.session import Mirror
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.state import Group, Queue
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import AnyEntity, Figures, QueueNow, Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, GroupId, QueueId, ScopeId, SourceId
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role
from wallboard.present.board import Board
from wallboard.present.frame import Freshness, FreshnessState

QUEUES = tuple(QueueId(f"pbx:queue-{number}") for number in range(200))
SHOWN: tuple[tuple[ScopeId, ...], ...] = ((ALL, *QUEUES), (ALL, QUEUES[7]))
TURNS = 60
ADDITIONS = 100
LIVE = Freshness(state=FreshnessState.LIVE)
SITES = (SourceId("north"), SourceId("south"))
WARM_UP_S, SECONDS = 40, 10


def measure() -> Iterator[Line]:
    """Costs by those of additions, measured in between, or by the gateway's for the same events."""
    yield from _of_new_counts()
    for events_per_s in (200, 2_000):
        yield _of_a_stream(events_per_s)


class _Screen:
    """A board without its window."""

    def __init__(self, entities: Iterable[AnyEntity]) -> None:
        self.mirror = Mirror(ready=Ready(name="Kim", role=Role.SUPERVISOR))
        self.mirror.store.replace(entities)
        self.board = Board(self.mirror)
        self.board.frame(LIVE, START_MS)

    def take(self, put: Iterable[AnyEntity], at_ms: int) -> float:
        """Takes in changes; returns the CPU seconds of the frame with them."""
        for entity in put:
            self.mirror.store.put(entity)
        began_s = process_time()
        self.board.frame(LIVE, at_ms)
        return process_time() - began_s


def _of_new_counts() -> Iterator[Line]:
    queues = [Queue(id=queue_id, name=queue_id, goal=Goal(), rev=1) for queue_id in QUEUES]
    screen = _Screen([Group(id=ALL, name="", goal=Goal(), queue_ids=QUEUES, rev=1), *queues])
    costs: tuple[list[float], list[float], list[float]] = ([], [], [])
    gc.disable()
    for turn in range(TURNS):
        for cost, scopes in zip(costs, SHOWN, strict=False):
            new = [one for scope in scopes for one in _counts(scope, turn)]
            cost.append(screen.take(new, START_MS + turn))
        costs[2].append(additions_s(ADDITIONS))
    gc.enable()
    every_s, one_s, unit_s = map(median, costs)
    size, unit = len(QUEUES), f"× {ADDITIONS} additions"
    guide = f"{every_s * 1e3:.1f} ms for all"
    yield at_most(f"a queue's row, of {size} with new counts", every_s / size / unit_s, 2.5, unit, guide)
    yield at_most("one queue's row and the total's, a frame", one_s / unit_s, 10, unit, f"{one_s * 1e6:.0f} µs")


def _counts(scope: ScopeId, turn: int) -> Iterator[AnyEntity]:
    """Returns other counts of a queue in each turn, every fourth time with late callers."""
    tally = Tally(
        offered=100 + turn, answered=70 + turn, answered_in=60 + turn, abandoned=20, flowed_out=8,
        answer_wait_ms=700_000 + turn, left_wait_ms=980_000 + turn, handled=50, handle_ms=9_000_000 + turn,
    )  # fmt: skip
    for window in Window:
        yield Figures(
            scope=scope, window=window, since_ms=0, covered_since_ms=0, tally=tally,
            handling_ms=turn * 7_000, ready_ms=500_000, rev=turn + 2,
        )  # fmt: skip
    agents = {AgentState.READY: 2 + turn % 2, AgentState.TALKING: 3, AgentState.PAUSED: 1}
    late = 0 if turn % 4 else 2
    yield QueueNow(scope=scope, waiting=3, late=late, longest_since_ms=START_MS + turn, agents=agents, rev=turn + 2)


def _of_a_stream(events_per_s: int) -> Line:
    """The cost of the frames to the gateway's cost of the same events, once as many callers wait as will."""
    half = Centre(agents=500, queues=100, messages_per_s=events_per_s / len(SITES))
    groups = {GroupId(f"team-{one}"): GroupRule(queues=(f"queue-*{one:02}",)) for one in range(20)}
    feed = Feed(half, SITES, Groups(by_id=groups))
    feed.mirror.ready = Ready(name="Kim", role=Role.SUPERVISOR)
    costs: tuple[list[float], list[float]] = ([], [])
    for at_ms, slot in _slots(half):
        spent_s = process_time()
        for source, text in slot:
            feed.receive(text, at_ms, source)
        began_s = process_time()
        feed.frame(at_ms)
        if at_ms >= START_MS + WARM_UP_S * 1_000:
            costs[0].append(began_s - spent_s)
            costs[1].append(process_time() - began_s)
    gateway_s, frames_s = map(sum, costs)
    what = f"rows of two PBXs, 20 groups, 1,000 agents at {events_per_s:,} events/s"
    guide = f"{1_000 * frames_s / len(costs[1]):.2f} ms a frame, p99 {1_000 * percentile(costs[1], 0.99):.1f} ms"
    return at_most(what, frames_s / gateway_s, 0.35, "× the gateway's cost", guide)


def _said(half: Centre, source: SourceId) -> Iterator[tuple[int, SourceId, bytes]]:
    return ((at_ms, source, text) for at_ms, text in calls(half))


def _slots(half: Centre) -> Iterator[tuple[int, Iterator[tuple[SourceId, bytes]]]]:
    """Returns what both PBXs say between two flushes, each with its moment."""
    each = [_said(replace(half, seed=seed), source) for seed, source in enumerate(SITES, 1)]
    said = takewhile(lambda item: item[0] < (WARM_UP_S + SECONDS) * 1_000, merge(*each, key=lambda item: item[0]))
    for slot, group in groupby(said, key=lambda item: item[0] // FLUSH_MS):
        yield START_MS + 2_000 + slot * FLUSH_MS, ((source, text) for _, source, text in group)
