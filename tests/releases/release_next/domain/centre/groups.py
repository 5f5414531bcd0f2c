"""Which queues belong together: groups as they are configured, by patterns of queues' keys and names."""

import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct

from tests.releases.release_next.domain.ids import ALL, GroupId, QueueId, key_of


class GroupRule(Struct, frozen=True, kw_only=True, gc=False):
    """One group: its ``queues`` are patterns with ``*`` and ``?`` of ``source:key``, of a PBX's key, or of a name.

    Names are matched in any case, ids as they are. A group with an ``order`` is listed before those without.
    """

    name: str = ""
    queues: tuple[str, ...] = ()
    order: float | None = None
    colour: str = ""

    def has(self, queue_id: QueueId, names: Iterable[str]) -> bool:
        """Whether a queue that is called by ``names`` belongs here."""
        ids = (queue_id, key_of(queue_id))
        folded = [name.casefold() for name in names]
        return any(
            any(map(_pattern(one).fullmatch, ids)) or any(map(_pattern(one.casefold()).fullmatch, folded))
            for one in self.queues
        )


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """A pattern of ``*`` and ``?`` alone: whatever else a queue's name may have means itself."""
    return re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


class Groups(Struct, frozen=True, kw_only=True, gc=False):
    """All groups by id. `ALL` is always there and has every queue; a rule for it says how it is listed."""

    by_id: dict[GroupId, GroupRule] = {}

    def rule(self, group_id: GroupId) -> GroupRule:
        """How one group is configured."""
        return self.by_id.get(group_id, _AS_IT_IS)

    def ids(self) -> tuple[GroupId, ...]:
        """All groups, `ALL` first."""
        return (ALL, *(group_id for group_id in self.by_id if group_id != ALL))

    def of(self, queue_id: QueueId, *names: str) -> tuple[GroupId, ...]:
        """The groups of a queue that is not hidden and is called by ``names``."""
        return tuple(one for one in self.ids() if one == ALL or self.by_id[one].has(queue_id, names))


_AS_IT_IS = GroupRule()
