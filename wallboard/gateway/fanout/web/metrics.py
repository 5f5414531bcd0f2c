"""The text of ``GET /metrics`` for Prometheus; each is made of a registry of its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.domain.counts.figures import Window
from wallboard.gateway.activity import CoreActivity
from wallboard.gateway.fanout.web.reading import Reading, Scope
from wallboard.gateway.health import Health

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_SCOPE = ("id", "name", "kind", "source")
_AT_ONCE = 10
"""How many queues are written in one piece: some 100 lines, which take a millisecond."""
_BYTES_A_MB = 1_000_000


class _Once(Collector):
    """A family that is collected once."""

    def __init__(self, family: Metric) -> None:
        self._family = family

    def collect(self) -> Iterable[Metric]:
        return [self._family]


def pieces(health: Health, activity: CoreActivity, reading: Reading | None) -> Iterator[bytes]:
    """Yields all metrics in pieces that take little time; without a ``reading`` the gateway's own alone."""
    for family in (*_of_gateway(health), *_of_sources(health, activity), *_of_records(health)):
        yield _text(family)
    if reading is not None:
        for one in _OF_SCOPES:
            yield from _of_scopes(one, reading)


def _text(family: Metric) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Once(family))
    return generate_latest(registry)


def _of_gateway(health: Health) -> Iterator[Metric]:
    yield InfoMetricFamily("wallboard_build", "The gateway's version.", value={"version": health.version})
    yield _gauge("wallboard_up", "Whether every source is connected and listed.", health.up)
    yield _gauge("wallboard_uptime_seconds", "Time since the gateway's start.", health.uptime_s)
    yield _gauge("wallboard_screens", "Screens that are signed in.", health.subscribers)
    yield _gauge("wallboard_clock_ahead_seconds", "How far the gateway's clock is ahead.", health.clock_ahead_s)
    yield _gauge("wallboard_reload_failed", "Whether gateway.toml was not valid when read.", health.reload_failed)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=float(value))


def _of_sources(health: Health, activity: CoreActivity) -> Iterator[Metric]:
    up = GaugeMetricFamily("wallboard_source_up", "Whether the PBX is connected and listed.", labels=["source"])
    for name, status in health.links.items():
        up.add_metric([name], float(status == "up"))
    events = CounterMetricFamily("wallboard_source_events", "Events of the PBX.", labels=["source"])
    again = CounterMetricFamily("wallboard_source_reconnects", "Connections after the first.", labels=["source"])
    age = GaugeMetricFamily("wallboard_source_last_event_age_seconds", "Time since an event.", labels=["source"])
    for name, one in activity.sources.items():
        events.add_metric([name], one.events)
        again.add_metric([name], one.reconnects)
        if one.last_event_age_s is not None:
            age.add_metric([name], round(one.last_event_age_s, 3))
    words = "Commands by outcome; an unknown one that shows itself done later is counted again, as confirmed."
    commands = CounterMetricFamily("wallboard_commands", words, labels=["outcome"])
    for outcome, many in activity.commands.items():
        commands.add_metric([outcome], many)
    yield from (up, events, again, age, commands)


def _of_records(health: Health) -> Iterator[Metric]:
    """Metrics of what is written to a disk, where anything is."""
    for name, one in (("ledger", health.ledger), ("history", health.history)):
        if one is None:
            continue
        yield _gauge(f"wallboard_{name}_ok", "Whether it can be written.", one.state == "ok")
        yield _gauge(f"wallboard_{name}_pending", "Records that wait for the disk.", one.pending)
        yield _gauge(f"wallboard_{name}_lost", "Records that were lost.", one.lost)
        yield _gauge(f"wallboard_{name}_size_bytes", "Size on the disk.", one.size_mb * _BYTES_A_MB)
    database = None if health.history is None else health.history.database
    if database is not None:
        yield _gauge("wallboard_database_ok", "Whether PostgreSQL can be written.", database.state == "ok")
        yield _gauge("wallboard_database_unsent", "Rows that PostgreSQL does not have yet.", database.unsent)


Sample = tuple[tuple[str, ...], float]
"""The value of further labels, and that of the metric."""


class _OfScopes(NamedTuple):
    """A metric of each queue and group; ``read`` returns its samples of one."""

    name: str
    words: str
    read: Callable[[Reading, Scope], Iterable[Sample]]
    labels: tuple[str, ...] = ()


def _of_scopes(one: _OfScopes, reading: Reading) -> Iterator[bytes]:
    """Yields one family in pieces, of which the first has its head."""
    scopes = reading.scopes
    for start in range(0, max(1, len(scopes)), _AT_ONCE):
        family = GaugeMetricFamily(f"wallboard_{one.name}", one.words, labels=[*_SCOPE, *one.labels])
        for scope in scopes[start : start + _AT_ONCE]:
            for labels, value in one.read(reading, scope):
                family.add_metric([scope.id, scope.name, scope.kind, scope.source, *labels], value)
        text = _text(family)
        yield text if start == 0 else text.split(b"\n", 2)[2]


def _today(figure_id: FigureId, divisor: int = 1) -> Callable[[Reading, Scope], Iterator[Sample]]:
    """Returns what reads one of today's figures; there is no sample without data."""
    figure = CATALOGUE[figure_id]

    def read(reading: Reading, scope: Scope) -> Iterator[Sample]:
        if (value := figure.value(reading.basis(scope, Window.TODAY))) is not None:
            yield (), value / divisor

    return read


def _waiting(reading: Reading, scope: Scope) -> Iterator[Sample]:
    if (now := reading.now(scope)) is not None:
        yield (), now.waiting


def _longest_wait(reading: Reading, scope: Scope) -> Iterator[Sample]:
    if (now := reading.now(scope)) is not None:
        since_ms = now.longest_since_ms
        yield (), 0.0 if since_ms is None else max(0, reading.at_ms - since_ms) / 1000


def _agents(reading: Reading, scope: Scope) -> Iterator[Sample]:
    if (now := reading.now(scope)) is not None:
        for state in AgentState:
            yield (str(state),), now.agents.get(state, 0)


_OF_SCOPES = (
    _OfScopes("offered_today", "Callers who entered today.", _today(FigureId.OFFERED)),
    _OfScopes("answered_today", "Callers who were answered today.", _today(FigureId.ANSWERED)),
    _OfScopes("abandoned_today", "Callers who hung up unanswered today.", _today(FigureId.ABANDONS)),
    _OfScopes("flowed_out_today", "Callers who left otherwise unanswered today.", _today(FigureId.FLOWED_OUT)),
    _OfScopes(
        "service_level_ratio", "Part answered in time today, by the goal.", _today(FigureId.SERVICE_LEVEL, 100)
    ),
    _OfScopes("waiting", "Callers who wait now.", _waiting),
    _OfScopes("longest_wait_seconds", "The longest wait now.", _longest_wait),
    _OfScopes("agents", "Agents by state, now.", _agents, ("state",)),
)
"""Today's counts are gauges: another goal, or a caller who comes back, may take from them."""
