"""What agents do besides: it happens now and then, ends again, and queues go by it."""

from tests.pbx.simulator.watch import Watch
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Direction
from wallboard.domain.ids import AgentId, QueueId
from wallboard.pbx.simulator.options import SimulatorOptions

DAY = SimulatorOptions(agents=40, queues=4, history_s=6 * 3600, site_hour=16.0)


def test_that_pauses_in_one_queue_come_and_go_and_nobody_is_rung_for_that_queue_meanwhile() -> None:
    watch = Watch(DAY)
    paused: set[tuple[AgentId, QueueId]] = set()
    queue_of: dict[str, QueueId] = {}
    ended = 0
    for event in watch.events:
        match event:
            case e.MemberPauseChanged(paused=True):
                paused.add((event.agent_id, event.queue_id))
            case e.MemberPauseChanged():
                paused.discard((event.agent_id, event.queue_id))
                ended += 1
            case e.CallerJoined():
                queue_of[event.call_id] = event.queue_id
            case e.ActivityChanged(activity=Activity.RINGING, call_id=call_id) if call_id in queue_of:
                assert (event.agent_id, queue_of[call_id]) not in paused
            case _:
                pass
    assert ended > 5
    assert len(paused) < 10


def test_that_do_not_disturb_comes_and_goes() -> None:
    watch = Watch(DAY)
    disturbed: dict[AgentId, bool] = {}
    turned = 0
    for event in watch.events:
        if isinstance(event, e.AvailabilityChanged):
            turned += disturbed.get(event.agent_id, False) and not event.do_not_disturb
            disturbed[event.agent_id] = event.do_not_disturb
    assert turned > 3
    assert sum(disturbed.values()) < 10


def test_that_a_phone_is_busy_now_and_then_for_no_call_that_is_known() -> None:
    unknown = [
        event
        for event in Watch(DAY).events
        if isinstance(event, e.ActivityChanged) and event.direction is Direction.UNKNOWN
    ]
    assert len(unknown) > 3
    assert all((event.activity, event.call_id) == (Activity.TALKING, None) for event in unknown)
