"""Clients' tokens: generated here, shown once, stored as a hash.

A token is 256 random bits, so it cannot be guessed and needs no slow hash: its SHA-256 is stored, and compared in
constant time.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from wallboard.gateway.setup.tables import ClientEntry

TOKEN_BYTES = 32


def new_token() -> str:
    """Returns a new random token; the prefix ``wb_`` identifies it to people and secret scanners."""
    return f"wb_{secrets.token_urlsafe(TOKEN_BYTES)}"


def token_hash(token: str) -> str:
    """Returns the hash of a token, which is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_client(clients: Iterable[ClientEntry], token: str) -> ClientEntry | None:
    """Returns the client of a token; compares every client, so that timing reveals nothing."""
    hashed = token_hash(token)
    found = None
    for client in clients:
        if hmac.compare_digest(client.token_sha256, hashed):
            found = client
    return found
