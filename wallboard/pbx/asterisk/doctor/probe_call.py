"""The doctor's test call: it rings no phone, and its events show which of them reach the user."""

from typing import Final

from msgspec import Struct

from wallboard.pbx.asterisk.doctor.probe import Probe, channel_id
from wallboard.pbx.asterisk.wire.codec import AmiMessage

CAUSED: Final = {
    "Newchannel": "call",
    "Newstate": "call",
    "DialBegin": "call",
    "DialEnd": "call",
    "BridgeEnter": "call",
    "BridgeLeave": "call",
    "Hangup": "call",
    "OriginateResponse": "call",
    "UserEvent": "user",
    "DTMFEnd": "dtmf",
}
"""The events that the call causes, of all that the gateway reads, by class of ``read =``."""

CONTEXT: Final = "wb-doctor"
_CHANNEL: Final = f"Local/doctor@{CONTEXT}/n"
_BEFORE: Final = frozenset(CAUSED) - {"Hangup", "BridgeLeave", "DTMFEnd"}
EVENT_WAIT_S: Final = 2.0


class ProbeCall(Struct, frozen=True, kw_only=True):
    """The result of the test call: why there was none, whether a key was sent to it, which events arrived."""

    refusal: str = ""
    is_key_sent: bool = False
    seen: frozenset[str] = frozenset()

    def missing(self) -> dict[str, list[str]]:
        """Returns the events that should have arrived but did not, by class; none without a call."""
        expected = {} if self.refusal else dict(CAUSED)
        if not self.is_key_sent:
            expected.pop("DTMFEnd", None)
        found: dict[str, list[str]] = {}
        for event, event_class in expected.items():
            if event not in self.seen:
                found.setdefault(event_class, []).append(event)
        return found


async def call(probe: Probe) -> ProbeCall:
    """Dials one half of the context wb-doctor from the other, so that they are rung, bridged and hung up."""
    there = await probe.ask("ShowDialPlan", ("Context", CONTEXT), ("Extension", "doctor"))
    if there.get("Message").startswith("Did not find"):
        return ProbeCall(refusal=f"the context {CONTEXT} is missing")
    ours = channel_id()
    answer = await probe.ask(
        "Originate",
        ("Channel", _CHANNEL),
        ("Application", "Dial"),
        ("Data", f"{_CHANNEL},3"),
        ("Async", "true"),
        ("ChannelId", ours),
    )
    if answer.get("Response") != "Success":
        return ProbeCall(refusal=answer.get("Message"))
    await probe.until(lambda: _names(probe.events) >= _BEFORE or _has_failed(probe.events), EVENT_WAIT_S)
    if _has_failed(probe.events):
        return ProbeCall(refusal="Asterisk could not place it", seen=_names(probe.events))
    key = await probe.ask("PlayDTMF", ("Channel", ours), ("Digit", "5"), ("Receive", "true"))
    is_key_sent = key.get("Response") == "Success"
    await probe.until(lambda: not is_key_sent or "DTMFEnd" in _names(probe.events), EVENT_WAIT_S)
    await probe.ask("Hangup", ("Channel", ours))
    await probe.until(lambda: _names(probe.events) >= {"Hangup", "BridgeLeave"}, EVENT_WAIT_S)
    return ProbeCall(is_key_sent=is_key_sent, seen=_names(probe.events))


def _names(events: list[AmiMessage]) -> frozenset[str]:
    return frozenset(event.event for event in events)


def _has_failed(events: list[AmiMessage]) -> bool:
    return any(event.event == "OriginateResponse" and event.get("Response") == "Failure" for event in events)
