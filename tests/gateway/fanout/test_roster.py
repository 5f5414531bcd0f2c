"""The roster: who is in it gets each flush of its audience, and whoever cannot be served harms nobody."""

import pytest

from tests.domain.words import DAY_MS, joins, ms, queue
from tests.gateway.fanned import Fanned
from tests.gateway.rig import CENTRE, Copy
from wallboard.domain.ids import Key, QueueId
from wallboard.feed.codec import decode_server
from wallboard.feed.messages import AnyServerMessage, Delta, Heartbeat
from wallboard.feed.roles import ClientKind
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout import subscriber as subscriber_module
from wallboard.gateway.fanout.ops import Audience
from wallboard.gateway.fanout.roster import Roster
from wallboard.gateway.fanout.subscriber import LAG_BYTES, Subscriber


class Line:
    """A connection of which the test says how much of what was sent is still unsent."""

    def __init__(self) -> None:
        self.sent: list[AnyServerMessage] = []
        self.copy = Copy()
        self.unsent = 0
        self.is_broken = False

    def send(self, payload: bytes) -> None:
        message = decode_server(payload)
        assert message is not None
        self.sent.append(message)
        self.copy.take(message)

    def send_framed(self, frame: bytes) -> None:
        self.send(frame[frame.index(b"{") :])

    def expect_unsent(self, size: int) -> None:
        pass

    def unsent_bytes(self) -> int:
        return self.unsent

    def abort(self) -> None:
        self.is_broken = True


class Hall:
    """A roster that follows a centre's log."""

    def __init__(self) -> None:
        self.centre = Fanned(*CENTRE)
        self.roster = Roster(self.centre.hub)
        self.centre.log.follow(self.roster.take)
        self.centre.publisher.flush(DAY_MS)

    def joins(self, charts_of: str = "sales") -> tuple[Subscriber, Line]:
        line = Line()
        audience = Audience(sight=Sight(sees_numbers=True), kind=ClientKind.DESK, charts_of=QueueId(charts_of))
        subscriber = Subscriber(self.centre.hub, line, audience, "Dana")
        self.roster.add(subscriber)
        subscriber.start("", 0)
        return subscriber, line

    def goes_on(self, at_s: float, call: str) -> None:
        self.centre.happens(joins(call, "sales", at_s))
        self.centre.publisher.flush(ms(at_s))


def test_that_each_flush_reaches_who_is_there_and_nobody_who_left() -> None:
    hall = Hall()
    (one, near), (_, far) = hall.joins(), hall.joins("support")
    assert len(hall.roster) == 2
    hall.goes_on(1, "c")
    hall.roster.remove(one)
    hall.goes_on(2, "d")
    assert [Key("call", name) in near.copy.entities for name in ("c", "d")] == [True, False]
    assert [Key("call", name) in far.copy.entities for name in ("c", "d")] == [True, True]
    assert len(list(hall.roster)) == len(hall.roster) == 1


def test_that_charts_come_with_the_flush_that_brings_their_queue() -> None:
    hall = Hall()
    subscriber, line = hall.joins("later")
    assert subscriber.waits_for_charts
    hall.centre.happens(queue("later", 6))
    hall.centre.publisher.flush(ms(6))
    assert not subscriber.waits_for_charts
    hall.centre.publisher.flush(ms(11))
    assert [key for key in line.copy.entities if key.kind == "sample"]


def test_that_other_charts_are_sent_at_once_and_followed_from_then_on() -> None:
    hall = Hall()
    subscriber, line = hall.joins()
    hall.centre.publisher.flush(ms(5))
    subscriber.charts_of = QueueId("support")
    hall.roster.send_charts(subscriber)
    assert isinstance(line.sent[-1], Delta)
    assert {point.key.id.partition("|")[0] for point in line.sent[-1].put} == {"support"}


def test_that_one_who_cannot_be_served_is_disconnected_and_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    hall = Hall()
    (_, good), (_, bad) = hall.joins(), hall.joins()
    bad.unsent = LAG_BYTES + 1
    hall.goes_on(1, "c")
    monkeypatch.setattr(subscriber_module, "STALLED_S", -1)
    hall.goes_on(2, "d")
    assert bad.is_broken
    assert "disconnected Dana, which is too slow" in caplog.text
    assert Key("call", "d") in good.copy.entities


def test_that_who_lags_gets_no_heartbeat() -> None:
    hall = Hall()
    (_, good), (_, bad) = hall.joins(), hall.joins()
    bad.unsent = LAG_BYTES + 1
    hall.goes_on(1, "c")
    hall.roster.beat(7)
    assert [message.time_ms for message in good.sent if isinstance(message, Heartbeat)] == [7]
    assert not [message for message in bad.sent if isinstance(message, Heartbeat)]
