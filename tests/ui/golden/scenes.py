"""What the golden pictures show: one frame with something in every part, in each window."""

from collections.abc import Callable
from functools import cache

from msgspec.structs import replace
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from tests.factories.rows import NOW_MS, agent_row, board_frame, caller_row, queue_row
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL, CommandId
from wallboard.present.chart_points import ChartPoint, Charts, WaitPoint
from wallboard.present.frame import AgentRow, BoardFrame, Freshness, FreshnessState
from wallboard.settings.client import DeskSettings, ThemeChoice
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.desk.window import DeskWindow

DESK = (1366, 768)
TV = (1280, 720)
ZONE = "Europe/Lisbon"
WAITS_MS = NOW_MS - 83_000
NAMES = (
    "Ana Ferreira", "Bruno Sá", "Carla Mendes", "Duarte Pinto", "Eglė Urbonaitė", "Filipa Gonçalves",
    "Gustavo Lima", "Helena Marques", "Inês Castro", "João Pedro", "Lukas Žukauskas", "Maria Silva",
)  # fmt: skip
STATES = (
    AgentState.READY, AgentState.TALKING, AgentState.RINGING, AgentState.PAUSED, AgentState.WRAP_UP,
    AgentState.HOLD, AgentState.READY, AgentState.BUSY, AgentState.DO_NOT_DISTURB,
    AgentState.UNREACHABLE, AgentState.TALKING,
    AgentState.LOGGED_OUT,
)  # fmt: skip


def agents() -> tuple[AgentRow, ...]:
    """An agent in each state."""
    rows = [
        agent_row(name, state, since_ms=NOW_MS - 47_000 * (place + 1), pause_reason="Lunch" if place == 3 else "")
        for place, (name, state) in enumerate(zip(NAMES, STATES, strict=True))
    ]
    rows[1] = replace(rows[1], monitor=MonitorMode.LISTEN, monitored_by="Dana", monitor_id=CommandId("m1"))
    return tuple(rows)


def charts() -> Charts:
    """Four hours of intervals, and half an hour of waits."""
    start_ms = NOW_MS - NOW_MS % 900_000 - 16 * 900_000
    intervals = tuple(
        ChartPoint(
            start_ms=start_ms + place * 900_000,
            service_level_pct=70.0 + 7 * (place % 5),
            counted=12,
            offered=10 + place,
            answered=8 + place // 2,
            abandoned=place % 4,
            abandonment_pct=100.0 * (place % 4) / (10 + place),
        )
        for place in range(16)
    )
    waits = tuple(
        WaitPoint(at_ms=NOW_MS - 5_000 * (360 - place), waiting=place // 30 % 6, longest_wait_s=float(place % 90))
        for place in range(360)
    )
    return Charts(intervals=intervals, waits=waits, day_start_ms=start_ms - 4 * 3_600_000)


def frame() -> BoardFrame:
    """A supervisor's board in the middle of a day."""
    total = queue_row(
        ALL, "All queues", waiting=5, past_limit=2, waiting_level=Level.BAD, longest_since_ms=WAITS_MS
    )
    queues = (
        total,
        queue_row("support", "Support", past_limit=2),
        queue_row(
            "sales", "Sales", waiting=1, service_level_pct=91.0, service_level=Level.GOOD, abandonment_pct=1.2
        ),
        queue_row(
            "billing", "Billing of customers abroad", waiting=0, longest_since_ms=None, service_level_pct=None
        ),
    )
    waits_s = (83, 61, 18, 9, 4)
    callers = tuple(
        caller_row(
            f"c{place}", since_ms=NOW_MS - wait_s * 1000, position=place + 1, name="" if place % 2 else "Rita Cruz"
        )
        for place, wait_s in enumerate(waits_s)
    )
    return board_frame(
        agents=agents(),
        callers=callers,
        queues=queues,
        kpis=total.kpis,
        charts=charts(),
        time_zone=ZONE,
        user="Dana",
    )


@cache
def opened(theme: ThemeChoice) -> DeskWindow:
    """A desk in this look, once all of it is there."""
    window = DeskWindow(DeskSettings(theme=theme), screen_height=DESK[1])
    window.resize(*DESK)
    window.show()
    while window.board is None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.add_charts()
    return window


def desk(theme: ThemeChoice, shown: BoardFrame | None = None) -> DeskWindow:
    """The desk with that frame."""
    window = opened(theme)
    window.show_frame(shown or frame())
    window.show()
    finish_charts(window)
    return window


def finish_charts(window: QWidget) -> None:
    """Let the charts, which are drawn one at a time, be drawn."""
    from wallboard.ui.charts.row import ChartRow

    while not all(row.is_up_to_date for row in window.findChildren(ChartRow)):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def lost() -> BoardFrame:
    """The same, from a gateway that sends no more data."""
    return replace(frame(), freshness=Freshness(state=FreshnessState.GATEWAY_LOST, since_ms=NOW_MS - 95_000))


def tv(layout: TvLayout) -> QWidget:
    """A TV with that frame."""
    from wallboard.ui.look.stylesheet import apply_theme
    from wallboard.ui.tv.window import TvWindow, tv_theme

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, tv_theme(TV[1], layout))
    window = TvWindow(TV[1], layout)
    window.resize(*TV)
    window.show()
    QApplication.processEvents()
    window.show_frame(frame())
    if layout is TvLayout.NEAR:
        window.add_charts()
        finish_charts(window)
    return window


def sign_in() -> QWidget:
    from wallboard.ui.desk.sign_in import SignIn

    window = desk(ThemeChoice.DARK)
    dialog = SignIn(window.theme, str, window)
    dialog.fill("wss://gateway.example:8765", "The gateway does not know this token.", "")
    return dialog


def help_page() -> QWidget:
    from wallboard.ui.desk.help_dialog import HelpDialog

    window = desk(ThemeChoice.LIGHT)
    return HelpDialog(window.theme, window)


def keys() -> QWidget:
    from wallboard.ui.desk.shortcuts import ShortcutList

    window = desk(ThemeChoice.DARK)
    return ShortcutList(window.theme, window)


def finder() -> QWidget:
    from wallboard.ui.desk.finder import Finder

    window = desk(ThemeChoice.DARK)
    dialog = Finder(window.theme, frame(), window)
    dialog.words.setText("ma")
    return dialog


def move_chooser() -> QWidget:
    from wallboard.ui.call_control.move_chooser import MoveChooser

    window = desk(ThemeChoice.LIGHT)
    controller = window.controller
    assert controller is not None
    return MoveChooser(window.theme, controller, frame().callers[0], window)


SCENES: dict[str, Callable[[], QWidget]] = {
    "desk-dark": lambda: desk(ThemeChoice.DARK),
    "desk-lost": lambda: desk(ThemeChoice.DARK, lost()),
    "sign-in": sign_in,
    "keys": keys,
    "finder": finder,
    "desk-light": lambda: desk(ThemeChoice.LIGHT),
    "help": help_page,
    "move-chooser": move_chooser,
    "tv-far": lambda: tv(TvLayout.FAR),
    "tv-near": lambda: tv(TvLayout.NEAR),
}
"""Each window by the name of its picture, those of one look together: the look is the whole program's."""
