"""Masks what needs `AccessRight.SEE_NUMBERS`: numbers, and ids that may be numbers.

An agent who works at home is rung at a number, which is the agent's id. Viewers receive another id for it, the same
in all entities for as long as the gateway runs, from which the number cannot be derived.
"""

import re
import secrets
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from wallboard.domain.centre.state import Agent
from wallboard.domain.ids import AgentId, SourceId, entity_id, key_of, source_of

DIGITS_SHOWN: Final = 3
_SHORT_NUMBER: Final = 5
"""A number with fewer digits is masked whole: its last three would reveal it. In a name it is an extension."""
_NUMBER: Final = re.compile(r"\+?\d(?:[\d ()./-]*\d)?")
KEPT: Final = 1 << 14
"""The most ids and names that are cached with their masks."""


def new_mask_key() -> bytes:
    """Returns a random key for one run: a hash without a key could be reversed by trying all numbers."""
    return secrets.token_bytes(32)


class Mask:
    """Masks ids of agents for viewers, by a key that all servers of the same screens share.

    Attributes:
        sources: the existing ones; the part of an id that names a source is never masked.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.sources: set[SourceId] = set()
        self._hashed = lru_cache(KEPT)(self._hash)

    def agent_name(self, agent: Agent) -> str:
        """Returns an agent's name for viewers; without a name, the PBX's key."""
        return masked_name(agent.name or key_of(agent.id))

    def agent_id(self, agent_id: AgentId) -> AgentId:
        """Returns the id of an agent for viewers; its source stays."""
        source, masked = source_of(agent_id), self._hashed(agent_id)
        has_source = source in self.sources and agent_id != key_of(agent_id)
        return AgentId(entity_id(source, masked) if has_source else masked)

    def _hash(self, agent_id: AgentId) -> str:
        digest = blake2b(agent_id.encode("utf-8", "surrogatepass"), key=self._key, digest_size=9)
        return f"agent-{digest.hexdigest()}"


def masked_number(number: str) -> str:
    """Masks a caller's number: the last three digits of a full number stay, nothing of a short one."""
    digits = [char for char in number if char.isdigit()]
    if not number:
        return ""
    return f"••• ••• {''.join(digits[-DIGITS_SHOWN:])}" if len(digits) >= _SHORT_NUMBER else "•••"


@lru_cache(KEPT)
def masked_name(name: str) -> str:
    """Masks the full numbers in a name; an extension stays."""
    return _NUMBER.sub(_masked_in_name, name)


def _masked_in_name(found: re.Match[str]) -> str:
    digits = sum(char.isdigit() for char in found[0])
    return masked_number(found[0]) if digits >= _SHORT_NUMBER else found[0]
