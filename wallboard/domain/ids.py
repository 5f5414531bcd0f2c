"""Names of things: each kind of identifier is a type of its own, so that they cannot be mixed up.

What several PBXs may have under one key carries its source, ``source:key``: made and read here alone.
"""

import re
from typing import Final, NamedTuple, NewType

SourceId = NewType("SourceId", str)
"""One PBX, or another publisher of events, by its name in the gateway's configuration."""
QueueId = NewType("QueueId", str)
GroupId = NewType("GroupId", str)
"""A set of queues, by its name in the gateway's configuration; never a queue's id, which has a colon."""
ScopeId = QueueId | GroupId
"""What figures are of: a queue or a group."""
AgentId = NewType("AgentId", str)
"""One agent: the source's key of the agent, which is not the phone's where an agent may sit at any.

A PBX that knows its agents by their phones alone has one key for both; what dials an agent is known to the adapter.
"""
CallId = NewType("CallId", str)
"""One caller's presence, however often it is moved: the source's key of the caller's channel."""
CommandId = NewType("CommandId", str)

ALL: Final = GroupId("all")
"""The group of every queue that is not hidden."""
PBX: Final = SourceId("pbx")
"""The source of ids that name none, and of a gateway that is configured for one PBX without a name."""

_SOURCE_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_GROUP_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


class Key(NamedTuple):
    """What names one entity: its kind (the tag on the wire), its id, and which part of that it is.

    Parts are a membership's agent, a window of figures, and the moment of an interval or a sample.
    """

    kind: str
    id: str
    part: str = ""


def entity_id(source: SourceId, key: str) -> str:
    """The id of what ``source`` knows under ``key``."""
    return f"{source}:{key}"


def source_of(id_: str) -> SourceId:
    """The source that an id names, `PBX` where it names none."""
    source, colon, _ = id_.partition(":")
    return SourceId(source) if colon else PBX


def key_of(id_: str) -> str:
    """The key under which its source knows an id."""
    source, colon, key = id_.partition(":")
    return key if colon else source


def is_source_name(name: str) -> bool:
    """Whether a source may be called so."""
    return _SOURCE_NAME.fullmatch(name) is not None


def is_group_name(name: str) -> bool:
    """Whether a group may be called so."""
    return _GROUP_NAME.fullmatch(name) is not None
