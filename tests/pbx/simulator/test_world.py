"""The world's one place where events are told."""

from tests.pbx.simulator.watch import LIVE_MS
from wallboard.domain.centre.events import CallEnded
from wallboard.domain.ids import CallId
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.world import World


def test_that_what_was_told_is_fetched_once_and_nothing_is_heard_of_a_lost_pbx() -> None:
    world = World(SimulatorOptions(agents=2, queues=1), LIVE_MS, 0)
    event = CallEnded(at_ms=LIVE_MS, call_id=CallId("c"))
    world.emit(event)
    assert world.fetch() == [event]
    world.heard = False
    world.emit(event)
    assert world.fetch() == []


def test_that_each_agent_sits_in_each_of_their_queues() -> None:
    world = World(SimulatorOptions(agents=9, queues=3), LIVE_MS, 0)
    for agent in world.agents.values():
        assert all((level, agent) in line.agents for level, line in agent.lines)
