"""What the gateway costs: AMI bytes → messages → domain events → state and figures → encoded deltas."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from statistics import median
from time import process_time
from zoneinfo import ZoneInfo

from tests.bench.ami import GREETING, Centre, calls
from tests.bench.fake_pbx import answers
from tests.bench.table import Line, at_least, at_most
from wallboard.domain.centre.events import SourceChanged
from wallboard.domain.centre.groups import Groups
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import SourceId
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.core.log import Flush, FlushLog, LogHead
from wallboard.gateway.core.publisher import Publisher
from wallboard.gateway.core.sources import SourceStage
from wallboard.gateway.fanout.hub import Hub
from wallboard.gateway.fanout.ops import Audience
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.login import Login
from wallboard.pbx.asterisk.wire.session import AmiSession, SessionPhase

START_MS = 1_772_438_400_000
FLUSH_MS = 33
SOURCE = SourceId("pbx")
NEVER_MS = 10**9
"""The pretend PBX's lists are right at the login alone: there is no reconcile poll."""
AUDIENCE = [Audience(sight=Sight(sees_numbers=True), kind=ClientKind.DESK)]


class Gateway:
    """All of a gateway but its sockets, on a clock that the measurement moves.

    Attributes:
        delta_bytes: what the encoded deltas for one desk came to.
    """

    def __init__(
        self, centre: Centre, sources: Sequence[SourceId] = (SOURCE,), groups: Groups | None = None
    ) -> None:
        self.engine = Engine(Calendar(zone=ZoneInfo("Europe/Berlin")), Goals(), START_MS, groups=groups)
        log = FlushLog(LogHead(epoch="bench", mask_key=b""))
        self.publisher = Publisher(self.engine, log)
        self.hub = Hub(log.head)
        log.follow(self._take)
        self.delta_bytes = 0
        self.centre = centre
        self._sources = {source_id: _Source(source_id) for source_id in sources}
        self._flushed_ms = START_MS
        for source in self._sources.values():
            self._log_in(source)

    def _log_in(self, source: "_Source") -> None:
        up = SourceChanged(at_ms=START_MS, source_id=source.stage.source_id, status=SourceStatus.UP)
        self.engine.apply(up)
        source.session.receive(GREETING, START_MS)
        now_ms = START_MS
        while source.session.phase is not SessionPhase.LIVE:
            self._answer(source, now_ms)
            now_ms += 10
            source.session.tick(now_ms)
        self._tell(source, now_ms)

    def _answer(self, source: "_Source", now_ms: int) -> None:
        for request in source.session.data_to_send().split(b"\r\n\r\n"):
            if request:
                source.session.receive(answers(self.centre, request), now_ms)

    def receive(self, data: bytes, now_ms: int, source_id: SourceId = SOURCE) -> None:
        """Take in bytes at a time, do what is due, and flush at most 30 times a second."""
        source = self._sources[source_id]
        source.session.receive(data, now_ms)
        source.session.tick(now_ms)
        self._answer(source, now_ms)
        self._tell(source, now_ms)

    def _tell(self, source: "_Source", now_ms: int) -> None:
        for event in source.session.events():
            self.engine.apply(source.stage.taken_in(event))
        if now_ms - self._flushed_ms >= FLUSH_MS:
            self._flushed_ms = now_ms
            self.publisher.flush(now_ms)

    def _take(self, flush: Flush) -> None:
        frames = self.hub.take(flush, AUDIENCE)
        self.delta_bytes += sum(len(frame) for frame in frames.values() if frame)


class _Source:
    """One PBX's connection."""

    def __init__(self, source_id: SourceId) -> None:
        self.stage = SourceStage(source_id)
        self.session = AmiSession(PbxState({}, 0.0), Login(user="w", secret="s"), NEVER_MS, START_MS)


Run = tuple[Gateway, list[tuple[int, int, bytes]]]


def chunks_of(said: Iterator[tuple[int, bytes]]) -> Iterator[tuple[int, int, bytes]]:
    """Messages as a socket gives them: all of ten milliseconds at once."""
    for slot, group in groupby(said, key=lambda item: item[0] // 10):
        texts = [text for _, text in group]
        yield START_MS + 2_000 + slot * 10, len(texts), b"".join(texts)


def _cost(gateway: Gateway, chunks: list[tuple[int, int, bytes]]) -> float:
    """CPU microseconds a message."""
    began_s = process_time()
    for at_ms, _, data in chunks:
        gateway.receive(data, at_ms)
    return (process_time() - began_s) * 1e6 / sum(number for _, number, _ in chunks)


def measure() -> Iterator[Line]:
    """Throughput at full load, and whether the cost grows with the day and with the centre."""
    centre = Centre(messages_per_s=5_000)
    gateway, said = Gateway(centre), islice(calls(centre), 250_000)
    chunks = list(chunks_of(said))
    warm_up, rest = chunks[: len(chunks) // 5], chunks[len(chunks) // 5 :]
    _cost(gateway, warm_up)
    cost_us = _cost(gateway, rest)
    seconds = (rest[-1][0] - rest[0][0]) / 1000
    yield at_least(
        "gateway, AMI bytes to deltas, 1,000 agents",
        1e6 / cost_us,
        5_000,
        "events/s",
        f"{cost_us:.0f} µs of CPU an event; desk delta {gateway.delta_bytes / seconds / 1000:.0f} kB/s at 5,000/s",
    )
    yield _flat_over_the_day()
    yield _flat_over_the_centre()


def _flat_over_the_day() -> Line:
    """Eight hours with pauses between the calls, so that all windows turn many times; then beside a fresh one."""
    centre = Centre(agents=100, queues=20, messages_per_s=6)
    chunks = list(chunks_of(islice(calls(centre), 220_000)))
    young, old, day = Gateway(centre), Gateway(centre), len(chunks) * 3 // 4
    _cost(old, chunks[:day])
    _cost(young, chunks[: day // 10])
    young_us, old_us = _side_by_side((young, chunks[day // 10 :]), (old, chunks[day:]))
    hours = (chunks[day][0] - chunks[0][0]) / 3_600_000
    what = f"cost of an event after {hours:.0f} h, to the first hour's"
    return at_most(what, old_us / young_us, 1.15, "×", f"{young_us:.0f}, {old_us:.0f} µs")


def _flat_over_the_centre() -> Line:
    """The same load on ten times the agents and queues."""
    runs = []
    for agents, queues in ((200, 20), (2_000, 200)):
        centre = Centre(agents=agents, queues=queues, messages_per_s=1_000)
        runs.append((Gateway(centre), list(chunks_of(islice(calls(centre), 80_000)))))
    small_us, large_us = _side_by_side(*runs)
    guide = f"{small_us:.0f}, {large_us:.0f} µs"
    return at_most("cost of an event, 2,000 agents to 200", large_us / small_us, 1.5, "×", guide)


def _side_by_side(one: Run, other: Run) -> tuple[float, float]:
    """The median costs of both, measured in turns, so that a busy moment of the machine meets both."""
    costs: tuple[list[float], list[float]] = ([], [])
    turns = 15
    for open_windows in range(turns):
        for cost, (gateway, chunks) in zip(costs, (one, other), strict=True):
            size = min(len(one[1]), len(other[1])) // turns
            cost.append(_cost(gateway, chunks[open_windows * size : (open_windows + 1) * size]))
    return median(costs[0]), median(costs[1])
