"""Checks what the gateway's AMI user may send: AMI lists each user's permitted actions."""

from typing import Final

from wallboard.pbx.asterisk.commands.execution import rights
from wallboard.pbx.asterisk.commands.translation import Right
from wallboard.pbx.asterisk.doctor.distribution import InstallPlace
from wallboard.pbx.findings import Finding, note, ok, problem

WRITE: Final = (
    *rights(),
    Right(
        write_class="reporting",
        actions=("CoreShowChannels", "ShowDialPlan", "CoreSettings"),
        loss="what goes on at the start is not seen",
    ),
)
"""The classes of ``write =``, with the actions that each allows, and what is impossible without."""
CLASSES: Final = [right.write_class for right in WRITE]

TOO_MUCH: Final = ("Command", "UpdateConfig", "ModuleLoad")


def check_write(commands: set[str], user: str, place: InstallPlace) -> list[Finding]:
    """Checks which classes of actions the user may send, ``commands`` being AMI's list for it."""
    found: list[Finding] = []
    for right in WRITE:
        if lacking := [action for action in right.actions if action not in commands]:
            text = f"write lacks {right.write_class} (refused: {', '.join(lacking)}): {right.loss}."
            line = f"{place.user_file}, [{user}]: add {right.write_class} to write ="
            found.append(problem("rights", text, line))
    if not found:
        found.append(ok("rights", f"{user} may send all that is needed ({', '.join(CLASSES)})."))
    if more := [action for action in TOO_MUCH if action in commands]:
        text = f"{user} may do more than Wallboard needs: {', '.join(more)}."
        found.append(note("rights", text, f"{place.user_file}, [{user}]: write = {','.join(CLASSES)}"))
    return found
