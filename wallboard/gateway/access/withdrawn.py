"""Who may monitor no longer, or no longer at that phone: the monitorings that they began are to be ended."""

from collections.abc import Iterable

from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.centre.state import Monitor
from wallboard.gateway.setup.tables import ClientEntry


class Withdrawn:
    """Remembers from whom the right was taken, as long as they do not have it again."""

    def __init__(self, clients: Iterable[ClientEntry], before: Iterable[str] = ()) -> None:
        """``before`` are those who began a monitoring, or asked for one, while an earlier gateway ran."""
        self._phones = _phones(clients)
        self._people = set(before) - self._phones.keys()

    def renew(self, clients: Iterable[ClientEntry]) -> None:
        """Note from whom it is taken of those who had it; another gateway has people of its own."""
        had, self._phones = self._phones, _phones(clients)
        self._people = (self._people | had.keys()) - self._phones.keys()

    def concerns(self, monitor: Monitor) -> bool:
        """Whether a monitoring is to be ended; one whose phone the PBX did not keep is not."""
        phones = self._phones.get(monitor.begun_by)
        if phones is None:
            return monitor.begun_by in self._people
        return bool(monitor.extension) and monitor.extension not in phones


def _phones(clients: Iterable[ClientEntry]) -> dict[str, frozenset[str]]:
    """The phones at which those who may monitor may be rung."""
    return {one.name: frozenset(one.extensions) for one in clients if one.grant.may(AccessRight.COMMAND)}
