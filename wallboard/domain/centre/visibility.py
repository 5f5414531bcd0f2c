"""Filters what screens receive: all but hidden queues, the callers in them, and agents of no other queue.

A caller who went on into a hidden queue is sent as gone.
"""

from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Agent, Call, Membership, Queue
from wallboard.domain.counts.figures import AnyEntity, Figures, Interval, QueueNow, Sample
from wallboard.domain.ids import AgentId, Key


class Shown:
    """Filters changes to what may be shown, and adds agents whom a change of membership shows or hides."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._published: set[Key] = set()

    def shows(self, entity: AnyEntity) -> bool:
        """Whether an entity is visible in the current state."""
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
        """Applies another listing; all screens then get a full snapshot."""
        people: list[Agent | Call] = [*self._state.agents.values(), *self._state.calls.values()]
        self._published |= {entity.key for entity in people if self.shows(entity)}

    def of(self, changes: Changes) -> Changes:
        """Returns the visible part of ``changes``."""
        if not self._state.listings.hides_any:
            return changes
        visible = Changes()
        for entity in changes.put.values():
            self._put(entity, visible)
        for key, entity in changes.gone.items():
            if isinstance(entity, Agent | Call):
                self._hide(key, entity, visible)
            elif self.shows(entity):
                visible.remove(entity)
        for agent_id in _whose_queues(changes):
            if (agent := self._state.agents.get(agent_id)) is not None:
                self._put(agent, visible)
        return visible

    def _put(self, entity: AnyEntity, visible: Changes) -> None:
        """Adds an entity's value, or its removal if it was visible before."""
        key = entity.key
        if not self.shows(entity):
            self._hide(key, entity, visible)
            return
        visible.add(entity)
        if isinstance(entity, Agent | Call):
            self._published.add(key)

    def _hide(self, key: Key, entity: AnyEntity, visible: Changes) -> None:
        if key in self._published:
            self._published.discard(key)
            visible.remove(entity)


def _whose_queues(changes: Changes) -> set[AgentId]:
    """Returns the agents who joined a queue or left one."""
    entities = (*changes.put.values(), *changes.gone.values())
    return {entity.agent_id for entity in entities if isinstance(entity, Membership)}
