"""What was so before a restart, until each source told again what is so now; what it does not tell of is gone."""

from collections.abc import Collection

from msgspec.structs import replace

from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import CallPhase, State
from wallboard.domain.ids import CallId, QueueId, SourceId, source_of


class Restored:
    """The queues and callers that were recalled, as of ``stopped_ms``, and that the PBX has not told of yet."""

    def __init__(self, state: State, stopped_ms: int) -> None:
        self._stopped_ms = stopped_ms
        self._sources = set(state.sources)
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

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left that a source has yet to tell of."""
        return not self._queues and not self._calls

    def gone(self, source_id: SourceId, at_ms: int) -> list[e.Event]:
        """Once a source has told everything: the ends, unobserved, of what it did not tell of. Told once."""
        calls = [call for call in self._calls.values() if source_of(call.queue_id) == source_id]
        queues = sorted(queue_id for queue_id in self._queues if source_of(queue_id) == source_id)
        for call in calls:
            del self._calls[call.id]
        self._queues.difference_update(queues)
        return [
            *(e.CallerLeft(at_ms=at_ms, call_id=call.id, exit=e.Exit.UNOBSERVED) for call in calls),
            *(e.QueueRemoved(at_ms=at_ms, queue_id=queue_id) for queue_id in queues),
        ]

    def of_no_source(self, sources: Collection[SourceId], at_ms: int) -> list[e.Event]:
        """The ends of all that came from other sources than ``sources``, those that there are."""
        known = self._sources | {source_of(queue_id) for queue_id in self._queues}
        others = sorted(source_id for source_id in known if source_id not in sources)
        return [
            event
            for source_id in others
            for event in (*self.gone(source_id, at_ms), e.SourceRemoved(at_ms=at_ms, source_id=source_id))
        ]
