"""A PBX's dialplan held against the shipped one: what is missing and what differs is said by its line."""

from wallboard.pbx.asterisk.doctor.dialplan_check import compare
from wallboard.pbx.asterisk.doctor.fragment import Step
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Grade

QUEUE = Step(context="wb-requeue", exten="queue", priority=1, application="Queue", data="${WB_TOQ},t", line=31)
BACK = Step(context="wb-requeue", exten="back", priority=1, application="Queue", data="${WB_BACKQ}", line=35)
DIAL = Step(context="wb-sup", exten="_X.", priority=1, application="Dial", data="PJSIP/${EXTEN},20", line=46)


def row(step: Step, data: str | None = None) -> AmiMessage:
    headers = {"Event": "ListDialplan", "Context": step.context, "Extension": step.exten}
    return AmiMessage(
        headers
        | {
            "Priority": str(step.priority),
            "Application": step.application,
            "AppData": step.data if data is None else data,
        }
    )


def test_that_a_dialplan_as_shipped_has_nothing_to_be_found() -> None:
    assert list(compare([QUEUE], [row(QUEUE)])) == []


def test_that_a_file_of_another_version_is_named_with_what_is_lost() -> None:
    pattern = "_[a-zA-Z0-9]."
    yesterday = row(Step(context="wb-requeue", exten=pattern, priority=1, application="Queue", data="", line=9))
    lacking, strange = compare([QUEUE, BACK], [yesterday])
    assert (lacking.grade, lacking.text) == (Grade.PROBLEM, "[wb-requeue] lacks queue, back: no call can be moved.")
    assert lacking.remedy.startswith("extensions-wallboard.conf is of another version: copy")
    assert (strange.grade, pattern in strange.text) == (Grade.WARNING, True)


def test_that_a_missing_extension_is_one_problem_however_many_steps_it_has() -> None:
    lines = [
        Step(context="wb-requeue", exten="h", priority=priority, application="Goto", data="", line=40 + priority)
        for priority in (1, 2)
    ]
    (found,) = compare([QUEUE, *lines], [row(QUEUE)])
    assert found.text.startswith("[wb-requeue] lacks h: the dialplan of a moved call does not see the call's end")


def test_that_a_changed_step_is_shown_beside_the_shipped_one() -> None:
    (found,) = compare([QUEUE], [row(QUEUE, "${EXTEN}")])
    assert found.grade is Grade.WARNING
    assert "Queue(${EXTEN})" in found.text


def test_that_a_site_may_dial_its_supervisors_as_it_likes() -> None:
    assert list(compare([DIAL], [row(DIAL, "SIP/${EXTEN},30")])) == []


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
        (found,) = compare(shipped, moved_up)
        assert (found.grade, found.remedy) == (
            Grade.PROBLEM,
            f"extensions-wallboard.conf, line {gone.line}: {gone.application}({gone.data})",
        )


def test_that_a_line_too_much_is_told_as_such() -> None:
    shipped = steps("UserEvent", "Dial", "Hangup")
    (found,) = compare(shipped, [*map(row, shipped[:2]), row(steps("", "", "NoOp")[2], "own"), row(shipped[2])])
    assert found.grade is Grade.WARNING
    assert "NoOp(own)" in found.text
