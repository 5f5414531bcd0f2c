"""One frozen picture of the board: everything a window shows, ordered and decided, no words and no colours.

Instants are epoch ms of the *gateway*; a window adds ``clock_offset_ms`` to `host.clock.now_ms` to animate them.
Rows that did not change from one frame to the next are the same objects, so a model can compare by identity.
"""

from enum import StrEnum

from msgspec import Struct

from wallboard.client.centre_view import CentreView
from wallboard.domain.actions.commands import ActionSettings, Command, Outcome, Progress, Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.exits import Exit
from wallboard.domain.centre.state import CallPhase, Direction, LedgerState, MonitorMode
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    QueueId,
    ScopeId,
)
from wallboard.domain.problems import Problem
from wallboard.feed.roles import Role


class Row(Struct, frozen=True, kw_only=True, gc=False):
    """Anything a window shows."""


class FreshnessState(StrEnum):
    """Whether what is shown is so now; only ``live`` figures keep their colours."""

    CONNECTING = "connecting"
    LIVE = "live"
    LATE = "late"
    """Connected as far as we know, but silent for two heartbeats."""
    GATEWAY_LOST = "gateway_lost"
    PBX_LOST = "pbx_lost"
    PBX_SYNCING = "pbx_syncing"
    REFUSED = "refused"
    """The gateway does not accept us for a reason that is given, and we do not try again by ourselves."""


class Freshness(Row, frozen=True, kw_only=True):
    """How far to trust the picture. ``since_ms`` is the last moment all of it was so (0: never yet).

    ``retry_at_ms`` is when the next attempt to connect begins (0: none is waited for). Why it is not live is
    ``problem``, else in ``detail`` in words for people. Of a picture that ``is_partial`` this program cannot read
    a part: that is grey, or missing.
    """

    state: FreshnessState
    since_ms: int = 0
    retry_at_ms: int = 0
    detail: str = ""
    problem: Problem | None = None
    is_partial: bool = False

    @property
    def is_live(self) -> bool:
        """Whether figures may be shown in their colours."""
        return self.state is FreshnessState.LIVE

    @property
    def has_reason(self) -> bool:
        """Whether it is known why the picture is not live."""
        return self.problem is not None or bool(self.detail)


class KpiKind(StrEnum):
    """The figures of the band, in their order on the screen."""

    SERVICE_LEVEL = "service_level"
    WAITING = "waiting"
    LONGEST_WAIT = "longest_wait"
    ABANDONMENT = "abandonment"
    ANSWERED = "answered"
    ASA = "asa"
    AHT = "aht"
    OCCUPANCY = "occupancy"
    AGENTS_READY = "agents_ready"


class Kpi(Row, frozen=True, kw_only=True):
    """One figure of the band. ``value`` is a percentage, seconds or a count by its kind; None is no data.

    A clock that runs has ``since_ms`` instead of a value (longest wait now), and ``warn_at_ms`` and
    ``late_at_ms`` say when its level turns, as in `CallerRow`. ``of`` is the count that stands beside
    the value, where there is one (offered beside answered, agents logged in beside those ready). ``level``
    is ``no_data`` also for a figure of which nothing is promised. ``covered_since_ms`` is set where the
    gateway came later than the window's start. ``late`` of the waiting are past the limit, ``waiting`` are those
    for whom nobody is ready, ``flowed_out`` left unanswered without giving up; with ``is_flow_out`` most did so.
    """

    kind: KpiKind
    value: float | None = None
    since_ms: int | None = None
    warn_at_ms: int | None = None
    late_at_ms: int | None = None
    of: int | None = None
    level: Level = Level.NO_DATA
    window: Window | None = None
    goal: Goal | None = None
    covered_since_ms: int | None = None
    late: int = 0
    waiting: int = 0
    flowed_out: int = 0
    is_flow_out: bool = False


class Paused(Row, frozen=True, kw_only=True):
    """Agents of a queue who are paused for one reason, the first of them since ``since_ms``."""

    reason: str = ""
    count: int
    since_ms: int


class Why(Row, frozen=True, kw_only=True):
    """Where the agents of a queue in trouble are, as counts; ``paused`` has the largest group first.

    ``agent_ids`` are those who could take calls and do not: paused, in wrap-up, not reachable.
    """

    ready: int = 0
    paused: tuple[Paused, ...] = ()
    wrap_up: int = 0
    in_call: int = 0
    unreachable: int = 0
    logged_in: int = 0
    agent_ids: tuple[AgentId, ...] = ()


