"""What a moved caller keeps, read out of the PBX's own words about its channel."""

import pytest

from tests.pbx.asterisk.story import status
from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.commands.way import (
    DialplanPlace,
    OwnDialplan,
    Seen,
    checked,
    variables_of,
    way_of,
    whole,
)
from wallboard.pbx.asterisk.wire.codec import AmiMessage

OURS = ("wb-move", "wb-requeue")
LEFT = {
    "WB_AFTER": "inbound,600,3",
    "WB_HOME": "inbound",
    "WB_UNTIL": "1000",
    "WB_PRIO": "3",
    "WB_BACKQ": "support",
    "WB_BACKHEAD": "tb(inbound^s^1),,",
    "WB_BACKTAIL": ",,rule,1",
}
"""What an earlier move left on the channel."""


def in_queue(data: str, context: str = "inbound", values: dict[str, str] | None = None) -> AmiMessage:
    place = {"Context": context, "Exten": "600", "Priority": 2}
    return status("c1", values or {}, Application="Queue", Data=data, **place)


def way(
    row: AmiMessage, seconds: int = 0, answered_s: int | None = None, ami: int = 11, place: str = ""
) -> OwnDialplan:
    priority = None if answered_s else 7
    seen = Seen(waited_s=seconds, answered_s=answered_s, priority=priority, place=DialplanPlace.read(place))
    return way_of(row, "support", seen, ami, OURS)


def test_that_a_waiting_caller_keeps_what_is_left_of_its_wait_its_priority_and_its_way_on() -> None:
    kept = way(in_queue("support,t,,,60"), 25).kept()
    assert kept == {
        "WB_LEFT": "35",
        "WB_PRIO": "7",
        "WB_AFTER": "inbound,600,3",
        "WB_HOME": "inbound",
        "WB_BACKQ": "support",
        "WB_BACKHEAD": "t,,",
        "WB_BACKTAIL": ",,,1",
    }


@pytest.mark.parametrize(
    ("data", "seconds", "left"), [("s", 9, ""), ("s,,,,", 9, ""), ("s,,,,9", 12, "0"), ("s,,,,0", 0, "0")]
)
def test_that_a_wait_without_limit_stays_so_and_none_is_less_than_over(data: str, seconds: int, left: str) -> None:
    assert way(in_queue(data), seconds).kept()["WB_LEFT"] == left


def test_that_the_wait_of_one_who_was_answered_is_what_the_pbx_tells_before_what_we_saw() -> None:
    told = in_queue("support,t,,,60", values={"QUEUEWAIT": "20", "QUEUE_PRIO": "3"})
    assert way(told, 25, 1000).kept() | {"WB_LEFT": "40", "WB_PRIO": "3"} == way(told, 25, 1000).kept()
    assert way(in_queue("support,t,,,60"), 25, 1000).left_s == 35


def test_that_one_who_was_moved_before_keeps_its_own_dialplans_way() -> None:
    again = way(in_queue("care,tb(inbound^s^1),,,40,,,,", "wb-requeue", LEFT), 15)
    assert (again.queue, again.left_s, again.after, again.home) == ("care", 25, "inbound,600,3", "inbound")
    assert again.kept()["WB_BACKHEAD"] == "tb(inbound^s^1),,"


def test_that_one_who_talks_by_a_move_goes_back_to_the_queue_it_came_from() -> None:
    row = status(
        "c1", LEFT, Application="Dial", Data="PJSIP/1001,20,gmt", Context="wb-move", Exten="agent", Priority=3
    )
    back = way(row, 99, 980)
    assert back.left_s == 20
    assert back.kept() == {
        "WB_LEFT": "20",
        "WB_PRIO": "3",
        "WB_AFTER": "inbound,600,3",
        "WB_HOME": "inbound",
        "WB_BACKQ": "support",
        "WB_BACKHEAD": "tb(inbound^s^1),,",
        "WB_BACKTAIL": ",,rule,1",
    }


