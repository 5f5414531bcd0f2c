"""Shows who could help a queue in trouble: its agents who are logged in but take no calls."""

from wallboard.domain.centre.agent_categories import AgentCategory, by_category
from wallboard.domain.ids import ScopeId
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.agents.wall import AgentWall

_COULD_HELP = frozenset(
    {
        AgentCategory.PAUSED,
        AgentCategory.WRAP_UP,
        AgentCategory.COOL_DOWN,
        AgentCategory.ON_DEMAND,
        AgentCategory.UNREACHABLE,
    }
)


class Explaining:
    """Filters the wall to agents who could help, while the board is limited to the queue; then reverts."""

    def __init__(self, wall: AgentWall) -> None:
        self._wall = wall
        self._queue_id: ScopeId | None = None
        self._is_there = False

    def begin(self, row: QueueRow) -> None:
        """Shows the agents of ``row`` who could help it; all agents of the queue where there are none."""
        self._queue_id, self._is_there = row.id, False
        there = {category for category, many in by_category(row.agents).items() if many}
        self._wall.show_for_now(_COULD_HELP & there)

    def show_frame(self, frame: BoardFrame) -> None:
        """Notes what the board is limited to."""
        if frame.scope == self._queue_id:
            self._is_there = True
        elif self._is_there:
            self._queue_id, self._is_there = None, False
            self._wall.show_as_before()
