"""When a caller can be moved, and the reason for everything that is refused."""

import pytest

from tests.domain.any_centre import Centre
from tests.domain.words import agent, answers, does, is_leaving, is_now, joins, link, member, moves, ms, queue
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.monitoring import (
    StartMonitor,
)
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue, agent_refusal
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Direction, MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId

ONE = CommandId("one")


@pytest.fixture
def centre() -> Centre:
    """Ann talks with c1, Bob is ready, c2 waits in sales."""
    return Centre(
        link(SourceStatus.UP, 0), queue("sales"), queue("support"), agent("ann"), agent("bob"),
        member("sales", "ann"), member("sales", "bob"),
        is_now("ann", Availability.READY, 0), is_now("bob", Availability.READY, 0),
        joins("c1", "sales", 0), answers("ann", "c1", 5), does("ann", Activity.TALKING, 5, call="c1"),
        joins("c2", "sales", 6),
    )  # fmt: skip


def _to_agent(centre: Centre, call: str, to: str, *, older: int = 0) -> MoveCallToAgent:
    known = centre.state.calls.get(CallId(call))
    rev = known.handover_rev - older if known else 0
    return MoveCallToAgent(id=ONE, call_id=CallId(call), expect_rev=rev, agent_id=AgentId(to))


def _to_queue(centre: Centre, call: str, to: str) -> MoveCallToQueue:
    return MoveCallToQueue(
        id=ONE, call_id=CallId(call), expect_rev=centre.call(call).handover_rev, queue_id=QueueId(to)
    )


def _monitor(agent_name: str, extension: str = "2001") -> StartMonitor:
    return StartMonitor(id=ONE, agent_id=AgentId(agent_name), extension=extension, mode=MonitorMode.LISTEN)


def test_that_waiting_and_talking_callers_may_go_to_a_ready_agent(centre: Centre) -> None:
    assert _to_agent(centre, "c2", "bob").refusal(centre.state) is None
    assert _to_agent(centre, "c1", "bob").refusal(centre.state) is None


@pytest.mark.parametrize("status", [SourceStatus.DOWN, SourceStatus.SYNCING])
def test_that_nothing_is_done_while_the_pbx_is_not_up(centre: Centre, status: SourceStatus) -> None:
    centre.tell(link(status, 10))
    assert _to_agent(centre, "c2", "bob").refusal(centre.state) is Reason.LINK_DOWN
    assert _monitor("ann").refusal(centre.state) is Reason.LINK_DOWN


def test_that_a_caller_who_is_gone_on_the_way_or_in_other_hands_is_left_alone(centre: Centre) -> None:
    assert _to_agent(centre, "c9", "bob").refusal(centre.state) is Reason.CALL_GONE
    assert _to_agent(centre, "c2", "bob", older=1).refusal(centre.state) is Reason.CALL_MOVED_ON
    centre.tell(moves("c2", 10, to_agent="bob"))
    assert _to_agent(centre, "c2", "bob").refusal(centre.state) is Reason.CALL_BUSY


def test_that_a_caller_in_an_announcement_is_left_alone_until_it_waits_again(centre: Centre) -> None:
    seen = _to_agent(centre, "c2", "bob")
    centre.tell(is_leaving("c2", 10))
    assert seen.refusal(centre.state) is Reason.CALL_OUT_OF_QUEUE
    centre.tell(joins("c2", "sales", 13))
    assert seen.refusal(centre.state) is None


@pytest.mark.parametrize(
    ("news", "reason"),
    [
        (is_now("bob", Availability.LOGGED_OUT, 9), Reason.AGENT_LOGGED_OUT),
        (is_now("bob", Availability.READY, 9, reachable=False), Reason.AGENT_UNREACHABLE),
        (is_now("bob", Availability.PAUSED, 9), Reason.AGENT_PAUSED),
        (is_now("bob", Availability.READY, 9, do_not_disturb=True), Reason.AGENT_DO_NOT_DISTURB),
        (does("bob", Activity.TALKING, 9, direction=Direction.UNKNOWN), Reason.AGENT_IN_CALL),
        (does("bob", Activity.TALKING, 9), Reason.AGENT_IN_CALL),
        (does("bob", Activity.TALKING, 9, direction=Direction.OUTBOUND), Reason.AGENT_IN_CALL),
        (does("bob", Activity.HOLD, 9), Reason.AGENT_IN_CALL),
        (does("bob", Activity.RINGING, 9), Reason.AGENT_RINGING),
        (does("bob", Activity.WRAP_UP, 9), None),
    ],
)
def test_that_an_agent_who_cannot_take_a_caller_says_why(
    centre: Centre, news: e.Event, reason: Reason | None
) -> None:
    centre.tell(news)
    assert _to_agent(centre, "c2", "bob").refusal(centre.state) is reason
    assert agent_refusal(centre.agent("bob")) is reason


def test_that_a_call_is_not_sent_to_who_has_it_or_to_nobody(centre: Centre) -> None:
    assert _to_agent(centre, "c1", "ann").refusal(centre.state) is Reason.SAME_AGENT
    assert _to_agent(centre, "c2", "zoe").refusal(centre.state) is Reason.AGENT_UNKNOWN


def test_that_a_caller_may_go_to_any_other_queue(centre: Centre) -> None:
    assert _to_queue(centre, "c2", "support").refusal(centre.state) is None
    assert _to_queue(centre, "c2", "sales").refusal(centre.state) is Reason.SAME_QUEUE
    assert _to_queue(centre, "c2", "nowhere").refusal(centre.state) is Reason.QUEUE_UNKNOWN


def test_that_a_live_call_may_go_back_to_the_queue_it_came_from(centre: Centre) -> None:
    assert _to_queue(centre, "c1", "sales").refusal(centre.state) is None


def _two_pbxs() -> Centre:
    """A caller waits at Lisbon, and agents are ready and queues there at both."""
    both = [
        event
        for name in ("lisbon", "porto")
        for event in (
            e.SourceChanged(at_ms=ms(0), source_id=SourceId(name), status=SourceStatus.UP),
            queue(f"{name}:sales"),
            queue(f"{name}:care"),
            agent(f"{name}:ann"),
            member(f"{name}:sales", f"{name}:ann"),
            is_now(f"{name}:ann", Availability.READY, 0),
        )
    ]
    return Centre(*both, joins("lisbon:c", "lisbon:sales", 1))


def test_that_no_caller_is_moved_from_one_pbx_to_another() -> None:
    centre = _two_pbxs()
    assert _to_agent(centre, "lisbon:c", "lisbon:ann").refusal(centre.state) is None
    assert _to_agent(centre, "lisbon:c", "porto:ann").refusal(centre.state) is Reason.OTHER_SOURCE
    assert _to_queue(centre, "lisbon:c", "lisbon:care").refusal(centre.state) is None
    assert _to_queue(centre, "lisbon:c", "porto:sales").refusal(centre.state) is Reason.OTHER_SOURCE


def test_that_a_lost_pbx_keeps_nobody_from_commanding_another() -> None:
    centre = _two_pbxs()
    centre.tell(
        joins("porto:c", "porto:sales", 2),
        e.SourceChanged(at_ms=ms(5), source_id=SourceId("porto"), status=SourceStatus.DOWN),
    )
    assert _to_agent(centre, "lisbon:c", "lisbon:ann").refusal(centre.state) is None
    assert _to_agent(centre, "porto:c", "porto:ann").refusal(centre.state) is Reason.LINK_DOWN