class QueueRow(Row, frozen=True, kw_only=True):
    """One queue, or all of them (``id`` is `ALL`). Figures are of ``window``; None is no data.

    ``past_limit`` counts the callers who wait past the threshold; ``why`` says where the agents are while the
    queue is in trouble. ``warn_at_ms`` and ``late_at_ms`` say when the level of the longest wait turns, as in
    `CallerRow`.

    ``service_levels`` has all five formulas, for the explanation on hover; ``service_level_pct`` is the goal's.

    ``carried`` were here as the window began and ``here`` are so now, both unanswered, so that ``carried`` +
    ``offered`` = ``answered`` + ``abandoned`` + ``flowed_out`` + ``lost`` + ``here``.
    ``exits`` says how the flowed out left; with ``is_flow_out`` they are most, and neither rate is good.
    Of a row that ``is_unread`` this program cannot read what was promised, what is so now or what was counted.
    """

    id: ScopeId
    name: str
    is_unread: bool = False
    goal: Goal
    window: Window
    waiting: int
    past_limit: int = 0
    why: Why | None = None
    longest_since_ms: int | None
    warn_at_ms: int | None = None
    late_at_ms: int | None = None
    service_level_pct: float | None
    service_level: Level
    service_levels: dict[Formula, float | None]
    offered: int
    answered: int
    abandoned: int
    flowed_out: int
    lost: int
    abandonment_pct: float | None
    abandonment: Level
    asa_s: float | None
    atq_s: float | None
    aht_s: float | None
    longest_wait_s: float | None
    occupancy_pct: float | None
    agents: dict[AgentState, int]
    waiting_level: Level = Level.NO_DATA
    ready_level: Level = Level.NO_DATA
    carried: int = 0
    here: int = 0
    exits: dict[Exit, int] = {}
    is_flow_out: bool = False


class Pending(Row, frozen=True, kw_only=True):
    """A command of ours on its way that concerns a row.

    ``target`` is the name of whom or what it goes to; where that is the row itself, the name of who comes there.
    """

    command_id: CommandId
    progress: Progress
    target: str = ""


class CallerRow(Row, frozen=True, kw_only=True):
    """One caller that waits or is on the way; longest wait first.

    ``stage_rev`` is what a command on this caller must expect. ``threshold_s`` is the queue's, for the
    level of the wait: `thresholds.wait` is asked by the present layer and ``late_at_ms``/``warn_at_ms``
    say when the level turns, so that a window only compares the clock with them.
    """

    call_id: CallId
    stage_rev: int
    number: str
    name: str
    withheld: bool = False
    """The caller asked for its number not to be shown."""
    queue_id: QueueId
    queue_name: str
    since_ms: int
    warn_at_ms: int
    late_at_ms: int
    position: int
    phase: CallPhase
    moving_to: str = ""
    returned: bool = False
    """Was answered before and waits again."""
    pending: Pending | None = None


class PausedIn(Row, frozen=True, kw_only=True):
    """A queue that an agent is paused in while another goes on."""

    queue: str
    reason: str = ""


class AgentRow(Row, frozen=True, kw_only=True):
    """One agent's tile, ordered by name, logged-out ones last; limited to a queue, the state is that in it.

    ``caller`` is who they talk with or who rings, a name or a number. ``paused_in`` names the queues where an
    agent is paused who takes other queues' calls. ``own_call`` is whose call it is that is no queue's,
    ``on_hold`` whether it is held, ``wrap_up_interrupted`` whether a wrap-up goes on after the call.
    """

    agent_id: AgentId
    name: str
    state: AgentState
    since_ms: int
    until_ms: int | None = None
    pause_reason: str = ""
    pause_pending: bool = False
    paused_in_call: bool = False
    paused_in: tuple[PausedIn, ...] = ()
    own_call: Direction | None = None
    on_hold: bool = False
    wrap_up_interrupted: bool = False
    queues: tuple[str, ...] = ()
    call_id: CallId | None = None
    stage_rev: int = 0
    caller: str = ""
    caller_withheld: bool = False
    call_queue: str = ""
    monitor: MonitorMode | None = None
    my_monitor_id: CommandId | None = None
    monitor_id: CommandId | None = None
    monitored_by: str = ""
    refusal: Reason | None = None
    """Why no caller can be sent to this agent now; None when one can."""
    pending: Pending | None = None


