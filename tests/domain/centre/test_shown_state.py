"""Which of an agent's two axes a tile shows, and since when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Activity, Agent, Availability, Direction, Membership
from wallboard.domain.ids import AgentId, QueueId

PEOPLE_MS, CALLS_MS, QUEUE_MS = 1_000, 2_000, 3_000


def _agent(
    availability: Availability,
    activity: Activity,
    *,
    reachable: bool = True,
    direction: Direction = Direction.QUEUE,
    do_not_disturb: bool = False,
) -> Agent:
    return Agent(
        id=AgentId("ann"),
        name="Ann",
        availability=availability,
        availability_since_ms=PEOPLE_MS,
        reachable=reachable,
        do_not_disturb=do_not_disturb,
        activity=activity,
        activity_since_ms=CALLS_MS,
        direction=direction,
    )


@pytest.mark.parametrize("availability", list(Availability))
def test_that_a_queue_call_wins_over_all_that_people_set(availability: Availability) -> None:
    assert shown_state(_agent(availability, Activity.TALKING)) == (AgentState.TALKING, CALLS_MS)
    assert shown_state(_agent(availability, Activity.HOLD, reachable=False)) == (AgentState.HOLD, CALLS_MS)


@pytest.mark.parametrize(
    ("availability", "activity", "shown"),
    [
        (Availability.READY, Activity.RINGING, (AgentState.RINGING, CALLS_MS)),
        (Availability.READY, Activity.WRAP_UP, (AgentState.WRAP_UP, CALLS_MS)),
        (Availability.READY, Activity.COOL_DOWN, (AgentState.COOL_DOWN, CALLS_MS)),
        (Availability.PAUSED, Activity.COOL_DOWN, (AgentState.PAUSED, PEOPLE_MS)),
        (Availability.READY, Activity.ON_DEMAND, (AgentState.ON_DEMAND, CALLS_MS)),
        (Availability.PAUSED, Activity.ON_DEMAND, (AgentState.PAUSED, PEOPLE_MS)),
        (Availability.LOGGED_OUT, Activity.COOL_DOWN, (AgentState.LOGGED_OUT, PEOPLE_MS)),
        (Availability.PAUSED, Activity.IDLE, (AgentState.PAUSED, PEOPLE_MS)),
        (Availability.PAUSED, Activity.WRAP_UP, (AgentState.PAUSED, PEOPLE_MS)),
        (Availability.PAUSED, Activity.RINGING, (AgentState.RINGING, CALLS_MS)),
        (Availability.LOGGED_OUT, Activity.RINGING, (AgentState.LOGGED_OUT, PEOPLE_MS)),
    ],
)
def test_that_a_pause_wins_over_wrap_up_but_not_over_a_phone_that_rings(
    availability: Availability, activity: Activity, shown: tuple[AgentState, int]
) -> None:
    assert shown_state(_agent(availability, activity)) == shown


def test_that_ready_begins_when_the_later_axis_came_to_it() -> None:
    assert shown_state(_agent(Availability.READY, Activity.IDLE)) == (AgentState.READY, CALLS_MS)


@pytest.mark.parametrize("direction", [Direction.INBOUND, Direction.OUTBOUND, Direction.INTERNAL])
def test_that_a_call_that_is_no_queues_is_busy_unless_paused(direction: Direction) -> None:
    assert shown_state(_agent(Availability.READY, Activity.TALKING, direction=direction))[0] is AgentState.BUSY
    assert shown_state(_agent(Availability.PAUSED, Activity.HOLD, direction=direction))[0] is AgentState.PAUSED


def test_that_a_phone_in_use_for_no_call_that_is_known_is_no_call_of_anybody() -> None:
    for activity in (Activity.TALKING, Activity.HOLD):
        unknown = _agent(Availability.READY, activity, direction=Direction.UNKNOWN)
        assert shown_state(unknown) == (AgentState.BUSY_UNKNOWN, CALLS_MS)


@pytest.mark.parametrize("activity", [Activity.IDLE, Activity.WRAP_UP])
def test_that_who_is_on_do_not_disturb_is_neither_ready_nor_about_to_be(activity: Activity) -> None:
    agent = _agent(Availability.READY, activity, do_not_disturb=True)
    assert shown_state(agent) == (AgentState.DO_NOT_DISTURB, PEOPLE_MS)
    assert shown_state(replace(agent, availability=Availability.PAUSED))[0] is AgentState.PAUSED
    assert shown_state(replace(agent, activity=Activity.RINGING))[0] is AgentState.RINGING
    assert shown_state(replace(agent, activity=Activity.TALKING))[0] is AgentState.TALKING


def _in_queue(*, paused: bool) -> Membership:
    return Membership(queue_id=QueueId("sales"), agent_id=AgentId("ann"), paused=paused, pause_since_ms=QUEUE_MS)


def test_that_a_pause_in_a_queue_is_the_state_there_and_nowhere_else() -> None:
    agent = _agent(Availability.READY, Activity.IDLE)
    assert shown_state(agent, _in_queue(paused=True)) == (AgentState.PAUSED, QUEUE_MS)
    assert shown_state(agent, _in_queue(paused=False)) == (AgentState.READY, QUEUE_MS)
    assert shown_state(agent) == (AgentState.READY, CALLS_MS)
    talking = replace(agent, activity=Activity.TALKING)
    assert shown_state(talking, _in_queue(paused=True)) == (AgentState.TALKING, CALLS_MS)
    everywhere = replace(agent, availability=Availability.PAUSED)
    assert shown_state(everywhere, _in_queue(paused=False)) == (AgentState.PAUSED, PEOPLE_MS)


def test_that_a_phone_off_the_network_is_unreachable_unless_logged_out() -> None:
    assert shown_state(_agent(Availability.READY, Activity.IDLE, reachable=False))[0] is AgentState.UNREACHABLE
    out = _agent(Availability.LOGGED_OUT, Activity.IDLE, reachable=False)
    assert shown_state(out)[0] is AgentState.LOGGED_OUT


@given(
    st.builds(
        _agent,
        st.sampled_from(Availability),
        st.sampled_from(Activity),
        reachable=st.booleans(),
        direction=st.sampled_from(Direction),
        do_not_disturb=st.booleans(),
    )
)
def test_that_every_agent_has_a_state_and_a_true_start(agent: Agent) -> None:
    assert shown_state(agent)[1] in (PEOPLE_MS, CALLS_MS)
