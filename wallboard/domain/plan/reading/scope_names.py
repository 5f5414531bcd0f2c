"""Queues and groups by the names that a file may call them: id, the PBX's own key, or name."""

from collections.abc import Iterable, Mapping

from wallboard.domain.ids import GroupId, QueueId, ScopeId, key_of


class ScopeNames:
    """All queues and groups with their names; ids are matched as they are, keys and names in any case."""

    def __init__(self, queues: Mapping[QueueId, str], groups: Mapping[GroupId, str] | None = None) -> None:
        self._ids: frozenset[ScopeId] = frozenset([*queues, *(groups or {})])
        self._by_name: dict[str, list[ScopeId]] = {}
        for queue, name in queues.items():
            self._add(queue, (key_of(queue), name))
        for group, name in (groups or {}).items():
            self._add(group, (group, name))

    def _add(self, scope: ScopeId, names: Iterable[str]) -> None:
        for name in dict.fromkeys(map(_plain, names)):
            if name:
                self._by_name.setdefault(name, []).append(scope)

    @property
    def names(self) -> tuple[str, ...]:
        """Returns all names, in lower case, by alphabet."""
        return tuple(sorted(self._by_name))

    def find(self, text: str) -> tuple[ScopeId, ...]:
        """Returns all scopes that a text may mean: none, one, or several of one name."""
        exact = tuple(one for one in self._ids if one == text)
        return exact or tuple(self._by_name.get(_plain(text), ()))


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
