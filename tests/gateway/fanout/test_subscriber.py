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
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.subscriber import LAG_BYTES, STALLED_S, Subscriber, TooSlow

DESK = Audience(sight=Sight(sees_numbers=True), kind=ClientKind.DESK)


class Rig:
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
def rig() -> Rig:
    rig = Rig()
    rig.subscriber.start("", 0)
    return rig


def show(rig: Rig, charts_of: ScopeId) -> None:
    rig.subscriber.charts_of = charts_of
    rig.subscriber.send_charts()


def kinds(rig: Rig) -> list[str]:
    return [type(message).__name__ for message in rig.told]


def test_that_a_subscriber_begins_with_a_snapshot_and_goes_on_with_deltas(rig: Rig) -> None:
    rig.goes_on(1)
    rig.goes_on(2)
    assert kinds(rig) == ["SnapBegin", "SnapItems", "SnapEnd", "Delta", "Delta"]
    assert rig.is_true()


def test_that_one_who_comes_back_in_time_gets_one_delta_and_no_snapshot(rig: Rig) -> None:
    rig.goes_on(1)
    seq = rig.subscriber.seq
    rig.told.clear()
    rig.centre.happens(joins("missed", "sales", 2))
    rig.centre.flush(ms(2), [])
    Subscriber(rig.hub, rig, DESK).start("epoch", seq)
    assert kinds(rig) == ["Delta"]
    assert rig.is_true()


@pytest.mark.parametrize(
    ("epoch", "seq", "reason"),
    [("another", 1, Resync.EPOCH), ("epoch", 999, Resync.GONE), ("epoch", -5, Resync.GONE)],
)
def test_that_one_who_cannot_go_on_is_told_why_and_begins_anew(epoch: str, seq: int, reason: Resync) -> None:
    rig = Rig()
    rig.subscriber.start(epoch, seq)
    assert rig.told[0] == ResyncNotice(reason=reason)
    assert isinstance(rig.told[1], SnapBegin)


def test_that_one_who_lags_gets_nothing_until_there_is_room_and_then_the_newest_values(
    rig: Rig,
) -> None:
    rig.told.clear()
    rig.unsent = LAG_BYTES + 1
    for at_s in range(1, 6):
        rig.goes_on(at_s)
    assert rig.subscriber.is_lagging
    assert rig.told == []
    rig.unsent = 0
    rig.goes_on(6)
    assert kinds(rig) == ["Delta"]
    assert rig.is_true()
    rig.goes_on(7)
    assert kinds(rig) == ["Delta", "Delta"]
    assert rig.is_true()


def test_that_results_are_sent_even_to_one_who_lags(rig: Rig) -> None:
    rig.unsent = LAG_BYTES + 1
    rig.goes_on(1)
    update = CommandUpdate(command_id=CommandId("1"), progress=Progress.SENT)
    rig.subscriber.send(update)
    assert rig.told[-1] == update


def test_that_one_who_lagged_past_the_ring_gets_a_fresh_snapshot_and_the_next_time_is_let_go(
    rig: Rig,
) -> None:
    for begin_s in (0, 200):
        rig.told.clear()
        rig.unsent = 10 * LAG_BYTES
        for step in range(1, 130):
            rig.unsent -= 1
            rig.goes_on(begin_s + step)
        rig.unsent = 0
        rig.goes_on(begin_s + 140)
        assert rig.told[0] == ResyncNotice(reason=Resync.SLOW)
        assert rig.is_true()
    rig.unsent = LAG_BYTES + 1
    rig.goes_on(341)
    rig.subscriber.ask_snapshot()
    rig.unsent = 0
    with pytest.raises(TooSlow):
        rig.goes_on(342)


def test_that_one_who_does_not_move_at_all_is_let_go(rig: Rig) -> None:
    rig.unsent = LAG_BYTES + 1
    rig.goes_on(1)
    rig.goes_on(1 + STALLED_S)
    with pytest.raises(TooSlow):
        rig.goes_on(2 + STALLED_S)


def test_that_one_who_reads_slowly_is_kept(rig: Rig) -> None:
    rig.unsent = 100 * LAG_BYTES
    for step in range(1, 90):
        rig.unsent -= 1
        rig.goes_on(step)
    assert rig.subscriber.is_lagging


def test_that_the_pipe_is_told_how_long_the_snapshot_is(rig: Rig) -> None:
    assert rig.snapshot_bytes == sum(map(len, rig.hub.snapshot(DESK)))


def test_that_a_snapshot_asked_for_after_a_gap_says_so(rig: Rig) -> None:
    rig.told.clear()
    rig.subscriber.ask_snapshot()
    assert rig.told[0] == ResyncNotice(reason=Resync.GAP)
    assert rig.is_true()


def test_that_a_flush_too_long_for_a_delta_becomes_a_snapshot(rig: Rig) -> None:
    rig.told.clear()
    rig.centre.happens(joins("c", "sales", 1))
    rig.centre.flush(ms(1), [])
    rig.subscriber.offer(None, 1)
    assert rig.told[0] == ResyncNotice(reason=Resync.GONE)
    assert rig.is_true()


def test_that_other_charts_come_as_a_delta_or_after_a_lag_with_the_snapshot(rig: Rig) -> None:
    rig.told.clear()
    show(rig, QueueId("sales"))
    assert isinstance(rig.told[-1], Delta)
    rig.goes_on(1)
    rig.unsent = LAG_BYTES + 1
    rig.goes_on(2)
    show(rig, ALL)
    rig.unsent = 0
    rig.goes_on(3)
    assert kinds(rig)[-1] == SnapEnd.__name__
    assert rig.is_true()
