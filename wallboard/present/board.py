"""Assembles the board's parts into frames, rebuilding only what changed.

While the state is not live the frame stays as it last was, whatever arrives meanwhile.
"""

from dataclasses import replace

from wallboard.client.centre_view import CentreView
from wallboard.client.changed import Changed
from wallboard.client.session import Mirror
from wallboard.domain.actions.commands import ActionSettings
from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    ScopeId,
)
from wallboard.feed.messages import PROTOCOL_VERSION, Ready
from wallboard.feed.roles import Role
from wallboard.present.agents import AgentRows, AgentView
from wallboard.present.callers import CallerRows
from wallboard.present.charts import ChartPoints
from wallboard.present.frame import BoardFrame, Freshness
from wallboard.present.kpis import covered_since_ms
from wallboard.present.monitoring import own_monitoring
from wallboard.present.notices import Notices
from wallboard.present.pending import Marks, marks_of
from wallboard.present.queues import QueueRows

_NOTHING = CentreView()


class Board:
    """Builds frames of a mirror.

    Attributes:
        notices: the results of commands.
    """

    def __init__(self, mirror: Mirror) -> None:
        self.notices = Notices()
        self._mirror = mirror
        self._scope: ScopeId = ALL
        self._window = Window.TODAY
        self._queues = QueueRows()
        self._callers = CallerRows()
        self._agents = AgentRows()
        self._all_callers = CallerRows()
        self._all_agents = AgentRows()
        self._charts = ChartPoints()
        self._marks = Marks()
        self._centre = _NOTHING
        self._granted: tuple[Ready | None, Grant] = None, Grant()
        self._anew = True
        self._was_live = self._missed = False

    def set_scope(self, scope: ScopeId) -> None:
        """Limits band, charts, callers and agents to one queue or group."""
        self._scope = scope
        self._anew = True

    def set_window(self, window: Window) -> None:
        """Sets the window of the figures in band and queue table."""
        self._window = window
        self._anew = True

    def frame(self, freshness: Freshness, now_ms: int) -> BoardFrame:
        """Returns the current board; ``now_ms`` is the gateway's clock. Unchanged parts are the same objects."""
        mirror = self._mirror
        self._refresh(freshness)
        self.notices.add(mirror.pending.take_ended(), now_ms)
        if freshness.is_live:
            self.notices.settle(mirror.store, now_ms)
        figures = mirror.store.figures.get((self._scope, self._window))
        return BoardFrame(
            clock_offset_ms=mirror.clock.offset_ms,
            time_zone=mirror.ready.time_zone if mirror.ready is not None else "",
            freshness=freshness,
            user=mirror.ready.name if mirror.ready is not None else "",
            role=mirror.ready.role if mirror.ready is not None else Role.VIEWER,
            actions=mirror.ready.actions if mirror.ready is not None else ActionSettings(),
            grant=self._grant(),
            scope=self._scope,
            kpis=self._queues.kpis(self._scope, self._window),
            covered_since_ms=covered_since_ms(figures),
            unobserved_min=0 if figures is None else figures.unobserved_min,
            queues=self._queues.rows,
            scopes=self._queues.scopes,
            as_of_ms=self._queues.as_of_ms(self._scope),
            callers=self._callers.rows,
            agents=self._agents.rows,
            all_callers=self._all_callers.rows if self._is_limited else (),
            all_agents=self._all_agents.rows if self._is_limited else (),
            monitoring=own_monitoring(self._view()),
            charts=self._charts.charts,
            centre=self._centre,
            notices=self.notices.rows,
            ledger=mirror.store.ledger,
            gateway_is_newer=mirror.protocol > PROTOCOL_VERSION or mirror.store.has_unknown_kinds,
        )

    def _refresh(self, freshness: Freshness) -> None:
        """Follows the store while the state is live; else only the user's choices and commands."""
        store = self._mirror.store
        changed, marked = store.take_changed(), self._mark()
        stands = self._was_live and not freshness.is_live
        if not stands:
            self._follow(changed)
        if self._anew or (
            not stands and (self._missed or changed.everything or changed.lost_sources or changed.scopes)
        ):
            self._refresh_all()
        elif stands:
            self._refresh_changed(marked)
        else:
            changed.calls |= marked.calls
            changed.agents |= marked.agents
            self._refresh_changed(changed)
        self._anew, self._missed, self._was_live = False, stands, self._was_live or freshness.is_live

    def _follow(self, changed: Changed) -> None:
        """Renews what the rules of actions read, if it may differ; without a right to commands it is not needed."""
        store = self._mirror.store
        if not self._grant().may(AccessRight.COMMAND):
            self._centre = _NOTHING
            return
        is_other = changed.everything or changed.scopes or changed.agents or changed.calls
        is_first = self._centre is _NOTHING
        if is_first or self._anew or self._missed or is_other or store.sources != self._centre.sources:
            self._centre = store.view()

    def _refresh_all(self) -> None:
        store = self._mirror.store
        self._queues.refresh(store, self._window, self._scope)
        self._callers.refresh(store, self._scope, self._marks)
        self._agents.refresh(self._view())
        if self._is_limited:
            self._all_callers.refresh(store, ALL, self._marks)
            self._all_agents.refresh(replace(self._view(), scope=ALL))
        self._charts.refresh(store, self._scope, self._interval_minutes())

    def _refresh_changed(self, changed: Changed) -> None:
        store, scope = self._mirror.store, self._scope
        explained = self._queues.explained(
            queue_id for agent_id in changed.agents for queue_id in store.queues_of.get(agent_id, ())
        )
        self._queues.update(store, self._window, changed.figures, explained)
        self._callers.update(store, scope, self._marks, changed.calls, changed.figures)
        if changed.agents:
            self._agents.update(self._view(), changed.agents)
        if self._is_limited:
            self._all_callers.update(store, ALL, self._marks, changed.calls, changed.figures)
            self._all_agents.update(replace(self._view(), scope=ALL), changed.agents)
        if scope in changed.series or scope in changed.figures:
            self._charts.refresh(store, scope, self._interval_minutes())

    def _mark(self) -> Changed:
        """Renews the pending marks, and returns the rows that gained, changed or lost one."""
        store = self._mirror.store
        old, new = self._marks, marks_of(store, self._mirror.pending)
        calls: set[CallId] = {key for key in {*old.calls, *new.calls} if old.calls.get(key) != new.calls.get(key)}
        agents: set[AgentId] = {
            key for key in {*old.agents, *new.agents} if old.agents.get(key) != new.agents.get(key)
        }
        for call_id in calls:
            agents |= store.agents_at(call_id)
        self._marks = new
        return Changed(calls=calls, agents=agents)

    def _view(self) -> AgentView:
        mirror = self._mirror
        return AgentView(
            store=mirror.store,
            scope=self._scope,
            marks=self._marks,
            own_monitors=mirror.pending.monitors,
            user=mirror.ready.name if mirror.ready is not None else "",
        )

    def _grant(self) -> Grant:
        """Returns what the gateway grants, computed once for each of its answers."""
        ready = self._mirror.ready
        if self._granted[0] is not ready:
            self._granted = ready, Grant() if ready is None else ready.grant
        return self._granted[1]

    @property
    def _is_limited(self) -> bool:
        return self._scope != ALL

    def _interval_minutes(self) -> int:
        return self._mirror.ready.interval_minutes if self._mirror.ready is not None else 15
