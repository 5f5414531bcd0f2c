"""Finds queue members with an unknown phone: their hold, own calls and unreachability are not visible."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from msgspec import Struct

from wallboard.domain.errors import PbxRefused
from wallboard.pbx.asterisk.commands.moves import checked_name
from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.state.devices import HINT, DeviceState, devices_in, is_phone
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, some, warning


class Blindness(StrEnum):
    """Why a member's phone is not known."""

    NO_STATE = "Members without a phone's state"
    NO_HINT = "Members watched by a hint that does not exist"
    NO_PHONE = "Members watched by a hint or a state that names no phone"
    NO_DEVICE = "Members with an unknown device"
    NO_STATE_REPORTED = "Members with a device without a state"
    ALWAYS_IDLE = "Members who are idle by their device's state, and in a call"
    NO_TARGET = "Members whose interface cannot be dialled as it is written"
    MERGED = "Members on Local channels without /n, which Asterisk takes out of the call once it is answered"


_REMEDY: Final = {
    Blindness.NO_STATE: "the member's fourth field: its phone, PJSIP/…, or hint:EXTENSION@CONTEXT",
    Blindness.NO_HINT: "extensions.conf, in the context behind the @: exten => EXTENSION,hint,PJSIP/…; else the "
    "extension was deleted",
    Blindness.NO_PHONE: "the hint, or the member's fourth field, with the phone itself: PJSIP/…&Custom:…",
    Blindness.NO_DEVICE: "the member's interface, or its fourth field, as the phone is called: PJSIP/…, SIP/…",
    Blindness.NO_STATE_REPORTED: "a device whose driver reports states, or hint:EXTENSION@CONTEXT as fourth field",
    Blindness.ALWAYS_IDLE: "the member's fourth field: the phone that really rings",
    Blindness.NO_TARGET: "an interface without commas, quotation marks, & and |",
    Blindness.MERGED: "Local/…@CONTEXT/n for the interface",
}
_PHONELESS: Final = (Blindness.NO_STATE, Blindness.NO_HINT, Blindness.NO_PHONE)
"""Where the phone is known, its own channel stays when the Local channel goes."""
_COST: Final = {
    Blindness.NO_TARGET: "No call can be moved to them",
    Blindness.MERGED: "Their calls may disappear from the board",
}


class CheckedMember(Struct, frozen=True, kw_only=True):
    """One interface as QueueStatus lists it in all its queues."""

    interface: str
    state_interface: str
    status: int
    in_call: bool


async def check_members(probe: Probe, rows: Iterable[AmiMessage]) -> list[Finding]:
    """Returns one finding for each reason, with the members that it is about."""
    response, listed = await probe.list_rows("ExtensionStateList")
    hints = {f"{row.get('Exten')}@{row.get('Context')}": row.get("Hint") for row in listed}
    is_known = response.get("Response") == "Success"
    return list(faulty_members(members_of(rows), hints if is_known else None))


def members_of(rows: Iterable[AmiMessage]) -> list[CheckedMember]:
    """Returns each interface once, with the data of all its rows."""
    found: dict[str, CheckedMember] = {}
    for row in rows:
        if row.event != "QueueMember":
            continue
        interface = row.get("Location")
        old = found.get(interface)
        found[interface] = CheckedMember(
            interface=interface,
            state_interface=row.get("StateInterface") or interface,
            status=row.number("Status"),
            in_call=row.get("InCall") == "1" or (old is not None and old.in_call),
        )
    return [found[interface] for interface in sorted(found)]


def faulty_members(members: Iterable[CheckedMember], hints: dict[str, str] | None) -> Iterator[Finding]:
    """Returns faulty members by fault; ``hints`` by extension and context, None where listing is refused."""
    found: dict[Blindness, list[str]] = {}
    for member in members:
        for blindness in _blindness(member, hints):
            found.setdefault(blindness, []).append(_spelled(member))
    for blindness, names in found.items():
        cost = _COST.get(blindness, "It is unknown whether they are busy, hold a call or are reachable")
        text = f"{blindness} ({len(names)}): {some(names)}. {cost}."
        yield warning("members", text, f"queues.conf, or where the queue is set up: {_REMEDY[blindness]}")


def _blindness(member: CheckedMember, hints: dict[str, str] | None) -> Iterator[Blindness]:
    state = member.state_interface
    if state.startswith(HINT):
        reason = _of_hint(state.removeprefix(HINT), hints)
    elif state == member.interface and state.startswith("Local/"):
        reason = Blindness.NO_STATE
    else:
        reason = None if is_phone(state) or state.startswith("Agent:") else Blindness.NO_PHONE
    if reason is None and member.status == DeviceState.INVALID:
        reason = Blindness.NO_DEVICE
    elif reason is None and member.status == DeviceState.UNKNOWN:
        reason = Blindness.NO_STATE_REPORTED
    elif reason is None and member.status == DeviceState.IDLE and member.in_call:
        reason = Blindness.ALWAYS_IDLE
    if reason is not None:
        yield reason
    if not _can_be_dialled(member.interface):
        yield Blindness.NO_TARGET
    is_merged = member.interface.startswith("Local/") and not _has_n(member.interface)
    if is_merged and reason in _PHONELESS:
        yield Blindness.MERGED


def _of_hint(extension: str, hints: dict[str, str] | None) -> Blindness | None:
    if hints is None:
        return None
    if extension not in hints:
        return Blindness.NO_HINT
    return None if any(map(is_phone, devices_in(hints[extension]))) else Blindness.NO_PHONE


def _can_be_dialled(interface: str) -> bool:
    try:
        checked_name(interface)
    except PbxRefused:
        return False
    return True


def _has_n(interface: str) -> bool:
    return "n" in interface.partition("@")[2].partition("/")[2]


def _spelled(member: CheckedMember) -> str:
    both = member.interface, member.state_interface
    return both[0] if both[0] == both[1] else f"{both[0]} ({both[1]})"
