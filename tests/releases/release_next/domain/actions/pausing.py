"""Pausing and unpausing an agent, in one queue or in all.

A pause during a call does not end the call: the agent gets no further ones, whether the PBX counts the pause from
now or from the call's end.
"""

import re
from typing import ClassVar

from tests.releases.release_next.domain.actions.centre import Centre
from tests.releases.release_next.domain.actions.commands import (
    ONE_LINE,
    REASON_MOST,
    About,
    AgentName,
    Command,
    Lock,
    Observation,
    Outcome,
    PauseReason,
    QueueName,
    Reason,
    Result,
)
from tests.releases.release_next.domain.centre import events as e
from tests.releases.release_next.domain.centre.state import Availability, Membership, membership_key
from tests.releases.release_next.domain.ids import Key


class _Pausing(Command, frozen=True, kw_only=True):
    """What pause and unpause share; without a ``queue_id`` the command is about all queues of the agent."""

    needless: ClassVar[Reason]
    """The reason of a refusal where every membership already has the requested state."""

    agent_id: AgentName
    queue_id: QueueName | None = None

    def _refusal(self, centre: Centre) -> Reason | None:
        agent = centre.agents.get(self.agent_id)
        if agent is None:
            return Reason.AGENT_UNKNOWN
        if agent.availability is Availability.LOGGED_OUT:
            return Reason.AGENT_LOGGED_OUT
        if self.queue_id is not None and self.membership(centre) is None:
            return Reason.AGENT_NOT_IN_QUEUE
        return self.needless if self.is_done(centre) else None

    def membership(self, centre: Centre) -> Membership | None:
        """The agent's membership in the one queue of the command."""
        if self.queue_id is None:
            return None
        return centre.memberships.get(membership_key(self.queue_id, self.agent_id))

    def about(self) -> About:
        target = None if self.queue_id is None else Key("queue", self.queue_id)
        return About(subject=Key("agent", self.agent_id), target=target)

    def locks(self) -> list[tuple[Lock, Reason]]:
        return [(("pause", self.agent_id), Reason.PAUSE_BUSY)]

    def outcome(self, seen: Observation) -> Result | None:
        match seen.event:
            case e.MemberPauseChanged(agent_id=self.agent_id) | e.AvailabilityChanged(agent_id=self.agent_id):
                return self.confirmed() if self.is_done(seen.centre) else None
            case e.MemberRemoved(agent_id=self.agent_id, queue_id=self.queue_id):
                return self.ended(Outcome.FAILED, Reason.AGENT_NOT_IN_QUEUE)
            case e.AgentRemoved(agent_id=self.agent_id):
                return self.ended(Outcome.FAILED, Reason.AGENT_LOGGED_OUT)
            case _:
                return None


class PauseAgent(_Pausing, frozen=True, kw_only=True, tag="pause_agent"):
    """Pause an agent from now on, for a ``reason`` in words."""

    needless: ClassVar[Reason] = Reason.AGENT_PAUSED

    reason: PauseReason = ""

    def is_done(self, centre: Centre) -> bool:
        if self.queue_id is not None:
            member = self.membership(centre)
            return member is not None and member.paused
        agent = centre.agents.get(self.agent_id)
        return agent is not None and (agent.availability is Availability.PAUSED or agent.pause_pending)

    def is_deferred(self, centre: Centre) -> bool | None:
        """Whether the pause begins when the call ends."""
        agent = centre.agents.get(self.agent_id)
        if agent is None or self.queue_id is not None:
            return False
        return (
            None
            if agent.availability is not Availability.PAUSED and not agent.pause_pending
            else agent.pause_pending
        )


class UnpauseAgent(_Pausing, frozen=True, kw_only=True, tag="unpause_agent"):
    """Unpause an agent."""

    needless: ClassVar[Reason] = Reason.AGENT_NOT_PAUSED

    def is_done(self, centre: Centre) -> bool:
        if self.queue_id is not None:
            member = self.membership(centre)
            return member is not None and not member.paused
        agent = centre.agents.get(self.agent_id)
        if agent is None or agent.availability is Availability.PAUSED or agent.pause_pending:
            return False
        keys = (membership_key(queue_id, self.agent_id) for queue_id in centre.queues_of.get(self.agent_id, ()))
        return not any(centre.memberships[key].paused for key in keys)


def is_reason(text: str) -> bool:
    """Whether ``text`` is a valid pause reason."""
    return 0 < len(text) <= REASON_MOST and re.fullmatch(ONE_LINE, text) is not None


ACTIONS: tuple[type[Command], ...] = (PauseAgent, UnpauseAgent)
