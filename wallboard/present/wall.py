"""Which agents the wall shows and in which order: a person's filter and sorting over the rows of a frame."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from wallboard.domain.agent_groups import GROUP_OF, AgentGroup
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow
from wallboard.settings.client import AgentOrder

Groups = frozenset[AgentGroup]
_PLACES = {group: place for place, group in enumerate(AgentGroup)}
_LAST = _PLACES[AgentGroup.LOGGED_OUT]


class WallView(Struct, frozen=True, kw_only=True):
    """What somebody wants to see. ``shown`` empty is no filter: all but those who are logged out.

    ``unfolded`` are shown besides, for as long as a caller is carried.
    """

    order: AgentOrder = AgentOrder.NAME
    shown: Groups = frozenset()
    unfolded: Groups = frozenset()

    def has(self, group: AgentGroup) -> bool:
        """Whether agents of ``group`` are shown."""
        if group in self.unfolded:
            return True
        return group in self.shown if self.shown else group is not AgentGroup.LOGGED_OUT


class Arranged(Struct, frozen=True, kw_only=True):
    """The agents to show in their order, and how many there are of each group, shown or not."""

    agents: tuple[AgentRow, ...] = ()
    counts: dict[AgentGroup, int] = {}


def toggled(shown: Groups, group: AgentGroup) -> Groups:
    """The filter after a click on ``group``'s chip: others stay as they are, and none is no filter."""
    return shown ^ {group}


def revealing(view: WallView, group: AgentGroup) -> WallView:
    """``view`` opened as little as needed to show an agent of ``group``."""
    if view.has(group):
        return view
    return WallView(order=view.order, shown=view.shown | {group} if view.shown else frozenset(AgentGroup))


def free_groups(agents: Iterable[AgentRow]) -> Groups:
    """The groups that have somebody who can get a caller now."""
    return frozenset(GROUP_OF[agent.state] for agent in agents if agent.refusal is None)


class Wall:
    """Arranges the rows of one frame after another; what did not change is not arranged again."""

    def __init__(self) -> None:
        self._asked: tuple[Sequence[AgentRow], WallView, bool] | None = None
        self._arranged = Arranged()

    def arranged(self, agents: Sequence[AgentRow], view: WallView, *, is_held: bool = False) -> Arranged:
        """``agents``, ordered by name, as ``view`` wants them.

        While ``is_held`` nobody who is shown leaves or changes places: a caller that is carried would be
        dropped on somebody else.
        """
        if self._asked is not None and self._asked[0] is agents and self._asked[1:] == (view, is_held):
            return self._arranged
        counts = dict.fromkeys(AgentGroup, 0)
        wanted: list[AgentRow] = []
        is_shown = {state: view.has(group) for state, group in GROUP_OF.items()}
        for agent in agents:
            counts[GROUP_OF[agent.state]] += 1
            if is_shown[agent.state]:
                wanted.append(agent)
        shown = _kept(self._arranged.agents, agents, wanted) if is_held else _ordered(wanted, view.order)
        self._asked = agents, view, is_held
        self._arranged = Arranged(agents=tuple(shown), counts=counts)
        return self._arranged


def _ordered(agents: list[AgentRow], order: AgentOrder) -> list[AgentRow]:
    """``agents``, which come by name, in ``order``: the longest first, those who are logged out last."""
    match order:
        case AgentOrder.NAME:
            return agents
        case AgentOrder.TIME:
            return sorted(agents, key=lambda agent: (_place(agent) == _LAST, agent.since_ms))
        case AgentOrder.STATE:
            return sorted(agents, key=lambda agent: (_place(agent), agent.since_ms))


def _place(agent: AgentRow) -> int:
    return _PLACES[GROUP_OF[agent.state]]


def _kept(before: Iterable[AgentRow], now: Iterable[AgentRow], wanted: Iterable[AgentRow]) -> list[AgentRow]:
    """Who was shown in the same places as they are now, and whoever is wanted besides behind them."""
    by_id: dict[AgentId, AgentRow] = {agent.agent_id: agent for agent in now}
    kept = [by_id.pop(agent.agent_id) for agent in before if agent.agent_id in by_id]
    return [*kept, *(agent for agent in wanted if agent.agent_id in by_id)]
