"""A supervisor's actions on the board: drag and drop a caller, monitor an agent. No pointer, no keys.

Views without a controller only show. Whether something is legal is asked of `present.intents`, never decided here.
"""

from PySide6.QtCore import QObject, Signal

from wallboard.domain.actions.commands import Command, Reason
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase, MonitorMode
from wallboard.domain.ids import AgentId, CallId
from wallboard.present import intents
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, MoveSource, MoveTarget, QueueRow
from wallboard.present.search import agents_of, callers_of
from wallboard.ui.look.brush import Mark
from wallboard.ui.words import sentences


class CallController(QObject):
    """The frame that is acted on, the caller that is dragged, and the way to a command.

    Signals:
        command_wanted: a command, to be sent once.
        not_done: why something was not even asked for, in words.
        question_wanted: a `TextQuestion` that the supervisor has to answer first.
        extension_wanted: monitoring needs the supervisor's own extension; `set_extension` then goes on with it.
        carried_changed: another caller, or none, is carried; or it is held over another place.
        frame_changed: there is another frame to act on.
    """

    command_wanted = Signal(object)
    not_done = Signal(str)
    question_wanted = Signal(object)
    extension_wanted = Signal()
    carried_changed = Signal()
    frame_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frame = BoardFrame()
        self._by_call: dict[CallId, MoveSource] | None = None
        self._extension = ""
        self._monitor_wish: tuple[AgentId, MonitorMode] | None = None
        self._carried: MoveSource | None = None
        self._aimed: MoveTarget | None = None

    @property
    def frame(self) -> BoardFrame:
        """Returns the frame that commands are about."""
        return self._frame

    @property
    def carried(self) -> MoveSource | None:
        """Returns the dragged caller as of the start of the drag, which is what a command expects."""
        return self._carried

    @property
    def may_act(self) -> bool:
        """Whether the user may move and monitor calls at all."""
        return self._frame.grant.may(AccessRight.COMMAND)

    @property
    def _own_extension(self) -> str:
        """Returns the phone to ring; the user is asked only where the gateway lists none."""
        known = self._frame.grant.extensions
        return known[0] if known and self._extension not in known else self._extension

    def show_frame(self, frame: BoardFrame) -> None:
        """Makes commands be about ``frame`` from now on."""
        self._frame, self._by_call = frame, None
        self.frame_changed.emit()

    def set_extension(self, extension: str) -> None:
        """Sets the supervisor's own phone, and continues the monitoring that asked for it, if any."""
        self._extension = extension
        wish, self._monitor_wish = self._monitor_wish, None
        if wish is not None and extension:
            agent = next((agent for agent in agents_of(self._frame) if agent.agent_id == wish[0]), None)
            if agent is not None:
                self.monitor(agent, wish[1])

    def source(self, row: object) -> MoveSource | None:
        """Returns ``row`` if it has a caller that can be moved: a waiting one, or one who talks with an agent."""
        if not self.may_act:
            return None
        if isinstance(row, CallerRow):
            return row if row.phase is not CallPhase.MOVING and row.pending is None else None
        if isinstance(row, AgentRow) and row.call_id is not None and row.pending is None:
            return row if row.state in (AgentState.TALKING, AgentState.HOLD) else None
        return None

    def now_of(self, source: MoveSource) -> MoveSource | None:
        """Returns the row that has the caller of ``source`` now; None when the call has ended."""
        if self._by_call is None:  # once a picture: it is asked for each place that is marked
            rows: list[MoveSource] = [*reversed(agents_of(self._frame)), *reversed(callers_of(self._frame))]
            self._by_call = {row.call_id: row for row in rows if row.call_id is not None}
        return self._by_call.get(source.call_id) if source.call_id is not None else None

    def judge(self, source: MoveSource, target: MoveTarget) -> Command | Reason:
        """Returns the command that takes ``source`` to ``target``, or why there is none."""
        now = self.now_of(source)
        if now is None:
            return Reason.CALL_GONE
        if now.handover_rev != source.handover_rev:
            return Reason.CALL_MOVED_ON
        if isinstance(target, QueueRow):
            return intents.move_to_queue(source, target, self._frame)
        return intents.move_to_agent(source, target, self._frame)

    def words(self, source: MoveSource, target: MoveTarget) -> tuple[bool, str]:
        """Whether ``source`` may go to ``target``, and what will happen or why not."""
        verdict = self.judge(source, target)
        if isinstance(verdict, Reason):
            return False, sentences.why_not_there(verdict, target)
        return True, sentences.what_will_happen(source, target)

    def move(self, source: MoveSource, target: MoveTarget) -> bool:
        """Sends the move; returns whether it was sent. A refusal is shown."""
        verdict = self.judge(source, target)
        if isinstance(verdict, Reason):
            self.tell_why_not(source, target)
            return False
        self.command_wanted.emit(verdict)
        return True

    def tell_why_not(self, source: MoveSource, target: MoveTarget) -> None:
        """Shows why ``source`` cannot be moved to ``target``, if so."""
        verdict = self.judge(source, target)
        if isinstance(verdict, Reason):
            self.not_done.emit(sentences.why_not_there(verdict, target))

    def lift(self, source: MoveSource) -> None:
        """Starts the drag of a caller."""
        self._carried, self._aimed = source, None
        self.carried_changed.emit()

    def put_down(self) -> None:
        """Ends the drag."""
        self._carried = self._aimed = None
        self.carried_changed.emit()

    def aim(self, target: MoveTarget | None) -> None:
        """Notes that the caller is dragged over ``target``."""
        if target is not self._aimed:
            self._aimed = target
            self.carried_changed.emit()

    def mark_of(self, target: MoveTarget) -> Mark:
        """Returns how ``target`` is marked for the dragged caller."""
        if self._carried is None:
            return Mark.NONE
        if isinstance(self.judge(self._carried, target), Reason):
            return Mark.ILLEGAL
        return Mark.AIMED if self._aimed is not None and _is_same(target, self._aimed) else Mark.LEGAL

    def monitor(self, agent: AgentRow, mode: MonitorMode) -> None:
        """Starts to listen, whisper or barge, or changes to it from another mode."""
        if agent.my_monitor_id is not None:
            self._ask(intents.set_mode(agent, mode, self._frame), agent.name)
        elif not self._own_extension:
            self._monitor_wish = (agent.agent_id, mode)
            self.extension_wanted.emit()
        else:
            self._ask(intents.start_monitor(agent, mode, self._own_extension, self._frame), agent.name)

    def monitor_refusal(self, agent: AgentRow, mode: MonitorMode) -> Reason | None:
        """Returns why ``mode`` is not possible now; a missing extension is not a reason, the user is asked."""
        verdict: Command | Reason = intents.set_mode(agent, mode, self._frame)
        if agent.my_monitor_id is None:
            verdict = intents.start_monitor(agent, mode, self._own_extension or "0", self._frame)
        return verdict if isinstance(verdict, Reason) else None

    def stop_monitor(self, agent: AgentRow) -> None:
        """Leaves the agent's call."""
        self._ask(intents.stop(agent, self._frame), agent.name)

    def change_own_mode(self, mode: MonitorMode) -> None:
        """Changes the mode in the call that the supervisor is in."""
        own = self._frame.monitoring
        if own is None:
            self.not_done.emit(sentences.sentence(sentences.why_not(Reason.MONITOR_GONE)))
        else:
            self._ask(intents.change_own_mode(own, mode, self._frame), own.agent)

    def leave_own(self) -> None:
        """Leaves the call that the supervisor is in, if any."""
        own = self._frame.monitoring
        if own is not None:
            self._ask(intents.leave(own, self._frame), own.agent)

    def _ask(self, verdict: Command | Reason, agent: str) -> None:
        if isinstance(verdict, Reason):
            self.not_done.emit(sentences.sentence(sentences.why_not(verdict, agent)))
        else:
            self.command_wanted.emit(verdict)


def _is_same(one: MoveTarget, other: MoveTarget) -> bool:
    """Whether both rows are of one agent or one queue, which a later picture has another row for."""
    if isinstance(one, AgentRow):
        return isinstance(other, AgentRow) and one.agent_id == other.agent_id
    return isinstance(other, QueueRow) and one.id == other.id
