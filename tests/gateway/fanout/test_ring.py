"""The ring: the newest change of each entity since a flush that is still in it, and no more than it may hold."""

from functools import cache

import pytest

from wallboard.domain.centre.state import Agent
from wallboard.domain.ids import AgentId
from wallboard.gateway.access.sight import AccessPolicy
from wallboard.gateway.fanout import ring as ring_module
from wallboard.gateway.fanout.ops import Op
from wallboard.gateway.fanout.ring import RING_MS, Ring, RingEntry


@cache
def op(name: str, rev: int = 0) -> Op:
    return Op(Agent(id=AgentId(name), name=name, rev=rev), AccessPolicy(b""))


def test_that_of_each_entity_the_newest_change_is_given_in_the_order_of_the_last_changes() -> None:
    ring = Ring()
    for seq, ops in enumerate(([op("ana", 1)], [op("bea", 2)], [op("ana", 3)]), 1):
        ring.add(RingEntry(seq, seq, ops))
    assert ring.after(0, 3) == [op("bea", 2), op("ana", 3)]
    assert ring.after(2, 3) == [op("ana", 3)]
    assert ring.after(3, 3) == []


def test_that_what_is_not_there_as_a_whole_is_not_given_at_all() -> None:
    ring = Ring()
    assert ring.after(0, 1) is None
    ring.add(RingEntry(2, 0, [op("ana")]))
    assert ring.after(0, 2) is None
    assert ring.after(5, 2) is None
    ring.add(RingEntry(3, RING_MS + 1, [op("bea")]))
    assert ring.after(1, 3) is None
    assert ring.after(2, 3) == [op("bea")]


def test_that_it_holds_no_more_than_its_number_of_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ring_module, "RING_OPS", 2)
    ring = Ring()
    for seq in range(1, 5):
        ring.add(RingEntry(seq, 0, [op(f"agent-{seq}")]))
    assert ring.after(1, 4) is None
    assert ring.after(2, 4) == [op("agent-3"), op("agent-4")]
    ring.add(RingEntry(5, 0, [op(str(number)) for number in range(3)]))
    assert ring.after(4, 5) is None
