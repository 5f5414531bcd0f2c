"""The board as a whole: looking only at what changed gives what looking at everything would."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.client import entities as x
from tests.present.boards import LIVE, Desk
from wallboard.client.session import Mirror
from wallboard.domain.actions.commands import Outcome, Result
from wallboard.domain.actions.monitoring import StartMonitor
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, Agent, Call, CallPhase, MonitorMode
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import AnyEntity, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.engine import Engine
from wallboard.domain.ids import (
    ALL,
    AgentId,
    CallId,
    CommandId,
    QueueId,
    ScopeId,
)
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role
from wallboard.present.board import Board
from wallboard.present.frame import Freshness, FreshnessState

QUEUES = st.sampled_from(["sales", "help"])
AGENTS = st.sampled_from(["kim", "lee", "bo"])
CALLS = st.sampled_from(["c1", "c2", "c3"])
SECONDS = st.integers(0, 100)


def agents(name: str, activity: Activity, call: str | None, label: str) -> Agent:
    return replace(x.agent(name, activity, call=call), name=label)


def on_the_way(call: str, queue: str, to: str) -> Call:
    return replace(x.waiting(call, queue), phase=CallPhase.MOVING, moving_to=to)


ENTITIES: st.SearchStrategy[AnyEntity] = st.one_of(
    st.builds(x.queue, QUEUES),
    st.builds(agents, AGENTS, st.sampled_from(Activity), st.none() | CALLS, st.sampled_from(["Ann", "Zoe"])),
    st.builds(x.member, QUEUES, AGENTS),
    st.builds(lambda call, queue, at_s: x.waiting(call, queue, since_s=at_s), CALLS, QUEUES, SECONDS),
    st.builds(x.talking, CALLS, QUEUES, AGENTS),
    st.builds(on_the_way, CALLS, QUEUES, st.one_of(AGENTS, QUEUES)),
    st.builds(x.monitor, st.sampled_from(["m1", "m2"]), AGENTS),
    st.builds(
        lambda queue, offered, window: x.figures(queue, Tally(offered=offered), window),
        QUEUES,
        SECONDS,
        st.sampled_from(Window),
    ),
    st.builds(lambda queue, count: x.queue_now(queue, count=count), QUEUES, SECONDS),
    st.builds(lambda queue, start_s: x.interval(queue, 900 * start_s), QUEUES, SECONDS),
    st.builds(x.sample, QUEUES, SECONDS, SECONDS),
)
COMMANDS = st.one_of(
    st.builds(
        lambda id_, call, agent: MoveCallToAgent(
            id=CommandId(id_), call_id=CallId(call), expect_rev=1, agent_id=AgentId(agent)
        ),
        st.uuids().map(str),
        CALLS,
        AGENTS,
    ),
    st.builds(
        lambda id_, agent: StartMonitor(
            id=CommandId(id_), agent_id=AgentId(agent), extension="200", mode=MonitorMode.LISTEN
        ),
        st.uuids().map(str),
        AGENTS,
    ),
)
STEPS = st.one_of(
    st.tuples(st.just("put"), ENTITIES),
    st.tuples(st.just("remove"), ENTITIES),
    st.tuples(st.just("scope"), QUEUES | st.just(ALL)),
    st.tuples(st.just("window"), st.sampled_from(Window)),
    st.tuples(st.just("command"), COMMANDS),
    st.tuples(st.just("end"), st.none()),
)


def act(desk: Desk, step: str, subject: Any, rev: int) -> None:
    """One step of a board's day."""
    store, pending = desk.mirror.store, desk.mirror.pending
    match step, subject:
        case "put", entity:
            store.put(replace(entity, rev=rev))
        case "remove", entity:
            store.remove(entity.key)
        case "command", MoveCallToAgent() | StartMonitor() as command:
            pending.submit(command, 0)
        case "end", _ if pending.in_flight:
            pending.finished(Result(command_id=next(iter(pending.in_flight)), outcome=Outcome.CONFIRMED))
        case _:
            pass


