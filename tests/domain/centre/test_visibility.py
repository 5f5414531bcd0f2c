"""A hidden queue is nowhere: in no list, in no total, and neither are its callers and the agents of it alone."""

import pytest
from hypothesis import given

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    ends,
    handles,
    hangs_up,
    is_now,
    joins,
    leaves,
    member,
    ms,
    pauses,
    queue,
    unpauses,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.centre.state import Activity, Agent, Availability, Call
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, AgentId, Key, QueueId

HIDDEN = Listings(by_queue={QueueId("support"): Listing(hidden=True)})
CENTRE = (
    queue("sales"), queue("support"), agent("ann"), agent("bob"), member("support", "bob"), member("sales", "ann"),
    member("support", "ann"), is_now("ann", Availability.READY, 0), is_now("bob", Availability.READY, 0),
)  # fmt: skip
ANN, BOB, CALLER = Key("agent", "ann"), Key("agent", "bob"), Key("call", "c")


class Screen:
    """Somebody who saw every flush and nothing else."""

    def __init__(self, *events: e.Event) -> None:
        self.engine = Engine(Calendar(), Goals(), DAY_MS, HIDDEN)
        self.known: dict[Key, AnyEntity] = {}
        self.ever: set[Key] = set()
        self.see(0, *events)

    def see(self, at_s: float, *events: e.Event) -> None:
        """What a flush after these events tells."""
        for event in events:
            self.engine.apply(event)
        changes = self.engine.flush(ms(at_s))
        assert not changes.put.keys() & changes.gone.keys()
        self.known.update(changes.put)
        self.ever |= changes.put.keys() | changes.gone.keys()
        for key in changes.gone:
            self.known.pop(key, None)

    def queue_now(self, name: str) -> QueueNow:
        """A queue at this moment."""
        queue_now = self.known[Key("now", name)]
        assert isinstance(queue_now, QueueNow)
        return queue_now

    def today(self, name: str) -> Figures:
        """The counts of a queue's day."""
        figures = self.known[Key("figures", name, "today")]
        assert isinstance(figures, Figures)
        return figures


def test_that_nothing_of_a_hidden_queue_is_ever_told() -> None:
    screen = Screen(*CENTRE)
    screen.see(30, joins("c", "support", 1))
    screen.see(1_000, answers("bob", "c", 60), does("bob", Activity.TALKING, 60, call="c"))
    screen.see(2_000, ends("c", 1_100), handles("bob", "c", "support", 1_100, talk_s=1_040))
    assert {key for key in screen.ever if "support" in key.id} == set()
    assert not screen.ever & {BOB, CALLER}
    assert screen.engine.series(QueueId("support")) == []


def test_that_the_total_counts_nobody_of_a_hidden_queue() -> None:
    screen = Screen(*CENTRE)
    screen.see(40, joins("c", "support", 1), joins("d", "support", 1), joins("f", "sales", 35))
    assert (screen.queue_now(ALL).waiting, screen.queue_now(ALL).longest_since_ms) == (1, ms(35))
    assert screen.today(ALL).tally.late == 0
    screen.see(
        50, answers("bob", "c", 41), hangs_up("d", 42), ends("c", 45), handles("bob", "c", "support", 45, talk_s=4)
    )
    tally = screen.today(ALL).tally
    assert (tally.offered, tally.answered, tally.abandoned, tally.handled) == (1, 0, 0, 0)
    samples = [entry for entry in screen.engine.series(ALL) if isinstance(entry, Sample)]
    assert samples[-1].waiting == 1


def test_that_who_works_for_a_hidden_queue_alone_is_in_no_total() -> None:
    screen = Screen(*CENTRE)
    assert screen.queue_now(ALL).agents == screen.queue_now("sales").agents == {AgentState.READY: 1}
    screen.see(100)
    assert screen.today(ALL).ready_ms == 100_000


