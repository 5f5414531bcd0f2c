"""Agents' days: in and out, pauses with reasons, calls of their own, phones off the network."""

from tests.pbx.simulator.watch import LIVE_MS, Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Availability, Direction
from wallboard.pbx.simulator.options import SimulatorOptions


def test_that_a_day_has_log_ins_log_outs_and_pauses_with_reasons() -> None:
    watch = Watch(SimulatorOptions(agents=60, history_s=12 * 3600, site_hour=20.0))
    changes = [event for event in watch.events if isinstance(event, e.AvailabilityChanged)]
    assert {event.availability for event in changes} == set(Availability)
    reasons = {event.pause_reason for event in changes if event.availability is Availability.PAUSED}
    assert reasons >= {"Lunch", "Break"}
    assert reasons & {"Training", "Coaching", "Back office", "Meeting"}
    assert any(event.pause_pending for event in changes)
    assert any(not event.reachable for event in changes)
    own = {event.direction for event in watch.events if isinstance(event, e.ActivityChanged)}
    assert own == {Direction.QUEUE, Direction.OUTBOUND, Direction.INTERNAL, Direction.UNKNOWN}


def test_that_who_is_on_duty_at_the_start_has_been_for_a_while() -> None:
    watch = Watch(SimulatorOptions(agents=60, site_hour=12.0))
    ready = [agent for agent in watch.state.agents.values() if agent.availability is Availability.READY]
    assert len(ready) > 20
    assert all(LIVE_MS - 9 * 3_600_000 < agent.availability_since_ms < LIVE_MS for agent in ready)
    assert len({agent.availability_since_ms for agent in ready}) > 15


def test_that_nobody_stays_paused_for_hours() -> None:
    watch = Watch(SimulatorOptions(agents=60, history_s=20 * 3600, site_hour=20.0))
    began: dict[str, int] = {}
    for event in watch.events:
        if isinstance(event, e.AvailabilityChanged):
            if event.availability is Availability.PAUSED:
                began.setdefault(event.agent_id, event.at_ms)
            elif event.agent_id in began:
                assert event.at_ms - began.pop(event.agent_id) < 90 * 60_000


def test_that_the_next_day_comes() -> None:
    watch = Watch(SimulatorOptions(agents=10, queues=2, site_hour=10.0))
    watch.run(86_400)
    on_duty = sum(agent.availability is not Availability.LOGGED_OUT for agent in watch.state.agents.values())
    assert on_duty >= 5
    assert sum(isinstance(event, e.CallAnswered) for event in watch.run(3600)) > 10
