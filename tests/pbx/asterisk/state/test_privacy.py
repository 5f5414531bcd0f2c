"""A number that its caller withheld is told to nobody; every other one as soon as the PBX says that it may be."""

import pytest

from tests.pbx.asterisk.story import Story, channel, entry, event, heard, member, params
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import Call
from wallboard.domain.ids import CallId
from wallboard.pbx.asterisk.state import mapping, privacy
from wallboard.pbx.asterisk.wire.codec import AmiMessage

ANN = "PJSIP/1001"
LINE = "PJSIP/trunk-000000c1"
NUMBER, NAME = "+351910000001", "Ana"
_ROW = {"Queue": "support", "Uniqueid": "c1", "Channel": LINE, "CallerIDNum": NUMBER, "CallerIDName": NAME}
WITHHELD = {privacy.OF_BOTH: "prohib_not_screened", privacy.OF_NUMBER: "prohib_not_screened"}
NAMELESS = {privacy.OF_BOTH: "prohib", privacy.OF_NUMBER: "allowed"}


def _known(story: Story) -> tuple[str, str, bool]:
    call: Call = story.state.calls[CallId("c1")]
    return call.number, call.name, call.withheld


def _told(story: Story) -> str:
    """All that was ever told, as the rest of the program gets it."""
    return repr(story.events)


@pytest.mark.parametrize("given_out", [False, True], ids=["with the caller's coming", "after it"])
def test_that_a_number_that_may_be_shown_is_told_as_soon_as_that_is_known(story: Story, *, given_out: bool) -> None:
    story.open(ANN)
    mapping.apply(story.pbx_state, event("QueueCallerJoin", **_ROW, Position="1"))
    [joined] = story.pbx_state.events
    assert isinstance(joined, e.CallerJoined)
    assert (joined.number, joined.name) == ("", "")
    if given_out:
        story.pbx_state.events = []
    story.wait(0)
    assert [type(told) for told in story.events[-1:]] == [e.CallerIdentified if given_out else e.CallerJoined]
    who = story.events[-1]
    assert isinstance(who, e.CallerIdentified | e.CallerJoined)
    assert (who.number, who.name, who.withheld) == (NUMBER, NAME, False)
    assert story.pbx_state.inquiries == []


def test_that_a_withheld_number_and_its_name_are_told_by_no_event(story: Story) -> None:
    story.presentations = {LINE: WITHHELD}
    story.open(ANN)
    story.caller()
    assert _known(story) == ("", "", True)
    story.ring(ANN, "l1")
    story.connect(ANN, "l1")
    story.hang_up("c1")
    assert NUMBER not in _told(story)
    assert f"'{NAME}'" not in _told(story)


def test_that_where_the_name_alone_is_withheld_the_number_is_shown(story: Story) -> None:
    story.presentations = {LINE: NAMELESS}
    story.open(ANN)
    story.caller()
    assert _known(story) == (NUMBER, "", False)


