"""Of every visit there is one record, made of what was counted of it and of what else was seen."""

from collections import Counter

from hypothesis import given
from msgspec.structs import replace

from tests.domain.any_day import STEPS, told_at
from tests.domain.words import (
    DAY_MS,
    agent,
    answers,
    does,
    ends,
    handles,
    hangs_up,
    is_known_as,
    joins,
    leaves,
    moves,
    ms,
    queue,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.exits import Exit, Party
from wallboard.domain.centre.state import Activity
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.contacts import Contact, Ending, StepKind
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.counts.todays_contacts import decoded
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, CallId, QueueId

CENTRE = (queue("sales"), queue("support"), agent("ann"), agent("bob"))


def _engine(*events: e.Event) -> Engine:
    engine = Engine(Calendar(), Goals(), DAY_MS)
    for event in (*CENTRE, *events):
        engine.apply(event)
    return engine


def _contacts(engine: Engine) -> list[Contact]:
    """All that is known of today, of the calls that go on too."""
    told = [contact for call in engine.contacts.today.snapshot() for contact in decoded(call)]
    return [*told, *engine.contacts.waiting()]


def _only(*events: e.Event) -> Contact:
    [contact] = _contacts(_engine(*events))
    return contact


def test_that_a_handled_call_is_one_record_of_all_its_times() -> None:
    contact = _only(
        joins("c", "sales", 10), answers("ann", "c", 25), e.CallEnded(at_ms=ms(85), call_id=CallId("c"),
        ended_by=Party.AGENT), handles("ann", "c", "sales", 100, talk_s=50, hold_s=10, wrap_up_s=15),
    )  # fmt: skip
    assert (contact.entered_ms, contact.offered_ms, contact.ended_ms, contact.closed_ms) == (
        ms(10), ms(10), ms(25), ms(85),
    )  # fmt: skip
    assert (contact.ending, contact.agent_id, contact.wait_ms) == (Ending.ANSWERED, "ann", 15_000)
    assert (contact.talk_ms, contact.hold_ms, contact.wrap_up_ms) == (50_000, 10_000, 15_000)
    assert (contact.number, contact.ended_by) == ("+49301234", Party.AGENT)


def test_that_who_gives_up_hung_up() -> None:
    contact = _only(joins("c", "sales", 10), hangs_up("c", 40))
    assert (contact.ending, contact.ended_by, contact.wait_ms) == (Ending.ABANDONED, Party.CALLER, 30_000)


def test_that_who_calls_again_is_offered_again_and_the_abandon_stays() -> None:
    again = replace(joins("again", "sales", 60), resumes=CallId("c"))
    engine = _engine(joins("c", "sales", 10), hangs_up("c", 40), again, answers("ann", "again", 70))
    contacts = {contact.call_id: contact for contact in _contacts(engine)}
    assert {call_id: contact.ending for call_id, contact in contacts.items()} == {
        "c": Ending.ABANDONED,
        "again": Ending.ANSWERED,
    }
    assert (contacts[CallId("again")].resumes, contacts[CallId("c")].resumes) == ("c", None)
    assert (contacts[CallId("again")].wait_ms, contacts[CallId("c")].wait_ms) == (10_000, 30_000)
    tally = next(iter(engine.metrics.counters[QueueId("sales")].figures(ms(80), 0))).tally
    assert (tally.offered, tally.abandoned, tally.answered) == (2, 1, 1)


def test_that_a_flow_out_says_by_which_exit() -> None:
    contact = _only(joins("c", "sales", 10), leaves("c", 40, Exit.KEY))
    assert (contact.ending, contact.exit, contact.ended_by) == (Ending.FLOWED_OUT, Exit.KEY, None)


def test_that_a_move_of_ours_is_two_records_that_know_of_each_other_and_one_wait() -> None:
    first, second = _contacts(
        _engine(
            joins("c", "sales", 10),
            moves("c", 20, to_queue="support"),
            joins("c", "support", 21, moved_in=True),
            answers("bob", "c", 30),
        )
    )
    assert (first.ending, first.exit, first.moved_to) == (Ending.FLOWED_OUT, Exit.MOVED, "support")
    assert [(step.kind, step.to) for step in first.steps] == [(StepKind.MOVED, "support")]
    assert (second.moved_from, second.entered_ms, second.wait_ms) == ("sales", ms(10), 20_000)
    assert first.id != second.id


def test_that_the_chain_of_moves_and_transfers_is_kept() -> None:
    contact = _only(
        joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 20), answers("bob", "c", 30),
        moves("c", 40, to_agent="eve"), moves("c", 40.5, to_agent="eve"), answers("eve", "c", 50), ends("c", 60),
    )  # fmt: skip
    assert [(step.kind, step.to) for step in contact.steps] == [
        (StepKind.TRANSFERRED, ""), (StepKind.CONNECTED, "bob"), (StepKind.MOVED, "eve"),
        (StepKind.CONNECTED, "eve"),
    ]  # fmt: skip
    assert contact.agent_id == "ann"


def test_that_each_agents_part_goes_to_the_visit_of_its_queue() -> None:
    first, second = _contacts(
        _engine(
            joins("c", "sales", 0),
            answers("ann", "c", 5),
            joins("c", "support", 30),
            answers("bob", "c", 40),
            handles("ann", "c", "sales", 45, talk_s=25),
            ends("c", 60),
            handles("bob", "c", "support", 70, talk_s=20),
        )
    )
    assert [(part.agent_id, part.talk_ms) for part in first.handlings] == [("ann", 25_000)]
    assert [(part.agent_id, part.talk_ms) for part in second.handlings] == [("bob", 20_000)]


