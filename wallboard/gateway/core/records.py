"""Records of commands and their results within a day, so that no id is carried out twice; limited by owner.

A record is never dropped to make room: an owner whose records are full is refused. Refused commands were never
carried out, so the records of refusals may be few.
"""

import asyncio
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field
from itertools import takewhile

from wallboard.domain.actions.commands import Command, Outcome, Progress, Result
from wallboard.domain.ids import CommandId, SourceId
from wallboard.feed.messages import CommandResult, CommandUpdate, Message
from wallboard.gateway.fanout.commands import Listener

RECORD_MS = 24 * 3_600_000
RECORDS_EACH = 2_000
"""One command each quarter of a minute, for eight hours; a record takes about 1.5 kB."""
STOPS_EACH = 200
"""The additional ones that end a monitoring, which must always be possible."""
REFUSALS_EACH = 100


@dataclass(slots=True, eq=False)
class Record:
    """One command from its arrival to its end; after ``deadline_ms`` it is no longer sent to the PBX."""

    command: Command
    owner: str
    at_ms: int
    deadline_ms: int
    listeners: set[Listener] = field(default_factory=set)
    progress: Progress = Progress.ACCEPTED
    result: Result | None = None
    moving: bool = False
    source_id: SourceId | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    def message(self) -> Message:
        """Returns the message about how far the command is."""
        if self.result is not None:
            return CommandResult(result=self.result)
        return CommandUpdate(command_id=self.command.id, progress=self.progress)

    def notify(self) -> None:
        """Sends that message to all listeners."""
        message = self.message()
        for listener in self.listeners:
            listener(message)
        self._let_go()

    def _let_go(self) -> None:
        """Removes all listeners after a final end."""
        if self.result is not None and self.result.outcome is not Outcome.UNKNOWN:
            self.listeners.clear()


_Kept = defaultdict[str, OrderedDict[CommandId, Record]]


class Records:
    """The records of all owners; one owner's commands take no record of another owner."""

    def __init__(self) -> None:
        self._by_id: dict[CommandId, Record] = {}
        self._taken: _Kept = defaultdict(OrderedDict)
        self._refused: _Kept = defaultdict(OrderedDict)

    def find(self, command_id: CommandId) -> Record | None:
        """Returns the record of an accepted or refused command."""
        return self._by_id.get(command_id)

    def has_room(self, owner: str, command: Command, now_ms: int) -> bool:
        """Whether one more command of ``owner`` can be recorded; without a record it is refused."""
        self._expire(owner, now_ms)
        limit = RECORDS_EACH + (STOPS_EACH if command.always_possible else 0)
        return len(self._taken[owner]) < limit

    def keep(self, record: Record) -> None:
        """Stores the record of an accepted command for a day."""
        self._keep(self._taken[record.owner], record)

    def keep_refused(self, record: Record) -> None:
        """Stores the record of a refused command until others replace it."""
        self._expire(record.owner, record.at_ms)
        refused = self._refused[record.owner]
        self._keep(refused, record)
        if len(refused) > REFUSALS_EACH:
            self._drop(refused, next(iter(refused)))

    def _keep(self, kept: OrderedDict[CommandId, Record], record: Record) -> None:
        kept[record.command.id] = record
        self._by_id[record.command.id] = record

    def _expire(self, owner: str, now_ms: int) -> None:
        for kept in (self._taken[owner], self._refused[owner]):
            old = list(takewhile(lambda id_: kept[id_].at_ms < now_ms - RECORD_MS, kept))  # noqa: B023 - used up here
            for command_id in old:
                self._drop(kept, command_id)

    def _drop(self, kept: OrderedDict[CommandId, Record], command_id: CommandId) -> None:
        del kept[command_id], self._by_id[command_id]
