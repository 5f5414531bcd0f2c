"""A board over a mirror that a test fills by hand."""

from tests.client import entities as x
from wallboard.client.session import Mirror
from wallboard.domain.centre.state import MonitorMode
from wallboard.domain.counts.figures import AnyEntity
from wallboard.feed.messages import Ready
from wallboard.feed.roles import Role
from wallboard.present.board import Board
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, QueueRow

LIVE = Freshness(state=FreshnessState.LIVE)
LISTEN = MonitorMode.LISTEN


class Desk:
    """A board and its frames at second ``at_s`` of the tests' day."""

    def __init__(self, *content: AnyEntity, role: Role = Role.SUPERVISOR) -> None:
        self.mirror = Mirror(ready=Ready(name="Kim", role=role))
        self.mirror.store.replace(content)
        self.board = Board(self.mirror)

    def put(self, *entities: AnyEntity) -> None:
        """Take in newer values."""
        for entity in entities:
            self.mirror.store.put(entity)

    def frame(self, at_s: float = 0, freshness: Freshness = LIVE) -> BoardFrame:
        """The board now."""
        return self.board.frame(freshness, x.ms(at_s))

    def agent(self, name: str) -> AgentRow:
        """One agent's row now."""
        return next(row for row in self.frame().agents if row.agent_id == name)

    def caller(self, name: str) -> CallerRow:
        """One caller's row now."""
        return next(row for row in self.frame().callers if row.call_id == name)

    def queue(self, name: str) -> QueueRow:
        """One queue's row now."""
        return next(row for row in self.frame().queues if row.id == name)
