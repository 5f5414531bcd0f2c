"""Finds a queue, an agent or a caller of the whole centre by a part of its name or number."""

from wallboard.present.folding import Wanted, folded
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.present.row import Row

MOST = 50

Found = QueueRow | AgentRow | CallerRow


class Hit(Row, frozen=True, kw_only=True):
    """A hit in its current state, under its name."""

    name: str
    row: Found

    @property
    def key(self) -> str:
        """Returns what stays the same while the row changes."""
        return key_of(self.row)


def find(frame: BoardFrame, words: str, total_name: str = "") -> tuple[Hit, ...]:
    """Returns the total, then queues, agents and callers that match each of ``words``, the best first.

    Accents and case do not count. A hit is best where the name begins so, then where words of it do.
    """
    wanted = Wanted(words)
    ranked = [
        (rank, place, Hit(name=name, row=row))
        for place, (name, other, row) in enumerate(_all(frame, total_name))
        if (rank := _rank(wanted, name, other)) is not None
    ]
    ranked.sort(key=lambda one: one[:2])
    return tuple(hit for _, _, hit in ranked[:MOST])


def follow(hits: tuple[Hit, ...], frame: BoardFrame) -> tuple[Hit, ...]:
    """Returns the same hits in the same order as they are in ``frame``, without those that are gone."""
    rows: dict[str, Found] = {key_of(row): row for _, _, row in _all(frame, "")}
    return tuple(Hit(name=hit.name, row=rows[hit.key]) for hit in hits if hit.key in rows)


def agents_of(frame: BoardFrame) -> tuple[AgentRow, ...]:
    """Returns the agents of the whole centre, whatever the board is limited to."""
    return frame.all_agents or frame.agents


def callers_of(frame: BoardFrame) -> tuple[CallerRow, ...]:
    """Returns the callers of the whole centre, whatever the board is limited to."""
    return frame.all_callers if frame.all_agents else frame.callers


def key_of(row: Found) -> str:
    """Returns what identifies a row."""
    match row:
        case QueueRow():
            return f"queue {row.id}"
        case AgentRow():
            return f"agent {row.agent_id}"
        case CallerRow():
            return f"caller {row.call_id}"


def _rank(wanted: Wanted, name: str, other: str) -> int | None:
    by_name = wanted.rank(name)
    return by_name if by_name is not None else wanted.rank(f"{name} {other}")


def _all(frame: BoardFrame, total_name: str) -> list[tuple[str, str, Found]]:
    """Yields every row with its name and its other search terms."""
    every: list[tuple[str, str, Found]] = [(queue.name or total_name, queue.id, queue) for queue in frame.scopes]
    every += [(agent.name, agent.agent_id, agent) for agent in agents_of(frame)]
    every += [
        (caller.name or caller.number, f"{caller.number} {folded(caller.number).replace(' ', '')}", caller)
        for caller in callers_of(frame)
    ]
    return every
