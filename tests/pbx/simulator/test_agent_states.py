"""The two axes of an agent: a pause asked for during a call begins after it."""

from tests.pbx.simulator.watch import LIVE_MS
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability
from wallboard.pbx.simulator.agent_states import AgentStates
from wallboard.pbx.simulator.options import SimulatorOptions
from wallboard.pbx.simulator.world import SimulatedAgent, World


def _agent(cool_down_s: float = 0) -> tuple[World, AgentStates, SimulatedAgent]:
    world = World(SimulatorOptions(agents=1, queues=1, cool_down_s=cool_down_s), LIVE_MS, 0)
    states, agent = AgentStates(world), next(iter(world.agents.values()))
    states.ask(agent, Availability.READY)
    world.fetch()
    return world, states, agent


def test_that_a_pause_asked_for_in_a_call_is_pending_and_begins_when_it_is_over() -> None:
    world, states, agent = _agent()
    states.act(agent, Activity.TALKING)
    states.ask(agent, Availability.PAUSED, "Lunch")
    pending = world.fetch()[-1]
    assert isinstance(pending, e.AvailabilityChanged)
    assert (pending.availability, pending.pause_reason, pending.pause_pending) == (
        Availability.READY,
        "Lunch",
        True,
    )
    world.timetable.run(LIVE_MS + 5_000)
    states.settle(agent)
    paused = world.fetch()[-1]
    assert isinstance(paused, e.AvailabilityChanged)
    assert (paused.availability, paused.pause_pending, paused.since_ms) == (
        Availability.PAUSED,
        False,
        LIVE_MS + 5_000,
    )
    assert not states.can_ring(agent)


def test_that_who_is_on_do_not_disturb_is_not_rung() -> None:
    world, states, agent = _agent()
    states.set_do_not_disturb(agent, on=True)
    told = world.fetch()[-1]
    assert isinstance(told, e.AvailabilityChanged)
    assert (told.do_not_disturb, told.availability) == (True, Availability.READY)
    assert not states.can_ring(agent)
    freed: list[SimulatedAgent] = []
    states.freed = freed.append
    states.set_do_not_disturb(agent, on=False)
    assert freed == [agent]


def test_that_a_pause_in_one_queue_is_told_of_that_queue_and_ends_with_an_offer() -> None:
    world, states, agent = _agent()
    queue_id = agent.lines[0][1].id
    states.pause_in(agent, queue_id, "E-mails")
    world.timetable.run(LIVE_MS + 5_000)
    freed: list[SimulatedAgent] = []
    states.freed = freed.append
    states.unpause_in(agent, queue_id)
    paused, back = world.fetch()
    assert isinstance(paused, e.MemberPauseChanged)
    assert isinstance(back, e.MemberPauseChanged)
    assert (paused.paused, paused.reason, paused.since_ms) == (True, "E-mails", LIVE_MS)
    assert (back.paused, back.reason, back.since_ms) == (False, "", LIVE_MS + 5_000)
    assert freed == [agent]


def test_that_an_agent_who_is_free_again_is_offered_to_the_queues() -> None:
    _, states, agent = _agent()
    freed: list[SimulatedAgent] = []
    states.freed = freed.append
    states.act(agent, Activity.TALKING)
    states.settle(agent)
    assert freed == [agent]


def test_that_a_resting_an_unreachable_and_a_leaving_agent_are_not_rung() -> None:
    world, states, agent = _agent()
    states.rest(agent, 10)
    assert not states.can_ring(agent)
    world.timetable.run(LIVE_MS + 10_000)
    assert states.can_ring(agent)
    states.reach(agent, reachable=False)
    assert not states.can_ring(agent)
    states.reach(agent, reachable=True)
    states.act(agent, Activity.TALKING)
    states.ask(agent, Availability.LOGGED_OUT)
    states.settle(agent)
    assert agent.availability is Availability.LOGGED_OUT


def test_that_a_pause_without_a_reason_waits_for_the_calls_end_too() -> None:
    world, states, agent = _agent()
    states.act(agent, Activity.TALKING)
    world.fetch()
    states.ask(agent, Availability.PAUSED)
    (told,) = world.fetch()
    assert isinstance(told, e.AvailabilityChanged)
    assert (told.pause_pending, told.pause_reason) == (True, "")


def test_that_a_pause_that_is_over_ends_but_once() -> None:
    world, states, agent = _agent()
    queue_id = next(iter(world.lines))
    states.pause_in(agent, queue_id, "E-mails")
    states.unpause_in(agent, queue_id)
    world.fetch()
    states.unpause_in(agent, queue_id)
    assert world.fetch() == []


def test_that_who_missed_a_call_cools_down_and_is_then_offered_to_the_queues() -> None:
    world, states, agent = _agent(cool_down_s=10)
    freed: list[SimulatedAgent] = []
    states.freed = freed.append
    states.act(agent, Activity.RINGING)
    states.miss(agent)
    told = world.fetch()[-1]
    assert isinstance(told, e.ActivityChanged)
    assert (told.activity, told.free_at_ms) == (Activity.COOL_DOWN, LIVE_MS + 10_000)
    assert not states.can_ring(agent)
    assert freed == []
    world.timetable.run(LIVE_MS + 10_000)
    assert agent.activity is Activity.IDLE
    assert freed == [agent]


def test_that_a_pause_begins_at_once_in_cool_down() -> None:
    _, states, agent = _agent(cool_down_s=10)
    states.act(agent, Activity.RINGING)
    states.miss(agent)
    states.ask(agent, Availability.PAUSED, "Lunch")
    assert (agent.availability, agent.wanted) == (Availability.PAUSED, None)


def test_that_without_a_cool_down_who_missed_a_call_is_spared_for_a_moment() -> None:
    world, states, agent = _agent()
    states.act(agent, Activity.RINGING)
    states.miss(agent)
    assert agent.activity is Activity.IDLE
    assert not states.can_ring(agent)
    world.timetable.run(LIVE_MS + 10_000)
    assert states.can_ring(agent)
