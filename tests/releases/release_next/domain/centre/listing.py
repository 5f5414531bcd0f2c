"""How queues are listed on screens: under which name, in which order, and which are hidden."""

from msgspec import Struct

from tests.releases.release_next.domain.ids import QueueId


class Listing(Struct, frozen=True, kw_only=True, gc=False):
    """How one queue is listed: ``name`` is empty for the PBX's own; those with an ``order`` come first, by it.

    ``colour`` marks it on screens; it is a name of theirs.
    """

    name: str = ""
    hidden: bool = False
    order: float | None = None
    colour: str = ""


_AS_IT_IS = Listing()


class Listings(Struct, frozen=True, kw_only=True, gc=False):
    """The queues whose listing is configured; others have the PBX's own name, in alphabetical order."""

    by_queue: dict[QueueId, Listing] = {}

    def of(self, queue_id: QueueId) -> Listing:
        """How one queue is listed."""
        return self.by_queue.get(queue_id, _AS_IT_IS)

    def hides(self, queue_id: QueueId) -> bool:
        """Whether a queue is not shown and counts in no total."""
        return self.of(queue_id).hidden

    @property
    def hides_any(self) -> bool:
        """Whether any queue is hidden."""
        return any(listing.hidden for listing in self.by_queue.values())
