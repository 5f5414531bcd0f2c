"""What a person may see of the centre: the one rule that every frame to a screen is made by."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.centre.state import Agent, Call, LedgerState, Membership, Monitor, Queue, Source
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import AgentId, Key, QueueId
from wallboard.gateway.access.masks import Mask, masked_name, masked_number


class Sight(NamedTuple):
    """The part of a grant that decides what a person sees: persons of equal sight get identical frames."""

    sees_numbers: bool

    @classmethod
    def of(cls, grant: Grant) -> "Sight":
        """Returns the sight of a grant."""
        return cls(sees_numbers=grant.may(AccessRight.SEE_NUMBERS))


class AccessPolicy:
    """Decides what may be seen; all servers of the same screens mask by one key.

    Attributes:
        queues: the existing ones.
    """

    def __init__(self, mask_key: bytes) -> None:
        self.queues: set[QueueId] = set()
        self._mask = Mask(mask_key)

    def follow(self, put: Iterable[AnyEntity], gone: Iterable[Key] = ()) -> None:
        """Updates the queues and sources that ids may name."""
        for entity in put:
            if isinstance(entity, Queue):
                self.queues.add(entity.id)
            elif isinstance(entity, Source):
                self._mask.sources.add(entity.id)
        self.queues.difference_update(QueueId(key.id) for key in gone if key.kind == "queue")

    def may_see(self, sight: Sight, entity: AnyEntity) -> AnyEntity | None:
        """Returns an entity as it may be seen: itself, or with masked numbers; None if it may not be seen."""
        return entity if sight.sees_numbers else self._masked(entity)

    def _masked(self, entity: AnyEntity) -> AnyEntity | None:
        agent_id = self._mask.agent_id
        match entity:
            case Agent():
                name, reason = self._mask.agent_name(entity), masked_name(entity.pause_reason)
                return replace(entity, id=agent_id(entity.id), name=name, pause_reason=reason)
            case Membership():
                reason = masked_name(entity.pause_reason)
                return replace(entity, agent_id=agent_id(entity.agent_id), pause_reason=reason)
            case Call():
                with_agent = None if entity.agent_id is None else agent_id(entity.agent_id)
                moving_to, number = entity.moving_to, masked_number(entity.number)
                if moving_to and QueueId(moving_to) not in self.queues:
                    moving_to = agent_id(AgentId(moving_to))
                return replace(entity, number=number, name="", agent_id=with_agent, moving_to=moving_to)
            case Source():
                return replace(entity, reason="")
            case Monitor() | LedgerState():
                return None
            case _:
                return entity
