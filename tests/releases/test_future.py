"""A gateway of tomorrow at a screen of today: what is not understood is grey and marked, never old in colour."""

import json
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest

from tests.client import entities as x
from wallboard.client.connection_status import ConnectionPhase, ConnectionStatus
from wallboard.client.session import ClientLogin, FeedSession, Mirror
from wallboard.domain.actions.commands import Reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL
from wallboard.domain.wire_enum import TolerantEnum
from wallboard.feed import codec
from wallboard.feed import messages as m
from wallboard.feed.roles import ClientKind, Role
from wallboard.present.board import Board
from wallboard.present.frame import BoardFrame
from wallboard.present.freshness import FreshnessWatch

TODAY: list[AnyEntity] = [
    x.link(),
    x.total(),
    x.queue("sales"),
    x.agent("kim"),
    x.member("sales", "kim"),
    x.waiting("c1", "sales"),
    x.figures("sales", Tally(offered=9, answered=9, answered_in=9)),
    x.figures(ALL, Tally(offered=9, answered=9, answered_in=9)),
    x.queue_now("sales", count=1, since_s=0),
    x.queue_now(ALL, count=1, since_s=0),
]


class Tomorrow:
    """A screen of today that hears a gateway of tomorrow, whose words are a test's."""

    def __init__(self) -> None:
        self.mirror = Mirror()
        login = ClientLogin(token="t", kind=ClientKind.DESK, client_name="desk")
        self.session = FeedSession(login, self.mirror, x.moment(0))
        self.board, self.watch = Board(self.mirror), FreshnessWatch()
        self.seq = 1
        hello = m.Hello(server="wallboard/9", epoch="e", time_ms=x.ms(0))
        begin, end = m.SnapBegin(seq=1, epoch="e", count=len(TODAY)), m.SnapEnd(seq=1)
        for message in (hello, m.Ready(name="Kim", role=Role.SUPERVISOR), begin, m.SnapItems(items=TODAY), end):
            self.hear(json.loads(codec.encode(message)))

    def hear(self, message: dict[str, Any]) -> None:
        self.session.receive(codec.decode_server(json.dumps(message)), x.moment(1))

    def put(self, entity: AnyEntity, **changed: Any) -> BoardFrame:
        """The frame after a delta in which an entity says something that today's program does not know."""
        raw = {**json.loads(codec.encode(m.SnapItems(items=[entity])))["items"][0], "rev": 99, **changed}
        self.seq += 1
        self.hear({"type": "delta", "seq": self.seq, "prev": self.seq - 1, "put": [raw], "gone": []})
        return self.frame()

    def frame(self) -> BoardFrame:
        contact = ConnectionStatus(phase=ConnectionPhase.LIVE)
        return self.board.frame(self.watch.update(contact, self.mirror.store, x.ms(1), 0), x.ms(1))


@pytest.fixture
def tomorrow() -> Tomorrow:
    screen = Tomorrow()
    assert screen.frame().freshness.is_live
    assert not screen.frame().freshness.is_partial
    return screen


@pytest.mark.parametrize(
    "changed", [{"availability": "offline_task"}, {"activity": "juggling"}, {"activity_since_ms": "noon"}]
)
def test_that_an_agent_s_unknown_state_takes_the_place_of_the_old_one(
    tomorrow: Tomorrow, changed: dict[str, Any]
) -> None:
    frame = tomorrow.put(x.agent("kim"), **changed)
    (row,) = frame.agents
    assert (row.name, row.state, row.since_ms, row.refusal) == ("Kim", AgentState.UNKNOWN, 0, Reason.UNKNOWN)
    assert frame.freshness.is_partial


def test_that_a_known_state_again_ends_it(tomorrow: Tomorrow) -> None:
    tomorrow.put(x.agent("kim"), availability="offline_task")
    frame = tomorrow.put(x.agent("kim"), rev=100)
    assert frame.agents[0].state is AgentState.READY
    assert not frame.freshness.is_partial


@pytest.mark.parametrize("changed", [{"phase": "teleported"}, {"priority": "first"}])
def test_that_a_caller_s_unknown_phase_has_no_level(tomorrow: Tomorrow, changed: dict[str, Any]) -> None:
    frame = tomorrow.put(x.waiting("c1", "sales"), **changed)
    (row,) = frame.callers
    assert row.phase is CallPhase.UNKNOWN
    assert row.late_at_ms > x.ms(10**9)
    assert frame.freshness.is_partial


