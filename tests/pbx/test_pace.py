"""At N times the speed every time told is an Nth, and the past stays as it was."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.pbx.pace import Pace


@given(st.integers(0, 10**9), st.integers(0, 10**12), st.floats(0.1, 100))
def test_that_world_and_told_time_are_each_others_reverse(ahead_ms: int, reported_ms: int, speed: float) -> None:
    pace = Pace(1_000_000, reported_ms, speed)
    assert abs(pace.world_ms(pace.reported_ms(1_000_000 + ahead_ms)) - 1_000_000 - ahead_ms) <= speed + 1


def test_that_all_times_of_an_event_go_at_the_same_pace() -> None:
    pace = Pace(1_000, 1_000, 10)
    agent, call, queue = AgentId("a"), CallId("c"), QueueId("q")
    wrap = e.ActivityChanged(at_ms=2_000, agent_id=agent, activity=Activity.WRAP_UP, since_ms=500, free_at_ms=3_000)
    told = pace.to_gateway_time(wrap)
    assert told == e.ActivityChanged(
        at_ms=1_100, agent_id=agent, activity=Activity.WRAP_UP, since_ms=500, free_at_ms=1_200
    )
    joined = e.CallerJoined(at_ms=2_000, call_id=call, queue_id=queue, number="", entered_ms=1_500)
    assert pace.to_gateway_time(joined) == e.CallerJoined(
        at_ms=1_100, call_id=call, queue_id=queue, number="", entered_ms=1_050
    )
    handled = e.CallHandled(at_ms=2_000, call_id=call, queue_id=queue, agent_id=agent, talk_ms=900, wrap_up_ms=100)
    assert pace.to_gateway_time(handled) == e.CallHandled(
        at_ms=1_100, call_id=call, queue_id=queue, agent_id=agent, talk_ms=90, wrap_up_ms=10
    )
    assert pace.to_gateway_time(e.CallEnded(at_ms=2_000, call_id=call)) == e.CallEnded(at_ms=1_100, call_id=call)


def test_that_at_normal_speed_an_event_is_told_as_it_is() -> None:
    event = e.CallEnded(at_ms=2_000, call_id=CallId("c"))
    assert Pace(1_000, 1_000, 1.0).to_gateway_time(event) is event


def test_that_a_world_of_another_day_is_told_as_of_today() -> None:
    pace = Pace(1_000, 900_000, 2)
    assert pace.reported_ms(1_500) == 900_250
    assert pace.reported_ms(500) == 899_500
    assert pace.to_gateway_time(e.CallEnded(at_ms=1_500, call_id=CallId("c"))) == e.CallEnded(
        at_ms=900_250, call_id=CallId("c")
    )
