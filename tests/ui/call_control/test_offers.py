"""What can be done with a row, by menu and by key."""

from collections.abc import Callable

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow, BoardFrame
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.offers import LEAVE_KEY, MODE_KEYS, keys, offers

Agents = Callable[..., AgentRow]
Frames = Callable[..., BoardFrame]


def test_that_what_cannot_be_done_is_offered_with_its_reason(
    qapp: object, make_agent: Agents, make_frame: Frames
) -> None:
    ana, tom = make_agent("Ana"), make_agent("Tom", AgentState.TALKING)
    controller = CallController()
    controller.show_frame(make_frame(agents=(ana, tom)))
    for row, can in ((ana, False), (tom, True)):
        moving, monitoring, *_ = offers(controller, row, lambda _source: None)
        assert [not offer.why_not for offer in (*moving, *monitoring)] == [can] * 4


def test_that_no_two_keys_are_the_same(qapp: object) -> None:
    names = [key.key for key in keys()]
    assert len(names) == len(set(names))
    assert {*MODE_KEYS.values(), LEAVE_KEY} <= set(names)
    assert set(MODE_KEYS) == set(MonitorMode)
