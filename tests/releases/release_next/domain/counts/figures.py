"""Counts as the engine publishes them, as entities of the feed; `formulas` makes percentages of them."""

from tests.releases.release_next.domain.centre.agent_state import AgentState
from tests.releases.release_next.domain.centre.state import (
    Agent,
    Call,
    Entity,
    Group,
    LedgerState,
    Membership,
    Monitor,
    Queue,
    Source,
)
from tests.releases.release_next.domain.counts.counter import Tally
from tests.releases.release_next.domain.counts.formulas import ended, occupancy_pct, utilisation_pct
from tests.releases.release_next.domain.ids import CallId, Key, ScopeId, key_of_kind
from tests.releases.release_next.domain.wire_enum import WireEnum


class Window(WireEnum):
    """The period of a figure."""

    INTERVAL = "interval"
    TODAY = "today"
    ROLLING_30 = "rolling_30"
    UNKNOWN = "unknown"


class Figures(Entity, frozen=True, kw_only=True, tag="figures"):
    """The counts of one queue or group in one window.

    ``since_ms`` is where the window starts; ``covered_since_ms`` is later where the gateway started later.
    ``handling_ms`` and ``ready_ms`` are the agents' summed times that occupancy is made of, ``logged_in_ms`` is all
    their time, None from an older gateway; they are counted from ``agents_since_ms`` on, later still where the
    group had other queues before. ``unobserved_ms`` is the time since then in which the PBX was not observed:
    callers of that time are in no count. ``carried`` are the callers who were
    here, unanswered, as the window began.
    """

    scope: ScopeId
    window: Window
    since_ms: int
    covered_since_ms: int
    agents_since_ms: int | None = None
    tally: Tally
    handling_ms: int = 0
    ready_ms: int = 0
    logged_in_ms: int | None = None
    unobserved_ms: int = 0
    carried: int = 0

    @property
    def here(self) -> int:
        """Returns how many callers are here now, unanswered: all who came less all who left."""
        return self.carried + self.tally.offered - ended(self.tally) - self.tally.unobserved

    @property
    def key(self) -> Key:
        return key_of_kind("figures", self.scope, self.window)

    def says_the_same(self, old: Entity) -> bool:
        """Whether a reader would see the same as in ``old``: agents' times grow, their shares seldom change."""
        return (
            isinstance(old, Figures)
            and self.tally == old.tally
            and self.since_ms == old.since_ms
            and self.covered_since_ms == old.covered_since_ms
            and self.agents_since_ms == old.agents_since_ms
            and self.carried == old.carried
            and self.unobserved_min == old.unobserved_min
            and self._shares_shown() == old._shares_shown()
        )

    @property
    def unobserved_min(self) -> int:
        """Returns the whole minutes in which the PBX was not observed."""
        return self.unobserved_ms // 60_000

    def _shares_shown(self) -> tuple[int | None, int | None]:
        """Returns occupancy and utilisation as screens show them, in whole percent."""
        occupancy = occupancy_pct(self.handling_ms, self.ready_ms)
        utilisation = utilisation_pct(self.handling_ms, self.ready_ms, self.logged_in_ms)
        return _whole(occupancy), _whole(utilisation)


def _whole(percent: float | None) -> int | None:
    return None if percent is None else int(percent + 0.5)


class QueueNow(Entity, frozen=True, kw_only=True, tag="now"):
    """A queue or a group at this moment; ``longest_since_ms`` is when the longest wait began.

    ``late`` are the callers of now who are past the threshold. A group's callers and agents are those of its
    connected PBXs; while none is connected, all as of then.
    ``positions`` are those of a queue's waiting callers, from 1, where the PBX has them.
    """

    scope: ScopeId
    waiting: int = 0
    late: int = 0
    longest_since_ms: int | None = None
    agents: dict[AgentState, int] = {}
    positions: dict[CallId, int] = {}

    @property
    def key(self) -> Key:
        return key_of_kind("now", self.scope)

    def says_the_same(self, old: Entity) -> bool:
        """Whether a reader would see the same as in ``old``."""
        return (
            isinstance(old, QueueNow)
            and (self.scope, self.waiting, self.late) == (old.scope, old.waiting, old.late)
            and self.longest_since_ms == old.longest_since_ms
            and (self.agents, self.positions) == (old.agents, old.positions)
        )


class Interval(Entity, frozen=True, kw_only=True, tag="interval"):
    """A finished interval of today, for the charts."""

    scope: ScopeId
    start_ms: int
    tally: Tally

    @property
    def key(self) -> Key:
        return Key("interval", self.scope, str(self.start_ms))


class Sample(Entity, frozen=True, kw_only=True, tag="sample"):
    """Callers waiting and the longest wait at one moment, for the charts; stored for an hour."""

    scope: ScopeId
    at_ms: int
    waiting: int
    longest_wait_ms: int

    @property
    def key(self) -> Key:
        return Key("sample", self.scope, str(self.at_ms))


AnyEntity = (
    Source
    | LedgerState
    | Queue
    | Group
    | Agent
    | Membership
    | Call
    | Monitor
    | Figures
    | QueueNow
    | Interval
    | Sample
)
"""The union of all entities of the feed, distinguished by their tags."""
