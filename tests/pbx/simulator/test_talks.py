"""Talk, hold and wrap-up add up."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.domain.ids import AgentId, CallId
from wallboard.pbx.simulator.options import SimulatorOptions


def test_that_talk_hold_and_wrap_up_are_what_the_agents_states_lasted() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=4, history_s=7200, site_hour=12.0))
    since: dict[AgentId, tuple[Activity, int, CallId | None]] = {}
    wrapping: dict[AgentId, int] = {}
    spent: dict[AgentId, dict[Activity, int]] = {}
    held = 0
    for event in watch.events:
        if isinstance(event, e.CallHandled) and event.agent_id in spent:
            times = spent[event.agent_id]
            wrap_ms = event.at_ms - wrapping[event.agent_id]
            assert (event.talk_ms, event.hold_ms) == (times.get(Activity.TALKING, 0), times.get(Activity.HOLD, 0))
            assert event.wrap_up_ms == wrap_ms
            held += event.hold_ms > 0
        elif isinstance(event, e.ActivityChanged):
            before = since.get(event.agent_id)
            if event.activity is Activity.RINGING:
                spent[event.agent_id] = {}
            elif before is not None and before[2] is not None:
                times = spent.get(event.agent_id, {})
                times[before[0]] = times.get(before[0], 0) + event.at_ms - before[1]
            if event.activity is Activity.WRAP_UP and not (
                before and before[0] is Activity.TALKING and not before[2]
            ):
                wrapping[event.agent_id] = event.at_ms  # a call of the agent's own does not end it
            since[event.agent_id] = (event.activity, event.at_ms, event.call_id)
    assert held > 10


def test_that_a_wrap_up_says_when_it_ends_and_ends_then(watch: Watch) -> None:
    began = watch.run_to(e.ActivityChanged, activity=Activity.WRAP_UP)
    assert began.free_at_ms is not None
    ended = watch.run_to(e.ActivityChanged, agent_id=began.agent_id)
    assert ended.at_ms == began.free_at_ms