def assert_nothing_was_missed(desk: Desk, scope: ScopeId, window: Window) -> None:
    """A board that looks at everything for the first time shows the same."""
    followed = desk.frame()
    fresh = Board(desk.mirror)
    fresh.set_scope(scope)
    fresh.set_window(window)
    assert replace(fresh.frame(LIVE, x.ms(0)), notices=followed.notices) == followed


@pytest.mark.slow
@settings(max_examples=150)
@given(st.lists(st.tuples(STEPS, st.booleans()), min_size=15, max_size=60))
def test_that_looking_at_changes_gives_what_looking_at_everything_does(
    steps: list[tuple[tuple[str, Any], bool]],
) -> None:
    people = [x.agent(name) for name in ("kim", "lee", "bo")]
    desk = Desk(
        x.queue("sales"), x.queue("help"), *people, x.talking("c1", "sales", "kim"), x.waiting("c2", "help")
    )
    desk.mirror.pending.monitors.add(CommandId("m1"))
    scope: ScopeId = ALL
    window = Window.TODAY
    for rev, ((step, subject), looks) in enumerate(steps, 2):
        if step == "scope":
            scope = QueueId(subject)
            desk.board.set_scope(scope)
        elif step == "window":
            window = subject
            desk.board.set_window(window)
        act(desk, step, subject, rev)
        if looks:
            assert_nothing_was_missed(desk, scope, window)
    assert_nothing_was_missed(desk, scope, window)


def test_that_a_frame_says_who_and_what_it_is_of() -> None:
    desk = Desk(role=Role.VIEWER)
    desk.mirror.clock.learn(5_000, 1_000)
    desk.board.set_scope(QueueId("sales"))
    late = Freshness(state=FreshnessState.LATE, since_ms=1)
    frame = desk.frame(freshness=late)
    assert (frame.user, frame.role, frame.scope) == ("Kim", Role.VIEWER, "sales")
    assert (frame.freshness, frame.clock_offset_ms) == (late, 4_000)


def test_that_the_minutes_without_data_from_the_pbx_are_shown() -> None:
    seen, gap = (
        Desk(x.total(), x.figures(ALL, Tally())),
        replace(x.figures(ALL, Tally()), unobserved_ms=185_000),
    )
    assert seen.frame().unobserved_min == 0
    assert Desk(x.total(), gap).frame().unobserved_min == 3
    assert Desk(x.total(), replace(gap, unobserved_ms=59_999)).frame().unobserved_min == 0


def test_that_a_gateway_that_came_later_than_the_window_is_told() -> None:
    figures = x.figures(ALL, Tally())
    late = replace(figures, covered_since_ms=figures.since_ms + 60_000)
    assert Desk(x.total(), figures).frame().covered_since_ms is None
    assert Desk(x.total(), late).frame().covered_since_ms == late.covered_since_ms


def test_that_before_signing_in_nobody_may_do_anything() -> None:
    frame = Board(Mirror()).frame(LIVE, 0)
    assert (frame.user, frame.role) == ("", Role.VIEWER)


def test_that_frames_without_a_change_are_equal() -> None:
    desk = Desk(x.total(), x.queue("sales"), x.agent("kim"), x.waiting("c1", "sales"))
    assert desk.frame() == desk.frame()


def test_that_the_ends_of_commands_are_told_once() -> None:
    desk = Desk(x.agent("kim"), x.waiting("c1", "sales"))
    command = MoveCallToAgent(id=CommandId("1"), call_id=CallId("c1"), expect_rev=1, agent_id=AgentId("kim"))
    desk.board.notices.remember(command, desk.mirror.store, x.ms(0))
    desk.mirror.pending.submit(command, 0)
    assert desk.caller("c1").pending is not None
    desk.mirror.pending.finished(Result(command_id=command.id, outcome=Outcome.CONFIRMED))
    frame = desk.frame(at_s=9)
    assert [(notice.outcome, notice.at_ms) for notice in frame.notices] == [(Outcome.CONFIRMED, x.ms(9))]
    assert frame.callers[0].pending is None
    assert desk.frame().notices is frame.notices


