"""Which agents the wall shows and in which order: the user's filter and sorting over the rows of a frame."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import attrgetter, is_not, itemgetter, not_

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.centre.agent_categories import CATEGORY_OF, AgentCategory
from wallboard.domain.ids import AgentId
from wallboard.present.frame import AgentRow
from wallboard.settings.client import AgentOrder

Categories = frozenset[AgentCategory]
_PLACES = {category: place for place, category in enumerate(AgentCategory)}
_LAST = _PLACES[AgentCategory.LOGGED_OUT]


class WallView(Struct, frozen=True, kw_only=True):
    """The user's filter and sorting. An empty ``shown`` means all but the logged-out agents.

    ``unfolded`` are shown besides, while a caller is dragged.
    """

    order: AgentOrder = AgentOrder.NAME
    shown: Categories = frozenset()
    unfolded: Categories = frozenset()

    def has(self, category: AgentCategory) -> bool:
        """Whether agents of ``category`` are shown."""
        if category in self.unfolded:
            return True
        return category in self.shown if self.shown else category is not AgentCategory.LOGGED_OUT


class Arranged(Struct, frozen=True, kw_only=True):
    """The agents to show in their order, and how many there are of each category, shown or not."""

    agents: tuple[AgentRow, ...] = ()
    counts: dict[AgentCategory, int] = {}


def toggled(shown: Categories, category: AgentCategory) -> Categories:
    """Returns the filter after a click on ``category``'s chip: others stay, and none means no filter."""
    return shown ^ {category}


def revealing(view: WallView, category: AgentCategory) -> WallView:
    """Returns ``view`` opened as little as needed to show an agent of ``category``."""
    if view.has(category):
        return view
    return WallView(order=view.order, shown=view.shown | {category} if view.shown else frozenset(AgentCategory))


def free_categories(agents: Iterable[AgentRow]) -> Categories:
    """Returns the categories that have an agent who can get a caller now."""
    return frozenset(CATEGORY_OF[agent.state] for agent in agents if agent.refusal is None)


class Wall:
    """Arranges the rows of one frame after another; unchanged ones are not arranged again."""

    def __init__(self) -> None:
        self._asked: tuple[Sequence[AgentRow], WallView, bool] | None = None
        self._places: list[int] = []
        self._arranged = Arranged()

    def arranged(self, agents: Sequence[AgentRow], view: WallView, *, is_held: bool = False) -> Arranged:
        """Arranges ``agents``, ordered by name, by ``view``.

        While ``is_held`` no shown agent leaves or changes places, or a dragged caller would be dropped on another;
        only agents of the chip under the pointer come before all others, to be in sight.
        """
        asked = self._asked
        if asked is not None and asked[1:] == (view, is_held):
            if asked[0] is agents:
                return self._arranged
            if not is_held and _stand_alike(asked[0], agents, view.order):
                alike = replace(self._arranged, agents=_at(agents, self._places))
                return self._keep((agents, view, is_held), alike)
        counts, self._places = _sought(agents, view)
        if is_held:
            kept, come = _kept(self._arranged.agents, agents, _at(agents, self._places))
            is_unfolded = asked is not None and asked[1].unfolded != view.unfolded
            shown = (*come, *kept) if is_unfolded else (*kept, *come)
        else:
            _sort(self._places, agents, view.order)
            shown = _at(agents, self._places)
        return self._keep((agents, view, is_held), Arranged(agents=shown, counts=counts))

    def _keep(self, asked: tuple[Sequence[AgentRow], WallView, bool], arranged: Arranged) -> Arranged:
        self._asked, self._arranged = asked, arranged
        return arranged


def _at(agents: Sequence[AgentRow], places: list[int]) -> tuple[AgentRow, ...]:
    return itemgetter(*places)(agents) if len(places) > 1 else tuple([agents[place] for place in places])


def _stand_alike(before: Sequence[AgentRow], now: Sequence[AgentRow], order: AgentOrder) -> bool:
    """Whether all agents are the same ones in the same states, so that they stay where they are."""
    if len(before) != len(now):
        return False
    changed = compress(zip(before, now, strict=True), map(is_not, before, now))
    by_name = order is AgentOrder.NAME
    return all(
        (old.state, old.as_of_ms, old.agent_id) == (new.state, new.as_of_ms, new.agent_id)
        and (by_name or old.since_ms == new.since_ms)
        for old, new in changed
    )


def _sought(agents: Sequence[AgentRow], view: WallView) -> tuple[dict[AgentCategory, int], list[int]]:
    """Returns how many agents there are of each category, and the places of those to show.

    While some PBXs are lost, only agents of the others are counted, as in the figures of now.
    """
    states = list(map(attrgetter("state"), agents))
    is_shown = {state: view.has(category) for state, category in CATEGORY_OF.items()}
    places = list(compress(range(len(states)), map(is_shown.__getitem__, states)))
    counts = dict.fromkeys(AgentCategory, 0)
    is_lost = list(map(bool, map(attrgetter("as_of_ms"), agents)))
    counted = compress(states, map(not_, is_lost)) if any(is_lost) and not all(is_lost) else states
    for state, number in Counter(counted).items():
        counts[CATEGORY_OF[state]] += number
    return counts, places


def _sort(places: list[int], agents: Sequence[AgentRow], order: AgentOrder) -> None:
    """Sorts the places of ``agents``, which are by name, by ``order``: the longest first, the logged-out last."""
    match order:
        case AgentOrder.NAME:
            return
        case AgentOrder.TIME:
            places.sort(key=lambda at: (_place(agents[at]) == _LAST, agents[at].since_ms))
        case AgentOrder.STATE:
            places.sort(key=lambda at: (_place(agents[at]), agents[at].since_ms))


def _place(agent: AgentRow) -> int:
    return _PLACES[CATEGORY_OF[agent.state]]


def _kept(
    before: Iterable[AgentRow], now: Iterable[AgentRow], wanted: Iterable[AgentRow]
) -> tuple[list[AgentRow], list[AgentRow]]:
    """Returns the agents shown before in the same places, as they are now, and those that are added."""
    by_id: dict[AgentId, AgentRow] = {agent.agent_id: agent for agent in now}
    kept = [by_id.pop(agent.agent_id) for agent in before if agent.agent_id in by_id]
    return kept, [agent for agent in wanted if agent.agent_id in by_id]
