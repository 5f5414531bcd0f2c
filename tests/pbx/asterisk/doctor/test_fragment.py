"""The dialplan fragment as steps."""

from wallboard.host.resources import resource
from wallboard.pbx.asterisk.doctor.fragment import Step, steps


def test_that_steps_are_numbered_as_the_pbx_numbers_them() -> None:
    text = "; a comment\n[wb-x]\nexten => s,1,Set(A=1\\;b)\n same => n(here),Goto(x)\nexten => t,1,Return()\n"
    assert steps(text) == [
        Step(context="wb-x", exten="s", priority=1, application="Set", data="A=1;b", line=3),
        Step(context="wb-x", exten="s", priority=2, application="Goto", data="x", line=4),
        Step(context="wb-x", exten="t", priority=1, application="Return", data="", line=5),
    ]


def test_that_nothing_of_the_shipped_fragment_is_passed_over() -> None:
    text = resource("asterisk/extensions-wallboard.conf").read_text(encoding="utf-8")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith(("exten", " same"))]
    assert [step.line for step in steps(text)] == lines
    assert {step.context for step in steps(text)} == {
        "wb-move",
        "wb-requeue",
        "wb-spy",
        "wb-sup",
        "wb-hdr",
        "wb-doctor",
    }
