"""Names that are the same at two PBXs: each is shown with its source's name behind it."""

from dataclasses import dataclass, field

from wallboard.domain.ids import AgentId, SourceId, source_of


def shown_name(name: str, id_: str, *, is_shared: bool) -> str:
    """Returns the name to show of an entity: with its source's where another PBX has the same."""
    return f"{name} ({source_of(id_)})" if name and is_shared else name


@dataclass(slots=True)
class AgentNames:
    """The PBXs' own names of agents, and which PBXs have agents of the same name."""

    _own: dict[AgentId, str] = field(default_factory=dict)
    _named: dict[str, dict[SourceId, set[AgentId]]] = field(default_factory=dict)

    def rename(self, agent_id: AgentId, name: str) -> list[AgentId]:
        """Sets an agent's own name, "" for one that is gone; returns the other agents to be shown anew."""
        old = self._own.pop(agent_id, "")
        if name:
            self._own[agent_id] = name
        if old == name:
            return []
        return sorted({*self._leave(agent_id, old), *self._join(agent_id, name)} - {agent_id})

    def shown(self, agent_id: AgentId) -> str:
        """Returns the name to show of an agent."""
        name = self._own.get(agent_id, "")
        return shown_name(name, agent_id, is_shared=len(self._named.get(name.casefold(), ())) > 1)

    def _leave(self, agent_id: AgentId, name: str) -> set[AgentId]:
        sources, source = self._named.get(name.casefold(), {}), source_of(agent_id)
        ids = sources.get(source, set())
        ids.discard(agent_id)
        if ids or source not in sources:
            return set()
        del sources[source]
        if not sources:
            del self._named[name.casefold()]
        return _all(sources) if len(sources) == 1 else set()

    def _join(self, agent_id: AgentId, name: str) -> set[AgentId]:
        if not name:
            return set()
        sources, source = self._named.setdefault(name.casefold(), {}), source_of(agent_id)
        is_second = source not in sources and len(sources) == 1
        sources.setdefault(source, set()).add(agent_id)
        return _all(sources) if is_second else set()


def _all(sources: dict[SourceId, set[AgentId]]) -> set[AgentId]:
    return {agent_id for ids in sources.values() for agent_id in ids}
