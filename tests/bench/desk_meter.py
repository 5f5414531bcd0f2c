"""The desk, measured from within by `desk_child`.

Prints one JSON object: seconds to the first paint, to live figures and to charts; memory; and, over SECONDS, how
long callers took from the PBX's socket to the paint, and what each 60th of a second cost.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

from tests.bench.within import TOKENS, own_mb, percentile, rss_mb
from wallboard.app.options import GatewayOptions, WindowOptions
from wallboard.app.preferences import Preferences
from wallboard.app.qt import start_qt
from wallboard.app.signing_in import SigningIn
from wallboard.app.window_run import WindowRun
from wallboard.app.windows import open_desk
from wallboard.feed.roles import ClientKind
from wallboard.present.frame import BoardFrame

FRAME_MS = 16
LATE_MS = 20
SETTLE_MS = 5_000
"""The first seconds belong to the start."""


class Ticks(QObject):
    """What each 60th of a second took by the clock and of this thread's CPU, in milliseconds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.wall_ms: list[float] = []
        self.cpu_ms: list[float] = []
        self._last = (time.monotonic(), time.thread_time())
        self.began = (time.monotonic(), time.process_time())
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start()

    def _on_tick(self) -> None:
        now = (time.monotonic(), time.thread_time())
        self.wall_ms.append((now[0] - self._last[0]) * 1000)
        self.cpu_ms.append((now[1] - self._last[1]) * 1000)
        self._last = now

    def leave_out(self, cpu_s: float) -> None:
        """Count so many seconds of CPU as the measurement's own and not the desk's."""
        self._last = (self._last[0], self._last[1] + cpu_s)
        self.began = (self.began[0], self.began[1] + cpu_s)

    def result(self) -> dict[str, float]:
        """The figures of the table."""
        wall_s, cpu_s = time.monotonic() - self.began[0], time.process_time() - self.began[1]
        return {
            "frame_p50_ms": percentile(self.cpu_ms, 0.5),
            "frame_p99_ms": percentile(self.cpu_ms, 0.99),
            "interval_p99_ms": percentile(self.wall_ms, 0.99),
            "late": sum(wall_ms > LATE_MS for wall_ms in self.wall_ms),
            "ticks": len(self.wall_ms),
            "cpu_pct": 100 * cpu_s / wall_s,
        }


class Meter(QObject):
    """Notes the moments of the start, and of the paint after each new caller."""

    def __init__(self, run: WindowRun, began_s: float, seconds: float) -> None:
        super().__init__()
        self._run, self._began_s, self._seconds = run, began_s, seconds
        self._start: dict[str, float] = {}
        self._seen: set[str] = set()
        self._unpainted: list[float] = []
        self._waits_ms: list[float] = []
        self._ticks: Ticks | None = None
        run.window.painted.connect(self._on_first_paint)
        run.frame_shown.connect(self._on_frame)
        run.window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come back when the window has done the painting that it is asked for now."""
        if event.type() is QEvent.Type.UpdateRequest:
            QTimer.singleShot(0, self, self._on_painted)
        return super().eventFilter(watched, event)

    def _note(self, what: str) -> None:
        self._start.setdefault(what, time.time() - self._began_s)

    def _on_first_paint(self) -> None:
        self._note("painted_s")

    def _on_frame(self, frame: BoardFrame) -> None:
        if frame.freshness.is_live and "live_s" not in self._start:
            QTimer.singleShot(0, self, lambda: self._note("live_s"))
            QTimer.singleShot(SETTLE_MS, self, self._begin)
        began_s = time.thread_time()
        for row in frame.callers:
            if row.call_id not in self._seen:
                self._seen.add(row.call_id)
                if self._ticks is not None and row.name:  # the PBX said no moment of a caller without a name
                    self._unpainted.append(float(row.name))
        if self._ticks is not None:
            self._ticks.leave_out(time.thread_time() - began_s)

    def _on_painted(self) -> None:
        if self._run.window.has_charts:
            self._note("charts_s")
        now_s = time.time()
        self._waits_ms += [(now_s - said_s) * 1000 for said_s in self._unpainted]
        self._unpainted.clear()

    def _begin(self) -> None:
        self._ticks = Ticks(self)
        QTimer.singleShot(round(self._seconds * 1000), self, self._end)

    def _end(self) -> None:
        assert self._ticks is not None
        result: dict[str, Any] = {**self._start, **self._ticks.result(), "rss_mb": rss_mb(), "own_mb": own_mb()}
        result |= {"callers": len(self._waits_ms)}
        result |= {f"wait_p{share}_ms": percentile(self._waits_ms, share / 100) for share in (50, 99)}
        sys.stdout.write(json.dumps(result) + "\n")
        self._run.window.close()


def main(began_s: float, port: int, seconds: float) -> None:
    """Start, measure, print, end."""
    os.environ["WALLBOARD_TOKEN"] = TOKENS[0]
    app = start_qt(without_display=True)
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder), Path(folder) / "none.toml")
        run = open_desk(app, WindowOptions(size=(1920, 1080)), preferences)
        meter = Meter(run, began_s, seconds)
        gateway = GatewayOptions(url=f"ws://127.0.0.1:{port}")
        SigningIn(run, gateway, preferences, ClientKind.DESK)
        run.execute()
        meter.deleteLater()
