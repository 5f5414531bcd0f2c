"""What was so before a restart, until the PBX has told again what is so now; what it does not tell of is gone."""

from msgspec.structs import replace

from wallboard.domain import events as e
from wallboard.domain.ids import CallId
from wallboard.domain.state import CallPhase, State


class Unconfirmed:
    """The queues and callers that were recalled and that the PBX has not told of yet."""

    def __init__(self, state: State) -> None:
        self._queues = set(state.queues)
        self._calls = dict(state.calls)

    def confirm(self, event: e.Event) -> e.Event:
        """Note that the PBX tells of something; returns the event, as one of our own move if it ends one.

        Who was on the way to a queue when the gateway stopped, and is there now, came by that move.
        """
        if isinstance(event, e.QueueFound):
            self._queues.discard(event.queue_id)
        call_id: CallId = getattr(event, "call_id", CallId(""))
        call = self._calls.pop(call_id, None)
        if call is None or call.phase is not CallPhase.MOVING or not isinstance(event, e.CallerJoined):
            return event
        return replace(event, moved_in=event.queue_id == call.moving_to)

    def gone(self, at_ms: int) -> list[e.Event]:
        """Once the PBX has told everything: the ends, unseen, of all that it did not tell of. Told once."""
        ends: list[e.Event] = [
            e.CallerLeft(at_ms=at_ms, call_id=call.id, exit=e.Exit.UNSEEN) for call in self._calls.values()
        ]
        ends += [e.QueueRemoved(at_ms=at_ms, queue_id=queue_id) for queue_id in sorted(self._queues)]
        self._calls.clear()
        self._queues.clear()
        return ends
