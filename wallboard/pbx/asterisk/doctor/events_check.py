"""Checks which events the gateway's AMI user receives, and which rights or filters withhold the rest."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from wallboard.pbx.asterisk.doctor.declared import Declared
from wallboard.pbx.asterisk.doctor.distribution import InstallPlace
from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.asterisk.doctor.probe_call import CONTEXT, EVENT_WAIT_S, ProbeCall, call
from wallboard.pbx.asterisk.doctor.refusal import is_denied
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, note, ok, problem, warning

READ: Final = {
    "system": "a start or reload of the PBX is noticed late",
    "call": "no call is seen to ring, to talk or to end",
    "user": "a moved call is not seen to arrive",
    "dtmf": "a change of the supervisor's mode is never confirmed",
    "agent": "no caller is seen in any queue",
}
"""What is missing without each class of ``read =``."""

OF_QUEUES: Final = (
    "QueueCallerJoin",
    "QueueCallerAbandon",
    "QueueCallerLeave",
    "AgentCalled",
    "AgentRingNoAnswer",
    "AgentConnect",
    "AgentComplete",
    "QueueMemberStatus",
    "QueueMemberAdded",
    "QueueMemberRemoved",
    "QueueMemberPause",
)
SYSTEM_WAIT_S: Final = 1.0


class User(Struct, frozen=True, kw_only=True):
    """The examined user: its name, its settings in manager.conf, and the file they are in."""

    name: str
    declared: Declared
    place: InstallPlace

    def line(self, text: str) -> str:
        """A line of the user's own section."""
        return f"{self.place.user_file}, [{self.name}]: {text}"


async def check_events(probe: Probe, user: User, probe_queue: str) -> list[Finding]:
    """Checks which events reach the user: by a test call that rings no phone, else by the settings."""
    await probe.until(lambda: "system" in _classes(probe.events), SYSTEM_WAIT_S)
    ours = await call(probe)
    if probe_queue and (refused := await _join_and_leave(probe, probe_queue)):
        return [_not_joined(refused, user, probe_queue)]
    arrived = _classes(probe.events)
    missing = ours.missing()
    found = list(_filtered(user, missing))
    for event_class, events in missing.items():
        found += _withheld(user, event_class, events, arrived)
    found += _unseen(user, ours, arrived)
    found += _queue_events(user, arrived, is_proved=bool(probe_queue))
    if seen := [name for name in READ if name in arrived]:
        found.append(ok("events", f"{user.name} receives {', '.join(seen)}."))
    return [*found, *_single(user), *_timestamps(probe.events)]


async def _join_and_leave(probe: Probe, queue: str) -> str:
    """Adds a paused member that rings no phone to the queue for a moment; returns the PBX's refusal, if any."""
    member = (("Queue", queue), ("Interface", f"Local/doctor@{CONTEXT}/n"))
    answer = await probe.ask("QueueAdd", *member, ("MemberName", "wallboard doctor"), ("Paused", "true"))
    if answer.get("Response") != "Success":
        return answer.get("Message")
    await probe.until(lambda: "agent" in _classes(probe.events), EVENT_WAIT_S)
    await probe.ask("QueueRemove", *member)
    return ""


def _not_joined(refused: str, user: User, queue: str) -> Finding:
    remedy = "Name a queue of queues.conf."
    if is_denied(refused):
        remedy = user.line("add agent to write = for this test alone")
    return warning("events", f"The test member was not taken into queue {queue}: {refused.rstrip('.')}.", remedy)


def _classes(events: Iterable[AmiMessage]) -> set[str]:
    return {name for event in events for name in event.get("Privilege").split(",")} & set(READ)


def _filtered(user: User, missing: Mapping[str, list[str]]) -> Iterator[Finding]:
    """Returns lines of manager.conf that withhold events: one finding for each, with all that it withholds."""
    kept: dict[str, list[str]] = {}
    losses: dict[str, list[str]] = {}
    for event_class, events in [*missing.items(), ("agent", OF_QUEUES)]:
        for event in () if user.declared.lacking((event_class,)) else events:
            if line := user.declared.held_back(event, event_class):
                kept.setdefault(line, []).append(event)
                losses.setdefault(line, []).append(READ[event_class])
    for line, names in kept.items():
        text = f"A filter holds back {', '.join(names)}: {'; '.join(dict.fromkeys(losses[line]))}."
        yield problem("events", text, f"{user.place.user_file}: take out {line}, or let these events through")


