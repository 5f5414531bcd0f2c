"""Holds the PBX's dialplan against the fragment that comes with this Wallboard, line by line."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.findings import Finding, ok, problem, warning
from wallboard.pbx.asterisk.fragment import Step
from wallboard.pbx.asterisk.probe import Probe

FILE: Final = "extensions-wallboard.conf"
LOSS: Final = {
    "wb-move": "no call can be moved to an agent",
    "wb-requeue": "no call can be moved to another queue",
    "wb-spy": "no supervisor can listen, whisper or barge",
    "wb-sup": "no supervisor's phone can be rung",
    "wb-hdr": "no supervisor's phone can be rung",
    "wb-doctor": "the rights to events cannot be checked",
}
"""By context: what is impossible without."""

OWN_CHOICE: Final = ("wb-sup", "Dial")
"""The one step that a site may change as it likes: how its phones are dialled."""


async def check_dialplan(probe: Probe, shipped: list[Step], major: int) -> list[Finding]:
    """Whether each context and each step of ``shipped`` is at the PBX, an Asterisk of this major version."""
    found: list[Finding] = []
    for context, steps in groupby(shipped, lambda step: step.context):
        response, rows = await probe.list_rows("ShowDialPlan", ("Context", context))
        if response.get("Response") == "Success":
            found += compare(list(steps), rows, major)
        elif "permission" in response.get("Message").lower():
            text = "The dialplan cannot be looked at."
            return [problem("dialplan", text, "Put the rights above right and run wallboard doctor again.")]
        else:
            reload = 'then asterisk -rx "dialplan reload"'
            include = f'extensions.conf, at the end: #include "{FILE}", which Asterisk\'s user may read; {reload}'
            found.append(problem("dialplan", f"There is no context [{context}]: {LOSS[context]}.", include))
    return found or [ok("dialplan", f"All contexts are there and as in this version's {FILE}.")]


def compare(shipped: list[Step], rows: list[Message], major: int) -> Iterator[Finding]:
    """What is missing or different in one context; ``rows`` are AMI's ListDialplan events."""
    there = {(row.get("Extension"), row.get("Priority")): row for row in _steps_of(rows)}
    for step in shipped:
        line = f"{FILE}, line {step.line}"
        ours = f"{step.application}({_data(step, major)})"
        row = there.get((step.exten, str(step.priority)))
        if row is None:
            where = f"[{step.context}] lacks {step.exten}, priority {step.priority}: {LOSS[step.context]}."
            yield problem("dialplan", where, f"{line}: {ours}")
            continue
        theirs = f"{row.get('Application')}({row.get('AppData')})"
        if theirs != ours and (step.context, step.application) != OWN_CHOICE:
            text = f"[{step.context}] {step.exten}, priority {step.priority}, is {theirs}."
            yield warning("dialplan", text, f"{line}, of this version: {ours}")


def _steps_of(rows: Iterable[Message]) -> Iterator[Message]:
    return (row for row in rows if row.event == "ListDialplan" and row.get("Priority"))


def _data(step: Step, major: int) -> str:
    """Before Asterisk 21 Queue() has its position one argument later."""
    if step.application == "Queue" and major <= 20:
        return step.data.replace(",,,,${WB_POS}", ",,,,,${WB_POS}")
    return step.data
