"""What the gateway's AMI user may do and is told: seen by harmless actions, since AMI does not say it."""

from collections.abc import Iterator
from typing import Final

from wallboard.pbx.asterisk.codec import Message
from wallboard.pbx.asterisk.findings import Finding, note, ok, problem, warning
from wallboard.pbx.asterisk.probe import Probe, channel_id

WRITE: Final = {
    "call": (("Redirect", "BlindTransfer", "Setvar", "PlayDTMF", "Hangup"), "no call can be moved"),
    "originate": (("Originate",), "no supervisor can listen, whisper or barge"),
    "reporting": (
        ("CoreShowChannels", "ShowDialPlan", "CoreSettings"),
        "what goes on at the start is not seen",
    ),
}
"""By class of ``write =``: the actions it allows, and what is impossible without."""

READ: Final = {
    "system": "a start or reload of the PBX is noticed late",
    "call": "no call is seen to ring, to talk or to end",
    "user": "a moved call is not seen to arrive",
    "dtmf": "a change of the supervisor's mode is never confirmed",
    "agent": "no caller is seen in any queue",
}
"""By class of ``read =``: what is missing without."""

TOO_MUCH: Final = ("Command", "UpdateConfig", "ModuleLoad")
MANAGER_FILE: Final = "manager-wallboard.conf"
SYSTEM_WAIT_S: Final = 1.0
EVENT_WAIT_S: Final = 2.0


async def check_write(probe: Probe, user: str) -> list[Finding]:
    """Which classes of actions the user may send: AMI lists to each user what it may."""
    listed = set((await probe.ask("ListCommands")).headers)
    found: list[Finding] = []
    for write_class, (actions, loss) in WRITE.items():
        if lacking := [action for action in actions if action not in listed]:
            text = f"write lacks {write_class} (refused: {', '.join(lacking)}): {loss}."
            found.append(problem("rights", text, f"{MANAGER_FILE}, [{user}]: add {write_class} to write ="))
    if not found:
        found.append(ok("rights", f"{user} may send all that is needed ({', '.join(WRITE)})."))
    if more := [action for action in TOO_MUCH if action in listed]:
        text = f"{user} may do more than Wallboard needs: {', '.join(more)}."
        found.append(note("rights", text, f"{MANAGER_FILE}, [{user}]: write = {','.join(WRITE)}"))
    return found


async def check_read(probe: Probe, user: str, probe_queue: str) -> list[Finding]:
    """Which classes of events reach the user: proved by a call of our own that rings nobody."""
    await probe.until(lambda: "system" in _classes(probe.events), SYSTEM_WAIT_S)
    refusal, is_key_sent = await _call(probe)
    if probe_queue and (refused := await _join_and_leave(probe, probe_queue)):
        text = f"The test member was not taken into queue {probe_queue}: {refused.rstrip('.')}."
        remedy = "Name a queue of queues.conf."
        if "permission" in refused.lower():
            remedy = f"{MANAGER_FILE}, [{user}]: add agent to write = for this test alone"
        return [warning("events", text, remedy)]
    told = _classes(probe.events)
    provable = {"system"} if refusal else set(READ) - {"agent"}
    if not is_key_sent:
        provable.discard("dtmf")
    found = list(_missing(provable - told, user))
    if refusal:
        classes = ", ".join(sorted(set(READ) - provable - told - {"agent"}))
        text = f"Not seen whether {user} is told of {classes}: the test call did not come about ({refusal})."
        found.append(warning("events", text, "Put the other problems right and run wallboard doctor again."))
    if "agent" not in told:
        found.append(_queue_events_unseen(user, is_proved=bool(probe_queue)))
    if seen := [name for name in READ if name in told]:
        found.append(ok("events", f"{user} is told of {', '.join(seen)}."))
    return found + _timestamps(probe.events)


async def _call(probe: Probe) -> tuple[str, bool]:
    """A call within the PBX that rings nobody: why it did not come about, and whether a key could be sent to it."""
    ours = channel_id()
    answer = await probe.ask(
        "Originate",
        ("Channel", "Local/doctor@wb-doctor/n"),
        ("Application", "Wait"),
        ("Data", "5"),
        ("Async", "true"),
        ("ChannelId", ours),
    )
    if answer.get("Response") != "Success":
        return answer.get("Message"), False
    called = await probe.until(lambda: any(e.event == "OriginateResponse" for e in probe.events), EVENT_WAIT_S)
    if called and any(e.event == "OriginateResponse" and e.get("Response") == "Failure" for e in probe.events):
        return "the context wb-doctor is missing", False
    key = await probe.ask("PlayDTMF", ("Channel", ours), ("Digit", "5"), ("Receive", "true"))
    is_key_sent = key.get("Response") == "Success"
    wanted = {"call", "user", "dtmf"} if is_key_sent else {"call", "user"}
    await probe.until(lambda: wanted <= _classes(probe.events), EVENT_WAIT_S)
    await probe.ask("Hangup", ("Channel", ours))
    return "", is_key_sent


async def _join_and_leave(probe: Probe, queue: str) -> str:
    """A paused member that rings nobody, in the queue for a moment; the PBX's refusal, empty if it took it."""
    member = (("Queue", queue), ("Interface", "Local/doctor@wb-doctor/n"))
    answer = await probe.ask("QueueAdd", *member, ("MemberName", "wallboard doctor"), ("Paused", "true"))
    if answer.get("Response") != "Success":
        return answer.get("Message")
    await probe.until(lambda: "agent" in _classes(probe.events), EVENT_WAIT_S)
    await probe.ask("QueueRemove", *member)
    return ""


def _classes(events: list[Message]) -> set[str]:
    return {name for event in events for name in event.get("Privilege").split(",")} & set(READ)


def _missing(classes: set[str], user: str) -> Iterator[Finding]:
    for read_class in sorted(classes):
        text = f"read lacks {read_class}: {READ[read_class]}."
        yield problem("events", text, f"{MANAGER_FILE}, [{user}]: add {read_class} to read =")


def _queue_events_unseen(user: str, *, is_proved: bool) -> Finding:
    remedy = f"{MANAGER_FILE}, [{user}]: add agent to read ="
    if is_proved:
        return problem("events", f"read lacks agent: {READ['agent']}.", remedy)
    text = f"No queue told anything meanwhile, so it is not proved that read has agent; without, {READ['agent']}."
    prove = "To prove it by a paused test member: wallboard doctor --probe-queue NAME (needs agent in write =)"
    return note("events", text, f"{prove}. If it is missing: {remedy}")


def _timestamps(events: list[Message]) -> list[Finding]:
    of_calls = [event for event in events if event.event in {"Newchannel", "UserEvent", "DTMFEnd", "Hangup"}]
    if not of_calls or all(event.get("Timestamp") for event in of_calls):
        return []
    text = "Events do not say when they happened; after a reconnect old ones may be taken for new."
    return [warning("events", text, f"{MANAGER_FILE}, [general](+): timestampevents = yes")]
