"""The dialplan fragment that comes with Wallboard, as the steps it must give at the PBX."""

import re
from typing import Final

from msgspec import Struct

_CONTEXT: Final = re.compile(r"\[(?P<name>[\w-]+)\]")
_STEP: Final = re.compile(
    r"(?:exten => (?P<exten>[^,]+),|\s*same => )(?:1|n)(?:\(\w+\))?,(?P<application>\w+)\((?P<data>.*)\)\s*$"
)


class Step(Struct, frozen=True, kw_only=True):
    """One priority of an extension; ``line`` is where the fragment has it, from 1."""

    context: str
    exten: str
    priority: int
    application: str
    data: str
    line: int


def steps(text: str) -> list[Step]:
    """Returns all steps of a fragment in their order; other lines (comments, context names) are skipped."""
    found: list[Step] = []
    context = exten = ""
    for number, line in enumerate(text.splitlines(), 1):
        if named := _CONTEXT.match(line):
            context = named["name"]
        elif step := _STEP.match(line):
            is_first = step["exten"] is not None
            exten = step["exten"] if is_first else exten
            found.append(
                Step(
                    context=context,
                    exten=exten,
                    priority=1 if is_first else found[-1].priority + 1,
                    application=step["application"],
                    data=step["data"].replace("\\;", ";"),
                    line=number,
                )
            )
    return found
