"""The protocol of a PBX for the gateway: it reports events and carries out commands, without figures."""

from collections.abc import Callable
from typing import Protocol

from wallboard.domain.actions.commands import Command
from wallboard.domain.centre.events import Event

Sink = Callable[[Event], None]
"""Receives one domain event; never blocks and never raises."""


class Executor(Protocol):
    """Carries out commands."""

    async def execute(self, command: Command, owner: str) -> None:
        """Sends a command of ``owner`` that is legal now to the PBX, at most once.

        The owner of a monitoring is stored with it at the PBX, and reported with it for as long as it lasts. A
        return means only that the PBX accepted it: events report the result. `PbxRefused` carries the PBX's own
        message; `RemoteError` means that it is not known whether the PBX received it.
        """


class Adapter(Executor, Protocol):
    """One PBX, or a substitute that behaves like one. It uses the PBX's own keys."""

    @property
    def can(self) -> frozenset[type[Command]]:
        """The actions that it supports; `execute` refuses all others."""

    async def run(self, sink: Sink) -> None:
        """Passes the whole state and all events to ``sink`` until cancelled; reconnects by itself after a loss.

        Begins with `SourceChanged` and reports the whole state before the link is ``up``. After a loss it reports
        only differences; callers that vanished meanwhile left with `Exit.UNOBSERVED`.
        """
