"""The answers of ``/api/v1``: what is encoded, and what the OpenAPI description is made of.

Figures are addressed by the catalogue's ids. Times are UTC.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Formula
from wallboard.gateway.fanout.web.reading import ScopeKind

AnswerUnit = Literal["percent", "seconds", "count"]
WindowName = Literal["today", "interval", "rolling_30"]


class ApiStruct(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Any part of an answer."""


class FigureValue(ApiStruct, frozen=True, kw_only=True):
    """One figure; ``value`` is null without data, ``of`` is what it is a share of, where it is one."""

    value: float | None
    unit: AnswerUnit
    of: int | None = None


class ScopeFigures(ApiStruct, frozen=True, kw_only=True):
    """The figures of one queue or group, by id.

    ``covered_since`` is later than ``since`` where the gateway started later. ``live`` is false while no PBX of it
    is connected: figures of a window are as of then, and those of now are null.
    """

    id: str
    kind: ScopeKind
    name: str
    source: str | None
    live: bool
    since: datetime | None
    covered_since: datetime | None
    figures: dict[FigureId, FigureValue]


class FiguresAnswer(ApiStruct, frozen=True, kw_only=True):
    """The figures of all queues and groups, or one, in one window."""

    at: datetime
    window: WindowName
    scopes: list[ScopeFigures]


class GoalValue(ApiStruct, frozen=True, kw_only=True):
    """A goal: ``target_pct`` % answered within ``threshold_s`` seconds, by ``formula``."""

    threshold_s: float
    target_pct: float
    formula: Formula


class ScopeNow(ApiStruct, frozen=True, kw_only=True):
    """A queue or group and its state of this moment, which is null while no PBX of it is connected.

    ``agents`` are counted by state; a state that is not there is 0.
    """

    id: str
    kind: ScopeKind
    name: str
    source: str | None
    goal: GoalValue
    live: bool
    waiting: int | None
    late: int | None
    longest_wait_s: float | None
    agents: dict[AgentState, int] | None


class QueuesAnswer(ApiStruct, frozen=True, kw_only=True):
    """All queues and groups."""

    at: datetime
    queues: list[ScopeNow]


class AgentNow(ApiStruct, frozen=True, kw_only=True):
    """An agent, the state and since when, and the ids of the queues; ``live`` while the PBX is connected.

    With a viewer's token numbers in names and ids are masked, as on a viewer's screen.
    """

    id: str
    name: str
    source: str
    live: bool
    state: AgentState
    since: datetime | None
    pause_reason: str
    queues: list[str]


class AgentsAnswer(ApiStruct, frozen=True, kw_only=True):
    """All agents."""

    at: datetime
    agents: list[AgentNow]


class IntervalFigures(ApiStruct, frozen=True, kw_only=True):
    """The figures of one finished interval, by id."""

    start: datetime
    figures: dict[FigureId, FigureValue]


class IntervalsAnswer(ApiStruct, frozen=True, kw_only=True):
    """Today's finished intervals of one queue or group."""

    at: datetime
    scope: str
    intervals: list[IntervalFigures]
