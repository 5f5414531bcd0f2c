"""The hub: whoever follows the deltas knows what is so, whoever comes back gets all or is told to start anew."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    ends,
    hangs_up,
    is_now,
    joins,
    leaves,
    member,
    moves,
    ms,
    queue,
)
from tests.gateway.fanned import Fanned
from tests.gateway.rig import CENTRE, Copy
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Call, MonitorMode
from wallboard.domain.counts.figures import AnyEntity, Interval, Sample
from wallboard.domain.ids import ALL, AgentId, CommandId, Key, QueueId
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import Delta, SnapItems
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.core.log import Flush
from wallboard.gateway.fanout import hub as hub_module
from wallboard.gateway.fanout.hub import SNAPSHOT_CHUNK_BYTES, Hub, LogGap
from wallboard.gateway.fanout.ops import Audience

DESK = Audience(sight=Sight(sees_numbers=True), kind=ClientKind.DESK)
TV = Audience(sight=Sight(sees_numbers=False), kind=ClientKind.TV, charts_of=QueueId("sales"))
VIEWER = Audience(sight=Sight(sees_numbers=False), kind=ClientKind.DESK, charts_of=QueueId("support"))

names = st.sampled_from(["c1", "c2", "c3"])
agents = st.sampled_from(["ana", "bea"])
queues = st.sampled_from(["sales", "support"])
Happening = Callable[[float], e.Event]
Script = list[tuple[int, list[Happening]]]


def monitor_starts(agent_name: str, at_s: float) -> e.MonitorStarted:
    return e.MonitorStarted(
        at_ms=ms(at_s),
        monitor_id=CommandId("m"),
        agent_id=AgentId(agent_name),
        extension="700",
        mode=MonitorMode.LISTEN,
    )


happenings: st.SearchStrategy[Happening] = st.one_of(
    st.builds(lambda call, name: lambda at_s: joins(call, name, at_s), names, queues),
    st.builds(lambda who, call: lambda at_s: answers(who, call, at_s), agents, names),
    st.builds(lambda call: lambda at_s: hangs_up(call, at_s), names),
    st.builds(lambda call: lambda at_s: leaves(call, at_s), names),
    st.builds(lambda call: lambda at_s: ends(call, at_s), names),
    st.builds(lambda call, who: lambda at_s: moves(call, at_s, to_agent=who), names, agents),
    st.builds(lambda who, what: lambda at_s: is_now(who, what, at_s), agents, st.sampled_from(Availability)),
    st.builds(lambda who, what: lambda at_s: does(who, what, at_s), agents, st.sampled_from(Activity)),
    st.builds(lambda who: lambda at_s: monitor_starts(who, at_s), agents),
    st.builds(lambda: lambda at_s: e.MonitorEnded(at_ms=ms(at_s), monitor_id=CommandId("m"))),
    st.builds(lambda name: lambda at_s: e.QueueRemoved(at_ms=ms(at_s), queue_id=QueueId(name)), queues),
    st.builds(lambda name: lambda at_s: queue(name, at_s), queues),
    st.builds(lambda who, name: lambda at_s: member(name, who, at_s), agents, queues),
)
steps = st.lists(st.tuples(st.integers(1, 400_000), st.lists(happenings, max_size=4)), max_size=25)


def a_centre() -> Fanned:
    return Fanned(*CENTRE)


def copy_of(hub: Hub, audience: Audience) -> Copy:
    copy = Copy()
    for frame in hub.snapshot(audience):
        take(copy, frame)
    return copy


def take(copy: Copy, frame: bytes) -> None:
    message = decode_server(frame)
    assert message is not None
    copy.take(message)


def lasting(entities: dict[Key, AnyEntity]) -> dict[Key, AnyEntity]:
    """All but the charts' points, whose oldest a screen drops by itself."""
    return {key: entity for key, entity in entities.items() if not isinstance(entity, Interval | Sample)}


def walk(centre: Fanned, script: Script, copies: dict[Audience, Copy], now_ms: int) -> int:
    for pause_ms, happened in script:
        now_ms += pause_ms
        for happening in happened:
            centre.happens(happening((now_ms - DAY_MS) / 1000))
        for audience, frame in centre.flush(now_ms, copies.keys()).items():
            assert frame is not None
            take(copies[audience], frame)
    return now_ms


@given(steps, steps)
def test_that_snapshot_and_deltas_are_the_full_state_for_every_audience(before: Script, after: Script) -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    now_ms = walk(centre, before, {}, DAY_MS)
    copies = {audience: copy_of(hub, audience) for audience in (DESK, TV, VIEWER)}
    now_ms = walk(centre, after, copies, now_ms)
    walk(centre, [(2_000, [])], copies, now_ms)  # so that the TV gets its second's delta
    whole = {entity.key: entity for entity in centre.engine.entities()}
    assert lasting(copies[DESK].entities) == whole
    for audience, copy in copies.items():
        assert lasting(copy.entities) == lasting(copy_of(hub, audience).entities)
        points = centre.engine.series(audience.charts_of)
        assert {point.key for point in points} <= copy.entities.keys()


