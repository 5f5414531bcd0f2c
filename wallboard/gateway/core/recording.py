"""What is written down of commands: each and its end in the ledger, and how many were turned away.

What role or rate refuses is in no ledger, which nobody may fill who may not command.
"""

import asyncio
from collections.abc import Container
from contextlib import suppress

from wallboard.domain.actions.commands import Command, Reason, Result
from wallboard.domain.centre.state import LedgerStatus
from wallboard.domain.ids import CommandId
from wallboard.gateway.core.refusal_count import RefusalCount
from wallboard.history.ledger import Ledger

RECORDED_S = 3.0
"""How long a command waits for its line to be on the disk, where that is required."""


class Recording:
    """The ledger as the dispatcher needs it; without one nothing is written, and nothing is required.

    Attributes:
        refusals: what was refused without a line.
        given_before: the commands of an earlier run that could come again in time.
    """

    def __init__(
        self, ledger: Ledger | None = None, *, required: bool = False, given_before: Container[CommandId] = ()
    ) -> None:
        """Unless it is ``required`` a command is carried out also when its line cannot be written."""
        self.refusals = RefusalCount()
        self.given_before = given_before
        self._ledger = ledger
        self._required = required

    def refusal(self, command: Command) -> Reason | None:
        """Why a command cannot be taken now: its line is required, and nothing can be written."""
        ledger = self._required_for(command)
        return None if ledger is None or ledger.status is LedgerStatus.OK else Reason.LEDGER

    def asked(self, at_ms: int, owner: str, command: Command) -> asyncio.Event:
        """Write that ``owner`` asks for something; the event is set once that is on the disk."""
        recorded = asyncio.Event()
        if self._ledger is not None:
            loop = asyncio.get_running_loop()
            self._ledger.asked(at_ms, owner, command, lambda: _set(loop, recorded))
        return recorded

    async def missing(self, command: Command, recorded: asyncio.Event) -> Reason | None:
        """Wait for the line where it is required; why the command cannot be done if it is not there in time."""
        if self._required_for(command) is None:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(RECORDED_S):
                await recorded.wait()
        return None if recorded.is_set() else Reason.LEDGER

    def _required_for(self, command: Command) -> Ledger | None:
        """The ledger where a command needs its line; a listening can always be ended."""
        return self._ledger if self._required and not command.always_possible else None

    def ended(self, at_ms: int, owner: str, command: Command, result: Result) -> None:
        """Write what came of it."""
        if self._ledger is not None:
            self._ledger.ended(at_ms, owner, command, result)


def _set(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Set an event of a loop from another thread; a loop that is closed meanwhile waits for it no longer."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)