def test_that_one_whom_an_agent_sent_on_goes_on_there_and_its_keys_are_that_calls() -> None:
    place = {"Context": "agents", "Exten": "1002", "Priority": 1}
    sent = way(status("c1", {}, Application="Dial", Data="PJSIP/1002,20,tTk", **place), 9, 980)
    assert (sent.queue, sent.left_s, sent.after) == ("support", None, "agents,1002,2")
    assert sent.to_agent("PJSIP/1003", 15)["WB_DIALOPTIONS"] == "gmtTk"
    known = way(
        status("c1", {}, Application="Dial", Data="PJSIP/1002,20,t", **place), 9, 980, place="inbound,600,2"
    )
    assert (known.after, known.home, known.left_s) == ("inbound,600,3", "inbound", None)
    parked = way(status("c1", {}, Application="Park", Data="", **place), 9, 980)
    assert (parked.queue, parked.options) == ("support", ())


@pytest.mark.parametrize(
    ("options", "dialled"),
    [
        ("", "gm"),
        ("tTkKhHxXwW", "gmtTkKhHxXwW"),
        ("nCt", "gmt"),
        ("rt", "grt"),
        ("m(jazz)", "gm(jazz)"),
        ("b(ring^s^1)", "gmb(ring^s^1)"),
        ("b(s^1(x))", "gmb(inbound^s^1(x))"),
        ("b(5)", "gmb(inbound^600^5)"),
        ("F", "gmF(inbound^600^3)"),
    ],
)
def test_that_an_agents_phone_is_rung_with_what_the_queue_gave_its_agents(options: str, dialled: str) -> None:
    values = way(in_queue(f"support,{options}")).to_agent("Local/1001@agents/n", 15)
    assert values == {
        "WB_DIAL": "Local/1001@agents/n",
        "WB_RING": "15",
        "WB_DIALOPTIONS": dialled,
        "WB_GOON": "",
    }


def test_that_a_caller_may_outlive_its_agent_where_its_queue_lets_it() -> None:
    assert way(in_queue("support,ct")).to_agent("PJSIP/1", 15)["WB_GOON"] == "1"


def test_that_what_follows_an_answer_follows_that_of_a_moved_caller_too() -> None:
    plain, own = "support,t,,,60,,record,rule", "support,t,,,60,,rec(a),rule"
    assert way(in_queue(plain)).to_agent("PJSIP/1", 15)["WB_DIALOPTIONS"] == "gmtU(record)"
    assert way(in_queue(own)).to_agent("PJSIP/1", 15)["WB_DIALOPTIONS"] == "gmt"


def test_that_another_queue_has_its_own_announcement_and_rule_and_the_callers_keys() -> None:
    values = way(in_queue("support,tc,http://crm,hello,60,agi,record,rule,4")).to_queue('r&d "x"')
    assert values == {"WB_TOQ": r"r&d \"x\"", "WB_TOHEAD": "tc,http://crm,", "WB_TOTAIL": "agi,record,,"}


def test_that_in_asterisk_20_the_position_is_one_argument_later() -> None:
    old = way(in_queue("support,t,,,60,agi,,record,rule"), ami=9)
    assert old.kept()["WB_BACKTAIL"] == "agi,,record,rule,1"
    assert old.to_queue("care")["WB_TOTAIL"] == "agi,,record,,"
    assert old.to_agent("PJSIP/1", 15)["WB_DIALOPTIONS"] == "gmtU(record)"


def test_that_a_queue_goes_back_as_its_own_dialplan_spells_it() -> None:
    assert way(in_queue(r"one\, two,t")).queue == r"one\, two"


def test_that_a_variable_that_is_none_is_empty() -> None:
    found = variables_of(status("c1", {"QUEUE_PRIO": "(null)", "WB_BACKQ": "a=b"}))
    assert (found["QUEUE_PRIO"], found["WB_BACKQ"], found["WB_AFTER"]) == ("", "a=b", "")


@pytest.mark.parametrize("value", ["a\r\nAction: Command", "a\0b", "x" * 901])
def test_that_what_would_be_another_line_is_never_sent(value: str) -> None:
    assert checked({"WB_TOQ": "${EXTEN}"}) == {"WB_TOQ": "${EXTEN}"}
    with pytest.raises(PbxRefused, match="WB_TOQ"):
        checked({"WB_TOQ": value})


@pytest.mark.parametrize(("text", "number"), [("12", 12), (" -3x", -3), ("", 0), ("x", 0)])
def test_that_numbers_are_read_as_asterisk_reads_them(text: str, number: int) -> None:
    assert whole(text) == number