def test_that_the_board_shows_what_the_engine_counted() -> None:
    engine = Engine(Calendar(), Goals(), x.ms(0))
    engine.flush(x.ms(1))
    desk = Desk(*engine.entities())
    assert [row.id for row in desk.frame().queues] == [ALL]
    assert desk.frame().charts.day_start_ms == Calendar().day_start_ms(x.ms(0))


LOST = Freshness(state=FreshnessState.PBX_LOST, since_ms=x.ms(12))


def test_that_nothing_moves_while_the_picture_is_not_live_whatever_is_told() -> None:
    desk = Desk(
        x.total(), x.queue("sales"), x.agent("kim"), x.waiting("c1", "sales"), x.sample(ALL, 5),
        x.figures(ALL, Tally(answered=4, answered_in=4)), x.queue_now(ALL, count=1, since_s=0),
    )  # fmt: skip
    live = desk.frame(12)
    for at_s in (13, 14, 25, 600):
        desk.put(
            x.figures(ALL, Tally(answered=4, answered_in=4, late=at_s), rev=at_s),
            x.queue_now(ALL, count=at_s, since_s=0, rev=at_s),
            x.waiting(f"c{at_s}", "sales"),
            x.agent("kim", Activity.TALKING, rev=at_s),
            x.sample(ALL, at_s),
        )
        assert replace(desk.frame(at_s, LOST), freshness=LIVE) == live
    again = desk.frame(601)
    assert [caller.call_id for caller in again.callers] == ["c1", "c13", "c14", "c25", "c600"]
    assert again.queues[0].value(FigureId.WAITING) == 600
    assert again.agents[0].state is AgentState.TALKING


def test_that_another_queue_can_be_chosen_while_the_picture_stands() -> None:
    desk = Desk(
        x.total(), x.queue("sales"), x.waiting("c1", "sales"), x.waiting("c2", "help"),
        x.queue_now(ALL, count=2, since_s=0), x.queue_now("sales", count=1, since_s=0),
    )  # fmt: skip
    desk.frame(12)
    desk.board.set_scope(QueueId("sales"))
    frame = desk.frame(600, LOST)
    assert [caller.call_id for caller in frame.callers] == ["c1"]
    longest = next(kpi for kpi in frame.kpis if kpi.id is FigureId.LONGEST_WAIT)
    assert longest.level_at(LOST.since_ms) is Level.GOOD


def test_that_a_board_that_comes_after_the_loss_shows_what_was_so_then() -> None:
    desk = Desk(x.total(), x.queue("sales"), x.queue_now(ALL, count=2, since_s=0))
    longest = next(kpi for kpi in desk.frame(600, LOST).kpis if kpi.id is FigureId.LONGEST_WAIT)
    assert (longest.since_ms, longest.level_at(LOST.since_ms)) == (x.ms(0), Level.GOOD)


def test_that_a_newer_gateway_is_told_in_the_frame() -> None:
    mirror = Mirror()
    board = Board(mirror)
    assert not board.frame(LIVE, 0).gateway_is_newer
    mirror.protocol += 1
    assert board.frame(LIVE, 0).gateway_is_newer


def test_that_the_frame_has_the_sites_time_zone() -> None:
    desk = Desk(x.queue("sales"))
    assert desk.frame().time_zone == ""
    desk.mirror.ready = Ready(name="Kim", role=Role.VIEWER, time_zone="Europe/Lisbon")
    assert desk.frame().time_zone == "Europe/Lisbon"


def test_that_only_who_may_command_has_what_the_rules_of_actions_read() -> None:
    desk = Desk(x.queue("sales"), x.agent("kim"), role=Role.VIEWER)
    assert len(desk.frame().centre.agents) == 0
    desk.mirror.ready = Ready(name="Kim", role=Role.SUPERVISOR)
    assert len(desk.frame().centre.agents) == 1
