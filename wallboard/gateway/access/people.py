"""The clients of the current configuration, which may change while the gateway runs."""

from wallboard.gateway.access.sight import Sight
from wallboard.gateway.access.tokens import find_client
from wallboard.gateway.setup.tables import ClientEntry


class People:
    """All clients, by their tokens."""

    def __init__(self, clients: list[ClientEntry]) -> None:
        self._clients = clients
        self._other_since: dict[str, int] = {}

    def find(self, token: str) -> ClientEntry | None:
        """Returns the client of a token, if any."""
        return find_client(self._clients, token)

    def now(self, client: ClientEntry) -> ClientEntry | None:
        """Returns the current client of one who signed in as ``client``; None if the token is no longer valid."""
        return next((one for one in self._clients if one.token_sha256 == client.token_sha256), None)

    def renew(self, clients: list[ClientEntry], seq: int) -> list[str]:
        """Replaces the clients as of the hub's ``seq``; returns the differences in words for the log."""
        old = {client.token_sha256: client for client in self._clients}
        new = {client.token_sha256: client for client in clients}
        for token in old.keys() & new.keys():
            if Sight.of(old[token].grant) != Sight.of(new[token].grant):
                self._other_since[token] = seq
        self._clients = clients
        counts = {
            "added": len(new.keys() - old.keys()),
            "removed": len(old.keys() - new.keys()),
            "changed": sum(old[token] != new[token] for token in old.keys() & new.keys()),
        }
        return [f"{count} client{'' if count == 1 else 's'} {what}" for what, count in counts.items() if count]

    def may_resume(self, client: ClientEntry, seq: int) -> bool:
        """Whether a screen that has everything up to ``seq`` may see the same now, and so needs no full state."""
        return seq > self._other_since.get(client.token_sha256, -1)
