"""What can be done with a row, by menu and by key."""

import dataclasses
from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from wallboard.domain.actions.commands import ActionSettings
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Membership, MonitorMode, Queue, Source, SourceStatus
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.ids import PBX, AgentId, Key, QueueId
from wallboard.present.frame import AgentRow, BoardFrame
from wallboard.ui.call_control.answer_dialog import TextQuestion
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.call_control.offers import LEAVE_KEY, MODE_KEYS, Offer, keys, offers

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


def _queues(*names: str) -> dict[QueueId, Queue]:
    return {QueueId(name): Queue(id=QueueId(name), name=name.title(), goal=Goal()) for name in names}


def _members(agent_id: AgentId, paused: dict[str, bool]) -> dict[Key, Membership]:
    members = [
        Membership(queue_id=QueueId(name), agent_id=agent_id, paused=is_paused)
        for name, is_paused in paused.items()
    ]
    return {member.key: member for member in members}


@pytest.fixture
def board(qapp: object, make_agent: Agents, make_frame: Frames) -> Callable[..., CallController]:
    """Ana works for sales and support, and is paused where that is said."""

    def make(
        state: AgentState = AgentState.READY, reasons: Sequence[str] = ("Lunch", "Training"), **paused: bool
    ) -> CallController:
        ana = make_agent("Ana", state)
        where = {"sales": False, "support": False} | paused
        frame = make_frame(agents=(ana,), actions=ActionSettings(pause_reasons=list(reasons)))
        centre = dataclasses.replace(
            frame.centre,
            queues=_queues(*where),
            memberships=_members(ana.agent_id, where),
            queues_of={ana.agent_id: frozenset(map(QueueId, where))},
        )
        controller = CallController()
        controller.show_frame(replace(frame, centre=centre))
        return controller

    return make


def _pausing(controller: CallController) -> dict[str, Offer]:
    *_, pausing = offers(controller, controller.frame.agents[0], lambda _source: None)
    return {offer.words: offer for offer in pausing}


def _asked(controller: CallController) -> list[object]:
    """All that is asked for, and asked of the supervisor, from now on."""
    asked: list[object] = []
    controller.command_wanted.connect(asked.append)
    controller.question_wanted.connect(asked.append)
    controller.not_done.connect(asked.append)
    return asked


def test_that_an_agent_is_paused_for_a_reason_that_is_offered_or_entered(
    board: Callable[..., CallController],
) -> None:
    controller = board()
    asked = _asked(controller)
    _pausing(controller)["Pause…"].do()
    (question,) = asked
    assert isinstance(question, TextQuestion)
    assert question.choices == ("Lunch", "Training")
    assert question.words == "Ana gets no more calls from any queue. Choose or enter a reason."
    assert (question.is_valid(""), question.is_valid("Dentist")) == (False, True)
    question.then("Dentist")
    command = asked[-1]
    assert isinstance(command, PauseAgent)
    assert (command.agent_id, command.queue_id, command.reason) == ("PJSIP/Ana", None, "Dentist")


def test_that_an_agent_is_paused_in_one_queue_alone(board: Callable[..., CallController]) -> None:
    controller = board()
    asked = _asked(controller)
    options = _pausing(controller)["Pause in one queue"].options
    assert [option.words for option in options] == ["Sales", "Support"]
    options[1].do()
    question = asked[-1]
    assert isinstance(question, TextQuestion)
    assert question.words.startswith("Ana gets no more calls from Support.")
    question.then("Lunch")
    assert getattr(asked[-1], "queue_id", None) == "support"


def test_that_what_is_offered_follows_where_the_agent_is_paused(board: Callable[..., CallController]) -> None:
    assert list(_pausing(board())) == ["Pause…", "Pause in one queue"]
    assert list(_pausing(board(sales=True))) == ["Pause…", "Unpause"]
    paused = board(AgentState.PAUSED, sales=True, support=True)
    assert list(_pausing(paused)) == ["Unpause", "Unpause in one queue"]
    away = _pausing(board(AgentState.LOGGED_OUT))
    assert {offer.why_not for offer in away.values()} == {"Ana is logged out"}


def test_that_one_in_a_call_is_said_to_go_on_with_it(board: Callable[..., CallController]) -> None:
    controller = board(AgentState.TALKING)
    asked = _asked(controller)
    _pausing(controller)["Pause…"].do()
    (question,) = asked
    assert isinstance(question, TextQuestion)
    assert "The call in progress continues." in question.words


def test_that_one_key_pauses_and_unpauses(board: Callable[..., CallController]) -> None:
    (key,) = [key for key in keys() if key.key == "P"]
    ready, paused = board(), board(AgentState.PAUSED, sales=True, support=True)
    for controller, kind in ((ready, TextQuestion), (paused, UnpauseAgent)):
        asked = _asked(controller)
        key.do(controller, controller.frame.agents[0])
        assert [type(one) for one in asked] == [kind]
    asked = _asked(ready)
    key.do(ready, None)
    assert asked == ["Select an agent first: click the tile."]


def test_that_what_is_no_longer_so_when_the_reason_is_given_is_said(board: Callable[..., CallController]) -> None:
    controller = board()
    asked = _asked(controller)
    _pausing(controller)["Pause…"].do()
    question = asked.pop()
    assert isinstance(question, TextQuestion)
    controller.show_frame(board(AgentState.PAUSED, sales=True, support=True).frame)
    question.then("Lunch")
    assert asked == ["Ana is paused."]


def test_that_where_no_reasons_are_set_one_is_entered(board: Callable[..., CallController]) -> None:
    controller = board(reasons=())
    asked = _asked(controller)
    _pausing(controller)["Pause…"].do()
    (question,) = asked
    assert isinstance(question, TextQuestion)
    assert question.choices == ()
    assert question.words == "Ana gets no more calls from any queue. Enter a reason."


def test_that_what_the_pbx_cannot_do_is_offered_as_not_possible(board: Callable[..., CallController]) -> None:
    controller = board(AgentState.TALKING)
    frame = controller.frame
    replay = Source(id=PBX, status=SourceStatus.UP, since_ms=0, kind="replay")
    controller.show_frame(replace(frame, centre=dataclasses.replace(frame.centre, sources={PBX: replay})))
    _, *kinds = offers(controller, frame.agents[0], lambda _source: None)
    reasons = {offer.why_not for kind in kinds for offer in kind}
    assert reasons == {"this PBX cannot do that"}
