"""What an Asterisk of a big centre says on AMI: its lists at the login, then calls at a steady rate, seeded."""

import heapq
from collections.abc import Iterator
from itertools import count
from random import Random

from msgspec import Struct

GREETING = b"Asterisk Call Manager/11.0.0\r\n"
PER_CALL = 31
"""Messages of an answered call: legs, queue, members in three queues, bridge, hang-ups."""


class Centre(Struct, frozen=True, kw_only=True):
    """How big the centre is and how much it says; one call in ten gives up."""

    agents: int = 1_000
    queues: int = 200
    messages_per_s: float = 200
    talk_s: tuple[int, int] = (5, 60)
    wait_s: tuple[int, int] = (1, 40)
    seed: int = 1

    def queues_of(self, agent: int) -> list[str]:
        """The three queues whose calls an agent takes."""
        return [f"queue-{(agent + step * 7) % self.queues:03}" for step in range(min(3, self.queues))]


def message(name: str, *headers: str) -> bytes:
    """One AMI event."""
    return "\r\n".join((f"Event: {name}", "Privilege: call,all", *headers, "", "")).encode()


def queue_status(centre: Centre, action_id: str) -> bytes:
    """The rows of QueueStatus and their end."""
    mark = f"ActionID: {action_id}"
    rows = [
        message("QueueParams", f"Queue: queue-{number:03}", "Calls: 0", "ServiceLevel: 20", mark)
        for number in range(centre.queues)
    ]
    for agent in range(centre.agents):
        rows += [
            message("QueueMember", *_member(agent, queue, 1, "Location", "Name"), mark)
            for queue in centre.queues_of(agent)
        ]
    end = message("QueueStatusComplete", mark, "EventList: Complete", f"ListItems: {len(rows)}")
    return b"".join((*rows, end))


def _member(agent: int, queue: str, status: int, location: str, name: str) -> tuple[str, ...]:
    return (
        f"Queue: {queue}", f"{name}: Agent {agent:04}", f"{location}: PJSIP/{1001 + agent}",
        f"StateInterface: PJSIP/{1001 + agent}", "Membership: static", "Penalty: 0", "CallsTaken: 0", "LastCall: 0",
        "LastPause: 0", "LoginTime: 1795284502", "InCall: 0", f"Status: {status}", "Paused: 0", "PausedReason: ",
        "Ringinuse: 0", "Wrapuptime: 5",
    )  # fmt: skip


def _leg(name: str, uid: str, linked: str, state: int, prefix: str = "") -> tuple[str, ...]:
    return (
        f"{prefix}Channel: {name}", f"{prefix}ChannelState: {state}", f"{prefix}ChannelStateDesc: Up",
        f"{prefix}CallerIDNum: +49301234567", f"{prefix}CallerIDName: {linked}",
        f"{prefix}ConnectedLineNum: <unknown>", f"{prefix}ConnectedLineName: <unknown>", f"{prefix}Language: en",
        f"{prefix}AccountCode: ", f"{prefix}Context: inbound", f"{prefix}Exten: 100", f"{prefix}Priority: 3",
        f"{prefix}Uniqueid: {uid}", f"{prefix}Linkedid: {linked}",
    )  # fmt: skip


def calls(centre: Centre) -> Iterator[tuple[int, bytes]]:
    """Endless messages with their milliseconds since the start, in the order of time.

    A caller's name is the call's id, by which a screen's row is known again.
    """
    random = Random(centre.seed)
    said: list[tuple[int, int, bytes]] = []
    order, at_ms = count(), 0.0
    for number in count():
        at_ms += random.expovariate(centre.messages_per_s / PER_CALL) * 1000
        while said and said[0][0] <= at_ms:
            due_ms, _, text = heapq.heappop(said)
            yield due_ms, text
        for due_ms, text in _call(centre, random, number, round(at_ms)):
            heapq.heappush(said, (due_ms, next(order), text))