def _withheld(user: User, event_class: str, events: list[str], arrived: set[str]) -> Iterator[Finding]:
    """Returns events of one class that are missing although no known line withholds them."""
    declared = user.declared
    if event_class in declared.lacking((event_class,)):
        yield _lacks(user, event_class)
        return
    events = [event for event in events if not declared.held_back(event, event_class)]
    if not events:
        return
    names, loss = ", ".join(events), READ[event_class]
    if event_class not in arrived and declared.read is None:
        text = f"None of {names} arrives: {loss}. Either read lacks {event_class}, or a filter holds them back."
        remedy = f"add {event_class} to read =; if it is there, look for eventfilter there and disabledevents"
        yield problem("events", text, user.line(f"{remedy} in [general] of manager.conf"))
        return
    text = f"{names} never arrives, although read has {event_class}: {loss}. A filter holds it back."
    remedy = "look for eventfilter, also eventfilter(…), and for disabledevents in [general] of manager.conf"
    yield problem("events", text, user.line(remedy))


def _unseen(user: User, ours: ProbeCall, arrived: set[str]) -> Iterator[Finding]:
    """Reports what the call did not prove: a start reports its events at once, the rest needed a call."""
    declared = user.declared
    open_classes = ["system"] if "system" not in arrived else []
    if ours.refusal:
        open_classes += [name for name in ("call", "user", "dtmf") if name not in arrived]
    elif not ours.is_key_sent and "dtmf" not in arrived:
        open_classes.append("dtmf")
    lacking = declared.lacking(open_classes)
    if "system" in open_classes and declared.read is None:
        lacking = [*lacking, "system"]
    for event_class in lacking:
        yield _lacks(user, event_class)
    unknown = [name for name in open_classes if name not in lacking and name != "system"]
    if unknown and ours.refusal:
        text = (
            f"Unknown whether {user.name} receives {', '.join(unknown)}: the test call did not come about "
            f"({ours.refusal})."
        )
        yield warning("events", text, "Fix the other problems and run wallboard doctor again.")


def _lacks(user: User, event_class: str) -> Finding:
    text = f"read lacks {event_class}: {READ[event_class]}."
    return problem("events", text, user.line(f"add {event_class} to read ="))


def _queue_events(user: User, arrived: set[str], *, is_proved: bool) -> Iterator[Finding]:
    """Checks queues' events, which only occur by themselves: without one the settings have to do."""
    declared = user.declared
    if "agent" in arrived or any(declared.held_back(event, "agent") for event in OF_QUEUES):
        return
    if is_proved or declared.lacking(("agent",)):
        yield _lacks(user, "agent")
    elif declared.read is not None:
        yield ok("events", f"manager.conf gives {user.name} read = agent; no queue event arrived during the check.")
    else:
        text = (
            f"No queue event arrived during the check, so read = agent is unverified. Without it {READ['agent']}."
        )
        prove = "To test it with a paused test member: wallboard doctor --probe-queue NAME (needs agent in write =)"
        remedy = user.line("add agent to read =")
        yield note("events", text, f"{prove}. If it is missing: {remedy}")


def _single(user: User) -> Iterator[Finding]:
    if user.declared.allows_many is False:
        text = (
            f"allowmultiplelogin = no: after a cut connection {user.name} stays out until Asterisk has missed the "
            "old one, and doctor and gateway keep each other out."
        )
        yield note("events", text, user.line("take allowmultiplelogin = no out"))


def _timestamps(events: list[AmiMessage]) -> list[Finding]:
    of_calls = [event for event in events if event.event in {"Newchannel", "UserEvent", "DTMFEnd", "Hangup"}]
    if not of_calls or all(event.get("Timestamp") for event in of_calls):
        return []
    text = "Events have no timestamp; after a reconnect old events may be taken for new ones."
    return [warning("events", text, "manager.conf, [general]: timestampevents = yes")]