def test_that_a_ring_that_nobody_answered_was_missed() -> None:
    contact = _only(
        joins("c", "sales", 0), does("ann", Activity.RINGING, 5, call="c"), does("ann", Activity.IDLE, 20),
        does("bob", Activity.RINGING, 20, call="c"), answers("bob", "c", 25),
        does("bob", Activity.TALKING, 25, call="c"),
    )  # fmt: skip
    assert [(ring.agent_id, ring.ring_ms) for ring in contact.missed] == [("ann", 15_000)]


def test_that_an_agent_sent_on_what_was_transferred_and_not_what_a_supervisor_moved() -> None:
    engine = _engine(
        joins("c", "sales", 0), answers("ann", "c", 5), moves("c", 20), handles("ann", "c", "sales", 30, talk_s=15),
        answers("bob", "c", 35), handles("bob", "c", "sales", 50, talk_s=15), answers("eve", "c", 50),
        moves("c", 60, to_agent="ann"), handles("eve", "c", "sales", 62, talk_s=10), answers("ann", "c", 63),
        ends("c", 90), handles("ann", "c", "sales", 95, talk_s=27),
    )  # fmt: skip
    [contact] = _contacts(engine)
    assert [(part.agent_id, part.sent_on_ms) for part in contact.handlings] == [
        ("ann", ms(30)), ("bob", ms(50)), ("eve", None), ("ann", None),
    ]  # fmt: skip
    counter = engine.metrics.counters[QueueId("sales")].today.counter
    assert (counter.sent_on, counter.sent_on_of, counter.handled) == (2, 4, 4)


def test_that_missed_rings_are_counted_when_the_wait_ends() -> None:
    rings = (joins("c", "sales", 0), does("ann", Activity.RINGING, 5, call="c"), does("ann", Activity.IDLE, 20))
    engine = _engine(*rings)
    assert engine.metrics.counters[QueueId("sales")].today.counter.rings_missed == 0
    engine.apply(hangs_up("c", 25))
    counted = {scope: counters.today.counter.rings_missed for scope, counters in engine.metrics.counters.items()}
    assert counted == {"sales": 1, "support": 0, ALL: 1}


def test_that_a_ring_that_a_colleague_or_the_callers_end_cut_short_was_not_missed() -> None:
    rings = [does(name, Activity.RINGING, 5, call="c") for name in ("ann", "bob")]
    answered = _only(joins("c", "sales", 0), *rings, does("ann", Activity.IDLE, 9.9), answers("bob", "c", 10))
    gave_up = _only(joins("c", "sales", 0), *rings, does("ann", Activity.IDLE, 9.9), hangs_up("c", 10))
    assert answered.missed == gave_up.missed == ()


def test_that_a_withheld_number_is_in_no_record() -> None:
    withheld = e.CallerIdentified(at_ms=ms(2), call_id=CallId("c"), number="", withheld=True)
    contact = _only(joins("c", "sales", 0), withheld, hangs_up("c", 9))
    assert (contact.number, contact.withheld) == ("", True)
    contact = _only(joins("c", "sales", 0), is_known_as("c", 3, "+351911"), hangs_up("c", 9))
    assert contact.number == "+351911"


def test_that_a_visit_that_an_agent_began_for_a_caller_is_the_callers() -> None:
    taken = e.VisitTakenOver(at_ms=ms(25), call_id=CallId("c"), from_call_id=CallId("k"), number="+351")
    first, second = _contacts(
        _engine(
            joins("c", "sales", 0),
            answers("ann", "c", 5),
            joins("k", "support", 20),
            taken,
            answers("bob", "c", 30),
            ends("c", 40),
        )
    )
    assert (first.queue_id, first.ending, first.closed_ms) == ("sales", Ending.ANSWERED, ms(25))
    assert (second.queue_id, second.call_id, second.wait_ms, second.number) == ("support", "c", 10_000, "+351")


def test_that_an_agents_part_in_a_call_from_before_is_kept_too() -> None:
    contact = _only(handles("ann", "c", "sales", 50, talk_s=25))
    assert (contact.ending, contact.offered_ms, contact.talk_ms) == (Ending.UNOBSERVED, None, 25_000)


def test_that_two_visits_of_one_moment_have_ids_of_their_own() -> None:
    contacts = _contacts(_engine(joins("c", "sales", 0), joins("c", "support", 0), leaves("c", 0)))
    assert len({contact.id for contact in contacts}) == len(contacts) == 2


@given(STEPS)
def test_that_contacts_are_counted_as_the_callers_were(steps: list[tuple[float, e.Event, bool]]) -> None:
    engine, at_s = _engine(), 0.0
    counted: list[b.CallOutcome] = []
    for after_s, event, _ in steps:
        at_s += after_s
        counted += engine.apply(told_at(event, at_s)).bookings
    contacts = _contacts(engine)
    told = Counter(
        (type(one).__name__, one.queue_id, one.at_ms) for contact in contacts for one in contact.outcomes()
    )
    assert told == Counter((type(one).__name__, one.queue_id, one.at_ms) for one in counted)
    assert len({contact.id for contact in contacts}) == len(contacts)
    for contact in contacts:
        is_open = contact.call_id in engine.state.calls
        assert is_open or contact.ending is not None
        assert (contact.offered_ms is None) or (contact.ended_ms is not None) or is_open
