"""Scrolls to a search hit, and removes the board's limit to a queue if needed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wallboard.domain.ids import ALL, AgentId, CallId
from wallboard.present.frame import BoardFrame
from wallboard.ui.desk.board import DeskBoard


class Reveal(QObject):
    """Shows a search hit as soon as the board has it.

    Signals:
        queue_wanted: the board is to be limited to no queue any more.
    """

    queue_wanted = Signal(str)

    def __init__(self, board: Callable[[], DeskBoard | None], parent: QObject) -> None:
        super().__init__(parent)
        self._board = board
        self._frame = BoardFrame()
        self._agent: AgentId | None = None
        self._caller: CallId | None = None

    def show_agent(self, agent_id: str) -> None:
        """Marks an agent's tile, now or as soon as it is there."""
        self._agent, self._caller = AgentId(agent_id), None
        self._search()

    def show_caller(self, call_id: str) -> None:
        """Marks a caller's card, now or as soon as it is there."""
        self._agent, self._caller = None, CallId(call_id)
        self._search()

    def show_all(self) -> None:
        """Ends the board's limit to a queue, if it has one."""
        if self._frame.scope != ALL:
            self.queue_wanted.emit(ALL)

    def show_frame(self, frame: BoardFrame) -> None:
        """Marks the requested row once a frame of the board has it."""
        self._frame = frame
        if self._is_here():
            self._reveal()

    def _search(self) -> None:
        if self._is_here():
            self._reveal()
        else:
            self.show_all()

    def _is_here(self) -> bool:
        if self._agent is not None:
            return any(row.agent_id == self._agent for row in self._frame.agents)
        return self._caller is not None and any(row.call_id == self._caller for row in self._frame.callers)

    def _reveal(self) -> None:
        board = self._board()
        if board is not None and self._agent is not None:
            board.reveal_agent(self._agent)
        elif board is not None and self._caller is not None:
            board.callers.reveal(self._caller)
        self._agent = self._caller = None
