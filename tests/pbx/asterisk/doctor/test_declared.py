"""What manager.conf is said to say, and what follows from it for single events."""

from collections.abc import Callable

import pytest

from wallboard.pbx.asterisk.doctor.declared import MOST_FILTERS, Declared, Question, ask
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage


def told(*filters: str, **values: str) -> Declared:
    """A user of whom the PBX told these settings."""
    declared = Declared("wb")

    def act(action: Action, answered: Callable[[AmiMessage], None]) -> str:
        _, _, name, nth = action.headers[0][1].rstrip(")").split(",")
        lines = list(filters) if name == "eventfilter" else [values.get(name, "")]
        answered(AmiMessage({"Value": lines[int(nth)] if int(nth) < len(lines) else ""}))
        return "wb-1"

    ask(act, declared, lambda _: None)
    return declared


def test_that_the_file_is_asked_for_the_line_that_is_in_force() -> None:
    action = Question("wb", "read").action
    assert (action.name, action.headers) == ("Getvar", (("Variable", "AST_CONFIG(manager.conf,wb,read,-1)"),))


def test_that_a_name_that_would_ask_something_else_is_not_asked_for() -> None:
    assert Declared("wb,secret").questions() == []
    assert Declared("wb)${SHELL(id)}").questions() == []


def test_that_the_secret_is_never_asked_for() -> None:
    assert "secret" not in {question.name for question in Declared("wb").questions()}


def test_that_classes_are_lacking_only_where_it_is_known_which_there_are() -> None:
    assert told(read="call, system").lacking(("agent", "call")) == ["agent"]
    assert told(read="all").lacking(("agent", "call")) == []
    assert told().lacking(("agent", "call")) == []


@pytest.mark.parametrize(("value", "many"), [("no", False), ("yes", True), ("", None)])
def test_that_a_single_login_is_known_where_it_was_told(value: str, many: bool | None) -> None:
    assert told(allowmultiplelogin=value).allows_many is many


def test_that_an_event_that_is_off_for_all_is_held_back_by_that_line() -> None:
    declared = told(disabledevents="VarSet, Hangup")
    assert declared.held_back("Hangup", "call") == "[general], disabledevents = Hangup,VarSet"
    assert declared.held_back("Newchannel", "call") == ""


def test_that_an_excluding_filter_holds_back_what_it_finds_and_nothing_else() -> None:
    declared = told("!Event: VarSet", "!Event: (Hangup|AgentConnect)")
    assert declared.held_back("Hangup", "call") == "[wb], eventfilter = !Event: (Hangup|AgentConnect)"
    assert declared.held_back("AgentConnect", "agent") == "[wb], eventfilter = !Event: (Hangup|AgentConnect)"
    assert declared.held_back("Newchannel", "call") == ""


def test_that_a_filter_by_class_is_understood() -> None:
    assert told("!Privilege: agent,all").held_back("QueueCallerJoin", "agent") != ""
    assert told("!Privilege: agent,all").held_back("Hangup", "call") == ""


def test_that_including_filters_hold_back_all_that_none_of_them_finds() -> None:
    declared = told("Event: Queue.*", "Event: Agent.*")
    assert declared.held_back("QueueCallerJoin", "agent") == ""
    assert declared.held_back("AgentConnect", "agent") == ""
    assert declared.held_back("Newchannel", "call") == "[wb], eventfilter = Event: Queue.*"


def test_that_a_filter_by_what_an_event_says_is_not_judged_by_its_name() -> None:
    assert told("Channel: PJSIP/").held_back("Newchannel", "call") == ""
    assert told("!Channel: .*").held_back("Newchannel", "call") == ""


def test_that_a_filter_that_cannot_be_understood_holds_nothing_back() -> None:
    assert told("!Event: (").held_back("Hangup", "call") == ""


def test_that_filters_without_end_are_not_asked_for_without_end() -> None:
    assert len(told(*["!Event: VarSet"] * 100).filters) == MOST_FILTERS + 1
