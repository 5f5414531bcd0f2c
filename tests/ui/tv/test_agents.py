"""The TV's agents: the bars follow the counts of the board's scope."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.ids import ALL
from wallboard.present.frame import BoardFrame, QueueRow
from wallboard.ui.look.theme import DARK
from wallboard.ui.tv.agents import SHOWN, TvAgents


def test_that_a_bar_is_as_long_as_its_share(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    agents = TvAgents(DARK)
    qtbot.addWidget(agents)
    agents.resize(600, 400)

    def bar_px(ready: int) -> int:
        counts = {AgentState.READY: ready, AgentState.TALKING: 10}
        agents.show_frame(make_frame(queues=(make_queue(ALL, "", agents=counts),)))
        image = agents.grab().toImage()
        ready_ink = DARK.state(AgentState.READY)
        return sum(image.pixelColor(x, 60) == ready_ink for x in range(200, 600))

    assert bar_px(10) > 1.8 * bar_px(5) > 0
    assert bar_px(0) == 0


def test_that_seldom_states_have_a_bar_only_while_somebody_is_in_them(
    qtbot: QtBot, make_frame: Callable[..., BoardFrame], make_queue: Callable[..., QueueRow]
) -> None:
    agents = TvAgents(DARK)
    qtbot.addWidget(agents)
    agents.resize(600, 400)

    def has_bar_of(state: AgentState, counts: dict[AgentState, int]) -> bool:
        agents.show_frame(make_frame(queues=(make_queue(ALL, "", agents=counts),)))
        image = agents.grab().toImage()
        return any(image.pixelColor(500, y) == DARK.state(state) for y in range(40, 400))

    for state in (AgentState.DO_NOT_DISTURB, AgentState.BUSY_UNKNOWN):
        assert has_bar_of(state, {state: 3})
        assert not has_bar_of(state, {AgentState.READY: 3})


def test_that_who_is_logged_out_is_no_bar() -> None:
    assert AgentState.LOGGED_OUT not in SHOWN
