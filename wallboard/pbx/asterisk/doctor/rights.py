"""What the gateway's AMI user may send: AMI lists to each user what it may."""

from typing import Final

from wallboard.pbx.asterisk.doctor.distribution import InstallPlace
from wallboard.pbx.asterisk.doctor.findings import Finding, note, ok, problem

WRITE: Final = {
    "call": (("Redirect", "BlindTransfer", "Setvar", "PlayDTMF", "Hangup"), "no call can be moved"),
    "originate": (("Originate",), "no supervisor can listen, whisper or barge"),
    "reporting": (
        ("CoreShowChannels", "ShowDialPlan", "CoreSettings"),
        "what goes on at the start is not seen",
    ),
}
"""By class of ``write =``: the actions it allows, and what is impossible without."""

TOO_MUCH: Final = ("Command", "UpdateConfig", "ModuleLoad")


def check_write(commands: set[str], user: str, place: InstallPlace) -> list[Finding]:
    """Which classes of actions the user may send, ``commands`` being what AMI lists to it."""
    found: list[Finding] = []
    for write_class, (actions, loss) in WRITE.items():
        if lacking := [action for action in actions if action not in commands]:
            text = f"write lacks {write_class} (refused: {', '.join(lacking)}): {loss}."
            found.append(problem("rights", text, f"{place.user_file}, [{user}]: add {write_class} to write ="))
    if not found:
        found.append(ok("rights", f"{user} may send all that is needed ({', '.join(WRITE)})."))
    if more := [action for action in TOO_MUCH if action in commands]:
        text = f"{user} may do more than Wallboard needs: {', '.join(more)}."
        found.append(note("rights", text, f"{place.user_file}, [{user}]: write = {','.join(WRITE)}"))
    return found
