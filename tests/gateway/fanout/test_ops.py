"""Who may see what: masked numbers, and frames put together for an audience."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.state import Agent, Call, CallPhase, Membership, Monitor, MonitorMode, Queue
from wallboard.domain.counts.figures import Sample
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, Key, QueueId
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import Delta
from wallboard.feed.roles import ClientKind, Role
from wallboard.gateway.access.sight import AccessPolicy, Sight
from wallboard.gateway.fanout.ops import Audience, Op, Sorted, item_chunks

POLICY = AccessPolicy(b"")


def test_that_a_monitor_that_ended_is_told_to_supervisors_alone() -> None:
    monitor = Monitor(id=CommandId("m"), agent_id=AgentId("a"), extension="1", mode=MonitorMode.LISTEN, since_ms=0)
    call = Call(
        id=CallId("c"), queue_id=QueueId("q"), number="1", phase=CallPhase.WAITING, phase_since_ms=0, entered_ms=0
    )
    ops = [Op(monitor, POLICY).gone(), Op(call, POLICY).gone()]
    gone = {}
    for role in Role:
        audience = Audience.of(Grant(rights=role.rights), ClientKind.DESK, ALL)
        delta = decode_server(Sorted(ops).delta(audience, 2, 1))
        assert isinstance(delta, Delta)
        gone[role] = delta.gone
    assert gone == {
        Role.VIEWER: [Key("call", "c")],
        Role.SUPERVISOR: [Key("monitor", "m"), Key("call", "c")],
        Role.ADMINISTRATOR: [Key("monitor", "m"), Key("call", "c")],
    }


def test_that_a_viewer_is_told_of_an_agents_end_by_the_id_it_was_told_of_before() -> None:
    home = AgentId("Local/00351912345678@x")
    entities = (Agent(id=home, name="Ana"), Membership(queue_id=QueueId("q"), agent_id=home))
    ops = [Op(entity, POLICY) for entity in entities]
    viewer = Audience(sight=Sight(sees_numbers=False), kind=ClientKind.DESK)
    told = decode_server(Sorted(ops).delta(viewer, 1, 0))
    ended = decode_server(Sorted(op.gone() for op in ops).delta(viewer, 2, 1))
    assert isinstance(told, Delta)
    assert isinstance(ended, Delta)
    assert ended.gone == [tuple(entity.key) for entity in told.put]
    assert "912345678" not in str((told, ended))


def test_that_a_series_is_for_those_who_look_at_its_queue() -> None:
    by_role = Sorted([Op(Sample(scope=QueueId("q"), at_ms=1, waiting=2, longest_wait_ms=3), POLICY)])
    for charts_of, count in (("q", 1), ("other", 0)):
        audience = Audience(sight=Sight(sees_numbers=False), kind=ClientKind.TV, charts_of=QueueId(charts_of))
        delta = decode_server(by_role.delta(audience, 2, 1))
        assert isinstance(delta, Delta)
        assert len(delta.put) == count


@given(st.lists(st.integers(1, 60), max_size=40))
def test_that_chunks_hold_all_items_in_their_order_and_none_is_too_long(sizes: list[int]) -> None:
    items = [Raw(msgspec.json.encode("x" * size)) for size in sizes]
    chunks = item_chunks(items, 50)
    decoded = [msgspec.json.decode(chunk)["items"] for chunk in chunks]
    assert [len(item) for chunk in decoded for item in chunk] == sizes
    assert all(len(chunk) == 1 or sum(len(item) + 3 for item in chunk) <= 50 for chunk in decoded)


def test_that_no_items_make_no_chunk() -> None:
    assert item_chunks([], 50) == []


def test_that_what_viewers_may_see_whole_is_encoded_once_for_all() -> None:
    queue, agent = (
        Op(Queue(id=QueueId("q"), name="Q", goal=Goal()), POLICY),
        Op(Agent(id=AgentId("a"), name="Ana"), POLICY),
    )
    whole, masked = Sight(sees_numbers=True), Sight(sees_numbers=False)
    assert queue.seen(masked) is queue.seen(whole) is queue.seen(whole)
    assert agent.seen(masked) is agent.seen(masked) is not agent.seen(whole)
