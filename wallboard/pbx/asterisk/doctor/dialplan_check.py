"""Compares the PBX's dialplan with the fragment of this version of Wallboard, line by line."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from wallboard.pbx.asterisk.doctor.distribution import InstallPlace
from wallboard.pbx.asterisk.doctor.fragment import Step
from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.doctor.refusal import is_denied
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, ok, problem, warning

FILE: Final = "extensions-wallboard.conf"
LOSS: Final = {
    "wb-move": "no call can be moved to an agent",
    "wb-requeue": "no call can be moved",
    "wb-spy": "no supervisor can listen, whisper or barge",
    "wb-sup": "no supervisor's phone can be rung",
    "wb-hdr": "no supervisor's phone can be rung",
    "wb-doctor": "the rights to events cannot be checked",
}
"""What is impossible without each context."""
LESSER_LOSS: Final = {
    "h": "the dialplan of a moved call does not see the call's end",
    "i": "a caller whom a gateway of another version moves is hung up",
}
"""What is missing without each extension of the contexts for moves, where a move is still possible."""

OWN_CHOICE: Final = ("wb-sup", "Dial")
"""The one step that a site may change freely: how its phones are dialled."""


async def check_dialplan(probe: Probe, shipped: list[Step], place: InstallPlace) -> list[Finding]:
    """Checks that each context and each step of ``shipped`` is at the PBX."""
    found: list[Finding] = []
    absent: list[str] = []
    for context, steps in groupby(shipped, lambda step: step.context):
        response, rows = await probe.list_rows("ShowDialPlan", ("Context", context))
        if response.get("Response") == "Success":
            found += compare(list(steps), rows)
        elif is_denied(response.get("Message")):
            text = "The dialplan cannot be read."
            return [problem("dialplan", text, "Fix the rights above and run wallboard doctor again.")]
        else:
            absent.append(context)
    found += _absent(absent, {step.context for step in shipped}, place)
    return found or [ok("dialplan", f"All contexts are present and match this version's {FILE}.")]


def _absent(absent: list[str], shipped: set[str], place: InstallPlace) -> Iterator[Finding]:
    """Returns missing contexts: one finding each, or one for all where the file is clearly not included."""
    include = f'{place.dialplan}, which Asterisk\'s user may read; then asterisk -rx "dialplan reload"'
    if set(absent) == shipped:
        yield problem("dialplan", f"Asterisk has not read {FILE}: no call can be moved or listened to.", include)
        return
    for context in absent:
        yield problem("dialplan", f"There is no context [{context}]: {LOSS[context]}.", include)


def compare(shipped: list[Step], rows: list[AmiMessage]) -> Iterator[Finding]:
    """Returns what is missing, different or extra in one context; ``rows`` are AMI's ListDialplan events."""
    found: dict[str, list[AmiMessage]] = {}
    for row in rows:
        if row.event == "ListDialplan" and row.get("Priority"):
            found.setdefault(row.get("Extension"), []).append(row)
    lacking: list[str] = []
    for exten, steps in groupby(shipped, lambda step: step.exten):
        theirs = sorted(found.pop(exten, []), key=lambda row: row.number("Priority"))
        if theirs:
            yield from _compare_steps(list(steps), [_words(row) for row in theirs])
        else:
            lacking.append(exten)
    yield from _older(shipped[0].context, lacking, sorted(found))


def _older(context: str, lacking: list[str], strange: list[str]) -> Iterator[Finding]:
    """Returns extensions that are missing or foreign as a whole: the file is another version's."""
    anew = f'{FILE} is of another version: copy that of this version, then asterisk -rx "dialplan reload"'
    if lacking:
        losses = [LOSS[context]] if set(lacking) - set(LESSER_LOSS) else [LESSER_LOSS[exten] for exten in lacking]
        yield problem("dialplan", f"[{context}] lacks {', '.join(lacking)}: {'; '.join(losses)}.", anew)
    if strange:
        yield warning("dialplan", f"[{context}] has {', '.join(strange)}, which this version does not use.", anew)


def _compare_steps(shipped: list[Step], theirs: list[str]) -> Iterator[Finding]:
    """Compares both in their order, so that one deleted line does not make all later ones differ."""
    ours = [f"{step.application}({step.data})" for step in shipped]
    known = [_as_ours(words, shipped, ours) for words in theirs]
    for kind, first, last, begin, end in SequenceMatcher(None, ours, known, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(last - first, end - begin)
        for step, own, words in zip(shipped[first:], ours[first:], theirs[begin : begin + both], strict=False):
            text = f"[{step.context}] {step.exten}, priority {step.priority}, is {words}."
            yield warning("dialplan", text, f"{FILE}, line {step.line}, of this version: {own}")
        for step, own in zip(shipped[first + both : last], ours[first + both : last], strict=True):
            text = f"[{step.context}] lacks {step.exten}, priority {step.priority}: {LOSS[step.context]}."
            yield problem("dialplan", text, f"{FILE}, line {step.line}: {own}")
        for words in theirs[begin + both : end]:
            text = f"[{shipped[0].context}] {shipped[0].exten} has an extra step: {words}."
            yield warning("dialplan", text, f"{FILE}, after line {shipped[max(0, first - 1)].line}: take it out")


def _words(row: AmiMessage) -> str:
    return f"{row.get('Application')}({row.get('AppData')})"


def _as_ours(words: str, shipped: list[Step], ours: list[str]) -> str:
    """Treats a step that the site may change freely as the shipped one."""
    for step, own in zip(shipped, ours, strict=True):
        if (step.context, step.application) == OWN_CHOICE and words.startswith(f"{step.application}("):
            return own
    return words