class OwnMonitoring(Row, frozen=True, kw_only=True):
    """The agent's call that the supervisor is in: with whom the agent talks, for which queue, since when.

    ``is_pending``: a command about it, or about the agent, is on its way.
    """

    monitor_id: CommandId
    agent_id: AgentId
    agent: str
    mode: MonitorMode
    since_ms: int
    caller: str = ""
    caller_withheld: bool = False
    queue: str = ""
    is_pending: bool = False


class ChartPoint(Row, frozen=True, kw_only=True):
    """One interval of today for the charts of service level and of volume; None is no data.

    ``counted`` are the callers that the service level is of.
    """

    start_ms: int
    service_level_pct: float | None
    counted: int = 0
    offered: int
    answered: int
    abandoned: int
    flowed_out: int = 0
    abandonment_pct: float | None

    @property
    def left(self) -> int:
        """All whose wait ended in the interval."""
        return self.answered + self.abandoned + self.flowed_out


class WaitPoint(Row, frozen=True, kw_only=True):
    """Callers waiting and the longest wait at a moment of the last hour."""

    at_ms: int
    waiting: int
    longest_wait_s: float


class Charts(Row, frozen=True, kw_only=True):
    """What the three charts show of one queue or group; points are oldest first.

    ``intervals`` are finished; the ``running`` one has a point when it is of enough callers: ``running_counts``.
    """

    scope: ScopeId = ALL
    queue_name: str = ""
    goal: Goal = Goal()
    interval_minutes: int = 15
    day_start_ms: int = 0
    intervals: tuple[ChartPoint, ...] = ()
    running: ChartPoint | None = None
    running_counts: bool = False
    waits: tuple[WaitPoint, ...] = ()


class Notice(Row, frozen=True, kw_only=True):
    """How a command of ours ended, to be told once and kept in the list of what was done.

    ``subject`` is the caller or agent it was about and ``target`` where to, both as names for people.
    ``elapsed_s`` is how long it took from the gesture to the end. ``over_at_ms`` is when what it brought about
    was over, for a monitoring; None while that lasts, and for what has no end.
    """

    command: Command
    outcome: Outcome
    at_ms: int
    elapsed_s: float = 0.0
    reason: Reason | None = None
    detail: str = ""
    subject: str = ""
    target: str = ""
    over_at_ms: int | None = None


class BoardFrame(Row, frozen=True, kw_only=True):
    """Everything a window shows at one moment."""

    clock_offset_ms: int = 0
    time_zone: str = ""
    """The site's, which all times are shown in; empty until a gateway told it."""
    freshness: Freshness = Freshness(state=FreshnessState.CONNECTING)
    user: str = ""
    role: Role = Role.VIEWER
    actions: ActionSettings = ActionSettings()
    """What the site sets for its supervisors' actions."""
    grant: Grant = Grant()
    scope: ScopeId = ALL
    """The queue or group that band, charts, callers and agents are limited to."""
    kpis: tuple[Kpi, ...] = ()
    covered_since_ms: int | None = None
    """Since when the figures count, where that is later than their window's start."""
    unseen_min: int = 0
    """The whole minutes since then in which the PBX could not be heard."""
    queues: tuple[QueueRow, ...] = ()
    """The total first, then those with an order by it, then by name."""
    callers: tuple[CallerRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()
    all_callers: tuple[CallerRow, ...] = ()
    all_agents: tuple[AgentRow, ...] = ()
    """Those of the whole centre while the board is limited to a queue; else ``callers`` and ``agents`` are all."""
    monitoring: OwnMonitoring | None = None
    """The call that the supervisor is in, whatever the board is limited to."""
    charts: Charts = Charts()
    centre: CentreView = CentreView()
    """What there is now, as the rules of actions read it."""
    notices: tuple[Notice, ...] = ()
    """Newest first, the last fifty."""
    ledger: LedgerState | None = None
    """How the gateway records commands, where it ever had trouble with that; viewers are not told."""
    gateway_is_newer: bool = False
    """The gateway speaks a later version of the feed and may tell what this program cannot show."""
