"""What the engine publishes of its counts, as entities of the feed; percentages are made of them by `formulas`."""

from enum import StrEnum

from msgspec.structs import replace

from tests.releases.release_0_1.domain.agent_state import AgentState
from tests.releases.release_0_1.domain.formulas import Tally, ended, occupancy_pct
from tests.releases.release_0_1.domain.ids import QueueId
from tests.releases.release_0_1.domain.state import Agent, Call, Entity, Key, LedgerState, Link, Membership, Monitor, Queue


class Window(StrEnum):
    """The time a figure stands for."""

    INTERVAL = "interval"
    TODAY = "today"
    ROLLING_30 = "rolling_30"


class Figures(Entity, frozen=True, kw_only=True, tag="figures"):
    """The counts of one queue, or of the total, in one window.

    ``since_ms`` is where the window starts; ``covered_since_ms`` is later where the gateway came later.
    ``handling_ms`` and ``ready_ms`` are the agents' summed times that occupancy is made of. ``unwatched_ms`` is the
    time since then in which the PBX could not be heard: who came and went meanwhile is in no count. ``carried``
    are the callers who were here, unanswered, as the window began.
    """

    queue_id: QueueId
    window: Window
    since_ms: int
    covered_since_ms: int
    tally: Tally
    handling_ms: int = 0
    ready_ms: int = 0
    unwatched_ms: int = 0
    carried: int = 0

    @property
    def here(self) -> int:
        """How many callers are here now, unanswered: all who came less all who went."""
        return self.carried + self.tally.offered - ended(self.tally) - self.tally.lost

    @property
    def key(self) -> Key:
        return Key("figures", f"{self.queue_id}|{self.window}")

    def says_the_same(self, old: Entity) -> bool:
        """Whether nobody could read anything else here than in ``old``; agents' times grow all day long."""
        return (
            isinstance(old, Figures)
            and self.tally == old.tally
            and (self.since_ms, self.covered_since_ms) == (old.since_ms, old.covered_since_ms)
            and self.carried == old.carried
            and self._tenths() == old._tenths()
            and self.unwatched_min == old.unwatched_min
        )

    @property
    def unwatched_min(self) -> int:
        """The whole minutes in which the PBX could not be heard."""
        return self.unwatched_ms // 60_000

    def _tenths(self) -> int | None:
        occupancy = occupancy_pct(self.handling_ms, self.ready_ms)
        return None if occupancy is None else round(occupancy * 10)


class Pulse(Entity, frozen=True, kw_only=True, tag="pulse"):
    """A queue, or the total, at this moment; ``longest_since_ms`` is when the longest wait began."""

    queue_id: QueueId
    waiting: int = 0
    longest_since_ms: int | None = None
    agents: dict[AgentState, int] = {}

    @property
    def key(self) -> Key:
        return Key("pulse", self.queue_id)

    def says_the_same(self, old: Entity) -> bool:
        """Whether nobody could read anything else here than in ``old``."""
        return isinstance(old, Pulse) and replace(self, rev=old.rev) == old


class Interval(Entity, frozen=True, kw_only=True, tag="interval"):
    """A finished interval of today, for the charts."""

    queue_id: QueueId
    start_ms: int
    tally: Tally

    @property
    def key(self) -> Key:
        return Key("interval", f"{self.queue_id}|{self.start_ms}")


class Sample(Entity, frozen=True, kw_only=True, tag="sample"):
    """Callers waiting and the longest wait at one moment, for the charts; kept for an hour."""

    queue_id: QueueId
    at_ms: int
    waiting: int
    longest_wait_ms: int

    @property
    def key(self) -> Key:
        return Key("sample", f"{self.queue_id}|{self.at_ms}")


AnyEntity = Link | LedgerState | Queue | Agent | Membership | Call | Monitor | Figures | Pulse | Interval | Sample
"""Everything that the feed carries, told apart by its tag."""
