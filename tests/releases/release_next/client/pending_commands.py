"""This program's pending commands: the progress of each until its result; none is ever sent twice."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from tests.releases.release_next.domain.actions.commands import Command, Outcome, Progress, Result
from tests.releases.release_next.domain.ids import CommandId
from tests.releases.release_next.feed.messages import CommandQuery, CommandRequest

DEADLINE_MS = 5_000
UNSETTLED = 50
"""The most unknown outcomes that may still be settled; the oldest stay unknown for good."""


class InFlight(Struct, frozen=True, kw_only=True):
    """A command without a result yet; ``progress`` is None until the gateway accepted it."""

    command: Command
    progress: Progress | None = None


class Ended(Struct, frozen=True, kw_only=True):
    """A command and how it ended."""

    command: Command
    result: Result


class PendingCommands:
    """The commands of this program.

    Attributes:
        in_flight: without a result yet, in the order they were given.
        monitors: ids of all monitorings that were begun from here.
    """

    def __init__(self) -> None:
        self.in_flight: dict[CommandId, InFlight] = {}
        self.monitors: set[CommandId] = set()
        self._unsettled: dict[CommandId, Command] = {}
        self._ended: list[Ended] = []

    def submit(self, command: Command, now_ms: int) -> CommandRequest:
        """Adds a new command; returns the message to send, now or never; ``now_ms`` is the gateway's clock."""
        self.in_flight[command.id] = InFlight(command=command)
        if command.monitoring() == command.id:
            self.monitors.add(command.id)
        return CommandRequest(command=command, deadline_ms=now_ms + DEADLINE_MS)

    def queries(self) -> Iterable[CommandQuery]:
        """Returns the queries to send after a reconnect, about commands whose results were missed."""
        return [CommandQuery(command_id=command_id) for command_id in self.in_flight]

    def progressed(self, command_id: CommandId, progress: Progress) -> None:
        """Updates a command's progress by the gateway's message."""
        if (known := self.in_flight.get(command_id)) is not None and known.progress is not progress:
            self.in_flight[command_id] = replace(known, progress=progress)

    def finished(self, result: Result) -> None:
        """Ends a command; a second end is ignored, unless it settles an unknown one."""
        flight = self.in_flight.pop(result.command_id, None)
        if flight is not None:
            command = flight.command
        elif result.outcome is not Outcome.UNKNOWN and result.command_id in self._unsettled:
            command = self._unsettled.pop(result.command_id)
        else:
            return
        self._ended.append(Ended(command=command, result=result))
        if result.outcome is Outcome.UNKNOWN:
            self._unsettled[command.id] = command
            if len(self._unsettled) > UNSETTLED:
                del self._unsettled[next(iter(self._unsettled))]

    def refuse(self, command: Command, result: Result) -> None:
        """Ends a command that was never sent."""
        self._ended.append(Ended(command=command, result=result))

    def take_ended(self) -> list[Ended]:
        """Returns what ended since the last call, oldest first."""
        ended, self._ended = self._ended, []
        return ended
