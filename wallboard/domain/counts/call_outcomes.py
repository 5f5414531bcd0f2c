"""Outcomes of calls: the reducer makes them from events, the metrics count them.

A queue counts each of them. A group does not count a supervisor's move between two of its own queues.
"""

from msgspec import Struct

from wallboard.domain.centre.exits import Exit
from wallboard.domain.ids import AgentId, CallId, QueueId


class CallOutcome(Struct, frozen=True, kw_only=True, gc=False):
    """Something to count in a queue at ``at_ms``, with its call."""

    queue_id: QueueId
    call_id: CallId
    at_ms: int

    @property
    def other_end(self) -> QueueId | None:
        """The queue that a supervisor's move brought the caller from, or to; None without such a move."""
        return None


class Offered(CallOutcome, frozen=True, kw_only=True):
    """A caller entered; ``moved_from`` is the queue that a supervisor's move brought it from, unanswered.

    ``entered_ms`` is the start of the wait, which such a move does not restart.
    """

    entered_ms: int
    moved_from: QueueId | None = None

    @property
    def other_end(self) -> QueueId | None:
        return self.moved_from


class Answered(CallOutcome, frozen=True, kw_only=True):
    """A caller was answered for the first time by ``agent_id`` after ``wait_ms``, moves included."""

    agent_id: AgentId
    wait_ms: int


class Abandoned(CallOutcome, frozen=True, kw_only=True):
    """A caller hung up unanswered after ``wait_ms``, moves included."""

    wait_ms: int


class FlowedOut(CallOutcome, frozen=True, kw_only=True):
    """A caller left otherwise; ``moved_to`` is the queue that a supervisor's move brought it to."""

    wait_ms: int
    exit: Exit = Exit.OVERFLOW
    moved_to: QueueId | None = None

    @property
    def other_end(self) -> QueueId | None:
        return self.moved_to


class Unobserved(CallOutcome, frozen=True, kw_only=True):
    """A caller's end was not observed: it is neither answered nor abandoned; observed waiting for ``wait_ms``."""

    wait_ms: int


class Handled(CallOutcome, frozen=True, kw_only=True):
    """An agent finished a call, wrap-up included."""

    agent_id: AgentId
    talk_ms: int
    hold_ms: int = 0
    wrap_up_ms: int = 0

    @property
    def handle_ms(self) -> int:
        """Talk, hold and wrap-up together."""
        return self.talk_ms + self.hold_ms + self.wrap_up_ms


class RingsMissed(CallOutcome, frozen=True, kw_only=True):
    """Agents were rung for a caller whose wait has ended, and ``many`` of the rings were not answered."""

    many: int


class SentOn(CallOutcome, frozen=True, kw_only=True):
    """A call that an agent handled was sent on by the agent: transferred, or handed to another agent."""
