"""What is to be counted: the reducer makes these from events, the metrics add them up.

A queue counts each of them. A group counts a move of ours neither in nor out where it holds both ends.
"""

from msgspec import Struct

from tests.releases.release_next.domain.centre.exits import Exit
from tests.releases.release_next.domain.ids import QueueId


class CallOutcome(Struct, frozen=True, kw_only=True, gc=False):
    """Something to count in a queue at ``at_ms``."""

    queue_id: QueueId
    at_ms: int


class Offered(CallOutcome, frozen=True, kw_only=True):
    """A caller entered; ``moved_from`` is the queue that a move of ours brought it from, still unanswered."""

    moved_from: QueueId | None = None


class Answered(CallOutcome, frozen=True, kw_only=True):
    """A caller was answered for the first time after ``wait_ms``, moves included."""

    wait_ms: int


class Abandoned(CallOutcome, frozen=True, kw_only=True):
    """A caller hung up unanswered after ``wait_ms``, moves included."""

    wait_ms: int


class FlowedOut(CallOutcome, frozen=True, kw_only=True):
    """A caller left otherwise; ``moved_to`` is the queue that a move of ours brought it to."""

    wait_ms: int
    exit: Exit = Exit.OVERFLOW
    moved_to: QueueId | None = None


class Unobserved(CallOutcome, frozen=True, kw_only=True):
    """A caller's end was not seen: neither answered nor abandoned, and said so; seen waiting for ``wait_ms``."""

    wait_ms: int


class Handled(CallOutcome, frozen=True, kw_only=True):
    """An agent finished a call, wrap-up included; ``handle_ms`` = talk + hold + wrap-up."""

    handle_ms: int
