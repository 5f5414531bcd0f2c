"""What is told to one who knows nothing, and to one who knows all."""

from tests.pbx.simulator.watch import LIVE_MS
from wallboard.domain.centre import events as e
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.lines import Lines
from wallboard.pbx.simulator.monitors import Monitors
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.talks import Talks
from wallboard.pbx.simulator.view import NOTHING, differences, everything, view_of
from wallboard.pbx.simulator.world import World


def _world() -> tuple[World, Monitors]:
    world = World(SimulatorOptions(agents=4, queues=2), LIVE_MS, 0)
    states = AgentStates(world)
    Lines(world, states, Talks(world, states)).arrive(next(iter(world.lines.values())))
    return world, Monitors(world)


def test_that_who_knows_all_is_told_nothing() -> None:
    world, monitors = _world()
    assert differences(view_of(world, monitors), world, monitors) == []


def test_that_who_knows_nothing_is_told_of_every_agent_and_caller() -> None:
    world, monitors = _world()
    told = [type(event) for event in differences(NOTHING, world, monitors)]
    assert told.count(e.CallerJoined) == 1
    assert told.count(e.AvailabilityChanged) == told.count(e.ActivityChanged) == 4


def test_that_pauses_in_queues_are_told_to_who_does_not_know_them() -> None:
    world, monitors = _world()
    agent = next(agent for agent in world.agents.values() if agent.lines)
    queue_id = agent.lines[0][1].id
    before = view_of(world, monitors)
    agent.paused_in[queue_id] = ("E-mails", LIVE_MS)
    (paused,) = differences(before, world, monitors)
    assert isinstance(paused, e.MemberPauseChanged)
    assert (paused.agent_id, paused.queue_id, paused.paused) == (agent.id, queue_id, True)
    after = view_of(world, monitors)
    del agent.paused_in[queue_id]
    (back,) = differences(after, world, monitors)
    assert isinstance(back, e.MemberPauseChanged)
    assert not back.paused
    assert not any(isinstance(event, e.MemberPauseChanged) for event in differences(NOTHING, world, monitors))


def test_that_everything_names_each_queue_agent_and_membership_once() -> None:
    world, _ = _world()
    told = everything(world)
    assert sum(isinstance(event, e.QueueFound) for event in told) == 2
    assert sum(isinstance(event, e.AgentFound) for event in told) == 4
    assert sum(isinstance(event, e.MemberAdded) for event in told) == sum(
        len(d.lines) for d in world.agents.values()
    )
