"""Calls that are no queue's: their hold, and the wrap-up that goes on after one."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Direction
from wallboard.domain.ids import AgentId
from wallboard.pbx.simulator.options import SimulatorOptions

DAY = SimulatorOptions(agents=40, queues=4, history_s=6 * 3600, site_hour=16.0)
OWN = (Direction.OUTBOUND, Direction.INTERNAL)


def _by_agent(watch: Watch) -> dict[AgentId, list[e.ActivityChanged]]:
    told: dict[AgentId, list[e.ActivityChanged]] = {}
    for event in watch.events:
        if isinstance(event, e.ActivityChanged):
            told.setdefault(event.agent_id, []).append(event)
    return told


def test_that_an_own_call_is_held_now_and_then_and_goes_on() -> None:
    holds = 0
    for events in _by_agent(Watch(DAY)).values():
        for before, held, after in zip(events, events[1:], events[2:], strict=False):
            if held.activity is Activity.HOLD and held.direction in OWN:
                holds += 1
                assert (before.activity, before.direction) == (Activity.TALKING, held.direction)
                assert (after.activity, after.direction) == (Activity.TALKING, held.direction)
    assert holds > 3


def test_that_a_wrap_up_goes_on_after_a_call_that_interrupted_it_and_ends_when_it_would_have() -> None:
    interrupted = 0
    for events in _by_agent(Watch(DAY)).values():
        for before, call, after in zip(events, events[1:], events[2:], strict=False):
            if call.activity is Activity.TALKING and call.free_at_ms is not None:
                interrupted += 1
                assert (before.activity, call.direction) == (Activity.WRAP_UP, Direction.INTERNAL)
                assert after.activity is Activity.WRAP_UP
                ends_ms = {event.free_at_ms for event in (before, call, after)}
                assert len(ends_ms) == 1
    assert interrupted > 3


def test_that_all_calls_are_handled_once_though_wrap_ups_are_interrupted() -> None:
    watch = Watch(DAY)
    watch.check()
