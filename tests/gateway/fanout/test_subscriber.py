"""A subscriber: who keeps up gets each delta, who lags the newest values, who does not move is let go."""

import pytest

from tests.domain.words import DAY_MS, joins, ms
from tests.gateway.fanned import Fanned
from tests.gateway.rig import CENTRE, Copy
from wallboard.domain.actions.commands import Progress
from wallboard.domain.ids import (
    ALL,
    CommandId,
    QueueId,
    ScopeId,
)
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import AnyServerMessage, CommandUpdate, Delta, ResyncNotice, SnapBegin, SnapEnd
from wallboard.feed.roles import ClientKind, Resync
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.subscriber import LAG_BYTES, STALLED_S, Subscriber, TooSlow

DESK = Audience(sees_numbers=True, kind=ClientKind.DESK)


class Floor:
    """A hub with one subscriber, whose pipe the test stops up and clears.

    Attributes:
        unsent: what the pipe says it still holds, bytes.
    """

    def __init__(self) -> None:
        self.centre = Fanned(*CENTRE)
        self.hub = self.centre.hub
        self.centre.flush(DAY_MS)
        self.unsent = 0
        self.told: list[AnyServerMessage] = []
        self.copy = Copy()
        self.subscriber = Subscriber(self.hub, self, DESK)
        self._calls = 0

    def send(self, payload: bytes) -> None:
        message = decode_server(payload)
        assert message is not None
        self.told.append(message)
        self.copy.take(message)

    def send_framed(self, frame: bytes) -> None:
        self.send(frame)

    def expect_unsent(self, size: int) -> None:
        self.snapshot_bytes = size

    def unsent_bytes(self) -> int:
        return self.unsent

    def abort(self) -> None:
        raise AssertionError

    def goes_on(self, at_s: float) -> None:
        """Something happens, and is offered."""
        self._calls += 1
        self.centre.happens(joins(f"c{self._calls}", "sales", at_s))
        audience = self.subscriber.audience
        self.subscriber.offer(self.centre.flush(ms(at_s), [audience])[audience], at_s)

    def is_true(self) -> bool:
        """Whether the subscriber knows all callers that are there."""
        return {key.id for key in self.copy.entities if key.kind == "call"} == set(self.centre.engine.state.calls)


@pytest.fixture
def floor() -> Floor:
    floor = Floor()
    floor.subscriber.start("", 0)
    return floor


def show(floor: Floor, charts_of: ScopeId) -> None:
    floor.subscriber.charts_of = charts_of
    floor.subscriber.send_charts()


def kinds(floor: Floor) -> list[str]:
    return [type(message).__name__ for message in floor.told]


def test_that_a_subscriber_begins_with_a_snapshot_and_goes_on_with_deltas(floor: Floor) -> None:
    floor.goes_on(1)
    floor.goes_on(2)
    assert kinds(floor) == ["SnapBegin", "SnapItems", "SnapEnd", "Delta", "Delta"]
    assert floor.is_true()


def test_that_one_who_comes_back_in_time_gets_one_delta_and_no_snapshot(floor: Floor) -> None:
    floor.goes_on(1)
    seq = floor.subscriber.seq
    floor.told.clear()
    floor.centre.happens(joins("missed", "sales", 2))
    floor.centre.flush(ms(2), [])
    Subscriber(floor.hub, floor, DESK).start("epoch", seq)
    assert kinds(floor) == ["Delta"]
    assert floor.is_true()


@pytest.mark.parametrize(
    ("epoch", "seq", "reason"),
    [("another", 1, Resync.EPOCH), ("epoch", 999, Resync.GONE), ("epoch", -5, Resync.GONE)],
)
def test_that_one_who_cannot_go_on_is_told_why_and_begins_anew(epoch: str, seq: int, reason: Resync) -> None:
    floor = Floor()
    floor.subscriber.start(epoch, seq)
    assert floor.told[0] == ResyncNotice(reason=reason)
    assert isinstance(floor.told[1], SnapBegin)


def test_that_one_who_lags_gets_nothing_until_there_is_room_and_then_the_newest_values(floor: Floor) -> None:
    floor.told.clear()
    floor.unsent = LAG_BYTES + 1
    for at_s in range(1, 6):
        floor.goes_on(at_s)
    assert floor.subscriber.is_lagging
    assert floor.told == []
    floor.unsent = 0
    floor.goes_on(6)
    assert kinds(floor) == ["Delta"]
    assert floor.is_true()
    floor.goes_on(7)
    assert kinds(floor) == ["Delta", "Delta"]
    assert floor.is_true()


def test_that_results_are_sent_even_to_one_who_lags(floor: Floor) -> None:
    floor.unsent = LAG_BYTES + 1
    floor.goes_on(1)
    update = CommandUpdate(command_id=CommandId("1"), progress=Progress.SENT)
    floor.subscriber.send(update)
    assert floor.told[-1] == update


def test_that_one_who_lagged_past_the_ring_gets_a_fresh_snapshot_and_the_next_time_is_let_go(floor: Floor) -> None:
    for begin_s in (0, 200):
        floor.told.clear()
        floor.unsent = 10 * LAG_BYTES
        for step in range(1, 130):
            floor.unsent -= 1
            floor.goes_on(begin_s + step)
        floor.unsent = 0
        floor.goes_on(begin_s + 140)
        assert floor.told[0] == ResyncNotice(reason=Resync.SLOW)
        assert floor.is_true()
    floor.unsent = LAG_BYTES + 1
    floor.goes_on(341)
    floor.subscriber.ask_snapshot()
    floor.unsent = 0
    with pytest.raises(TooSlow):
        floor.goes_on(342)


def test_that_one_who_does_not_move_at_all_is_let_go(floor: Floor) -> None:
    floor.unsent = LAG_BYTES + 1
    floor.goes_on(1)
    floor.goes_on(1 + STALLED_S)
    with pytest.raises(TooSlow):
        floor.goes_on(2 + STALLED_S)


def test_that_one_who_reads_slowly_is_kept(floor: Floor) -> None:
    floor.unsent = 100 * LAG_BYTES
    for step in range(1, 90):
        floor.unsent -= 1
        floor.goes_on(step)
    assert floor.subscriber.is_lagging


def test_that_the_pipe_is_told_how_long_the_snapshot_is(floor: Floor) -> None:
    assert floor.snapshot_bytes == sum(map(len, floor.hub.snapshot(DESK)))


def test_that_a_snapshot_asked_for_after_a_gap_says_so(floor: Floor) -> None:
    floor.told.clear()
    floor.subscriber.ask_snapshot()
    assert floor.told[0] == ResyncNotice(reason=Resync.GAP)
    assert floor.is_true()


def test_that_a_flush_too_long_for_a_delta_becomes_a_snapshot(floor: Floor) -> None:
    floor.told.clear()
    floor.centre.happens(joins("c", "sales", 1))
    floor.centre.flush(ms(1), [])
    floor.subscriber.offer(None, 1)
    assert floor.told[0] == ResyncNotice(reason=Resync.GONE)
    assert floor.is_true()


def test_that_other_charts_come_as_a_delta_or_after_a_lag_with_the_snapshot(floor: Floor) -> None:
    floor.told.clear()
    show(floor, QueueId("sales"))
    assert isinstance(floor.told[-1], Delta)
    floor.goes_on(1)
    floor.unsent = LAG_BYTES + 1
    floor.goes_on(2)
    show(floor, ALL)
    floor.unsent = 0
    floor.goes_on(3)
    assert kinds(floor)[-1] == SnapEnd.__name__
    assert floor.is_true()
