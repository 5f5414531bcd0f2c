"""A recording as an adapter: its events are reported as if they happened now."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from wallboard.domain.actions.commands import Command, Reason
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError, PbxRefused
from wallboard.domain.ids import (
    PBX,
    SourceId,
)
from wallboard.pbx.adapter import Sink
from wallboard.pbx.pace import Pace
from wallboard.pbx.replay.player import Player
from wallboard.pbx.replay.recording import load

ENDED = "The recording has ended"

log = logging.getLogger(__name__)


class ReplayOptions(Struct, frozen=True, kw_only=True):
    """``path`` is a file of raw AMI with Timestamps; with ``loop`` it repeats indefinitely.

    ``speed`` N: everything lasts an Nth of its time. ``wrap_up_s`` is the wrap-up by queue in seconds.
    """

    path: Path
    speed: float = 1.0
    loop: bool = False
    wrap_up_s: dict[str, float] = {}
    source_id: SourceId = PBX

    def __post_init__(self) -> None:
        if self.speed <= 0:
            raise ConfigError(f"replay: speed must be more than 0, not {self.speed}")


class Replay:
    """Plays a recording; see `Adapter`. Raises `ConfigError` when the file is not one."""

    can: frozenset[type[Command]] = frozenset()

    def __init__(self, options: ReplayOptions, now_ms: Callable[[], int]) -> None:
        self._options = options
        self._now_ms = now_ms
        self._moments = load(options.path)

    async def run(self, sink: Sink) -> None:
        """Plays the recording to its end, or repeatedly; then stays, with the link down."""
        player = Player(self._moments, self._options.wrap_up_s)
        pace = Pace(player.now_ms, self._now_ms(), self._options.speed)

        def emit(events: Iterable[Event]) -> None:
            for event in events:
                sink(pace.to_gateway_time(event))

        while True:
            sink(self._link(SourceStatus.SYNCING))
            emit(player.open())
            sink(self._link(SourceStatus.UP))
            while (due_ms := player.next_due_ms()) is not None:
                await asyncio.sleep((pace.reported_ms(due_ms) - self._now_ms()) / 1000)
                emit(player.advance(max(due_ms, pace.world_ms(self._now_ms()))))
            if not self._options.loop:
                break
            player.rewind()
        log.info("%s: the recording %s has ended", self._options.source_id, self._options.path.name)
        sink(self._link(SourceStatus.DOWN, ENDED))
        await asyncio.get_running_loop().create_future()

    def _link(self, status: SourceStatus, reason: str = "") -> SourceChanged:
        return SourceChanged(at_ms=self._now_ms(), source_id=self._options.source_id, status=status, reason=reason)

    async def execute(self, command: Command, owner: str) -> None:  # noqa: ARG002 - as in the protocol
        """Refuses every command: a recording cannot carry any out."""
        raise PbxRefused(f"A recording cannot be commanded ({type(command).__name__})", Reason.NOT_POSSIBLE)
