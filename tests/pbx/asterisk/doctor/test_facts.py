"""What an Asterisk told, as a report says it: members by their shape, as many of each as there are."""

from wallboard.pbx.asterisk.doctor.facts import MEMBERS_SHOWN, AsteriskExamination, Facts
from wallboard.pbx.asterisk.wire.codec import AmiMessage


def member(number: int, name: str = "", prefix: str = "PJSIP/") -> AmiMessage:
    interface = f"{prefix}{number}"
    return AmiMessage(
        {"Event": "QueueMember", "Queue": "400", "Name": name or interface, "Location": interface, "Status": "1"}
    )


def examination(*rows: AmiMessage) -> AsteriskExamination:
    queue = AmiMessage({"Event": "QueueParams", "Queue": "400", "Strategy": "ringall"})
    return AsteriskExamination(findings=[], facts=Facts(rows=[queue, *rows], modules={"b": False, "a": True}))


def test_that_members_of_one_shape_are_counted() -> None:
    seen = examination(member(1001, "Ana"), member(1002, "Bea"), member(1003))
    queues = list(seen.sections["Queues and members (by shape)"])
    assert queues[0] == "queue 1, 400: Strategy ringall"
    assert [line.split(" (")[0] for line in queues[1:]] == ["  2 of PJSIP/1xxx", "  1 of PJSIP/1xxx"]
    assert list(seen.sections["Modules of Asterisk"]) == ["a: loaded", "b: not loaded"]
    assert (seen.names, seen.queues) == ({"Ana", "Bea"}, {"400"})
    assert {"PJSIP/1001", "PJSIP/1002", "PJSIP/1003"} <= seen.interfaces


def test_that_so_many_shapes_are_shown_and_no_more() -> None:
    rows = [member(1001, prefix=f"{'a' * number}/") for number in range(1, MEMBERS_SHOWN + 4)]
    *_, last = examination(*rows).sections["Queues and members (by shape)"]
    assert last == "and 3 kinds of members more"


def test_that_a_pbx_that_told_nothing_has_no_queues_that_are_known() -> None:
    seen = AsteriskExamination(findings=[], facts=Facts())
    assert seen.queues is None
    assert list(seen.versions) == ["Asterisk of an unknown version, AMI not reached", "distribution: not known"]
