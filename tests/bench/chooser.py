"""The list of targets of a move, open over a centre whose agents change all the time: what a picture costs it."""

from collections.abc import Iterator
from time import process_time

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.table import Line, at_most
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.move_chooser import MoveChooser
from wallboard.ui.look.theme import DARK

AGENTS = 1_500
CHANGED = 15
PICTURES = 100
LIVE = Freshness(state=FreshnessState.LIVE)
STATES = (
    (AgentState.READY, None),
    (AgentState.TALKING, Reason.AGENT_IN_CALL),
    (AgentState.WRAP_UP, None),
    (AgentState.PAUSED, Reason.AGENT_PAUSED),
)
CALLER = CallerRow(
    call_id=CallId("c1"),
    handover_rev=1,
    number="1",
    name="",
    queue_id=QueueId("sales"),
    queue_name="Sales",
    since_ms=0,
    warn_at_ms=0,
    late_at_ms=0,
    position=1,
    phase=CallPhase.WAITING,
)


def _agent(number: int, open_windows: int) -> AgentRow:
    state, refusal = STATES[(number + open_windows) % len(STATES)]
    return AgentRow(
        agent_id=AgentId(f"PJSIP/{number}"),
        name=f"Agent {number:04}",
        state=state,
        since_ms=open_windows * 1_000,
        queues=("Sales",),
        refusal=refusal,
    )


def _frame(agents: list[AgentRow]) -> BoardFrame:
    grant = Grant(rights=Role.SUPERVISOR.rights)
    return BoardFrame(freshness=LIVE, grant=grant, callers=(CALLER,), agents=tuple(agents))


def measure() -> Iterator[Line]:
    """CPU for each picture, of which the chooser takes in four a second, and for each key that is typed."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QCoreApplication)
    controller, window = CallController(), QWidget()
    agents = [_agent(number, 0) for number in range(AGENTS)]
    controller.show_frame(_frame(agents))
    chooser = MoveChooser(DARK, controller, CALLER, window)
    chooser.open()
    app.processEvents()
    spent = 0.0
    for open_windows in range(1, PICTURES + 1):
        for number in range(open_windows % 100, AGENTS, AGENTS // CHANGED):
            agents[number] = _agent(number, open_windows)
        frame = _frame(agents)
        began = process_time()
        controller.show_frame(frame)
        app.processEvents()
        spent += process_time() - began
    yield at_most(f"chooser, a picture of {AGENTS:,} agents", spent / PICTURES * 1_000, 2, "ms")
    began = process_time()
    chooser.filter.setText("12")
    app.processEvents()
    yield at_most(f"chooser, a key typed over {AGENTS:,} agents", (process_time() - began) * 1_000, 60, "ms")
