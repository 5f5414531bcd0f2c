"""Clients who lost the right to monitor, or the phone to do it at: their monitorings are to be ended."""

from collections.abc import Iterable

from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.centre.state import Monitor
from wallboard.gateway.setup.tables import ClientEntry


class Withdrawn:
    """Clients whose right was withdrawn, until they have it again."""

    def __init__(self, clients: Iterable[ClientEntry], before: Iterable[str] = ()) -> None:
        """``before`` are those who began a monitoring, or requested one, while an earlier gateway ran."""
        self._phones = _phones(clients)
        self._people = set(before) - self._phones.keys()

    def renew(self, clients: Iterable[ClientEntry]) -> None:
        """Records the clients who had the right and lost it; another gateway has clients of its own."""
        had, self._phones = self._phones, _phones(clients)
        self._people = (self._people | had.keys()) - self._phones.keys()

    def concerns(self, monitor: Monitor) -> bool:
        """Whether a monitoring is to be ended; one whose phone the PBX did not store is not."""
        phones = self._phones.get(monitor.begun_by)
        if phones is None:
            return monitor.begun_by in self._people
        return bool(monitor.extension) and monitor.extension not in phones


def _phones(clients: Iterable[ClientEntry]) -> dict[str, frozenset[str]]:
    """Returns the phones that may be rung for clients who may monitor."""
    return {one.name: frozenset(one.extensions) for one in clients if one.grant.may(AccessRight.COMMAND)}
