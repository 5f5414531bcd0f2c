"""The frozen state of the board at one moment: all that a window shows, ordered; no text and no colours.

Instants are epoch ms of the *gateway*; a window adds ``clock_offset_ms`` to `host.clock.now_ms` to animate them.
Rows that did not change from one frame to the next are the same objects, so a model can compare by identity.
"""

from enum import StrEnum

from wallboard.client.centre_view import CentreView
from wallboard.domain.actions.commands import ActionSettings, Command, Outcome, Progress, Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, Direction, LedgerState, MonitorMode
from wallboard.domain.counts import formulas, thresholds
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.counter import Tally
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
from wallboard.present.chart_points import Charts
from wallboard.present.kpis import Kpi, Kpis, Pbxs, without_data
from wallboard.present.row import Row


class FreshnessState(StrEnum):
    """Whether the shown state is current; only ``live`` figures keep their colours."""

    CONNECTING = "connecting"
    LIVE = "live"
    LATE = "late"
    """Connected as far as known, but silent for two heartbeats."""
    GATEWAY_LOST = "gateway_lost"
    PBX_LOST = "pbx_lost"
    PBX_SYNCING = "pbx_syncing"
    REFUSED = "refused"
    """The gateway rejects the login for a given reason, and there are no automatic retries."""


class LostPbx(Row, frozen=True, kw_only=True):
    """A PBX that is lost while others are connected: what is shown of it is as of ``since_ms``."""

    name: str
    since_ms: int
    is_syncing: bool = False
    problem: Problem | None = None


