"""What is to be counted: the reducer makes these from events, the metrics add them up.

A queue counts each of them. A group counts a move of ours neither in nor out where it holds both ends.
"""

from msgspec import Struct

from tests.releases.release_next.domain.centre.exits import Exit
from tests.releases.release_next.domain.ids import AgentId, CallId, QueueId


class CallOutcome(Struct, frozen=True, kw_only=True, gc=False):
    """Something to count in a queue at ``at_ms``, and whose call it was."""

    queue_id: QueueId
    call_id: CallId
    at_ms: int

    @property
    def other_end(self) -> QueueId | None:
        """The queue that a move of ours brought the caller from, or to; None where it was no such move."""
        return None


class Offered(CallOutcome, frozen=True, kw_only=True):
    """A caller entered; ``moved_from`` is the queue that a move of ours brought it from, still unanswered.

    ``entered_ms`` is the start of the wait, which such a move does not begin anew.
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
    """A caller left otherwise; ``moved_to`` is the queue that a move of ours brought it to."""

    wait_ms: int
    exit: Exit = Exit.OVERFLOW
    moved_to: QueueId | None = None

    @property
    def other_end(self) -> QueueId | None:
        return self.moved_to


class Unobserved(CallOutcome, frozen=True, kw_only=True):
    """A caller's end was not seen: neither answered nor abandoned, and said so; seen waiting for ``wait_ms``."""

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
