"""Results of the user's commands, with the names at the time when they were given."""

from msgspec import Struct
from msgspec.structs import replace

from wallboard.client.pending_commands import Ended
from wallboard.client.store import Store
from wallboard.domain.actions.commands import Command, Outcome
from wallboard.domain.ids import CommandId
from wallboard.present.frame import Notice
from wallboard.present.names import name_of

KEPT = 50
_SHOWN_WITHIN_MS = 3_000
"""How long after its result a monitoring is awaited; one that is not there by then ended immediately."""


class _GivenCommand(Struct, frozen=True, kw_only=True):
    """A command's names and moment, as it was given."""

    subject: str = ""
    target: str = ""
    at_ms: int


class Notices:
    """The last fifty ends of commands.

    Attributes:
        rows: newest first.
    """

    def __init__(self) -> None:
        self.rows: tuple[Notice, ...] = ()
        self._given: dict[CommandId, _GivenCommand] = {}
        self._seen: set[CommandId] = set()

    def remember(self, command: Command, store: Store, now_ms: int, user: str = "") -> None:
        """Stores the names of a command that ``user`` gives at ``now_ms``: its caller may be gone when it ends."""
        subject, target = _subject_and_target(command, store, user)
        self._given[command.id] = _GivenCommand(subject=subject, target=target, at_ms=now_ms)

    def add(self, ended: list[Ended], now_ms: int) -> None:
        """Adds commands that ended at ``now_ms`` of the gateway's clock."""
        new = tuple(self._notice(end, now_ms) for end in reversed(ended))
        if new:
            self.rows = (*new, *self.rows)[:KEPT]

    def settle(self, store: Store, now_ms: int) -> None:
        """Marks monitorings that are over or in another mode; each when that is first observed."""
        rows = tuple(self._settled(row, store, now_ms) for row in self.rows)
        if any(new is not old for new, old in zip(rows, self.rows, strict=True)):
            self.rows = rows
        self._seen &= {row.command.id for row in rows if row.over_at_ms is None}

    def _settled(self, row: Notice, store: Store, now_ms: int) -> Notice:
        command = row.command
        if row.outcome is not Outcome.CONFIRMED or row.over_at_ms is not None:
            return row
        row = _deferred(row, store, now_ms)
        goes_on = command.goes_on(store)
        if goes_on is None:
            return row
        if goes_on:
            self._seen.add(command.id)
            return row
        # a result may arrive before the change that shows it
        is_over = command.id in self._seen or now_ms - row.at_ms > _SHOWN_WITHIN_MS
        return replace(row, over_at_ms=now_ms) if is_over else row

    def _notice(self, end: Ended, now_ms: int) -> Notice:
        given = self._given.get(end.command.id) or _GivenCommand(at_ms=now_ms)
        if end.result.outcome is not Outcome.UNKNOWN:  # an unknown one may still be settled
            self._given.pop(end.command.id, None)
        return Notice(
            command=end.command,
            outcome=end.result.outcome,
            at_ms=now_ms,
            elapsed_s=max(0, now_ms - given.at_ms) / 1000,
            reason=end.result.reason,
            detail=end.result.detail,
            subject=given.subject,
            target=given.target,
        )


def _deferred(row: Notice, store: Store, now_ms: int) -> Notice:
    """Marks one whose effect has not begun yet; one that never began stays so."""
    deferred = row.command.is_deferred(store)
    if deferred is None or deferred is row.is_deferred or (deferred and now_ms - row.at_ms > _SHOWN_WITHIN_MS):
        return row
    return replace(row, is_deferred=deferred)


def _subject_and_target(command: Command, store: Store, user: str) -> tuple[str, str]:
    """Returns the names of a command's subject and target; of another's monitoring, who began it."""
    about = command.about()
    if about.target is not None:
        return name_of(store, about.subject), name_of(store, about.target)
    monitoring = command.monitoring()
    monitor = None if monitoring is None else store.monitors.get(monitoring)
    whose = "" if monitor is None or monitor.begun_by == user else monitor.begun_by
    return name_of(store, about.subject), whose
