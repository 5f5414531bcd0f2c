"""The desk alone: what taking in and painting a frame costs, on a centre whose time the measurement moves.

One process without sockets, so that a busy machine tells the same as a quiet one: `live` is the whole path.
"""

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from statistics import median
from time import process_time

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.ami import Centre, calls
from tests.bench.gateway_cost import SOURCE, START_MS, Gateway
from tests.bench.table import Line, at_most
from tests.bench.within import percentile
from wallboard.client.session import Mirror
from wallboard.domain.centre.groups import Groups
from wallboard.domain.ids import SourceId
from wallboard.gateway.core.log import Flush
from wallboard.present.board import Board
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState
from wallboard.settings.client import DeskSettings
from wallboard.ui.desk import board as desk_board
from wallboard.ui.desk.window import CLOCKS_MS, DeskWindow
from wallboard.ui.look.fonts import load_fonts

TAKEN_IN_MS = 33
"""A gateway sends at most 30 deltas a second, and each is a frame."""
WARM_UP_S, SECONDS = 40, 8
LIMITS_MS = {200: 5.0, 2_000: 8.0}


class Clock:
    """The time of the centre, which the desk takes for its own."""

    def __init__(self) -> None:
        self.now_ms = START_MS

    def read(self) -> int:
        """The time in epoch milliseconds."""
        return self.now_ms


class Feed(Gateway):
    """A gateway whose flushes a screen's store takes in at once."""

    def __init__(
        self, centre: Centre, sources: Sequence[SourceId] = (SOURCE,), groups: Groups | None = None
    ) -> None:
        self.mirror = Mirror()
        super().__init__(centre, sources, groups)
        self._board = Board(self.mirror)

    def _take(self, flush: Flush) -> None:
        store = self.mirror.store
        if flush.is_whole:
            store.replace(flush.put)
        else:
            for key in flush.gone:
                store.remove(key)
            for entity in flush.put:
                store.put(entity)

    def frame(self, now_ms: int) -> BoardFrame:
        """The picture as it is now."""
        return self._board.frame(Freshness(state=FreshnessState.LIVE), now_ms)


class Desk:
    """A desk's window on the centre's time."""

    def __init__(self, clock: Clock) -> None:
        vars(desk_board)["now_ms"] = clock.read
        self.window = DeskWindow(DeskSettings(), screen_height=1080)
        self.window.resize(1920, 1080)
        self.window.show()
        while self.window.board is None:
            QApplication.processEvents()
        self.window.add_charts()
        for timer in self.window.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly):
            timer.stop()  # the measurement's time goes on by itself

    def cost_ms(self, frame: BoardFrame | None, *, clocks: bool, seconds: bool) -> float:
        """CPU of taking in ``frame`` and turning clocks, with all the painting of it."""
        began_s = process_time()
        if frame is not None:
            self.window.show_frame(frame)
        if self.window.board is not None:
            if clocks:
                self.window.board.advance_clocks()
            if seconds:
                self.window.board.tick()
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        return (process_time() - began_s) * 1000


def measure() -> Iterator[Line]:
    """At 200 events a second, as the target says, and at 2,000."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts()
    for rate, limit_ms in LIMITS_MS.items():
        costs = frame_costs(rate)
        guide = f"p50 {median(costs):.1f}, mean {sum(costs) / len(costs):.2f} ms of {len(costs)} frames"
        what = f"desk alone, a frame's CPU p99; 1,000 agents, 200 queues, {rate:,} AMI events/s"
        yield at_most(what, percentile(costs, 0.99), limit_ms, "ms", guide)
    app.processEvents()


def frame_costs(rate: int) -> list[float]:
    """The CPU milliseconds of each frame at ``rate`` events a second, once as many callers wait as will."""
    clock = Clock()
    feed, desk = Feed(Centre(messages_per_s=rate)), Desk(clock)
    costs: list[float] = []
    last_ms = START_MS
    said = takewhile(lambda item: item[0] < (WARM_UP_S + SECONDS) * 1_000, calls(feed.centre))
    for slot, group in groupby(said, key=lambda item: item[0] // TAKEN_IN_MS):
        clock.now_ms = START_MS + 2_000 + slot * TAKEN_IN_MS
        feed.receive(b"".join(text for _, text in group), clock.now_ms)
        if slot * TAKEN_IN_MS < WARM_UP_S * 1_000:
            continue
        if not costs:
            gc.collect()
            gc.freeze()  # as the program does once it is live
        turns = clock.now_ms // CLOCKS_MS != last_ms // CLOCKS_MS
        ticks = clock.now_ms // 1_000 != last_ms // 1_000
        last_ms = clock.now_ms
        costs.append(desk.cost_ms(feed.frame(clock.now_ms), clocks=turns, seconds=ticks))
    desk.window.close()
    desk.window.deleteLater()
    return costs[5:]
