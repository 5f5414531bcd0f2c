"""Targets that a caller can be moved to, the likeliest first."""

from wallboard.domain.actions.commands import Reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.present import intents
from wallboard.present.folding import Wanted, folded
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, MoveSource, MoveTarget
from wallboard.present.search import agents_of

_Place = tuple[bool, bool, bool, bool, int, str]


def targets(source: MoveSource, frame: BoardFrame, words: str) -> tuple[MoveTarget, ...]:
    """Returns agents and queues of the whole centre that match each of ``words``, possible targets first.

    Of these, ready agents precede those in wrap-up, agents of the caller's queue precede others, and those idle
    longest come first; queues follow.
    """
    wanted = Wanted(words)
    queue = source.queue_name if isinstance(source, CallerRow) else source.call_queue
    placed: list[tuple[_Place, int, MoveTarget]] = []
    for agent in agents_of(frame):
        rank = wanted.rank(f"{agent.name} {agent.agent_id}")
        if rank is not None:
            placed.append((_agent_place(source, agent, frame, queue), rank, agent))
    for row in frame.scopes:
        rank = wanted.rank(f"{row.name} {row.id}") if not row.is_group else None
        if rank is not None:
            is_illegal = isinstance(intents.move_to_queue(source, row, frame), Reason)
            placed.append(((is_illegal, True, False, False, 0, folded(row.name)), rank, row))
    placed.sort(key=lambda one: (one[0][0], one[1], *one[0][1:]))
    return tuple(row for _, _, row in placed)


def _agent_place(source: MoveSource, agent: AgentRow, frame: BoardFrame, queue: str) -> _Place:
    """Returns a sort key: ineligible, not an agent, not ready, of another queue, since when idle, the name."""
    if isinstance(intents.move_to_agent(source, agent, frame), Reason):
        return True, False, False, queue not in agent.queues, 0, folded(agent.name)
    return (
        False,
        False,
        agent.state is not AgentState.READY,
        queue not in agent.queues,
        agent.since_ms,
        folded(agent.name),
    )
