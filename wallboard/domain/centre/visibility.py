"""What screens are told of the state: all but hidden queues, who waits there, and agents of no other queue.

Who is no longer shown, a caller who went on into a hidden queue, is told as gone.
"""

from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.state import Agent, Call, Membership, Queue, State
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample
from wallboard.domain.ids import AgentId, Key


class Shown:
    """Leaves out of changes what is not to be shown, and adds whom a change of membership shows or hides."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._told: set[Key] = set()

    def shows(self, entity: AnyEntity) -> bool:
        """Whether an entity is to be seen as things are now."""
        hides = self._state.listings.hides
        match entity:
            case Queue(id=queue_id):
                return not hides(queue_id)
            case Membership() | Call():
                return not hides(entity.queue_id)
            case Figures() | QueueNow() | Interval() | Sample():
                return not self._state.hides(entity.scope)
            case Agent(id=agent_id):
                return self._state.works_in_sight(agent_id)
            case _:
                return True

    def follow_listings(self) -> None:
        """Other queues are hidden from now on, and whoever looks on is told everything anew."""
        people: list[Agent | Call] = [*self._state.agents.values(), *self._state.calls.values()]
        self._told |= {entity.key for entity in people if self.shows(entity)}

    def of(self, changes: Changes) -> Changes:
        """The part of ``changes`` that is to be told."""
        if not self._state.listings.hides_any:
            return changes
        told = Changes()
        for entity in changes.put.values():
            self._put(entity, told)
        for key, entity in changes.gone.items():
            if isinstance(entity, Agent | Call):
                self._hide(key, entity, told)
            elif self.shows(entity):
                told.remove(entity)
        for agent_id in _whose_queues(changes):
            if (agent := self._state.agents.get(agent_id)) is not None:
                self._put(agent, told)
        return told

    def _put(self, entity: AnyEntity, told: Changes) -> None:
        """Tell an entity's value, or that it is gone if it was to be seen before."""
        key = entity.key
        if not self.shows(entity):
            self._hide(key, entity, told)
            return
        told.add(entity)
        if isinstance(entity, Agent | Call):
            self._told.add(key)

    def _hide(self, key: Key, entity: AnyEntity, told: Changes) -> None:
        if key in self._told:
            self._told.discard(key)
            told.remove(entity)


def _whose_queues(changes: Changes) -> set[AgentId]:
    """The agents who came into a queue or left one."""
    entities = (*changes.put.values(), *changes.gone.values())
    return {entity.agent_id for entity in entities if isinstance(entity, Membership)}
