"""What the simulated centre can do for a supervisor."""

from typing import Any

import pytest

from tests.pbx.simulator.watch import Watch
from wallboard.domain.actions.commands import Command, Reason, actions
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Agent, Availability, CallPhase
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CommandId, QueueId
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.orders import ORDERS, order


class _Unheard(Command, frozen=True, kw_only=True, tag="unheard_of"):
    """What nobody can do."""


def test_that_the_centre_can_do_all_there_is() -> None:
    assert set(ORDERS) == set(actions().values()) == Simulator.can


def test_that_what_it_cannot_do_is_refused_by_name() -> None:
    parts: Any = None
    with pytest.raises(PbxRefused, match="unheard_of") as refused:
        order(parts, _Unheard(id=CommandId("1")), "sue")
    assert refused.value.reason is Reason.NOT_POSSIBLE


def _pause(watch: Watch, agent: Agent, queue_id: QueueId | None = None) -> PauseAgent:
    command = PauseAgent(id=watch.next_id(), agent_id=agent.id, queue_id=queue_id, reason="Training")
    watch.order(command)
    return command


def test_that_an_agent_is_paused_in_all_queues_and_back(watch: Watch) -> None:
    agent = watch.ready()
    command = _pause(watch, agent)
    watch.run_to(e.AvailabilityChanged, within_s=1, agent_id=agent.id, availability=Availability.PAUSED)
    assert command.is_done(watch.state)
    assert watch.state.agents[agent.id].pause_reason == "Training"
    end = UnpauseAgent(id=watch.next_id(), agent_id=agent.id)
    watch.order(end)
    watch.run_to(e.AvailabilityChanged, within_s=1, agent_id=agent.id, availability=Availability.READY)
    assert end.is_done(watch.state)


def test_that_an_agent_is_paused_in_one_queue_and_back_by_one_word_for_all(watch: Watch) -> None:
    agent = next(one for one in iter(watch.ready, None) if watch.state.queues_of.get(one.id))
    queue_id = min(watch.state.queues_of[agent.id])
    command = _pause(watch, agent, queue_id)
    watch.run_to(e.MemberPauseChanged, within_s=1, agent_id=agent.id, queue_id=queue_id, paused=True)
    assert command.is_done(watch.state)
    watch.order(UnpauseAgent(id=watch.next_id(), agent_id=agent.id))
    watch.run_to(e.MemberPauseChanged, within_s=1, agent_id=agent.id, queue_id=queue_id, paused=False)


def test_that_a_pause_in_a_call_begins_with_the_calls_end(watch: Watch) -> None:
    call = watch.call(CallPhase.TALKING)
    agent = watch.state.agents[call.agent_id or AgentId("")]
    command = _pause(watch, agent)
    told = watch.run_to(e.AvailabilityChanged, within_s=1, agent_id=agent.id)
    assert told.pause_pending
    assert command.is_done(watch.state)
    watch.run_to(e.AvailabilityChanged, agent_id=agent.id, availability=Availability.PAUSED)


@pytest.mark.parametrize(("name", "where"), [("nobody", None), ("", "nowhere")])
def test_that_whom_the_centre_does_not_have_there_is_not_paused(watch: Watch, name: str, where: str | None) -> None:
    agent_id = AgentId(name) if name else watch.ready().id
    queue_id = None if where is None else QueueId(where)
    with pytest.raises(PbxRefused, match="not in this queue"):
        watch.order(PauseAgent(id=watch.next_id(), agent_id=agent_id, queue_id=queue_id))
