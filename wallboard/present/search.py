"""Finding a queue or an agent by a part of its name."""

from wallboard.domain.ids import ALL_QUEUES, AgentId, QueueId
from wallboard.present.frame import AgentRow, BoardFrame, QueueRow, Row

MOST = 50


class Hit(Row, frozen=True, kw_only=True):
    """A queue or an agent whose name has the words in it; one of the two ids is set."""

    name: str
    queue_id: QueueId | None = None
    agent_id: AgentId | None = None


def find(frame: BoardFrame, words: str) -> tuple[Hit, ...]:
    """Queues, then agents that have each of ``words`` in name or id; names that begin so come first."""
    parts = words.casefold().split()
    rows = (row for row in frame.queues if row.id != ALL_QUEUES)  # it has no name, and a chooser of its own
    queues = [_queue_hit(row) for row in rows if _has(f"{row.name} {row.id}", parts)]
    agents = [_agent_hit(row) for row in frame.agents if _has(f"{row.name} {row.agent_id}", parts)]
    first = parts[0] if parts else ""
    hits = sorted([*queues, *agents], key=lambda hit: not hit.name.casefold().startswith(first))
    return tuple(hits[:MOST])


def _has(text: str, parts: list[str]) -> bool:
    folded = text.casefold()
    return all(part in folded for part in parts)


def _queue_hit(row: QueueRow) -> Hit:
    return Hit(name=row.name, queue_id=row.id)


def _agent_hit(row: AgentRow) -> Hit:
    return Hit(name=row.name, agent_id=row.agent_id)
