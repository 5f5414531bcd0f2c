"""Encodes the answers of ``/api/v1`` in pieces that take little time each, from frozen values."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import get_args

import msgspec
from msgspec import Struct

from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Agent, Membership, Source, SourceStatus
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, Figure, Need, Unit
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, Window
from wallboard.domain.ids import AgentId, QueueId, source_of
from wallboard.gateway.fanout.web import api_types as t
from wallboard.gateway.fanout.web.reading import Reading, Scope

WINDOWS: tuple[str, ...] = get_args(t.WindowName)
PEOPLE_KINDS = frozenset({"source", "agent", "membership"})
_AT_ONCE = 50
_OF_INTERVALS = [one for one in CATALOGUE.values() if not one.needs & {Need.NOW, Need.AGENTS}]
_UNITS: dict[Unit, t.AnswerUnit] = {
    Unit.PERCENT: "percent",
    Unit.SECONDS: "seconds",
    Unit.COUNT: "count",
    Unit.RUNNING: "seconds",
}
_encode = msgspec.json.Encoder().encode


def figures(reading: Reading, scopes: Iterable[Scope], window: t.WindowName) -> Iterator[bytes]:
    """Yields a `FiguresAnswer`."""
    head = t.FiguresAnswer(at=_time(reading.at_ms), window=window, scopes=[])
    return _listed(head, (_figures_of(reading, scope, Window(window)) for scope in scopes), 2)


def queues(reading: Reading) -> Iterator[bytes]:
    """Yields a `QueuesAnswer`."""
    head = t.QueuesAnswer(at=_time(reading.at_ms), queues=[])
    return _listed(head, (_scope_now(reading, scope) for scope in reading.scopes), _AT_ONCE)


def intervals(reading: Reading, scope: Scope, points: Iterable[Interval]) -> Iterator[bytes]:
    """Yields an `IntervalsAnswer`."""
    head = t.IntervalsAnswer(at=_time(reading.at_ms), scope=scope.id, intervals=[])
    return _listed(head, (_interval(scope, one) for one in points), 5)


def agents(at_ms: int, entities: Iterable[AnyEntity]) -> Iterator[bytes]:
    """Yields an `AgentsAnswer`; also gathers ``entities`` in pieces, since they are masked one by one."""
    up, queues_of, found = set(), dict[AgentId, list[QueueId]](), list[Agent]()
    for number, entity in enumerate(entities, 1):
        match entity:
            case Source(status=SourceStatus.UP):
                up.add(entity.id)
            case Agent():
                found.append(entity)
            case Membership():
                queues_of.setdefault(entity.agent_id, []).append(entity.queue_id)
            case _:
                pass
        if number % (10 * _AT_ONCE) == 0:
            yield b""
    head = t.AgentsAnswer(at=_time(at_ms), agents=[])
    found.sort(key=lambda agent: agent.id)
    people = (_agent(one, queues_of.get(one.id, []), live=source_of(one.id) in up) for one in found)
    yield from _listed(head, people, _AT_ONCE)


def _listed(head: Struct, items: Iterator[Struct], at_once: int) -> Iterator[bytes]:
    """Yields ``head``, whose last field is an empty list, with ``items`` in it."""
    yield _encode(head).removesuffix(b"]}")
    comma = b""
    while piece := list(islice(items, at_once)):
        yield comma + _encode(piece)[1:-1]
        comma = b","
    yield b"]}"


def _figures_of(reading: Reading, scope: Scope, window: Window) -> t.ScopeFigures:
    basis = reading.basis(scope, window)
    of = basis.figures
    return t.ScopeFigures(
        id=scope.id,
        kind=scope.kind,
        name=scope.name,
        source=scope.source or None,
        live=scope.is_live,
        since=None if of is None else _time(of.since_ms),
        covered_since=None if of is None else _time(max(of.since_ms, of.covered_since_ms)),
        figures={figure.id: _value(figure, basis, reading.at_ms) for figure in CATALOGUE.values()},
    )


def _value(figure: Figure, basis: Basis, at_ms: int) -> t.FigureValue:
    value = figure.value(basis)
    if value is not None and figure.unit is Unit.RUNNING:
        value = max(0, at_ms - value) / 1000
    of = None if value is None or figure.of is None else figure.of(basis)
    return t.FigureValue(value=value, unit=_UNITS[figure.unit], of=of)


def _interval(scope: Scope, one: Interval) -> t.IntervalFigures:
    of = Figures(
        scope=one.scope,
        window=Window.INTERVAL,
        since_ms=one.start_ms,
        covered_since_ms=one.start_ms,
        tally=one.tally,
    )
    basis = Basis(goal=scope.goal, window=Window.INTERVAL, figures=of, tally=one.tally)
    values = {figure.id: _value(figure, basis, one.start_ms) for figure in _OF_INTERVALS}
    return t.IntervalFigures(start=_time(one.start_ms), figures=values)


def _scope_now(reading: Reading, scope: Scope) -> t.ScopeNow:
    now, goal = reading.now(scope), scope.goal
    since_ms = None if now is None else now.longest_since_ms
    return t.ScopeNow(
        id=scope.id,
        kind=scope.kind,
        name=scope.name,
        source=scope.source or None,
        goal=t.GoalValue(threshold_s=goal.threshold_s, target_pct=goal.target_pct, formula=goal.formula),
        live=scope.is_live,
        waiting=None if now is None else now.waiting,
        late=None if now is None else now.late,
        longest_wait_s=None if since_ms is None else max(0, reading.at_ms - since_ms) / 1000,
        agents=None if now is None else now.agents,
    )


def _agent(agent: Agent, queue_ids: list[QueueId], *, live: bool) -> t.AgentNow:
    state, since_ms = shown_state(agent)
    return t.AgentNow(
        id=agent.id,
        name=agent.name,
        source=source_of(agent.id),
        live=live,
        state=state,
        since=_time(since_ms) if since_ms else None,
        pause_reason=agent.pause_reason,
        queues=sorted(queue_ids),
    )


def _time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
