"""Where sessions hand commands on: the core in this process, or whatever brings them to it."""

from collections.abc import Callable
from typing import Protocol

from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.ids import CommandId
from wallboard.feed.messages import CommandRequest, Message

Listener = Callable[[Message], None]
"""Takes the updates and results of a command; never blocks and never raises."""


class CommandPort(Protocol):
    """All commands of all screens."""

    def submit(self, grant: Grant, request: CommandRequest, listener: Listener) -> None:
        """Take a command, if it may be done by ``grant``, and give ``listener`` its updates and its result."""

    def query(self, owner: str, command_id: CommandId, listener: Listener) -> None:
        """Give ``listener`` what is known of a command, and what becomes of it."""

    def forget(self, listener: Listener) -> None:
        """Give ``listener`` nothing more."""

    def count_refusal(self, owner: str, reason: Reason) -> None:
        """A session refused a command of ``owner``, which is in no ledger."""
