"""Each crisis is felt, and passes."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Availability, CallPhase
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions


def _arrivals(events: list[e.Event]) -> int:
    return sum(isinstance(event, e.CallerJoined) for event in events)


def test_that_a_flood_brings_several_times_the_callers_and_passes() -> None:
    watch = Watch(SimulatorOptions(agents=60, queues=2, site_hour=10.0))
    before = _arrivals(watch.run(1200)) / 5
    watch.centre.begin(Crisis.FLOOD)
    flood = _arrivals(watch.run(240))
    assert flood > 3 * before
    assert _arrivals(watch.run(240)) < flood / 2
    watch.check()


def test_that_in_a_mass_abandon_all_who_wait_hang_up_within_seconds(watch: Watch) -> None:
    watch.centre.begin(Crisis.FLOOD)
    watch.run(120)
    waiting = {call.id for call in watch.state.calls.values() if call.phase is CallPhase.WAITING}
    assert len(waiting) > 5
    watch.centre.begin(Crisis.MASS_ABANDON)
    watch.run(13)
    still = {call.id for call in watch.state.calls.values() if call.phase is CallPhase.WAITING}
    assert waiting & still == set()
    abandoned = watch.today().abandoned
    watch.run(180)
    assert watch.today().abandoned > abandoned + 5
    watch.check()


def test_that_most_agents_leave_after_their_call_and_come_back(watch: Watch) -> None:
    def ready() -> int:
        return sum(agent.availability is Availability.READY for agent in watch.state.agents.values())

    watch.run(300)
    before = ready()
    watch.centre.begin(Crisis.AGENTS_LEAVE)
    pending = [event for event in watch.run(0) if isinstance(event, e.AvailabilityChanged)]
    assert any(event.pause_pending for event in pending)
    watch.run(330)
    assert ready() < 0.7 * before
    watch.run(600)
    assert ready() > 0.7 * before
    watch.check()