class Freshness(Row, frozen=True, kw_only=True):
    """How current the shown state is. ``since_ms`` is the last moment when all of it was (0: never yet).

    ``retry_at_ms`` is when the next attempt to connect begins (0: none is due); a refused one that ``is_retried``
    is retried automatically. Why it is not live is ``problem``. If it ``is_partial``, this program cannot decode a
    part: that is grey, or missing. A live state may have ``lost`` PBXs among its ``sources``: rows of these have no
    colours, and totals show how many are in them.
    """

    state: FreshnessState
    since_ms: int = 0
    retry_at_ms: int = 0
    is_retried: bool = False
    problem: Problem | None = None
    is_partial: bool = False
    sources: int = 1
    lost: tuple[LostPbx, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether figures may be shown in their colours."""
        return self.state is FreshnessState.LIVE

    @property
    def has_reason(self) -> bool:
        """Whether it is known why the state is not live."""
        return self.problem is not None


class Paused(Row, frozen=True, kw_only=True):
    """Agents of a queue who are paused for one reason, the first of them since ``since_ms``."""

    reason: str = ""
    count: int
    since_ms: int


class Why(Row, frozen=True, kw_only=True):
    """Where the agents of a queue in trouble are, as counts; ``paused`` has the largest group first.

    ``in_call`` are in a queue's call or in another. ``logged_in`` is None where the state of an agent is unknown.
    """

    ready: int = 0
    paused: tuple[Paused, ...] = ()
    wrap_up: int = 0
    cool_down: int = 0
    on_demand: int = 0
    ringing: int = 0
    in_call: int = 0
    unreachable: int = 0
    logged_in: int | None = 0


class CentreRow(Row, frozen=True, kw_only=True):
    """A queue, a caller or an agent; all of it is as of ``as_of_ms`` while its PBX is lost, 0 otherwise."""

    as_of_ms: int = 0

    def shown_ms(self, now_ms: int) -> int:
        """Returns the moment that clocks of this row show: ``now_ms``, or that of the loss of its PBX."""
        return min(self.as_of_ms, now_ms) if self.as_of_ms else now_ms


class QueueRow(CentreRow, frozen=True, kw_only=True):
    """One queue, or a group of them, with its figures of ``window``.

    A group's figures are of as many of its PBXs as ``pbxs`` gives. ``why`` has where the agents are while the queue
    is in trouble.

    ``tally`` are the window's counts, for the explanation on hover. ``carried`` were here as the window began and
    ``here`` are here now, both unanswered, so that ``carried`` + offered = answered + abandoned + flowed out +
    unobserved + ``here``. If it ``is_unread``, this program cannot decode the goal, the current state or the
    counts, and no figure of the row has data.
    """

    id: ScopeId
    tally: Tally = Tally()
    agents: dict[AgentState, int] = {}
    name: str
    is_group: bool = False
    colour: str = ""
    pbxs: Pbxs | None = None
    is_unread: bool = False
    goal: Goal
    window: Window
    why: Why | None = None
    carried: int = 0
    here: int = 0
    kpis: Kpis = without_data(Window.TODAY)

    @property
    def service_levels(self) -> dict[Formula, float | None]:
        """Returns the result of each of the five formulas, percent."""
        return {formula: formulas.service_level_pct(self.tally, formula) for formula in Formula}

    def kpi(self, figure_id: FigureId) -> Kpi:
        """Returns one of the figures; without data where the row cannot be decoded."""
        return Kpi(id=figure_id) if self.is_unread else self.kpis.of(figure_id)

    def value(self, figure_id: FigureId) -> float | None:
        """Returns the value of one of the figures; of a running wait the moment since which it grows, epoch ms."""
        return None if self.is_unread else self.kpis.value(figure_id)


class Pending(Row, frozen=True, kw_only=True):
    """A pending command of the user that concerns a row.

    ``target`` is the name of the target; where that is the row itself, the name of the caller.
    """

    command_id: CommandId
    progress: Progress
    target: str = ""


class CallerRow(CentreRow, frozen=True, kw_only=True):
    """One caller that waits or is moving; longest wait first.

    ``handover_rev`` is what a command on this caller must expect. At ``warn_at_ms`` and ``late_at_ms`` the level of
    the wait changes, at the latter to ``late_level``, that of the queue's longest wait.
    """

    call_id: CallId
    handover_rev: int
    number: str
    name: str
    withheld: bool = False
    """The caller asked for its number not to be shown."""
    queue_id: QueueId
    queue_name: str
    since_ms: int
    warn_at_ms: int
    late_at_ms: int
    late_level: Level = Level.BAD
    position: int
    phase: CallPhase
    moving_to: str = ""
    returned: bool = False
    """Was answered before and waits again."""
    pending: Pending | None = None

    def level_at(self, now_ms: int) -> Level:
        """Returns the level of the wait at ``now_ms`` of the gateway's clock."""
        if self.phase is CallPhase.UNKNOWN:
            return Level.NO_DATA
        return thresholds.wait(now_ms, (self.warn_at_ms, self.late_at_ms), late=self.late_level)


class PausedIn(Row, frozen=True, kw_only=True):
    """A queue that an agent is paused in while others continue."""

    queue: str
    reason: str = ""


class AgentRow(CentreRow, frozen=True, kw_only=True):
    """One agent's tile, ordered by name, logged-out ones last; limited to a queue, the state is that in it.

    ``caller`` is who they talk with or who rings, a name or a number. ``paused_in`` names the queues where an agent
    is paused who takes other queues' calls. ``own_call`` is the direction of a call that is not a queue's,
    ``on_hold`` whether it is held, ``wrap_up_interrupted`` whether a wrap-up continues after the call.
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
    handover_rev: int = 0
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


MoveSource = CallerRow | AgentRow
"""A caller that can be moved: a waiting one, or one who talks with an agent."""
MoveTarget = AgentRow | QueueRow
"""Where a caller can be moved to."""


class OwnMonitoring(Row, frozen=True, kw_only=True):
    """The call that the supervisor monitors: with whom the agent talks, for which queue, since when.

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


class Notice(Row, frozen=True, kw_only=True):
    """How a command of the user ended, shown once and listed under Activity.

    ``subject`` is the caller or agent it was about and ``target`` where to, both as names for people. ``elapsed_s``
    is how long it took from the gesture to the end. ``over_at_ms`` is when its effect was over, for a monitoring;
    None while that lasts, and for commands without a lasting effect. ``is_deferred``: it has not begun.
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
    is_deferred: bool = False


class BoardFrame(Row, frozen=True, kw_only=True):
    """Everything a window shows at one moment."""

    clock_offset_ms: int = 0
    time_zone: str = ""
    """The site's time zone, which all times are shown in; empty until a gateway sent it."""
    freshness: Freshness = Freshness(state=FreshnessState.CONNECTING)
    user: str = ""
    role: Role = Role.VIEWER
    actions: ActionSettings = ActionSettings()
    """The site's settings of supervisors' actions."""
    grant: Grant = Grant()
    scope: ScopeId = ALL
    """The queue or group that band, charts, callers and agents are limited to."""
    kpis: Kpis = without_data(Window.TODAY)
    """The figures of ``scope``, those of its row."""
    covered_since_ms: int | None = None
    """Since when the figures count, where that is later than their window's start."""
    unobserved_min: int = 0
    """The whole minutes since then in which the PBX was not observed."""
    queues: tuple[QueueRow, ...] = ()
    """The group that the board is limited to, else all together; then its queues by their order, then by name."""
    scopes: tuple[QueueRow, ...] = ()
    """All groups, then all queues, whatever the board is limited to."""
    as_of_ms: int = 0
    """The moment of ``scope``'s state while its PBX is lost and others are not; else 0."""
    callers: tuple[CallerRow, ...] = ()
    agents: tuple[AgentRow, ...] = ()
    all_callers: tuple[CallerRow, ...] = ()
    all_agents: tuple[AgentRow, ...] = ()
    """Those of the whole centre while the board is limited to a queue; else ``callers`` and ``agents`` are all."""
    monitoring: OwnMonitoring | None = None
    """The call that the supervisor monitors, whatever the board is limited to."""
    charts: Charts = Charts()
    centre: CentreView = CentreView()
    """The current state, as the rules of actions read it."""
    notices: tuple[Notice, ...] = ()
    """Newest first, the last fifty."""
    ledger: LedgerState | None = None
    """How the gateway records commands, where it ever had trouble with that; viewers do not receive it."""
    gateway_is_newer: bool = False
    """The gateway has a later version of the feed and may send what this program cannot show."""

    @property
    def is_live(self) -> bool:
        """Whether figures, charts and callers of ``scope`` may be shown in their colours."""
        return self.freshness.is_live and not self.as_of_ms
