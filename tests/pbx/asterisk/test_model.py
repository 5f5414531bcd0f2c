"""The floor's own tools: what is due, whose phone a channel is, the PBX's clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pbx.asterisk.story import Story
from wallboard.pbx.asterisk.model import Agenda, Floor, device


@given(dues=st.lists(st.tuples(st.integers(0, 50), st.sampled_from("abc")), max_size=30))
def test_that_each_key_is_done_once_at_its_latest_time_and_in_order(dues: list[tuple[int, str]]) -> None:
    agenda, done = Agenda(), []
    for due_ms, name in dues:
        agenda.set(("t", name), due_ms, lambda due_ms=due_ms, name=name: done.append((due_ms, name)))  # type: ignore[misc]  # mypy cannot type a lambda's defaults
    while (action := agenda.take(100)) is not None:
        action()
    latest = {name: due_ms for due_ms, name in dues}
    assert sorted(done) == sorted((due_ms, name) for name, due_ms in latest.items())
    assert [due_ms for due_ms, _ in done] == sorted(due_ms for due_ms, _ in done)


def test_that_what_is_not_due_waits_and_what_is_dropped_is_not_done() -> None:
    agenda, done = Agenda(), []
    agenda.set(("t", "a"), 10, lambda: done.append("a"))
    agenda.set(("t", "b"), 20, lambda: done.append("b"))
    assert agenda.take(9) is None
    agenda.drop(("t", "a"))
    assert ("t", "a") not in agenda
    assert agenda.next_ms() == 20


@pytest.mark.parametrize(
    ("interface", "name"),
    [
        ("PJSIP/1001", "PJSIP/1001-0000000a"),
        ("Local/1001@agents/n", "Local/1001@agents-0000000a;1"),
        ("Local/1001@agents", "Local/1001@agents-0000000a;1"),
        ("SIP/my-phone", "SIP/my-phone-0000000a"),
    ],
)
def test_that_a_channel_is_of_the_phone_that_it_is_named_after(story: Story, interface: str, name: str) -> None:
    story.open(interface)
    assert story.floor.agent_of(name) == interface


@pytest.mark.parametrize(
    "name", ["PJSIP/10012-0000000a", "PJSIP/trunk-0000000a", "Local/1001@agents-0000000a;2", "PJSIP/1001"]
)
def test_that_a_channel_of_another_phone_is_nobodys(story: Story, name: str) -> None:
    story.open("PJSIP/1001x", "Local/1001@agents/n")
    assert story.floor.agent_of(name) is None


def test_that_an_agent_dialled_over_a_trunk_does_not_own_the_trunk() -> None:
    assert device("PJSIP/trunk/sip:1001@example") == "PJSIP/trunk/sip:1001@example"


def test_that_the_pbx_clock_never_tells_the_future() -> None:
    floor = Floor({})
    floor.now_ms = 10_000
    assert (floor.local_ms(5), floor.local_ms(99)) == (5_000, 10_000)
    floor.pbx_ahead_ms = -3_000
    assert floor.local_ms(5) == 8_000