@pytest.mark.parametrize("answer", [[], [AmiMessage({"Response": "Error", "Message": "No such channel"})]])
def test_that_nothing_is_told_where_the_pbx_does_not_say_whether_it_may_be(
    story: Story, answer: list[AmiMessage]
) -> None:
    story.open(ANN)
    line = {"Channel": LINE, "CallerIDNum": NUMBER, "CallerIDName": NAME}
    mapping.apply(story.pbx_state, event("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1, **line))
    [inquiry] = story.pbx_state.inquiries
    story.pbx_state.inquiries.clear()
    inquiry.answered(answer)
    story.wait(1)
    assert _known(story) == ("", "", False)


def test_that_a_pbx_that_knows_no_presentation_withholds_nothing(story: Story) -> None:
    story.presentations = {LINE: {privacy.OF_BOTH: ""}}
    story.open(ANN)
    story.caller()
    assert _known(story) == (NUMBER, NAME, False)


@pytest.mark.parametrize("number", ["anonymous", "Anonymous"])
def test_that_an_anonymous_address_is_a_withheld_number(story: Story, number: str) -> None:
    story.lists(params("support"), member("support", ANN), event("QueueEntry", **_row(number)))
    assert _known(story) == ("", "", True)
    assert story.pbx_state.inquiries == []


def _row(number: str) -> dict[str, str]:
    row = {"Queue": "support", "Uniqueid": "c1", "Channel": LINE, "Position": "1", "Wait": "3"}
    return {**row, "CallerIDNum": number, "CallerIDName": "Anonymous"}


def test_that_who_has_no_number_is_not_asked_after(story: Story) -> None:
    story.lists(params("support"), member("support", ANN), entry("support", "c1"))
    assert story.of(e.CallerIdentified) == []
    assert _known(story) == ("", "", False)


def test_that_a_caller_or_talk_found_after_a_restart_is_asked_after_too(story: Story) -> None:
    story.presentations = {LINE: WITHHELD, "PJSIP/trunk-000000c2": WITHHELD}
    talking = channel(
        "c2", "PJSIP/trunk-000000c2", Application="Queue", ApplicationData="support", BridgeId="b",
        CallerIDNum=NUMBER, CallerIDName=NAME,
    )  # fmt: skip
    leg = channel("l2", f"{ANN}-0000000a", BridgeId="b", Linkedid="c2")
    rows = (params("support"), member("support", ANN), event("QueueEntry", **_row(NUMBER)))
    story.lists(*rows, channels=(channel("c1", LINE), talking, leg))
    assert [call.withheld for call in story.state.calls.values()] == [True, True]
    assert NUMBER not in _told(story)


def test_that_a_number_withheld_while_the_caller_waits_is_taken_back(story: Story) -> None:
    story.open(ANN)
    story.caller()
    story.presentations = {LINE: WITHHELD}
    pres = {"CID-CallingPres": "35 (Presentation Prohibited, Network Number)"}
    story.send("NewCallerid", Uniqueid="c1", Channel=LINE, CallerIDNum=NUMBER, **pres)
    assert _known(story) == ("", "", True)
    story.presentations = {}
    story.send("NewCallerid", Uniqueid="c1", Channel=LINE, CallerIDNum="+37060000001", CallerIDName="Ona")
    assert _known(story) == ("+37060000001", "Ona", False)
    story.send("NewCallerid", Uniqueid="x9", Channel="PJSIP/x-1", CallerIDNum="+1")
    assert story.pbx_state.inquiries == []


def test_that_a_withheld_number_stays_so_in_the_next_queue(story: Story) -> None:
    story.presentations = {LINE: WITHHELD}
    story.lists(params("support"), params("sales"), member("support", ANN), member("sales", ANN))
    story.caller()
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1)
    story.caller("c1", "sales")
    assert _known(story) == ("", "", True)
    assert NUMBER not in _told(story)


def test_that_a_late_answer_about_who_is_gone_changes_nothing(story: Story) -> None:
    story.open(ANN)
    line = {"Channel": LINE, "CallerIDNum": NUMBER}
    mapping.apply(story.pbx_state, event("QueueCallerJoin", Uniqueid="c1", Queue="support", Position=1, **line))
    [inquiry] = story.pbx_state.inquiries
    story.pbx_state.inquiries.clear()
    story.hang_up("c1")
    inquiry.answered([AmiMessage({"Response": "Success", "Value": "allowed"})])
    story.wait(1)
    assert story.of(e.CallerIdentified) == []


def test_that_the_number_of_a_call_whose_trunk_said_privacy_is_told_by_nothing_that_was_recorded(
    story: Story,
) -> None:
    messages = heard("withheld_by_trunk")
    story.presentations = {messages[0].get("Channel"): WITHHELD}
    story.lists(params("support"))
    for message in messages:
        story.apply(message)
    story.wait(10)
    assert messages[0].get("CallerIDNum") == "+351910000009"
    assert "910000009" not in _told(story)
    assert [joined.withheld for joined in story.of(e.CallerJoined)] == [True]
