"""What the gateway asks of any PBX: tell events, carry out commands. Figures are none of its business."""

from collections.abc import Callable
from typing import Protocol

from wallboard.domain.actions.commands import Command
from wallboard.domain.centre.events import Event

Sink = Callable[[Event], None]
"""Takes one domain event; never blocks and never raises."""


class Executor(Protocol):
    """Whoever carries out commands."""

    async def execute(self, command: Command, owner: str) -> None:
        """Hand a command of ``owner`` that is legal now to the PBX, at most once.

        Whoever begins a monitoring is kept with it at the PBX, and told with it for as long as it lasts.
        Returning says only that the PBX took it: what came of it is told by events. `PbxRefused` carries
        the PBX's own message; `RemoteError` means that it is not known whether the PBX got it.
        """


class Adapter(Executor, Protocol):
    """One PBX, or what behaves just like one. It speaks in the PBX's own keys."""

    @property
    def can(self) -> frozenset[type[Command]]:
        """The actions that it can do; `execute` refuses all others."""

    async def run(self, sink: Sink) -> None:
        """Tell ``sink`` all that is and happens until cancelled; connect again by itself after a loss.

        Begins by `SourceChanged` and tells everything there is before the link is ``up``. After a loss it
        tells only what differs; callers that vanished meanwhile left with `Exit.UNOBSERVED`.
        """
