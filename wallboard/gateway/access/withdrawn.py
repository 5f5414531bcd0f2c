"""Who may monitor no longer, or no longer at that phone: the monitorings that they began are to be ended."""

from collections.abc import Iterable

from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.centre.state import Monitor
from wallboard.gateway.setup.tables import ClientEntry


class Withdrawn:
    """Remembers what was taken from people, as long as they do not have it again."""

    def __init__(self, clients: Iterable[ClientEntry], before: Iterable[str] = ()) -> None:
        """``before`` are those who began a monitoring, or asked for one, while an earlier gateway ran."""
        self._people = set(before) - _who_command(clients)
        self._phones: set[tuple[str, str]] = set()

    def renew(self, old: Iterable[ClientEntry], new: Iterable[ClientEntry]) -> None:
        """Note what is taken from those who were there before; another gateway has people of its own."""
        self._people = (self._people | _who_command(old)) - _who_command(new)
        self._phones = (self._phones | _phones(old)) - _phones(new)

    def concerns(self, monitor: Monitor) -> bool:
        """Whether a monitoring is to be ended."""
        return monitor.begun_by in self._people or (monitor.begun_by, monitor.extension) in self._phones


def _who_command(clients: Iterable[ClientEntry]) -> set[str]:
    return {client.name for client in clients if client.grant.may(AccessRight.COMMAND)}


def _phones(clients: Iterable[ClientEntry]) -> set[tuple[str, str]]:
    return {(client.name, extension) for client in clients for extension in client.extensions}
