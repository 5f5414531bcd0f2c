"""The only place where Qt and asyncio meet: a thread with its own loop runs the live board.

What goes to the windows is one signal with the latest frame; what comes back are commands and choices.
"""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from wallboard.domain.actions.commands import Command
from wallboard.domain.counts.figures import Window
from wallboard.domain.errors import WallboardError
from wallboard.domain.ids import ScopeId
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.host.clock import now_ms
from wallboard.present.frame import BoardFrame, Freshness, FreshnessState

if TYPE_CHECKING:
    import asyncio

    from wallboard.present.live import ConnectOptions, LiveBoard

Connect = Callable[[], "ConnectOptions"]
"""Returns the connection's options; called in the feed's thread, so that it may wait and import."""

JOIN_S = 2.0
"""How long a window that closes waits for the connection to end in good order."""

AGAIN_S = 4.0
"""How long after an internal fault the board is started again."""

log = logging.getLogger(__name__)


class Bridge(QObject):
    """Runs one connection to a gateway beside the GUI.

    However many frames the loop makes while the GUI is busy, the GUI gets the newest one, once.

    Signals:
        frame_ready: the newest `BoardFrame`; emitted in the GUI's thread.
    """

    frame_ready = Signal(object)
    _woken = Signal()

    def __init__(self, connect: Connect, parent: QObject | None = None) -> None:
        # Not before the first paint: making the enumerations of ``Qt`` takes longer than the paint itself.
        from PySide6.QtCore import Qt  # noqa: PLC0415 - start-up time

        super().__init__(parent)
        self._connect = connect
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
        self._lock = threading.Lock()
        self._latest = BoardFrame()
        self._is_woken = False
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._board: LiveBoard | None = None
        self._early: list[Callable[[LiveBoard], None]] = []
        self._woken.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Starts to connect; once only."""
        self._thread.start()

    def stop(self) -> None:
        """Closes the connection and waits up to `JOIN_S` for the thread; harmless when called twice."""
        self._stopping.set()
        with self._lock:
            loop, task = self._loop, self._task
        if loop is not None and task is not None:
            loop.call_soon_threadsafe(task.cancel)
        if self._thread.is_alive():
            self._thread.join(JOIN_S)
            if self._thread.is_alive():
                log.warning("the connection to the gateway did not end within %g s", JOIN_S)

    def send(self, command: Command) -> None:
        """Sends a command to the gateway; later frames show its result."""
        self._post(lambda board: board.send(command))

    def show_queue(self, queue_id: ScopeId) -> None:
        """Limits the board to one queue, or shows all."""
        self._post(lambda board: board.show(queue_id))

    def set_window(self, window: Window) -> None:
        """Sets the window of the figures."""
        self._post(lambda board: board.set_window(window))

    # the feed's thread

    def _run(self) -> None:
        # Imported here, as what it runs: the network's modules load beside the first paint instead of before it.
        import asyncio  # noqa: PLC0415 - start-up time

        while True:
            try:
                asyncio.run(self._serve())
            except asyncio.CancelledError:
                log.debug("the connection was closed")
            except WallboardError as error:
                problem = error.as_problem(ProblemKind.OTHER)
                self.take(_without_link(self._latest, FreshnessState.REFUSED, problem))
            except Exception as error:
                log.exception("the live board stopped and is begun anew")
                problem = Problem(kind=ProblemKind.FAULT, technical=f"{type(error).__name__}: {error}")
                self.take(_without_link(self._latest, FreshnessState.GATEWAY_LOST, problem))
                if not self._stopping.wait(AGAIN_S):
                    continue
            return

    async def _serve(self) -> None:
        import asyncio  # noqa: PLC0415 - start-up time

        from wallboard.present.live import LiveBoard  # noqa: PLC0415 - start-up time

        board = LiveBoard(self._connect(), self.take)
        with self._lock:
            if self._stopping.is_set():
                return
            self._loop, self._task, self._board = asyncio.get_running_loop(), asyncio.current_task(), board
            early, self._early = self._early, []
        for call in early:
            call(board)
        try:
            await board.run()
        finally:
            with self._lock:
                self._loop = self._task = self._board = None

    def take(self, frame: BoardFrame) -> None:
        """Shows ``frame`` unless a newer one arrives before the GUI is idle; may be called in any thread."""
        with self._lock:
            self._latest = frame
            must_wake = not self._is_woken and not self._stopping.is_set()
            self._is_woken = self._is_woken or must_wake
        if must_wake:
            self._woken.emit()

    # the GUI's thread

    def _post(self, call: "Callable[[LiveBoard], None]") -> None:
        with self._lock:
            if self._loop is None or self._board is None:
                self._early.append(call)
                return
            self._loop.call_soon_threadsafe(call, self._board)

    @Slot()
    def _pass_on(self) -> None:
        with self._lock:
            frame, self._is_woken = self._latest, False
        self.frame_ready.emit(frame)


def _without_link(frame: BoardFrame, state: FreshnessState, problem: Problem) -> BoardFrame:
    """Returns the last frame, marked as no longer kept up to date."""
    since_ms = now_ms() + frame.clock_offset_ms if frame.freshness.is_live else frame.freshness.since_ms
    return replace(frame, freshness=Freshness(state=state, since_ms=since_ms, problem=problem))
