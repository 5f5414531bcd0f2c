"""What a screen takes from a gateway: honest words as they are, and of absurd ones nothing that does harm."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode

from tests.client import entities as x
from tests.client.scripted import gateway, hear, hello, say, screen, sign_in
from wallboard.client import bounds
from wallboard.client.bounds import MAX_NUMBER, MAX_TEXT, SnapshotMeter, beat_s, checked, is_usual, within_bounds
from wallboard.client.connection_status import ConnectionPhase
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.errors import ProtocolError
from wallboard.domain.ids import QueueId
from wallboard.domain.problems import ProblemKind
from wallboard.feed import codec
from wallboard.feed import messages as m
from wallboard.feed.roles import Role

HONEST: list[AnyEntity] = [x.queue("sales"), x.agent("kim"), x.waiting("1", "sales"), x.sample("all", 0), x.link()]
TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.integers(1, 700).map(lambda n: "x" * n),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_that_honest_frames_are_let_through_as_they_are() -> None:
    delta = m.Delta(seq=2, prev=1, put=HONEST)
    frame = codec.encode(delta)
    assert is_usual(frame)
    assert checked(delta, frame) == within_bounds(delta) == delta
    hello = m.Hello(server="wallboard/1", epoch="e", time_ms=x.ms(0))
    assert checked(hello, codec.encode(hello)) is hello


@given(TREES)
def test_that_no_frame_with_a_long_text_or_a_huge_number_is_usual(tree: Any) -> None:
    def is_absurd(value: Any) -> bool:
        match value:
            case str():
                return len(value) > MAX_TEXT
            case bool() | None:
                return False
            case int():
                return abs(value) > MAX_NUMBER
            case float():
                return False
            case dict():
                return any(map(is_absurd, (*value, *value.values())))
            case _:
                return any(map(is_absurd, value))

    frame = json.dumps(tree, ensure_ascii=False).encode(errors="surrogatepass")
    if is_absurd(tree):
        assert not is_usual(frame)


@pytest.mark.parametrize("threshold_s", [1e300, 1e16, 10.0**15 * 2])
def test_that_an_absurd_promise_is_looked_at(threshold_s: float) -> None:
    queue = x.queue("sales", goal=Goal(threshold_s=threshold_s))
    delta = m.Delta(seq=2, prev=1, put=[queue])
    assert checked(delta, codec.encode(delta)) == m.Delta(seq=2, prev=1, unread=[queue.key])


@pytest.mark.parametrize("number", [MAX_NUMBER + 1, -(10**18), 10**30, 10**400])
def test_that_an_entity_with_an_absurd_number_is_left_out_alone(number: int) -> None:
    absurd = replace(x.waiting("1", "sales"), entered_ms=number)
    delta = within_bounds(m.Delta(seq=2, prev=1, put=[*HONEST, absurd]))
    assert delta == m.Delta(seq=2, prev=1, put=HONEST, unread=[absurd.key])


def test_that_long_texts_are_cut_wherever_they_are() -> None:
    items = within_bounds(m.SnapItems(items=[replace(x.queue("s" * 9_999), name="n" * 1_000_000)]))
    assert isinstance(items, m.SnapItems)
    assert [len(items.items[0].key.id), len(getattr(items.items[0], "name"))] == [MAX_TEXT, MAX_TEXT]  # noqa: B009 - a union
    bye = within_bounds(m.Bye(reason="r" * 1_000))
    assert isinstance(bye, m.Bye)
    assert len(bye.reason) == MAX_TEXT


def test_that_a_message_that_is_absurd_as_a_whole_is_none() -> None:
    with pytest.raises(ProtocolError, match="out of range"):
        within_bounds(m.Ready(name="kim", role=Role.VIEWER, interval_minutes=10**20))


def test_that_a_heartbeat_is_neither_a_storm_nor_never() -> None:
    assert [beat_s(ms) for ms in (-5, 0, 5_000, 10**15)] == [
        bounds.MIN_BEAT_S,
        bounds.MIN_BEAT_S,
        5,
        bounds.MAX_BEAT_S,
    ]


@pytest.mark.parametrize(
    "part",
    [(bounds.MAX_ENTITIES + 1, 1, 0), (1, bounds.MAX_SNAPSHOT_BYTES + 1, 0), (1, 1, bounds.MAX_SNAPSHOT_S + 1)],
)
def test_that_a_full_state_has_an_end_in_entities_bytes_and_time(part: tuple[int, int, float]) -> None:
    meter = SnapshotMeter(0.0)
    meter.count(bounds.MAX_ENTITIES // 2, bounds.MAX_SNAPSHOT_BYTES // 2, 10.0)
    with pytest.raises(ProtocolError) as refused:
        SnapshotMeter(0.0).count(*part)
    assert refused.value.problem is not None
    assert refused.value.problem.kind is ProblemKind.TOO_MUCH


@pytest.mark.network
async def test_that_a_full_state_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallboard.client.bounds.MAX_ENTITIES", 100)

    async def script(socket: ServerConnection) -> None:
        await say(socket, hello())
        await hear(socket)
        await say(socket, m.SnapBegin(seq=1, epoch="e1", count=1))
        while True:
            await say(socket, m.SnapItems(items=[x.queue("sales")] * 10))

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert contact.problem is not None
        assert contact.problem.kind is ProblemKind.TOO_MUCH


BEAT = Frame(Opcode.TEXT, codec.encode(m.Heartbeat(seq=1, time_ms=0)))


@pytest.mark.network
@pytest.mark.parametrize("asked", [BEAT, Frame(Opcode.PING, b"x" * 100)], ids=["heartbeats", "pings"])
async def test_that_a_gateway_that_reads_no_answer_is_left(asked: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wallboard.client.bounds.MAX_UNSENT", 100)
    monkeypatch.setattr("wallboard.client.bounds.MAX_UNSENT_BYTES", 10_000)
    monkeypatch.setattr("wallboard.client.connection.CHECK_S", 0.05)
    frames = asked.serialize(mask=False) * 1_000

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=HONEST)
        socket.transport.pause_reading()
        while not socket.transport.is_closing():
            if socket.transport.get_write_buffer_size() < len(frames):
                socket.transport.write(frames)
            await asyncio.sleep(0.001)

    async with gateway(script) as url, screen(url) as desk:
        contact = await desk.until_phase(ConnectionPhase.WAITING)
        assert contact.problem is not None
        assert contact.problem.kind is ProblemKind.TOO_MUCH


def test_that_few_answers_wait_for_a_gateway_to_read_them() -> None:
    bounds.check_unsent(bounds.MAX_UNSENT, bounds.MAX_UNSENT_BYTES)
    for messages, size in ((bounds.MAX_UNSENT + 1, 0), (0, bounds.MAX_UNSENT_BYTES + 1)):
        with pytest.raises(ProtocolError, match="does not read"):
            bounds.check_unsent(messages, size)


@pytest.mark.network
async def test_that_a_name_of_a_megabyte_is_cut_and_an_absurd_entity_left_out() -> None:
    queue = replace(x.queue("sales"), name="S" * 900_000)
    call = replace(x.waiting("1", "sales"), entered_ms=10**18)

    async def script(socket: ServerConnection) -> None:
        await sign_in(socket, items=[queue, call])
        await socket.wait_closed()

    async with gateway(script) as url, screen(url) as desk:
        await desk.until_phase(ConnectionPhase.LIVE)
        assert len(desk.mirror.store.queues[QueueId("sales")].name) == MAX_TEXT
        assert desk.mirror.store.calls == {}
