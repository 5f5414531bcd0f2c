"""Today's screens, as they are frozen for the next release, at a gateway of tomorrow.

Until the release `python -m tests.releases.freeze next` makes them anew; at the release they get its number.
"""

import json
from typing import Any

import pytest

from tests.client import entities as x
from tests.releases.release_next.client.session import ArrivalTime, ClientLogin, FeedSession, Mirror, SessionStage
from tests.releases.release_next.feed import codec as frozen
from tests.releases.release_next.feed.roles import ClientKind
from wallboard.domain.counts.figures import AnyEntity
from wallboard.feed import codec
from wallboard.feed import messages as m
from wallboard.feed.roles import Role

NOW = ArrivalTime(1, x.ms(1))


class FrozenScreen:
    """A screen of the next release that hears what today's encoder, or tomorrow's, says."""

    def __init__(self, *entities: AnyEntity) -> None:
        self.mirror = Mirror()
        login = ClientLogin(token="t", kind=ClientKind.DESK, client_name="desk")
        self.session = FeedSession(login, self.mirror, NOW)
        begin, end = m.SnapBegin(seq=1, epoch="e", count=len(entities)), m.SnapEnd(seq=1)
        hello, ready = m.Hello(server="wallboard/9", epoch="e", time_ms=1), m.Ready(name="Kim", role=Role.VIEWER)
        for message in (hello, ready, begin, m.SnapItems(items=list(entities)), end):
            self.hear(codec.encode(message))

    def hear(self, frame: bytes | str) -> None:
        self.session.receive(frozen.decode_server(frame), NOW)

    def put(self, entity: AnyEntity, **changed: Any) -> None:
        """A delta in which an entity says what nobody says today."""
        raw = {**json.loads(codec.encode(m.SnapItems(items=[entity])))["items"][0], "rev": 99, **changed}
        delta = {"type": "delta", "seq": 2, "prev": 1, "put": [raw], "gone": [], "mood": "new"}
        self.hear(json.dumps(delta))


ENTITIES = (x.link(), x.queue("sales"), x.agent("kim"), x.member("sales", "kim"), x.waiting("c1", "sales"))


def test_that_today_s_encoder_is_read_whole() -> None:
    screen = FrozenScreen(*ENTITIES)
    assert screen.session.stage is SessionStage.LIVE
    assert screen.mirror.store.count() == len(ENTITIES)
    assert not screen.mirror.store.not_understood
    assert not screen.mirror.store.has_unknown_kinds


@pytest.mark.parametrize(
    ("entity", "changed"),
    [
        (x.agent("kim"), {"availability": "offline_task"}),
        (x.agent("kim"), {"activity_since_ms": "noon"}),
        (x.waiting("c1", "sales"), {"phase": "teleported"}),
        (x.queue("sales"), {"goal": {"formula": "astrology"}}),
        (x.link(), {"status": "sideways"}),
        (x.member("sales", "kim"), {"level": "low"}),
    ],
)
def test_that_what_is_of_tomorrow_is_not_kept_as_it_was(entity: AnyEntity, changed: dict[str, Any]) -> None:
    screen = FrozenScreen(*ENTITIES)
    screen.put(entity, **changed)
    assert len(screen.mirror.store.not_understood) == 1


@pytest.mark.parametrize("field", ["colour", "skills"])
def test_that_a_further_field_changes_nothing(field: str) -> None:
    screen = FrozenScreen(*ENTITIES)
    screen.put(x.agent("kim"), **{field: ["new"]})
    assert not screen.mirror.store.not_understood


def test_that_a_kind_of_tomorrow_is_told() -> None:
    screen = FrozenScreen(*ENTITIES)
    screen.put(x.agent("kim"), type="alert")
    assert screen.mirror.store.has_unknown_kinds
