"""Any day in a contact centre, for Hypothesis: events in any order, sensible or not."""

from hypothesis import strategies as st

from tests.domain.words import (
    agent,
    answers,
    does,
    handles,
    hangs_up,
    is_leaving,
    is_now,
    joins,
    leaves,
    member,
    moves,
    ms,
    pauses,
    queue,
    unpauses,
)
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Activity, Availability, Direction
from wallboard.domain.ids import AgentId, QueueId

_CALLS = st.sampled_from(["c1", "c2", "c3"])
_QUEUES = st.sampled_from(["sales", "support", "billing"])
_AGENTS = st.sampled_from(["ann", "bob", "eve"])
EVENTS = st.one_of(
    st.builds(queue, _QUEUES, st.just(0)),
    st.builds(agent, _AGENTS, st.just(0)),
    st.builds(member, _QUEUES, _AGENTS, st.just(0)),
    st.builds(joins, _CALLS, _QUEUES, st.just(0), moved_in=st.booleans()),
    st.builds(answers, _AGENTS, _CALLS, st.just(0)),
    st.builds(moves, _CALLS, st.just(0), to_queue=_QUEUES),
    st.builds(moves, _CALLS, st.just(0)),
    st.builds(is_leaving, _CALLS, st.just(0)),
    st.builds(leaves, _CALLS, st.just(0), st.sampled_from(e.Exit)),
    st.builds(hangs_up, _CALLS, st.just(0)),
    st.builds(is_now, _AGENTS, st.sampled_from(Availability), st.just(0), do_not_disturb=st.booleans()),
    st.builds(does, _AGENTS, st.sampled_from(Activity), st.just(0), direction=st.sampled_from(Direction)),
    st.builds(does, _AGENTS, st.just(Activity.RINGING), st.just(0), call=_CALLS),
    st.builds(handles, _AGENTS, _CALLS, _QUEUES, st.just(0), talk_s=st.integers(0, 90), hold_s=st.integers(0, 30)),
    st.builds(pauses, _AGENTS, _QUEUES, st.just(0)),
    st.builds(unpauses, _AGENTS, _QUEUES, st.just(0)),
    st.builds(e.QueueRemoved, at_ms=st.just(0), queue_id=_QUEUES.map(QueueId)),
    st.builds(e.AgentRemoved, at_ms=st.just(0), agent_id=_AGENTS.map(AgentId)),
    st.builds(e.MemberRemoved, at_ms=st.just(0), queue_id=_QUEUES.map(QueueId), agent_id=_AGENTS.map(AgentId)),
)
"""Any event; its time is set when it is told."""
STEPS = st.lists(st.tuples(st.sampled_from([0.0, 0.2, 1.0, 17.0, 400.0]), EVENTS, st.booleans()), max_size=25)
"""Steps of a day: seconds since the one before, what happens, and whether somebody looks."""


def told_at(event: e.Event, at_s: float) -> e.Event:
    """The event as if it happened ``at_s`` seconds into the day."""
    changed = {name: ms(at_s) for name in ("at_ms", "entered_ms", "since_ms") if hasattr(event, name)}
    return type(event)(**{field: changed.get(field, getattr(event, field)) for field in event.__struct_fields__})
