"""Tokens: never the same, and each opens its own client alone."""

from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import find_client, new_token, token_hash
from wallboard.gateway.setup.tables import ClientEntry


def test_that_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100


def test_that_a_token_is_found_by_its_hash_alone() -> None:
    ana, tv = new_token(), new_token()
    clients = [
        ClientEntry(name="Ana", role=Role.SUPERVISOR, token_sha256=token_hash(ana)),
        ClientEntry(name="TV", role=Role.VIEWER, token_sha256=token_hash(tv)),
    ]
    assert [find_client(clients, token) for token in (ana, tv, new_token(), token_hash(ana))] == [
        *clients,
        None,
        None,
    ]
