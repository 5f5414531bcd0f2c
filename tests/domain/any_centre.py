"""A contact centre on paper: a state that events are told to, and everything that came of it."""

from wallboard.domain.centre import reducer
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Agent, Call
from wallboard.domain.counts import call_outcomes as b
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.ids import AgentId, CallId, Key, QueueId


class Centre:
    """What a test tells events to.

    Attributes:
        state: what is so now.
        bookings: all that was counted, in its order.
        shadow: what somebody knows who only ever saw the changes.
    """

    def __init__(self, *events: Event, goals: Goals | None = None) -> None:
        self.state = State(goals=goals or Goals())
        self.bookings: list[b.CallOutcome] = []
        self.shadow: dict[Key, AnyEntity] = {}
        self.tell(*events)

    def tell(self, *events: Event) -> Changes:
        """Apply the events and return what the last of them changed."""
        changes = Changes()
        for event in events:
            changes = Changes()
            reducer.apply(self.state, event, changes)
            self.bookings += changes.bookings
            self.shadow.update(changes.put)
            for key in changes.gone:
                self.shadow.pop(key, None)
        return changes

    def counted(self, kind: type[b.CallOutcome], queue: str | None = None) -> int:
        """How many outcomes of a kind there were, in one queue or, as `ALL` counts, in all."""
        if queue is not None:
            return sum(isinstance(booking, kind) and booking.queue_id == queue for booking in self.bookings)
        return sum(isinstance(booking, kind) and not _is_own_move(booking) for booking in self.bookings)

    def call(self, name: str) -> Call:
        """A call that must be there."""
        return self.state.calls[CallId(name)]

    def agent(self, name: str) -> Agent:
        """An agent who must be there."""
        return self.state.agents[AgentId(name)]

    def waiting(self, queue: str) -> set[str]:
        """The callers who wait in a queue."""
        return set(self.state.waiting.get(QueueId(queue), set()))


def _is_own_move(booking: b.CallOutcome) -> bool:
    """Whether a move of ours brought a caller from queue to queue."""
    match booking:
        case b.Offered(moved_from=other) | b.FlowedOut(moved_to=other):
            return other is not None
        case _:
            return False
