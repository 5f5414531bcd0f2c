"""A day of the whole centre: believable, the same for a seed, and true to the last caller under any commands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pbx.simulator.watch import LIVE_MS, Watch
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, MonitorMode, SourceStatus
from wallboard.domain.counts.formulas import Formula, abandonment_pct, service_level_pct
from wallboard.domain.errors import PbxRefused, RemoteError
from wallboard.domain.ids import ALL, AgentId, CallId, CommandId, QueueId
from wallboard.pbx.simulator.centre import SimulatedCentre
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions


def test_that_the_same_seed_makes_the_same_day_however_it_is_cut() -> None:
    options = SimulatorOptions(agents=20, queues=4, seed=7)
    whole, cut = SimulatedCentre(options, LIVE_MS), SimulatedCentre(options, LIVE_MS)
    assert whole.open() == cut.open()
    told = whole.advance(LIVE_MS + 3_600_000)
    assert len(told) > 500
    assert told == [event for step in range(1, 721) for event in cut.advance(LIVE_MS + step * 5_000)]


def test_that_another_seed_makes_another_day() -> None:
    days = [SimulatedCentre(SimulatorOptions(agents=5, queues=2, seed=seed), LIVE_MS) for seed in (1, 2)]
    assert days[0].open() != days[1].open()


def test_that_events_are_told_in_order() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=4, history_s=3600))
    watch.run(1800)
    times = [event.at_ms for event in watch.events]
    assert times == sorted(times)
    assert times[0] == LIVE_MS - 3_600_000


def test_that_everything_there_is_is_told_before_the_link_is_up() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=4))
    up = next(n for n, event in enumerate(watch.events) if getattr(event, "status", None) is SourceStatus.UP)
    first = watch.events[0]
    assert isinstance(first, e.SourceChanged)
    assert first.status is SourceStatus.SYNCING
    before = watch.events[:up]
    assert any(isinstance(event, e.CallFound) for event in before)
    assert sum(isinstance(event, e.AgentFound) for event in before) == 30
    assert sum(isinstance(event, e.QueueFound) for event in before) == 4


@pytest.mark.parametrize(("agents", "queues", "hours"), [(60, 8, 9), (300, 30, 2)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_the_days_service_is_neither_perfect_nor_hopeless(
    agents: int, queues: int, hours: int, seed: int
) -> None:
    options = SimulatorOptions(agents=agents, queues=queues, seed=seed, history_s=hours * 3600, site_hour=18.0)
    watch = Watch(options)
    tally = watch.today()
    assert tally.offered > agents * hours * 2
    assert 60 <= (service_level_pct(tally, Formula.OFFERED) or 0) <= 95
    assert 1 <= (abandonment_pct(tally) or 0) <= 15
    levels = [
        service_level_pct(i.tally, Formula.OFFERED) or 0 for i in watch.engine.metrics.counters[ALL].intervals
    ]
    assert max(levels) - min(levels) > 5
    watch.check()


def test_that_more_callers_come_at_the_two_humps_than_at_noon_and_at_night() -> None:
    watch = Watch(SimulatorOptions(agents=100, queues=8, history_s=86_000, site_hour=23.9))
    by_hour = [0] * 24
    for event in watch.events:
        if isinstance(event, e.CallerJoined):
            by_hour[int((event.at_ms - LIVE_MS) / 3_600_000 + 23.9) % 24] += 1
    assert by_hour[10] > 1.1 * by_hour[13]
    assert by_hour[15] > 1.02 * by_hour[13]
    assert by_hour[10] > 3 * max(by_hour[2], 1)
    assert by_hour[3] > 0


ORDERS = st.lists(
    st.tuples(
        st.floats(0.01, 25),
        st.sampled_from(("agent", "agent", "queue", "monitor", "mode", "stop")),
        st.integers(0, 999),
    ),
    max_size=60,
)


@settings(max_examples=40)
@given(orders=ORDERS, seed=st.integers(0, 30))
def test_that_the_callers_own_count_is_the_engines_whatever_is_ordered(
    orders: list[tuple[float, str, int]], seed: int
) -> None:
    options = SimulatorOptions(
        agents=12, queues=3, seed=seed, site_hour=10.0, no_answer_pct=30, calls_per_hour_per_agent=14
    )
    watch = Watch(options)
    watch.run(240)
    for wait_s, what, pick in orders:
        watch.run(wait_s)
        _order_something(watch, what, pick)
        watch.check()
    watch.run(1200)
    watch.check()


def _order_something(watch: Watch, what: str, pick: int) -> None:
    agents, calls = list(watch.state.agents), list(watch.state.calls.values())
    agent_id = agents[pick % len(agents)]
    monitors = list(watch.state.monitors) or [CommandId("none")]
    monitor_id = monitors[pick % len(monitors)]
    try:
        match what:
            case "agent" if calls:
                watch.move(calls[pick % len(calls)], to=agent_id)
            case "queue" if calls:
                queues = list(watch.state.queues)
                watch.move(calls[pick % len(calls)], queue=queues[pick % len(queues)])
            case "monitor":
                extension = str(2000 + pick % 5)
                mode = MonitorMode.LISTEN
                watch.order(StartMonitor(id=watch.next_id(), agent_id=agent_id, extension=extension, mode=mode))
            case "mode":
                mode = list(MonitorMode)[pick % 3]
                watch.order(SetMonitorMode(id=watch.next_id(), monitor_id=monitor_id, mode=mode))
            case "stop":
                watch.order(StopMonitor(id=watch.next_id(), monitor_id=monitor_id))
    except PbxRefused:
        return


def test_that_a_command_for_a_caller_or_a_target_that_is_not_there_is_refused_in_the_pbxs_words() -> None:
    watch = Watch()
    agent_id = next(iter(watch.state.agents))
    gone = MoveCallToAgent(id=watch.next_id(), call_id=CallId("gone"), expect_rev=0, agent_id=agent_id)
    with pytest.raises(PbxRefused, match="The call does not exist"):
        watch.order(gone)
    call = watch.call(CallPhase.TALKING)
    nowhere = MoveCallToQueue(id=watch.next_id(), call_id=call.id, expect_rev=0, queue_id=QueueId("nowhere"))
    with pytest.raises(PbxRefused, match="The agent or the queue does not exist"):
        watch.order(nowhere)
    nobody = MoveCallToAgent(id=watch.next_id(), call_id=call.id, expect_rev=0, agent_id=AgentId("nobody"))
    with pytest.raises(PbxRefused, match="The agent or the queue does not exist"):
        watch.order(nobody)


def test_that_nothing_can_be_commanded_before_the_link_is_up() -> None:
    centre = SimulatedCentre(SimulatorOptions(agents=2, queues=1), LIVE_MS)
    centre.open()
    with pytest.raises(RemoteError, match="not connected"):
        centre.order(StopMonitor(id=CommandId("1"), monitor_id=CommandId("2")), "sue")


def test_that_a_crisis_given_at_the_start_begins_after_some_seconds() -> None:
    watch = Watch(SimulatorOptions(agents=20, queues=4, crisis=Crisis.PBX_LOST, crisis_after_s=10))
    down = watch.run_to(e.SourceChanged, within_s=20)
    assert down.status is SourceStatus.DOWN
    assert down.at_ms == LIVE_MS + 10_000
