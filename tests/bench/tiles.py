"""The wall of agents alone: a new frame taken in and painted, with all of its tiles changed and with fifty."""

import sys
from collections.abc import Iterator
from statistics import median
from time import process_time

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from tests.bench.table import Line, at_most
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow, BoardFrame, Freshness, FreshnessState
from wallboard.ui.agents.wall import AgentWall
from wallboard.ui.look.theme import DARK

AGENTS = 1_000
ROUNDS = 40
STATES = (AgentState.READY, AgentState.TALKING, AgentState.WRAP_UP, AgentState.PAUSED)


class Paints(QObject):
    """Sees when the wall has been painted; ``are_due`` until then."""

    def __init__(self, wall: AgentWall) -> None:
        super().__init__(wall)
        self.wall = wall
        self.are_due = False
        wall.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint itself follows the event."""
        if event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        self.are_due = False


def _rows(open_windows: int) -> tuple[AgentRow, ...]:
    return tuple(
        AgentRow(
            agent_id=AgentId(f"PJSIP/{1001 + number}"),
            name=f"Agent {number:04}",
            state=STATES[(number + open_windows) % len(STATES)],
            since_ms=open_windows * 1_000,
        )
        for number in range(AGENTS)
    )


def _frame(rows: tuple[AgentRow, ...]) -> BoardFrame:
    return BoardFrame(freshness=Freshness(state=FreshnessState.LIVE), agents=rows)


def measure() -> Iterator[Line]:
    """CPU time; the ratio is to drawing the same texts and nothing else."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    wall = AgentWall(DARK)
    paints = Paints(wall)
    wall.resize(1920, 1080)
    wall.show()
    wall.show_frame(_frame(_rows(0)))
    app.processEvents()
    all_ms, few_ms, in_sight = [], [], _in_sight(wall)
    for open_windows in range(1, ROUNDS):
        rows = _rows(open_windows)
        all_ms.append(_paint_ms(paints, rows))
        start = open_windows * 17 % (in_sight - 50)
        few = tuple(replace(row, since_ms=open_windows * 1_000 + 1) for row in rows[start : start + 50])
        few_ms.append(_paint_ms(paints, (*rows[:start], *few, *rows[start + 50 :])))
        _paint_ms(paints, rows)
    wall.close()
    text_ms = _texts_ms()
    size = f"{AGENTS:,} tiles, {in_sight:,} in sight in 1920×1080"
    yield at_most(
        f"{size}, all changed", median(all_ms), 20, "ms", f"{median(all_ms) / text_ms:.1f} × its texts alone"
    )
    yield at_most(
        f"{size}, 50 changed", median(few_ms), 2, "ms", f"{median(few_ms) / text_ms:.2f} × all texts alone"
    )


def _in_sight(wall: AgentWall) -> int:
    last = wall.view.rowAt(wall.view.viewport().height() - 1)
    return AGENTS if last < 0 else min(AGENTS, last * wall.grid.columnCount())


def _paint_ms(paints: Paints, rows: tuple[AgentRow, ...]) -> float:
    began_s = process_time()
    paints.are_due = True
    paints.wall.show_frame(_frame(rows))
    while paints.are_due:
        QApplication.processEvents()
    return (process_time() - began_s) * 1000


def _texts_ms() -> float:
    """A thousand names and clocks drawn plainly."""
    pixmap = QPixmap(1920, 1080)
    costs = []
    for _ in range(10):
        began_s = process_time()
        painter = QPainter(pixmap)
        for number in range(AGENTS):
            x, y = number % 30 * 64, number // 30 * 32
            painter.drawText(x, y, f"Agent {number:04}")
            painter.drawText(x, y + 14, "12:34")
        painter.end()
        costs.append((process_time() - began_s) * 1000)
    return median(costs)
