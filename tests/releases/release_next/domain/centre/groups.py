"""Which queues belong to which group: rules with patterns of queues' keys and names."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from tests.releases.release_next.domain.ids import ALL, GroupId, QueueId, key_of

_NEVER: Final = "(?!)"


class GroupRule(Struct, frozen=True, kw_only=True, gc=False):
    """One group: its ``queues`` are patterns with ``*`` and ``?`` of ``source:key``, of a PBX's key, or of a name.

    Names are matched in any case, ids as they are. A group with an ``order`` is listed before those without.
    """

    name: str = ""
    queues: tuple[str, ...] = ()
    order: float | None = None
    colour: str = ""

    def has(self, queue_id: QueueId, names: Iterable[str]) -> bool:
        """Whether a queue with these ``names`` belongs to the group."""
        of_ids, of_names = _patterns(self.queues)
        ids = (queue_id, key_of(queue_id))
        return any(map(of_ids.fullmatch, ids)) or any(of_names.fullmatch(name.casefold()) for name in names)


@cache
def _patterns(queues: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Compiles patterns into one expression, as they are and in lower case."""
    return _any_of(queues), _any_of([one.casefold() for one in queues])


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, patterns)) or _NEVER, re.DOTALL)


def _expression(pattern: str) -> str:
    """A regular expression of one pattern; only ``*`` and ``?`` are special, all else is literal.

    The text between two stars is matched where it first occurs and nowhere else, so that many stars take no longer.
    """
    first, *parts = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    if not parts:
        return f"(?:{first})"
    between = "".join(f"(?>.*?{part})" for part in parts[:-1] if part)
    return f"(?:{first}{between}.*{parts[-1]})"


class Groups(Struct, frozen=True, kw_only=True, gc=False):
    """All groups by id. `ALL` is always present and has every queue; a rule for it sets how it is listed."""

    by_id: dict[GroupId, GroupRule] = {}

    def rule(self, group_id: GroupId) -> GroupRule:
        """The rule of one group."""
        return self.by_id.get(group_id, _AS_IT_IS)

    def ids(self) -> tuple[GroupId, ...]:
        """All groups, `ALL` first."""
        return (ALL, *(group_id for group_id in self.by_id if group_id != ALL))

    def of(self, queue_id: QueueId, *names: str) -> tuple[GroupId, ...]:
        """The groups of a queue that is not hidden and has these ``names``."""
        return tuple(one for one in self.ids() if one == ALL or self.by_id[one].has(queue_id, names))


_AS_IT_IS = GroupRule()
