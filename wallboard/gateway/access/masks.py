"""What a viewer is told in place of what only supervisors may know: numbers, and ids that may be numbers.

An agent who works at home is rung at a number, which is the agent's id. Viewers get another id for it, the same in
all that is told of the agent for as long as the gateway runs, and from which nobody can tell the number.
"""

import re
import secrets
from collections.abc import Container
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from msgspec.structs import replace

from wallboard.domain.centre.state import Agent, Call, LedgerState, Membership, Monitor, Source
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.ids import AgentId, QueueId

DIGITS_SHOWN: Final = 3
_SHORT_NUMBER: Final = 5
"""A number with fewer digits is hidden whole: the last three would tell it. In a name it is an extension."""
_NUMBER: Final = re.compile(r"\+?\d(?:[\d ()./-]*\d)?")
_KEY: Final = secrets.token_bytes(32)
"""Of this run alone: numbers are few enough to be tried one by one against a hash without a key."""


def veiled(entity: AnyEntity, queues: Container[QueueId] = ()) -> AnyEntity | None:
    """What a viewer is told of an entity; None where that is nothing. ``queues`` are those that there are."""
    match entity:
        case Agent():
            name = masked_name(entity.name or entity.id)
            return replace(
                entity, id=veiled_id(entity.id), name=name, pause_reason=masked_name(entity.pause_reason)
            )
        case Membership():
            reason = masked_name(entity.pause_reason)
            return replace(entity, agent_id=veiled_id(entity.agent_id), pause_reason=reason)
        case Call():
            agent_id = None if entity.agent_id is None else veiled_id(entity.agent_id)
            moving_to, number = entity.moving_to, masked_number(entity.number)
            if moving_to and QueueId(moving_to) not in queues:
                moving_to = veiled_id(AgentId(moving_to))
            return replace(entity, number=number, name="", agent_id=agent_id, moving_to=moving_to)
        case Source():
            return replace(entity, reason="")
        case Monitor() | LedgerState():
            return None
        case _:
            return entity


@lru_cache(maxsize=1 << 14)
def veiled_id(agent_id: AgentId) -> AgentId:
    """Under which id viewers know an agent."""
    digest = blake2b(agent_id.encode("utf-8", "surrogatepass"), key=_KEY, digest_size=9)
    return AgentId(f"agent-{digest.hexdigest()}")


def masked_number(number: str) -> str:
    """A caller's number as a viewer sees it: the last three digits of a full number, nothing of a short one."""
    digits = [char for char in number if char.isdigit()]
    if not number:
        return ""
    return f"••• ••• {''.join(digits[-DIGITS_SHOWN:])}" if len(digits) >= _SHORT_NUMBER else "•••"


@lru_cache(maxsize=1 << 14)
def masked_name(name: str) -> str:
    """A name as a viewer sees it: what is a full number in it is masked as one, an extension is not."""
    return _NUMBER.sub(_masked_in_name, name)


def _masked_in_name(found: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in found[0])
    return masked_number(found[0]) if digits >= _SHORT_NUMBER else found[0]
