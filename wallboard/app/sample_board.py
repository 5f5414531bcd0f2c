"""A board of two simulated PBXs with a group over both, made immediately and without a gateway."""

from heapq import merge

from msgspec.structs import replace

from wallboard.client.session import Mirror
from wallboard.domain.actions.commands import name_of
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import GroupId, SourceId
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role
from wallboard.gateway.core.sources import SourceStage
from wallboard.host.clock import now_ms
from wallboard.pbx.simulator.centre import SimulatedCentre
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.orders import ORDERS
from wallboard.present.board import Board
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState

GROUP = GroupId("sales")
SOURCES = (SourceId("lisbon"), SourceId("porto"))
HISTORY_S = 600


def sample_frame() -> BoardFrame:
    """Returns a supervisor's frame of both in their current state."""
    at_ms = now_ms()
    began_ms = at_ms - HISTORY_S * 1_000
    groups = Groups(by_id={GROUP: GroupRule(name="Sales", queues=("*",))})
    engine = Engine(Calendar(), Goals(), began_ms, groups=groups)
    events = [_events(source, seed, at_ms) for seed, source in enumerate(SOURCES)]
    for event in merge(*events, key=lambda event: event.at_ms):
        engine.apply(event)
    engine.flush(at_ms)
    mirror = Mirror(ready=Ready(name="Self-test", role=Role.SUPERVISOR))
    mirror.store.replace(engine.entities())
    return Board(mirror).frame(Freshness(state=FreshnessState.LIVE, sources=len(SOURCES)), at_ms)


def _events(source: SourceId, seed: int, at_ms: int) -> list[Event]:
    """Returns the events of one PBX's last minutes, translated as by the gateway."""
    options = SimulatorOptions(
        agents=4,
        queues=2,
        first_queue=1 + 2 * seed,
        seed=seed,
        calls_per_hour_per_agent=60.0,
        history_s=HISTORY_S,
        site_hour=11.0,
        source_id=source,
    )
    centre, stage = SimulatedCentre(options, at_ms), SourceStage(source)
    events = [*centre.open(), *centre.advance(at_ms), *centre.go_live()]
    can = tuple(sorted(map(name_of, ORDERS)))
    return [
        replace(event, kind="simulator", actions=can) if isinstance(event, SourceChanged) else event
        for event in map(stage.taken_in, events)
    ]
