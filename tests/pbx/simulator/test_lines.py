"""Who is rung for whom, and how callers leave a queue."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, CallPhase
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions


def test_that_the_longest_idle_of_those_with_the_lowest_level_is_rung() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=2, site_hour=10.0))
    checked = 0
    for _ in range(2_000):
        idle = _free(watch)
        rung = [
            event
            for event in watch.run(0.25)
            if isinstance(event, e.ActivityChanged) and event.activity is Activity.RINGING
        ]
        if len(rung) != 1 or _free(watch).keys() != idle.keys() - {rung[0].agent_id} or rung[0].call_id is None:
            continue
        if rung[0].agent_id not in idle or rung[0].call_id not in watch.state.calls:
            continue
        queue_id = watch.state.calls[rung[0].call_id].queue_id
        ranks = {agent: (level, idle[agent]) for agent, level in _levels(watch, queue_id).items() if agent in idle}
        assert ranks[rung[0].agent_id] == min(ranks.values())
        checked += 1
    assert checked > 20


def _free(watch: Watch) -> dict[AgentId, int]:
    return {
        agent.id: max(agent.activity_since_ms, agent.availability_since_ms)
        for agent in watch.state.agents.values()
        if agent.activity is Activity.IDLE
        and agent.availability is Availability.READY
        and agent.reachable
        and not agent.do_not_disturb
    }


def _levels(watch: Watch, queue_id: QueueId) -> dict[AgentId, int]:
    members = watch.state.memberships.values()
    return {m.agent_id: m.level for m in members if m.queue_id == queue_id and not m.paused}


def test_that_positions_count_from_one_without_a_gap() -> None:
    watch = Watch(SimulatorOptions(agents=20, queues=3, site_hour=10.0))
    watch.centre.begin(Crisis.FLOOD)
    longest = 0
    for _ in range(200):
        watch.run(2)
        for queue_id in watch.state.queues:
            waiting = [
                call for call in watch.state.calls.values()
                if call.queue_id == queue_id and call.phase is CallPhase.WAITING
            ]  # fmt: skip
            assert sorted(watch.state.positions[call.id] for call in waiting) == list(range(1, len(waiting) + 1))
            longest = max(longest, len(waiting))
    assert longest > 3


def test_that_a_phone_that_rings_out_is_spared_for_a_moment_and_the_caller_rung_through_to_another() -> None:
    watch = Watch(SimulatorOptions(agents=60, queues=2, history_s=4 * 3600, site_hour=14.0))
    rung_for: dict[CallId, set[AgentId]] = {}
    for event in watch.events:
        if isinstance(event, e.ActivityChanged) and event.activity is Activity.RINGING and event.call_id:
            rung_for.setdefault(event.call_id, set()).add(event.agent_id)
    share = sum(len(agents) > 1 for agents in rung_for.values()) / len(rung_for)
    assert 0.005 < share < 0.1


def test_that_callers_also_leave_by_timeout_by_key_and_by_overflow() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=3, site_hour=10.0))
    for _ in range(12):
        watch.centre.begin(Crisis.FLOOD)
        watch.run(300)
    exits = {event.exit for event in watch.events if isinstance(event, e.CallerLeft)}
    assert exits == {e.Exit.TIMEOUT, e.Exit.KEY}
    joined = [event.call_id for event in watch.events if isinstance(event, e.CallerJoined)]
    assert len(joined) > len(set(joined))
    watch.check()


def test_that_whose_time_is_up_hears_an_announcement_and_waits_on_as_the_same_visit() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=3, site_hour=10.0))
    for _ in range(12):
        watch.centre.begin(Crisis.FLOOD)
        watch.run(300)
        watch.check()
    left = [event for event in watch.events if isinstance(event, e.CallerLeaving)]
    joins = [event for event in watch.events if isinstance(event, e.CallerJoined)]
    back = [(one, two) for one in left for two in joins if two.call_id == one.call_id and two.at_ms > one.at_ms]
    assert len({one.call_id for one, _ in back}) > 5
    assert all(two.entered_ms < one.at_ms for one, two in back if two.at_ms == one.at_ms + 6_000)
