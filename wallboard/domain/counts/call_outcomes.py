"""What is to be counted: the reducer makes these from events, the metrics add them up.

Netting our own moves happens before this point, in one place: a booking is always to be counted.
"""

from msgspec import Struct

from wallboard.domain.centre.exits import Exit
from wallboard.domain.ids import QueueId


class CallOutcome(Struct, frozen=True, kw_only=True, gc=False):
    """Something to count in a queue at ``at_ms``."""

    queue_id: QueueId
    at_ms: int


class Offered(CallOutcome, frozen=True, kw_only=True):
    """A caller entered; ``in_total`` is false when it came from another queue by a move of ours."""

    in_total: bool = True


class Answered(CallOutcome, frozen=True, kw_only=True):
    """A caller was answered for the first time after ``wait_ms``, moves included."""

    wait_ms: int


class Abandoned(CallOutcome, frozen=True, kw_only=True):
    """A caller hung up unanswered after ``wait_ms``, moves included."""

    wait_ms: int


class FlowedOut(CallOutcome, frozen=True, kw_only=True):
    """A caller left otherwise; ``in_total`` is false when a move of ours brought it to another queue."""

    wait_ms: int
    exit: Exit = Exit.OVERFLOW
    in_total: bool = True


class Lost(CallOutcome, frozen=True, kw_only=True):
    """A caller's end was not seen: neither answered nor abandoned, and said so; seen waiting for ``wait_ms``."""

    wait_ms: int


class Handled(CallOutcome, frozen=True, kw_only=True):
    """An agent finished a call, wrap-up included; ``handle_ms`` = talk + hold + wrap-up."""

    handle_ms: int
