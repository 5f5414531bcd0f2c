"""A lost PBX: nothing is heard meanwhile, and afterwards only what differs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pbx.simulator.watch import LIVE_MS, Watch
from wallboard.domain.actions.monitoring import StartMonitor, StopMonitor
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Agent, Call, CallPhase, MonitorMode, SourceStatus
from wallboard.domain.errors import RemoteError
from wallboard.domain.ids import CommandId
from wallboard.pbx.simulator.options import Crisis, SimulatorOptions


def test_that_a_lost_pbx_is_told_with_its_reason_and_then_silent_for_forty_seconds(watch: Watch) -> None:
    watch.run(300)
    watch.centre.begin(Crisis.PBX_LOST)
    down = watch.run_to(e.SourceChanged, within_s=1)
    assert down.status is SourceStatus.DOWN
    assert down.reason
    assert watch.run(39) == []
    back = watch.run(2)
    links = [event.status for event in back if isinstance(event, e.SourceChanged)]
    assert links == [SourceStatus.SYNCING, SourceStatus.UP]
    watch.run(600)
    tally = watch.today()
    left = tally.answered + tally.abandoned + tally.flowed_out + tally.unobserved
    assert tally.offered == left + sum(watch.unanswered(queue_id) for queue_id in watch.state.queues)


def test_that_a_lost_pbx_cannot_be_commanded_nor_lost_again(watch: Watch) -> None:
    watch.centre.begin(Crisis.PBX_LOST)
    watch.centre.begin(Crisis.PBX_LOST)
    assert len(watch.run(0)) == 1
    with pytest.raises(RemoteError, match="not connected"):
        watch.order(StopMonitor(id=watch.next_id(), monitor_id=CommandId("m")))


def test_that_callers_who_vanished_meanwhile_left_unobserved() -> None:
    watch = Watch(SimulatorOptions(agents=30, queues=2, site_hour=10.0, seed=3))
    watch.run(900)
    watch.centre.begin(Crisis.PBX_LOST)
    watch.run(0)
    known = set(watch.state.calls)
    watch.run(41)
    unobserved = {
        event.call_id
        for event in watch.events
        if isinstance(event, e.CallerLeft) and event.exit is e.Exit.UNOBSERVED
    }
    assert unobserved
    assert unobserved <= known
    assert not unobserved & watch.state.calls.keys()


def _plain(agent: Agent) -> tuple[object, ...]:
    return (
        agent.availability,
        agent.pause_reason,
        agent.pause_pending,
        agent.reachable,
        agent.activity,
        agent.call_id,
    )


def _hands(call: Call) -> tuple[object, ...]:
    return (call.queue_id, call.phase, call.agent_id, call.moving_to)


@settings(max_examples=25)
@given(
    seed=st.integers(0, 99),
    before_s=st.integers(1, 900),
    moves=st.lists(st.integers(0, 99), max_size=6),
    monitor_s=st.sampled_from((0, 1, 2)),
)
def test_that_after_the_loss_the_board_shows_what_is_so(
    seed: int, before_s: int, moves: list[int], monitor_s: int
) -> None:
    """Whoever was there all the time, and whoever heard only the difference, know the same."""
    options = SimulatorOptions(agents=20, queues=3, site_hour=10.0, seed=seed, no_answer_pct=40)
    lost, whole = Watch(options), Watch(options)
    for watch in (lost, whole):
        watch.run(before_s)
        _stir(watch, moves, monitor_s)
        watch.run(0.13)
    lost.centre.begin(Crisis.PBX_LOST)
    assert whole.centre.now_ms == lost.centre.now_ms > LIVE_MS
    lost.run(40)
    whole.run(40)
    assert {call_id: _hands(call) for call_id, call in lost.state.calls.items()} == {
        call_id: _hands(call) for call_id, call in whole.state.calls.items()
    }
    assert lost.state.positions == whole.state.positions
    assert {key: _plain(agent) for key, agent in lost.state.agents.items()} == {
        key: _plain(agent) for key, agent in whole.state.agents.items()
    }
    assert {key: m.mode for key, m in lost.state.monitors.items()} == {
        key: m.mode for key, m in whole.state.monitors.items()
    }


def _stir(watch: Watch, moves: list[int], monitor_s: int) -> None:
    agents = list(watch.state.agents)
    calls = list(watch.state.calls.values())
    talking = [call for call in calls if call.phase is CallPhase.TALKING]
    if monitor_s and talking and talking[0].agent_id is not None:
        command = StartMonitor(
            id=watch.next_id(), agent_id=talking[0].agent_id, extension="2001", mode=MonitorMode.LISTEN
        )
        watch.order(command)
        watch.run(monitor_s)
    calls = [call for call in watch.state.calls.values() if call.phase is not CallPhase.MOVING]
    for pick, call in zip(moves, calls, strict=False):
        target = agents[pick % len(agents)]
        if target != call.agent_id:
            watch.move(call, to=target)
