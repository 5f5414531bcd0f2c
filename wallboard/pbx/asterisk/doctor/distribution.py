"""Detects the distribution of an Asterisk, and where its own lines survive: each rewrites its own files.

Asterisk does not know what wrote its configuration. It shows in names of contexts, those of queues' members among
them, and on the PBX's own machine in the files.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct

from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.doctor.refusal import is_denied
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, note, ok

ETC: Final = Path("/etc/asterisk")
_HEAD: Final = 2048
_WRITTEN_BY: Final = re.compile("FreePBX|Issabel")
"""In the head of a file that they write."""


class Distribution(StrEnum):
    """What wrote the configuration."""

    PLAIN = "Asterisk by itself"
    FREEPBX = "FreePBX, Issabel or a similar distribution"
    VITALPBX = "VitalPBX"
    WAZO = "Wazo"
    MIKOPBX = "MikoPBX"


class InstallPlace(Struct, frozen=True, kw_only=True):
    """Where Wallboard's lines belong.

    ``manager`` and ``dialplan`` say how its two files are put there, ``user_file`` and ``dialplan_file`` what they
    are called there, ``rewritten`` what is rewritten by which program.
    """

    manager: str
    dialplan: str
    user_file: str = "manager-wallboard.conf"
    dialplan_file: str = "extensions-wallboard.conf"
    rewritten: str = ""


_IN_THE_CONSOLE: Final = "MikoPBX: System, System file customization, {file}, Add to end of file: our file's text"

PLACES: Final = {
    Distribution.PLAIN: InstallPlace(
        manager='manager.conf, at the end: #include "manager-wallboard.conf"',
        dialplan='extensions.conf, at the end: #include "extensions-wallboard.conf"',
    ),
    Distribution.FREEPBX: InstallPlace(
        manager='manager_custom.conf: #include "manager-wallboard.conf"',
        dialplan='extensions_custom.conf: #include "extensions-wallboard.conf"',
        rewritten="manager.conf, extensions.conf and all *_additional.conf are overwritten by Apply Config",
    ),
    Distribution.VITALPBX: InstallPlace(
        manager="our file as /etc/asterisk/vitalpbx/manager__60-wallboard.conf",
        dialplan="our file as /etc/asterisk/vitalpbx/extensions__60-wallboard.conf",
        user_file="vitalpbx/manager__60-wallboard.conf",
        dialplan_file="vitalpbx/extensions__60-wallboard.conf",
        rewritten="the files named __10 to __50 in /etc/asterisk/vitalpbx are overwritten by Apply Changes",
    ),
    Distribution.WAZO: InstallPlace(
        manager="our file as /etc/asterisk/manager.d/60-wallboard.conf",
        dialplan="our file as /etc/asterisk/extensions_extra.d/60-wallboard.conf",
        user_file="manager.d/60-wallboard.conf",
        dialplan_file="extensions_extra.d/60-wallboard.conf",
        rewritten="manager.conf, extensions.conf and the files named 01-wazo.conf are overwritten by each upgrade",
    ),
    Distribution.MIKOPBX: InstallPlace(
        manager=_IN_THE_CONSOLE.format(file="manager.conf"),
        dialplan=_IN_THE_CONSOLE.format(file="extensions.conf"),
        user_file="manager.conf (System file customization)",
        dialplan_file="extensions.conf (System file customization)",
        rewritten="all of /etc/asterisk is overwritten at every start and every change in the console",
    ),
}
_ANYWHERE: Final = (
    "{name}-wallboard.conf, which {name}.conf includes. FreePBX, Issabel: {name}_custom.conf includes it; "
    "VitalPBX: it is vitalpbx/{name}__60-wallboard.conf; Wazo: {extra}/60-wallboard.conf; MikoPBX: System file "
    "customization"
)
UNKNOWN: Final = InstallPlace(
    manager=_ANYWHERE.format(name="manager", extra="manager.d"),
    dialplan=_ANYWHERE.format(name="extensions", extra="extensions_extra.d"),
)
"""The place where the distribution is unknown: all of them in short."""

_MEMBERS: Final = {
    Distribution.FREEPBX: re.compile(r"@(from-queue|ext-local)\b"),
    Distribution.VITALPBX: re.compile(r"@(T\d+_)?(queue-call-to-agents|extension-hints)\b"),
    Distribution.WAZO: re.compile(r"@(usersharedlines|agentcallback)\b"),
    Distribution.MIKOPBX: re.compile(r"@internal-hints\b"),
}
"""Parts of members' interfaces and state interfaces that identify contexts, by distribution."""

_CONTEXTS: Final = {
    Distribution.FREEPBX: (("from-internal-xfer", "ext-queues", "from-internal-additional"), 2),
    Distribution.VITALPBX: (("sub-local-dialing", "queue-call-to-agents"), 1),
    Distribution.WAZO: (("usersharedlines", "xivo-callbackdisa"), 1),
    Distribution.MIKOPBX: (("internal-hints", "internal-users", "queue_agent_answer"), 2),
}
"""Contexts that each writes, and how many of them are enough."""

_NO_EXTENSION: Final = "wb-none"
"""An extension that does not exist: the response is short, and shows whether the context exists."""


async def distribution_of(probe: Probe, rows: Iterable[AmiMessage]) -> Distribution | None:
    """Returns the distribution by its contexts, from QueueStatus's ``rows``; None where the user may see none."""
    interfaces = {row.get(header) for row in rows for header in ("Location", "StateInterface")}
    for distribution, pattern in _MEMBERS.items():
        if any(pattern.search(interface) for interface in interfaces):
            return distribution
    for distribution, (contexts, enough) in _CONTEXTS.items():
        found = 0
        for context in contexts:
            answer, _ = await probe.list_rows("ShowDialPlan", ("Context", context), ("Extension", _NO_EXTENSION))
            if is_denied(answer.get("Message")):
                return None
            found += not answer.get("Message").startswith("Did not find context")
        if found >= enough:
            return distribution
    return Distribution.PLAIN


def distribution_here(etc: Path = ETC) -> Distribution | None:
    """Returns the distribution by the files of this machine; None where there are none, or none readable."""
    try:
        if (etc / "vitalpbx").is_dir():
            return Distribution.VITALPBX
        if (etc / "extensions_extra.d").is_dir():
            return Distribution.WAZO
        if (etc / "extensions_additional.conf").exists() or _WRITTEN_BY.search(_head(etc / "manager.conf")):
            return Distribution.FREEPBX
        return Distribution.PLAIN if (etc / "manager.conf").exists() else None
    except OSError:
        return None


def place_of(distribution: Distribution | None) -> InstallPlace:
    """Returns where Wallboard's lines belong in it."""
    return UNKNOWN if distribution is None else PLACES[distribution]


def distribution_finding(distribution: Distribution | None) -> Finding:
    """Returns the distribution in words, with what it rewrites and where Wallboard's lines survive."""
    place = place_of(distribution)
    if distribution is None:
        return note("distribution", "The distribution is unknown.", f"{place.manager}. {place.dialplan}")
    if not place.rewritten:
        return ok("distribution", f"{distribution}: nothing overwrites its files.")
    text = f"{distribution}: {place.rewritten}. Wallboard's lines are safe in the files named below."
    return note("distribution", text, f"{place.manager}\n{place.dialplan}")


def _head(path: Path) -> str:
    """Returns the beginning of a file, which names the program that wrote it; empty without one."""
    if not path.exists():
        return ""
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_HEAD)
