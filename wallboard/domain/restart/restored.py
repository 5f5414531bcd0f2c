"""What was so before a restart, until the PBX has told again what is so now; what it does not tell of is gone."""

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, State
from wallboard.domain.ids import CallId, QueueId


class Restored:
    """The queues and callers that were recalled, as of ``stopped_ms``, and that the PBX has not told of yet."""

    def __init__(self, state: State, stopped_ms: int) -> None:
        self._stopped_ms = stopped_ms
        self._queues = set(state.queues)
        self._calls = dict(state.calls)

    def confirm(self, event: e.Event) -> e.Event:
        """Note that the PBX tells of something; returns the event with what only we know of it.

        Who was on the way by our move when the gateway stopped, and is there now or back in the queue, came by that
        move. Whom somebody talks with now was not answered before the gateway stopped.
        """
        self._queues.discard(getattr(event, "queue_id", QueueId("")))
        call = self._calls.pop(getattr(event, "call_id", None) or CallId(""), None)
        if call is None:
            return event
        if isinstance(event, e.CallFound):
            return replace(event, since_ms=max(event.since_ms, self._stopped_ms))
        if isinstance(event, e.CallerJoined) and call.phase is CallPhase.MOVING and call.moving_to:
            return replace(event, moved_in=event.queue_id in (call.moving_to, call.queue_id))
        return event

    def gone(self, at_ms: int) -> list[e.Event]:
        """Once the PBX has told everything: the ends, unseen, of all that it did not tell of. Told once."""
        ends: list[e.Event] = [
            e.CallerLeft(at_ms=at_ms, call_id=call.id, exit=e.Exit.UNOBSERVED) for call in self._calls.values()
        ]
        ends += [e.QueueRemoved(at_ms=at_ms, queue_id=queue_id) for queue_id in sorted(self._queues)]
        self._calls.clear()
        self._queues.clear()
        return ends
