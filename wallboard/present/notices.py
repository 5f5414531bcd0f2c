"""What became of our commands, in the names that people knew when they gave them."""

from typing import assert_never

from wallboard.client.outbox import Ended
from wallboard.client.store import Store
from wallboard.domain.commands import (
    AnyCommand,
    MoveCallToAgent,
    MoveCallToQueue,
    Outcome,
    SetMonitorMode,
    StartMonitor,
    StopMonitor,
)
from wallboard.domain.ids import CommandId
from wallboard.present.frame import Notice
from wallboard.present.names import agent_name, caller_name_of, monitored_name, queue_name

KEPT = 50


class Notices:
    """The last fifty ends of commands.

    Attributes:
        rows: newest first.
    """

    def __init__(self) -> None:
        self.rows: tuple[Notice, ...] = ()
        self._names: dict[CommandId, tuple[str, str]] = {}

    def remember(self, command: AnyCommand, store: Store) -> None:
        """Keep the names of a command that is given now: its caller may be gone when it ends."""
        self._names[command.id] = _subject_and_target(command, store)

    def add(self, ended: list[Ended], now_ms: int) -> None:
        """Tell of commands that ended at ``now_ms`` of the gateway's clock."""
        new = tuple(self._notice(end, now_ms) for end in reversed(ended))
        if new:
            self.rows = (*new, *self.rows)[:KEPT]

    def _notice(self, end: Ended, now_ms: int) -> Notice:
        subject, target = self._names.get(end.command.id, ("", ""))
        if end.result.outcome is not Outcome.UNKNOWN:  # that one may yet be settled
            self._names.pop(end.command.id, None)
        return Notice(
            command=end.command,
            outcome=end.result.outcome,
            at_ms=now_ms,
            reason=end.result.reason,
            detail=end.result.detail,
            subject=subject,
            target=target,
        )


def _subject_and_target(command: AnyCommand, store: Store) -> tuple[str, str]:
    match command:
        case MoveCallToAgent():
            return caller_name_of(store, command.call_id), agent_name(store, command.agent_id)
        case MoveCallToQueue():
            return caller_name_of(store, command.call_id), queue_name(store, command.queue_id)
        case StartMonitor():
            return agent_name(store, command.agent_id), command.extension
        case SetMonitorMode() | StopMonitor():
            return monitored_name(store, command.monitor_id), ""
        case _:
            assert_never(command)
