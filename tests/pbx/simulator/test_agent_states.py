"""The two axes of an agent: a pause asked for during a call begins after it."""

from tests.pbx.simulator.watch import LIVE_MS
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability
from wallboard.pbx.simulator.agent_states import Desks
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.world import Desk, World


def _desk() -> tuple[World, Desks, Desk]:
    world = World(SimulatorOptions(agents=1, queues=1), LIVE_MS, 0)
    desks, desk = Desks(world), next(iter(world.desks.values()))
    desks.ask(desk, Availability.READY)
    world.fetch()
    return world, desks, desk


def test_that_a_pause_asked_for_in_a_call_is_pending_and_begins_when_it_is_over() -> None:
    world, desks, desk = _desk()
    desks.act(desk, Activity.TALKING)
    desks.ask(desk, Availability.PAUSED, "Lunch")
    pending = world.fetch()[-1]
    assert isinstance(pending, e.AvailabilityChanged)
    assert (pending.availability, pending.pause_reason, pending.pause_pending) == (
        Availability.READY,
        "Lunch",
        True,
    )
    world.timetable.run(LIVE_MS + 5_000)
    desks.settle(desk)
    paused = world.fetch()[-1]
    assert isinstance(paused, e.AvailabilityChanged)
    assert (paused.availability, paused.pause_pending, paused.since_ms) == (
        Availability.PAUSED,
        False,
        LIVE_MS + 5_000,
    )
    assert not desks.can_ring(desk)


def test_that_who_is_on_do_not_disturb_is_not_rung() -> None:
    world, desks, desk = _desk()
    desks.set_do_not_disturb(desk, on=True)
    told = world.fetch()[-1]
    assert isinstance(told, e.AvailabilityChanged)
    assert (told.do_not_disturb, told.availability) == (True, Availability.READY)
    assert not desks.can_ring(desk)
    freed: list[Desk] = []
    desks.freed = freed.append
    desks.set_do_not_disturb(desk, on=False)
    assert freed == [desk]


def test_that_a_pause_in_one_queue_is_told_of_that_queue_and_ends_with_an_offer() -> None:
    world, desks, desk = _desk()
    queue_id = desk.lines[0][1].id
    desks.pause_in(desk, queue_id, "E-mails")
    world.timetable.run(LIVE_MS + 5_000)
    freed: list[Desk] = []
    desks.freed = freed.append
    desks.unpause_in(desk, queue_id)
    paused, back = world.fetch()
    assert isinstance(paused, e.MemberPauseChanged)
    assert isinstance(back, e.MemberPauseChanged)
    assert (paused.paused, paused.reason, paused.since_ms) == (True, "E-mails", LIVE_MS)
    assert (back.paused, back.reason, back.since_ms) == (False, "", LIVE_MS + 5_000)
    assert freed == [desk]


def test_that_an_agent_who_is_free_again_is_offered_to_the_queues() -> None:
    _, desks, desk = _desk()
    freed: list[Desk] = []
    desks.freed = freed.append
    desks.act(desk, Activity.TALKING)
    desks.settle(desk)
    assert freed == [desk]


def test_that_a_resting_an_unreachable_and_a_leaving_agent_are_not_rung() -> None:
    world, desks, desk = _desk()
    desks.rest(desk, 10)
    assert not desks.can_ring(desk)
    world.timetable.run(LIVE_MS + 10_000)
    assert desks.can_ring(desk)
    desks.reach(desk, reachable=False)
    assert not desks.can_ring(desk)
    desks.reach(desk, reachable=True)
    desks.act(desk, Activity.TALKING)
    desks.ask(desk, Availability.LOGGED_OUT)
    desks.settle(desk)
    assert desk.availability is Availability.LOGGED_OUT
