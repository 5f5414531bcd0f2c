"""Clients' tokens: made here, shown once, kept as a hash.

A token is 256 random bits, so there is nothing to guess and no need of a slow hash: SHA-256 of it is kept,
and compared in constant time.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from wallboard.gateway.setup.tables import ClientEntry

TOKEN_BYTES = 32


def new_token() -> str:
    """A token that was never given before; ``wb_`` lets a person, and a secret scanner, tell what it is."""
    return f"wb_{secrets.token_urlsafe(TOKEN_BYTES)}"


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_client(clients: Iterable[ClientEntry], token: str) -> ClientEntry | None:
    """Whose token this is; every client is compared, so that time tells nothing."""
    hashed = token_hash(token)
    found = None
    for client in clients:
        if hmac.compare_digest(client.token_sha256, hashed):
            found = client
    return found