def _call(centre: Centre, random: Random, number: int, at_ms: int) -> Iterator[tuple[int, bytes]]:
    agent = number % centre.agents
    queue = random.choice(centre.queues_of(agent))
    uid = f"c{number}"
    caller = _leg(f"PJSIP/trunk-{number:08x}", uid, uid, 6)
    waited_ms = at_ms + random.randint(*centre.wait_s) * 1000
    position = ("Position: 1", f"Queue: {queue}")
    yield at_ms, message("Newchannel", *_leg(f"PJSIP/trunk-{number:08x}", uid, uid, 4))
    yield at_ms, message("Newstate", *caller)
    yield at_ms, message("QueueCallerJoin", *caller, "Count: 1", *position)
    if number % 10 == 0:
        yield waited_ms, message("HangupRequest", *caller, "Cause: 16")
        yield waited_ms, message("QueueCallerAbandon", *caller, "OriginalPosition: 1", "HoldTime: 9", *position)
        yield waited_ms, message("QueueCallerLeave", *caller, "Count: 0", *position)
        yield waited_ms, message("Hangup", *caller, "Cause: 16")
        return
    yield from _answered(centre, random, agent, queue, (uid, caller, waited_ms))


def _answered(
    centre: Centre, random: Random, agent: int, queue: str, call: tuple[str, tuple[str, ...], int]
) -> Iterator[tuple[int, bytes]]:
    uid, caller, answered_ms = call
    rung_ms = answered_ms - 900
    ended_ms = answered_ms + random.randint(*centre.talk_s) * 1000
    name, leg_id = f"PJSIP/{1001 + agent}-{int(uid[1:]):08x}", f"{uid}.leg"
    leg, dest = _leg(name, leg_id, uid, 6), _leg(name, leg_id, uid, 5, "Dest")
    member = (f"Queue: {queue}", f"Interface: PJSIP/{1001 + agent}", f"MemberName: Agent {agent:04}")
    bridge = (f"BridgeUniqueid: bridge-{uid}", "BridgeType: basic", "BridgeNumChannels: 2")
    yield rung_ms, message("Newchannel", *_leg(name, leg_id, uid, 0))
    yield rung_ms, message("AgentCalled", *caller, *dest, *member)
    yield rung_ms, message("DialBegin", *caller, *dest)
    yield rung_ms, message("Newstate", *_leg(name, leg_id, uid, 5))
    yield from _statuses(centre, agent, 6, rung_ms)
    yield answered_ms, message("Newstate", *leg)
    yield answered_ms, message("DialEnd", *caller, *dest, "DialStatus: ANSWER")
    yield answered_ms, message("QueueCallerLeave", *caller, "Count: 0", "Position: 1", f"Queue: {queue}")
    yield answered_ms, message("AgentConnect", *caller, *dest, *member, "HoldTime: 9", "RingTime: 1")
    yield answered_ms, message("BridgeEnter", *bridge, *leg)
    yield answered_ms, message("BridgeEnter", *bridge, *caller)
    yield from _statuses(centre, agent, 2, answered_ms)
    yield ended_ms, message("HangupRequest", *caller, "Cause: 16")
    yield ended_ms, message("BridgeLeave", *bridge, *caller)
    yield ended_ms, message("BridgeLeave", *bridge, *leg)
    yield (
        ended_ms,
        message("AgentComplete", *caller, *dest, *member, "TalkTime: 9", "Reason: caller"),
    )
    yield ended_ms, message("BridgeDestroy", *bridge)
    yield ended_ms, message("Hangup", *leg, "Cause: 16")
    yield ended_ms, message("Hangup", *caller, "Cause: 16")
    yield from _statuses(centre, agent, 1, ended_ms)


def _statuses(centre: Centre, agent: int, status: int, at_ms: int) -> Iterator[tuple[int, bytes]]:
    for queue in centre.queues_of(agent):
        yield at_ms, message("QueueMemberStatus", *_member(agent, queue, status, "Interface", "MemberName"))
