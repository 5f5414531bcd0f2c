"""Types of identifiers: each kind is a type of its own, so that they cannot be mixed up.

What several PBXs may have under one key carries its source, ``source:key``: only this module builds and parses
that.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple, NewType

SourceId = NewType("SourceId", str)
"""One PBX, or another publisher of events, by its name in the gateway's configuration."""
QueueId = NewType("QueueId", str)
GroupId = NewType("GroupId", str)
"""A set of queues, by its name in the gateway's configuration; never a queue's id, which has a colon."""
ScopeId = QueueId | GroupId
"""What figures are of: a queue or a group."""
AgentId = NewType("AgentId", str)
"""One agent: the source's key of the agent, not of the phone: an agent may use any phone.

A PBX that has agents by their phones alone has one key for both; only the adapter dials agents.
"""
CallId = NewType("CallId", str)
"""One caller's presence, however often it is moved: the source's key of the caller's channel."""
CommandId = NewType("CommandId", str)

ALL: Final = GroupId("all")
"""The group of every queue that is not hidden."""
PBX: Final = SourceId("pbx")
"""The source of ids without one, and of a gateway that is configured for one PBX without a name."""

_SOURCE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_GROUP_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Key(NamedTuple):
    """The key of one entity: its kind (the tag on the wire), its id, and which part of that it is.

    Parts are a membership's agent, a window of figures, and the moment of an interval or a sample.
    """

    kind: str
    id: str
    part: str = ""


key_of_kind = lru_cache(maxsize=1 << 14)(Key)
"""Makes the keys that are asked for again and again: to look one up takes a quarter of the time."""


def entity_id(source: SourceId, key: str) -> str:
    """Returns the id of the entity that ``source`` has under ``key``."""
    return f"{source}:{key}"


def source_of(id_: str) -> SourceId:
    """Returns the source in an id, `PBX` where it has none."""
    source, colon, _ = id_.partition(":")
    return SourceId(source) if colon else PBX


def key_of(id_: str) -> str:
    """Returns the source's own key of an id."""
    source, colon, key = id_.partition(":")
    return key if colon else source


def is_source_name(name: str) -> bool:
    """Whether ``name`` is a valid name of a source."""
    return _SOURCE_NAME.fullmatch(name) is not None


def is_group_name(name: str) -> bool:
    """Whether ``name`` is a valid name of a group."""
    return _GROUP_NAME.fullmatch(name) is not None
