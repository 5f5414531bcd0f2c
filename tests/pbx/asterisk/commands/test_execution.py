"""What an Asterisk can do for a supervisor, and by which rights."""

from dataclasses import replace

import pytest

from tests.pbx.asterisk.story import Story
from wallboard.domain.actions.commands import Command, Reason, actions
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import AgentId, CommandId, QueueId
from wallboard.pbx.asterisk.adapter import AsteriskAdapter
from wallboard.pbx.asterisk.commands.execution import TRANSLATIONS, pause, rights, translation_of


class _Unheard(Command, frozen=True, kw_only=True, tag="unheard_of"):
    """What nobody can do."""


def test_that_an_asterisk_can_do_all_there_is() -> None:
    assert set(TRANSLATIONS) == set(actions().values()) == AsteriskAdapter.can


def test_that_what_it_cannot_do_is_refused_by_name() -> None:
    with pytest.raises(PbxRefused, match="unheard_of") as refused:
        translation_of(_Unheard(id=CommandId("1")))
    assert refused.value.reason is Reason.NOT_POSSIBLE


ANN = "PJSIP/1001"


def _pause(where: str | None = None, reason: str = "Lunch") -> PauseAgent:
    queue_id = None if where is None else QueueId(where)
    return PauseAgent(id=CommandId("p"), agent_id=AgentId(ANN), queue_id=queue_id, reason=reason)


def test_that_an_agent_is_paused_at_the_interface_in_one_queue_or_in_all(story: Story) -> None:
    story.open(ANN)
    (everywhere,) = pause(story.pbx_state, _pause())
    assert everywhere.name == "QueuePause"
    assert dict(everywhere.headers) == {"Interface": ANN, "Paused": "true", "Reason": "Lunch"}
    (here,) = pause(story.pbx_state, _pause("support"))
    assert dict(here.headers)["Queue"] == "support"
    (end,) = pause(story.pbx_state, UnpauseAgent(id=CommandId("u"), agent_id=AgentId(ANN)))
    assert dict(end.headers) == {"Interface": ANN, "Paused": "false"}


def test_that_each_interface_of_an_agent_is_paused_once(story: Story) -> None:
    story.open(ANN)
    person = story.pbx_state.people[AgentId(ANN)]
    known = person.members[QueueId("support")]
    person.members[QueueId("sales")] = replace(known, interface="Local/1001@agents/n")
    person.members[QueueId("care")] = known
    assert [dict(one.headers)["Interface"] for one in pause(story.pbx_state, _pause())] == [
        "Local/1001@agents/n",
        ANN,
    ]
    (here,) = pause(story.pbx_state, _pause("sales"))
    assert dict(here.headers)["Interface"] == "Local/1001@agents/n"


def test_that_a_reason_is_cut_to_what_asterisk_keeps_and_parts_none_of_its_records(story: Story) -> None:
    story.open(ANN)
    (action,) = pause(story.pbx_state, _pause(reason="a|b;" + "ž" * 56))
    reason = dict(action.headers)["Reason"]
    assert reason == "a/b," + "ž" * 37
    assert len(reason.encode()) <= 79


def test_that_whom_the_pbx_does_not_have_is_not_paused(story: Story) -> None:
    story.open(ANN)
    nobody = PauseAgent(id=CommandId("p"), agent_id=AgentId("PJSIP/9"))
    for command, reason in ((nobody, Reason.AGENT_UNKNOWN), (_pause("nowhere"), Reason.AGENT_NOT_IN_QUEUE)):
        with pytest.raises(PbxRefused) as refused:
            pause(story.pbx_state, command)
        assert refused.value.reason is reason


def test_that_each_class_of_rights_is_named_once_with_all_that_needs_it() -> None:
    needed = rights()
    classes = [right.write_class for right in needed]
    assert len(classes) == len(set(classes))
    call = next(right for right in needed if right.write_class == "call")
    assert {"Redirect", "BlindTransfer", "Setvar", "PlayDTMF", "Hangup"} == set(call.actions)
    assert all(one in call.loss for one in ("no call can be moved", "no supervisor can change the mode"))
