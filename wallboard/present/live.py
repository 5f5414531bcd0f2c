"""The live board: a connection to a gateway that emits a frame after each visible change."""

import asyncio
from collections.abc import Callable

from wallboard.client.connection import GatewayConnection
from wallboard.client.connection_status import ConnectOptions
from wallboard.client.session import Mirror
from wallboard.domain.actions.commands import Command, Outcome, Reason, Result
from wallboard.domain.counts.figures import Window
from wallboard.domain.ids import ScopeId
from wallboard.host.clock import now_ms
from wallboard.present.board import Board
from wallboard.present.frame import BoardFrame
from wallboard.present.freshness import FreshnessWatch

__all__ = ["ConnectOptions", "LiveBoard"]

FRAME_S = 0.016
"""The shortest time between two frames: what a 60 Hz screen can show."""


class LiveBoard:
    """One gateway's board. All methods are for the thread of the loop that `run` runs on."""

    def __init__(self, options: ConnectOptions, on_frame: Callable[[BoardFrame], None]) -> None:
        """``on_frame`` is called on the loop's thread. `ConfigError` when the options cannot be used."""
        self._mirror = Mirror()
        self._link = GatewayConnection(options, self._mirror)
        self._board = Board(self._mirror)
        self._watch = FreshnessWatch()
        self._on_frame = on_frame
        self._shown: BoardFrame | None = None
        self._changed = asyncio.Event()

    async def run(self) -> None:
        """Stays connected until cancelled; emits frames: the first change immediately, then one per 16 ms."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._publish())
            group.create_task(self._link.run(self._changed.set))

    def send(self, command: Command) -> None:
        """Sends a command, now or never; marks at rows and in the end a `Notice` show its progress."""
        pending = self._mirror.pending
        user = "" if self._mirror.ready is None else self._mirror.ready.name
        self._board.notices.remember(command, self._mirror.store, self._now_ms(), user)
        if not self._link.is_live:
            refused = Result(command_id=command.id, outcome=Outcome.REFUSED, reason=Reason.LINK_DOWN)
            pending.refuse(command, refused)
        else:
            self._link.send(pending.submit(command, self._now_ms()))
        self._changed.set()

    def show(self, scope: ScopeId) -> None:
        """Limits band, charts, callers and agents to one queue or group."""
        self._board.set_scope(scope)
        self._link.watch_charts(scope)
        self._changed.set()

    def set_window(self, window: Window) -> None:
        """Sets the window of the figures in band and queue table; today at first."""
        self._board.set_window(window)
        self._changed.set()

    def _now_ms(self) -> int:
        return self._mirror.clock.at(now_ms())

    async def _publish(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._give()
            await asyncio.sleep(FRAME_S)

    def _give(self) -> None:
        link, clock = self._link, self._mirror.clock
        heard_ms = clock.at(link.heard_ms) if link.heard_ms else 0
        freshness = self._watch.update(link.status, self._mirror.store, heard_ms, clock.offset_ms)
        frame = self._board.frame(freshness, self._now_ms())
        if frame != self._shown:
            self._shown = frame
            self._on_frame(frame)