def test_that_an_agent_is_seen_from_the_first_queue_that_is_shown_to_the_last() -> None:
    screen = Screen(*CENTRE)
    assert ANN in screen.known
    assert BOB not in screen.known
    screen.see(1, member("sales", "bob", 1))
    assert BOB in screen.known
    assert screen.queue_now(ALL).agents == {AgentState.READY: 2}
    screen.see(2, e.MemberRemoved(at_ms=ms(2), queue_id=QueueId("sales"), agent_id=AgentId("bob")))
    assert BOB not in screen.known
    assert screen.queue_now(ALL).agents == {AgentState.READY: 1}
    screen.see(3, e.AgentRemoved(at_ms=ms(3), agent_id=AgentId("bob")))


def test_that_who_is_paused_in_all_queues_that_are_shown_is_paused_in_the_total() -> None:
    screen = Screen(*CENTRE)
    screen.see(1, pauses("ann", "sales", 1))
    assert screen.queue_now("sales").agents == screen.queue_now(ALL).agents == {AgentState.PAUSED: 1}
    screen.see(2, unpauses("ann", "sales", 2), pauses("ann", "support", 2))
    assert screen.queue_now("sales").agents == screen.queue_now(ALL).agents == {AgentState.READY: 1}


def test_that_a_caller_is_seen_in_the_queues_that_are_shown_and_counted_there() -> None:
    screen = Screen(*CENTRE)
    screen.see(1, joins("c", "sales", 1))
    assert CALLER in screen.known
    screen.see(30, joins("c", "support", 30))
    assert CALLER not in screen.known
    screen.see(60, joins("c", "sales", 60))
    call = screen.known[CALLER]
    assert isinstance(call, Call)
    assert call.queue_id == "sales"
    screen.see(61, leaves("c", 61))
    tally = screen.today(ALL).tally
    assert (tally.offered, tally.flowed_out) == (2, 2)


@pytest.mark.parametrize("activity", [Activity.TALKING, Activity.HOLD])
def test_that_an_agent_of_both_is_busy_while_they_work_for_the_hidden_queue(activity: Activity) -> None:
    screen = Screen(*CENTRE, joins("c", "support", 0), answers("ann", "c", 0), does("ann", activity, 0, call="c"))
    assert screen.queue_now("sales").agents == screen.queue_now(ALL).agents == {AgentState.BUSY: 1}
    shown = screen.known[ANN]
    assert isinstance(shown, Agent)
    assert shown.call_id is None
    screen.see(20, ends("c", 20), does("ann", Activity.WRAP_UP, 20, call="c"))
    assert screen.queue_now(ALL).agents == {AgentState.BUSY: 1}
    screen.see(30, does("ann", Activity.IDLE, 30))
    assert screen.queue_now(ALL).agents == {AgentState.READY: 1}
    screen.see(40)
    assert (screen.today(ALL).handling_ms, screen.today(ALL).ready_ms) == (0, 10_000)


def test_that_the_next_call_of_a_queue_that_is_shown_is_a_call_again() -> None:
    screen = Screen(
        *CENTRE, joins("c", "support", 0), answers("ann", "c", 0), does("ann", Activity.TALKING, 0, call="c")
    )
    screen.see(5, joins("c", "sales", 4), answers("ann", "c", 5), does("ann", Activity.TALKING, 5, call="c"))
    assert screen.queue_now("sales").agents == {AgentState.TALKING: 1}
    screen.see(20, ends("c", 20), does("ann", Activity.WRAP_UP, 20, call="c"))
    assert screen.queue_now("sales").agents == {AgentState.WRAP_UP: 1}


@given(STEPS)
def test_that_all_that_was_told_less_what_is_gone_is_all_there_is_to_see(
    steps: list[tuple[float, e.Event, bool]],
) -> None:
    screen, at_s = Screen(queue("sales"), agent("ann"), member("sales", "ann")), 0.0
    for after_s, event, looks in steps:
        at_s += after_s
        screen.engine.apply(told_at(event, at_s))
        if looks:
            screen.see(at_s)
    screen.see(at_s)
    assert {key for key in screen.ever if "support" in key.id} == set()
    known = {key: entity for key, entity in screen.known.items() if not isinstance(entity, Interval | Sample)}
    assert known == {entity.key: entity for entity in screen.engine.entities()}
    waiting = {name: len(calls) for name, calls in screen.engine.state.waiting.items() if name != "support"}
    assert screen.queue_now(ALL).waiting == sum(waiting.values())