@pytest.mark.parametrize(
    ("entity", "changed"),
    [
        (x.queue_now("sales", count=1), {"waiting": "many"}),
        (x.figures("sales", Tally()), {"tally": "good"}),
        (x.queue("sales"), {"goal": {"formula": "astrology"}}),
        (x.queue("sales"), {"goal": 7}),
    ],
)
def test_that_a_queue_s_row_says_that_it_is_not_understood(
    tomorrow: Tomorrow, entity: AnyEntity, changed: dict[str, Any]
) -> None:
    frame = tomorrow.put(entity, **changed)
    total, row = frame.queues
    assert (row.name, row.is_unread) == ("Sales", True)
    assert not total.is_unread
    assert row.kpi(FigureId.SERVICE_LEVEL).level in (Level.NO_DATA, Level.GOOD)
    assert frame.freshness.is_partial


def test_that_an_unknown_state_in_the_counts_leaves_the_known_ones(tomorrow: Tomorrow) -> None:
    frame = tomorrow.put(x.queue_now(ALL, count=3), agents={"ready": 2, "offline_task": 4})
    ready = next(kpi for kpi in frame.kpis if kpi.id is FigureId.AGENTS_READY)
    assert (ready.value, ready.of) == (2, None)
    assert frame.freshness.is_partial


def test_that_figures_which_cannot_be_read_are_none(tomorrow: Tomorrow) -> None:
    frame = tomorrow.put(x.figures(ALL, Tally()), tally={"offered": "some"})
    assert {kpi.value for kpi in frame.kpis if kpi.id in (FigureId.SERVICE_LEVEL, FigureId.ANSWERED)} == {None}


def test_that_an_unknown_way_out_of_a_queue_is_told_as_a_gap(tomorrow: Tomorrow) -> None:
    frame = tomorrow.put(x.figures("sales", Tally()), tally={"offered": 1, "flowed_out": 1, "exits": {"pigeon": 1}})
    assert frame.freshness.is_partial


def test_that_a_pbx_in_an_unknown_state_is_not_live(tomorrow: Tomorrow) -> None:
    assert not tomorrow.put(x.link(), status="sideways").freshness.is_live


@pytest.mark.parametrize(
    "message",
    [
        {"type": "fireworks", "colour": "red"},
        {"type": "delta", "seq": 2, "prev": 1, "put": [{"type": "alert", "id": "7"}]},
    ],
)
def test_that_what_has_no_place_here_is_no_gap_but_tells_of_a_newer_gateway(
    tomorrow: Tomorrow, message: dict[str, Any]
) -> None:
    tomorrow.hear(message)
    frame = tomorrow.frame()
    assert frame.gateway_is_newer
    assert not frame.freshness.is_partial


def test_that_a_role_of_tomorrow_may_what_a_viewer_may(tomorrow: Tomorrow) -> None:
    tomorrow.session = FeedSession(
        ClientLogin(token="t", kind=ClientKind.DESK, client_name="desk"), tomorrow.mirror, x.moment(0)
    )
    tomorrow.hear(json.loads(codec.encode(m.Hello(server="wallboard/9", epoch="e", time_ms=0))))
    tomorrow.hear({"type": "ready", "name": "Kim", "role": "emperor"})
    assert not tomorrow.frame().grant.rights


def enums_in(hint: Any, seen: set[object]) -> set[type[Enum]]:
    """Every set of values that a type of the feed is made of."""
    if hint in seen:
        return set()
    seen.add(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {hint}
    inner = get_type_hints(hint).values() if hasattr(hint, "__struct_fields__") else get_args(hint)
    supertype = getattr(hint, "__supertype__", None)
    return set().union(*(enums_in(one, seen) for one in (*inner, *([supertype] if supertype else []))))


def test_that_each_set_of_values_that_a_gateway_sends_has_room_for_those_of_tomorrow() -> None:
    found = enums_in(m.AnyServerMessage, set())
    assert len(found) > 8
    strict = {
        one.__name__ for one in found if not issubclass(one, TolerantEnum) or "UNKNOWN" not in one.__members__
    }
    assert strict == set()
