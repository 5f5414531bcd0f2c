"""Moving a caller to an agent or to another queue.

``expect_rev`` is the ``handover_rev`` of the call as the supervisor saw it: a call that was handed over since then
is not moved.
"""

from typing import Annotated, ClassVar

from msgspec import Meta

from tests.releases.release_next.domain.actions.centre import Centre
from tests.releases.release_next.domain.actions.commands import (
    About,
    AgentName,
    CallName,
    Command,
    Lock,
    Observation,
    Outcome,
    Progress,
    QueueName,
    Reason,
    Result,
)
from tests.releases.release_next.domain.centre import events as e
from tests.releases.release_next.domain.centre.state import Activity, Agent, Availability, CallPhase
from tests.releases.release_next.domain.ids import Key

ANSWERED_WITHIN_S = 45.0
"""Longer than a phone may ring before the caller returns to the queue."""

_Revision = Annotated[int, Meta(ge=-(2**53), le=2**53)]


class _Move(Command, frozen=True, kw_only=True):
    """What both kinds of moves share."""

    call_id: CallName
    expect_rev: _Revision

    def _call_refusal(self, centre: Centre) -> Reason | None:
        call = centre.calls.get(self.call_id)
        if call is None:
            return Reason.CALL_GONE
        if call.phase is CallPhase.MOVING:
            return Reason.CALL_BUSY
        if call.phase is CallPhase.LEAVING:
            return Reason.CALL_OUT_OF_QUEUE
        if call.phase is CallPhase.UNKNOWN:
            return Reason.UNKNOWN
        return Reason.CALL_MOVED_ON if call.handover_rev != self.expect_rev else None

    def _lost(self, event: e.Event) -> Result | None:
        match event:
            case e.CallEnded(call_id=self.call_id) | e.CallerAbandoned(call_id=self.call_id):
                return self.ended(Outcome.FAILED, Reason.CALLER_HUNG_UP)
            case e.CallerLeft(call_id=self.call_id):
                return self.ended(Outcome.FAILED, Reason.CALL_GONE)
            case e.CallAnswered(call_id=self.call_id):
                return self.ended(Outcome.FAILED, Reason.CALL_MOVED_ON)
            case _:
                return None


class MoveCallToAgent(_Move, frozen=True, kw_only=True, tag="move_call_to_agent"):
    """Move a waiting or talking caller to an agent; back to the queue's head if no agent answers."""

    deadline_s: ClassVar[float] = ANSWERED_WITHIN_S

    agent_id: AgentName

    def _refusal(self, centre: Centre) -> Reason | None:
        if (reason := self._call_refusal(centre)) is not None:
            return reason
        if centre.calls[self.call_id].agent_id == self.agent_id:
            return Reason.SAME_AGENT
        return agent_refusal(centre.agents.get(self.agent_id))

    def about(self) -> About:
        return About(subject=Key("call", self.call_id), target=Key("agent", self.agent_id))

    def locks(self) -> list[tuple[Lock, Reason]]:
        return [(("call", self.call_id), Reason.CALL_BUSY), (("agent", self.agent_id), Reason.AGENT_RINGING)]

    def outcome(self, seen: Observation) -> Result | Progress | None:
        match seen.event:
            case e.CallAnswered(call_id=self.call_id, agent_id=self.agent_id):
                return self.confirmed()
            case e.CallFound(call_id=self.call_id, agent_id=self.agent_id):
                return self.confirmed()
            case e.ActivityChanged(agent_id=self.agent_id, activity=Activity.RINGING, call_id=self.call_id):
                return Progress.RINGING
            case e.CallerJoined(call_id=self.call_id) if seen.moving:
                return self.ended(Outcome.RETURNED_TO_QUEUE)
            case _:
                return self._lost(seen.event)

    def is_done(self, centre: Centre) -> bool:
        call = centre.calls.get(self.call_id)
        return call is not None and call.is_with_agent and call.agent_id == self.agent_id


class MoveCallToQueue(_Move, frozen=True, kw_only=True, tag="move_call_to_queue"):
    """Move a waiting or talking caller to another queue."""

    queue_id: QueueName

    def _refusal(self, centre: Centre) -> Reason | None:
        if (reason := self._call_refusal(centre)) is not None:
            return reason
        if not centre.is_listed(self.queue_id):
            return Reason.QUEUE_UNKNOWN
        call = centre.calls[self.call_id]
        waits_there = call.phase is CallPhase.WAITING and call.queue_id == self.queue_id
        return Reason.SAME_QUEUE if waits_there else None

    def about(self) -> About:
        return About(subject=Key("call", self.call_id), target=Key("queue", self.queue_id))

    def locks(self) -> list[tuple[Lock, Reason]]:
        return [(("call", self.call_id), Reason.CALL_BUSY)]

    def outcome(self, seen: Observation) -> Result | Progress | None:
        match seen.event:
            case e.CallerJoined(call_id=self.call_id, queue_id=self.queue_id):
                return self.confirmed()
            case e.CallerJoined(call_id=self.call_id) if seen.moving:
                return self.ended(Outcome.RETURNED_TO_QUEUE)
            case _:
                return self._lost(seen.event)

    def is_done(self, centre: Centre) -> bool:
        call = centre.calls.get(self.call_id)
        if call is None or call.queue_id != self.queue_id:
            return False
        return call.phase is CallPhase.WAITING and call.handover_rev > self.expect_rev


def agent_refusal(agent: Agent | None) -> Reason | None:
    """Why no caller can be sent to this agent.

    Wrap-up is not a reason: a supervisor may cut it short. Cool-down and an agent who has not asked for the next
    call are none either: they hold back only the queue's calls.
    """
    if agent is None:
        return Reason.AGENT_UNKNOWN
    if agent.availability is Availability.UNKNOWN or agent.activity is Activity.UNKNOWN:
        return Reason.UNKNOWN
    if agent.availability is Availability.LOGGED_OUT:
        return Reason.AGENT_LOGGED_OUT
    if not agent.reachable:
        return Reason.AGENT_UNREACHABLE
    if agent.activity in (Activity.TALKING, Activity.HOLD):
        return Reason.AGENT_IN_CALL
    if agent.activity is Activity.RINGING:
        return Reason.AGENT_RINGING
    if agent.availability is Availability.PAUSED:
        return Reason.AGENT_PAUSED
    return Reason.AGENT_DO_NOT_DISTURB if agent.do_not_disturb else None


ACTIONS: tuple[type[Command], ...] = (MoveCallToAgent, MoveCallToQueue)
