"""Records commands and their ends in the ledger, and counts refused ones.

Commands refused by role or rate are not in the ledger, so that clients without the right cannot fill it.
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
"""How long a command waits for its line to be on disk, where that is required."""


class Recording:
    """The ledger for the dispatcher; without one nothing is written or required.

    Attributes:
        refusals: what was refused without a line.
        given_before: the commands of an earlier run that could arrive again in time.
    """

    def __init__(
        self, ledger: Ledger | None = None, *, required: bool = False, given_before: Container[CommandId] = ()
    ) -> None:
        """Unless ``required``, a command is carried out also when its line cannot be written."""
        self.refusals = RefusalCount()
        self.given_before = given_before
        self._ledger = ledger
        self._required = required

    def refusal(self, command: Command) -> Reason | None:
        """Returns why a command cannot be accepted now: its line is required, but cannot be written."""
        ledger = self._required_for(command)
        return None if ledger is None or ledger.status is LedgerStatus.OK else Reason.LEDGER

    def asked(self, at_ms: int, owner: str, command: Command) -> asyncio.Event:
        """Writes the request of ``owner``; sets the event once that is on disk."""
        recorded = asyncio.Event()
        if self._ledger is not None:
            loop = asyncio.get_running_loop()
            self._ledger.asked(at_ms, owner, command, lambda: _set(loop, recorded))
        return recorded

    async def missing(self, command: Command, recorded: asyncio.Event) -> Reason | None:
        """Waits for a required line; returns the reason to refuse the command if it is not written in time."""
        if self._required_for(command) is None:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(RECORDED_S):
                await recorded.wait()
        return None if recorded.is_set() else Reason.LEDGER

    def _required_for(self, command: Command) -> Ledger | None:
        """Returns the ledger where a command needs its line; a monitoring can always be ended."""
        return self._ledger if self._required and not command.always_possible else None

    def ended(self, at_ms: int, owner: str, command: Command, result: Result) -> None:
        """Writes the outcome."""
        if self._ledger is not None:
            self._ledger.ended(at_ms, owner, command, result)


def _set(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    """Sets an event of a loop from another thread; a closed loop is ignored."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(event.set)