@given(steps, steps)
def test_that_one_delta_from_the_ring_is_worth_all_that_were_missed(before: Script, missed: Script) -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    now_ms = walk(centre, before, {}, DAY_MS)
    copies = {audience: copy_of(hub, audience) for audience in (DESK, TV, VIEWER)}
    walk(centre, missed, {}, now_ms)
    for audience, copy in copies.items():
        delta = hub.since(copy.seq, audience)
        if delta is None:
            continue
        take(copy, delta)
        assert copy.seq == hub.seq_of(audience.kind)
        if audience.kind is ClientKind.DESK:
            assert lasting(copy.entities) == lasting(copy_of(hub, audience).entities)


def test_that_a_resume_goes_on_only_from_where_the_ring_still_reaches() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    early = hub.seq
    walk(centre, [(1_000, []) for _ in range(60)], {}, DAY_MS)
    assert hub.since(early, DESK) is not None
    walk(centre, [(1_000, []) for _ in range(90)], {}, DAY_MS + 60_000)
    assert hub.since(early, DESK) is None
    assert hub.since(hub.seq + 1, DESK) is None
    assert hub.since(hub.seq, DESK) is not None


def test_that_what_many_missed_is_put_together_once() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    seq = hub.seq
    centre.happens(joins("c", "sales", 1))
    centre.flush(ms(1), [])
    first = hub.since(seq, DESK)
    assert first is not None
    assert hub.since(seq, DESK) is first
    centre.happens(joins("d", "sales", 2))
    centre.flush(ms(2), [])
    second = hub.since(seq, DESK)
    assert second is not None
    assert b'"d"' in second


def test_that_a_flush_without_a_change_sends_nothing() -> None:
    centre = Fanned()
    hub = centre.hub
    centre.flush(DAY_MS, [DESK])
    seq = hub.seq
    assert centre.flush(DAY_MS + 1, [DESK]) == {}
    assert hub.seq == seq


def test_that_a_tv_gets_one_delta_a_second_with_all_that_happened_in_it() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    copy = copy_of(hub, TV)
    frames: list[bytes | None] = []
    for step in range(1, 31):
        at_s = step / 10
        centre.happens(joins(f"c{step}", "sales", at_s))
        frames += centre.flush(ms(at_s), [TV]).values()
    assert len(frames) == 3
    for frame in frames:
        assert frame is not None
        take(copy, frame)
    assert sum(isinstance(entity, Call) for entity in copy.entities.values()) == 30


def test_that_a_viewer_sees_no_number_no_name_and_no_monitor() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.happens(joins("c1", "sales", 1))
    centre.happens(monitor_starts("ana", 1))
    centre.flush(ms(1), [])
    text = b"".join(hub.snapshot(VIEWER)).decode()
    assert "49301234" not in text
    assert '"monitor"' not in text
    assert "••• ••• 234" in text
    assert "49301234" in b"".join(hub.snapshot(DESK)).decode()
    centre.happens(e.MonitorEnded(at_ms=ms(2), monitor_id=CommandId("m")))
    frames = centre.flush(ms(2), [VIEWER, DESK])
    viewers, desks = frames[VIEWER], frames[DESK]
    assert viewers is not None
    assert desks is not None
    assert b'"monitor"' not in viewers
    assert b'"monitor"' in desks


def test_that_charts_go_only_to_those_who_look_at_them() -> None:
    centre = a_centre()
    centre.flush(DAY_MS, [])
    audiences = {audience: Copy() for audience in (DESK, VIEWER)}
    frames = centre.flush(DAY_MS + 5_000, audiences)
    of = {}
    for audience, frame in frames.items():
        assert frame is not None
        delta = decode_server(frame)
        assert isinstance(delta, Delta)
        of[audience.charts_of] = {entity.scope for entity in delta.put if isinstance(entity, Sample)}
    assert of == {ALL: {ALL}, "support": {"support"}}


def test_that_any_number_of_charts_without_a_new_point_costs_one_encoding() -> None:
    centre = a_centre()
    centre.flush(DAY_MS, [])
    centre.happens(joins("c", "sales", 1))
    many = [
        Audience(sight=Sight(sees_numbers=False), kind=ClientKind.DESK, charts_of=QueueId(f"q{number}"))
        for number in range(9)
    ]
    frames = centre.flush(DAY_MS + 1_500, many)
    assert len(frames) == 9
    assert len({id(frame) for frame in frames.values()}) == 1


