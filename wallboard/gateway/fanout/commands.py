"""The port by which sessions submit commands: to the core in this process, or to a relay."""

from collections.abc import Callable
from typing import Protocol

from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.ids import CommandId
from wallboard.feed.messages import CommandRequest, Message

Listener = Callable[[Message], None]
"""Receives the updates and results of a command; never blocks and never raises."""


class CommandPort(Protocol):
    """All commands of all screens."""

    def submit(self, grant: Grant, request: CommandRequest, listener: Listener) -> None:
        """Submits a command, if ``grant`` permits it, and sends ``listener`` its updates and its result."""

    def query(self, owner: str, command_id: CommandId, listener: Listener) -> None:
        """Sends ``listener`` the state of a command, and its later result."""

    def forget(self, listener: Listener) -> None:
        """Removes ``listener``."""

    def count_refusal(self, owner: str, reason: Reason) -> None:
        """Counts a command of ``owner`` that a session refused; it is not in the ledger."""
