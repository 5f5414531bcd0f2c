"""A PBX's dialplan held against the shipped one: what is missing and what differs is said by its line."""

from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.dialplan_check import compare
from wallboard.pbx.asterisk.findings import Grade
from wallboard.pbx.asterisk.fragment import Step

QUEUE = Step(
    context="wb-requeue", exten="_X", priority=2, application="Queue", data="${EXTEN},,,,9,,,,${WB_POS}", line=31
)
DIAL = Step(context="wb-sup", exten="_X.", priority=1, application="Dial", data="PJSIP/${EXTEN},20", line=46)


def row(step: Step, data: str | None = None) -> Message:
    headers = {"Event": "ListDialplan", "Context": step.context, "Extension": step.exten}
    return Message(
        headers
        | {
            "Priority": str(step.priority),
            "Application": step.application,
            "AppData": step.data if data is None else data,
        }
    )


def test_that_a_dialplan_as_shipped_has_nothing_to_be_found() -> None:
    assert list(compare([QUEUE], [row(QUEUE)], 22)) == []


def test_that_a_missing_step_names_its_file_and_line() -> None:
    (found,) = compare([QUEUE], [], 22)
    assert found.grade is Grade.PROBLEM
    assert "no call can be moved to another queue" in found.text
    assert found.remedy.startswith("extensions-wallboard.conf, line 31: Queue(")


def test_that_a_changed_step_is_shown_beside_the_shipped_one() -> None:
    (found,) = compare([QUEUE], [row(QUEUE, "${EXTEN}")], 22)
    assert found.grade is Grade.WARNING
    assert "Queue(${EXTEN})" in found.text


def test_that_asterisk_20_needs_the_position_one_argument_later() -> None:
    later = "${EXTEN},,,,9,,,,,${WB_POS}"
    assert list(compare([QUEUE], [row(QUEUE, later)], 20)) == []
    assert [found.grade for found in compare([QUEUE], [row(QUEUE)], 20)] == [Grade.WARNING]
    assert [found.grade for found in compare([QUEUE], [row(QUEUE, later)], 22)] == [Grade.WARNING]


def test_that_a_site_may_dial_its_supervisors_as_it_likes() -> None:
    assert list(compare([DIAL], [row(DIAL, "SIP/${EXTEN},30")], 22)) == []


def steps(*applications: str) -> list[Step]:
    return [
        Step(context="wb-move", exten="_X", priority=place, application=name, data=str(place), line=20 + place)
        for place, name in enumerate(applications, 1)
    ]


def test_that_one_deleted_line_is_one_problem_of_that_line() -> None:
    shipped = steps("UserEvent", "Dial", "Set", "Queue", "Hangup")
    for gone in shipped:
        moved_up = [row(step) for step in shipped if step is not gone]
        for place, step in enumerate(moved_up, 1):
            step.headers["Priority"] = str(place)
        (found,) = compare(shipped, moved_up, 22)
        assert (found.grade, found.remedy) == (
            Grade.PROBLEM,
            f"extensions-wallboard.conf, line {gone.line}: {gone.application}({gone.data})",
        )


def test_that_a_line_too_much_is_told_as_such() -> None:
    shipped = steps("UserEvent", "Dial", "Hangup")
    (found,) = compare(shipped, [*map(row, shipped[:2]), row(steps("", "", "NoOp")[2], "own"), row(shipped[2])], 22)
    assert found.grade is Grade.WARNING
    assert "NoOp(own)" in found.text