def test_that_charts_asked_for_later_come_whole_and_leave_the_sequence_alone() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    walk(centre, [(5_000, []) for _ in range(6)], {}, DAY_MS)
    copy = copy_of(hub, DESK)
    seq = copy.seq
    take(
        copy, hub.charts(Audience(sight=Sight(sees_numbers=True), kind=ClientKind.DESK, charts_of=QueueId("sales")))
    )
    assert copy.seq == seq
    points = centre.engine.series(QueueId("sales"))
    assert len(points) >= 6
    assert {point.key for point in points} <= copy.entities.keys()


def test_that_a_snapshot_comes_in_frames_of_64_kib_at_most_and_is_encoded_once() -> None:
    centre = a_centre()
    hub = centre.hub
    for number in range(2_000):
        centre.happens(agent(f"agent-{number}", 1))
    centre.flush(ms(1), [])
    frames = hub.snapshot(DESK)
    assert len(frames) > 4
    assert max(map(len, frames)) <= SNAPSHOT_CHUNK_BYTES + 64
    assert hub.snapshot(DESK) is frames
    items = [decode_server(frame) for frame in frames]
    assert sum(len(part.items) for part in items if isinstance(part, SnapItems)) >= 2_000


def test_that_however_many_ask_for_whatever_little_is_kept_for_them() -> None:
    centre = a_centre()
    hub = centre.hub
    for number in range(500):
        centre.happens(queue(f"q{number}"))
    centre.flush(ms(1), [])
    frames = {}
    for number in range(500):
        audience = Audience(
            sight=Sight(sees_numbers=False), kind=ClientKind.DESK, charts_of=hub.known(QueueId(f"q{number}"))
        )
        frames[number] = hub.snapshot(audience)
        hub.since(number, audience)
    assert hub._snapshots.cache_info().currsize <= hub_module.KEPT
    assert hub._missed.cache_info().currsize <= hub_module.KEPT
    assert frames[0][1] is frames[499][1]  # the long part is there once
    assert {hub.known(QueueId(f"no such queue {number}")) for number in range(500)} == {hub_module.NO_QUEUE}


def test_that_a_delta_too_long_for_a_frame_asks_for_a_snapshot() -> None:
    centre = a_centre()
    centre.flush(DAY_MS, [])
    for number in range(5_000):
        centre.happens(agent(f"agent-{number}-{'x' * 200}", 1))
    assert centre.flush(ms(1), [DESK]) == {DESK: None}


def test_that_everybody_begins_anew_after_what_may_not_have_been_told_as_a_whole() -> None:
    centre = a_centre()
    hub = centre.hub
    centre.flush(DAY_MS, [])
    copies = {audience: copy_of(hub, audience) for audience in (DESK, TV, VIEWER)}
    early = hub.seq
    centre.happens(joins("c", "sales", 1))
    centre.engine.flush(ms(1))  # told to nobody
    centre.publisher.start_over()
    assert centre.flush(ms(1), copies.keys()) == dict.fromkeys(copies)
    assert all(hub.since(early, audience) is None for audience in copies)
    copies = {audience: copy_of(hub, audience) for audience in copies}
    assert Key("call", "c") in copies[DESK].entities
    walk(centre, [(1_000, [lambda at_s: hangs_up("c", at_s)]), (2_000, [])], copies, ms(1))
    for audience, copy in copies.items():
        assert lasting(copy.entities) == lasting(copy_of(hub, audience).entities)
        assert Key("call", "c") not in copy.entities


def test_that_a_flush_that_was_missed_is_noticed_and_a_whole_one_goes_on() -> None:
    centre = a_centre()
    centre.flush(DAY_MS)
    centre.happens(joins("c", "sales", 1))
    centre.publisher.flush(ms(1))  # taken by nobody
    centre.happens(joins("d", "sales", 2))
    with pytest.raises(LogGap, match="flush 3 came after 1"):
        centre.flush(ms(2), [DESK])
    centre.publisher.start_over()
    assert centre.flush(ms(3), [DESK]) == {DESK: None}
    assert {key.id for key in copy_of(centre.hub, DESK).entities if key.kind == "call"} == {"c", "d"}


def test_that_a_tv_gets_the_last_change_though_nothing_else_happens() -> None:
    centre = Fanned(*CENTRE)
    copies = {TV: copy_of(centre.hub, TV)}
    walk(centre, [(10, [])], copies, DAY_MS)
    walk(centre, [(10, [lambda at_s: joins("c", "sales", at_s)])], copies, DAY_MS + 10)
    assert Key("call", "c") not in copies[TV].entities
    hub_seq = centre.hub.seq
    empty = Flush(seq=hub_seq, at_ms=DAY_MS + 1_500)
    for frame in centre.hub.take(empty, [TV]).values():
        assert frame is not None
        take(copies[TV], frame)
    assert Key("call", "c") in copies[TV].entities
    assert centre.hub.seq == hub_seq
