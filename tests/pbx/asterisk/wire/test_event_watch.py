"""Events that never come are found missing by what the PBX lists, and nothing else is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from tests.lab.fixtures import Pbx
from tests.lab.phones import PhoneBank
from wallboard.domain.centre.events import Event, SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.pbx.asterisk.adapter import AsteriskAdapter, AsteriskOptions
from wallboard.pbx.asterisk.doctor.declared import Declared, Question
from wallboard.pbx.asterisk.wire import event_watch
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.asterisk.wire.event_watch import VITAL, EventWatch

POLL_MS = 20_000


class Heard:
    """A user's connection; each `lists` is 20 seconds after the one before."""

    def __init__(self) -> None:
        self.event_watch = EventWatch("wb")
        self.now_ms = 0
        self.event_watch.take_channels([AmiMessage({"Event": "CoreShowChannel", "Uniqueid": "old"})])

    def lists(self, *rows: dict[str, str | int]) -> "Heard":
        """The PBX lists its queues."""
        self.now_ms += POLL_MS
        self.event_watch.take_queues(
            [AmiMessage({name: str(value) for name, value in row.items()}) for row in rows], self.now_ms
        )
        return self

    def tells(self, event: str, **headers: str) -> "Heard":
        """An event comes."""
        self.event_watch.take_event(AmiMessage({"Event": event, **headers}), self.now_ms)
        return self

    def is_missing(self, event: str) -> bool:
        """Whether that event is said to be held back."""
        return f" {event}" in self.event_watch.reason


def entry(channel: str, wait: int = 30) -> dict[str, str | int]:
    return {"Event": "QueueEntry", "Queue": "q", "Uniqueid": channel, "Wait": wait}


def member(status: int, in_call: int = 0) -> dict[str, str | int]:
    return {"Event": "QueueMember", "Queue": "q", "Location": "PJSIP/1", "Status": status, "InCall": in_call}


def queue(completed: int = 0, abandoned: int = 0) -> dict[str, str | int]:
    return {"Event": "QueueParams", "Queue": "q", "Completed": completed, "Abandoned": abandoned}


def test_that_a_quiet_centre_is_not_said_to_be_deaf() -> None:
    heard = Heard()
    for _ in range(10):
        heard.lists(queue(5, 3), member(1), entry("old", 600))
    assert heard.event_watch.is_complete
    assert heard.event_watch.reason == ""


def test_that_a_caller_that_is_listed_twice_and_was_never_told_of_is_a_sign() -> None:
    heard = Heard().lists().lists(entry("c1"))
    assert heard.event_watch.is_complete
    heard.lists(entry("c1", 50))
    assert heard.is_missing("QueueCallerJoin")
    assert "read lacks agent" in heard.event_watch.reason


def test_that_a_caller_who_came_a_moment_ago_or_was_there_at_the_login_is_none() -> None:
    heard = Heard().lists(entry("old"))
    for _ in range(3):
        heard.lists(entry("old", 90), entry("new", 1))
    assert heard.event_watch.is_complete


def test_that_one_joining_that_was_heard_proves_that_they_are_told() -> None:
    heard = Heard().lists().tells("QueueCallerJoin", Uniqueid="old")
    heard.lists(entry("c1")).lists(entry("c1", 50), entry("c2"))
    assert not heard.is_missing("QueueCallerJoin")


def test_that_what_was_missing_stays_so_over_connections_until_it_is_heard() -> None:
    heard = Heard().lists().lists(entry("c1")).lists(entry("c1"))
    heard.event_watch.begin()
    assert not heard.event_watch.is_complete
    heard.tells("QueueCallerJoin", Uniqueid="old")
    assert heard.is_missing("QueueCallerJoin") is False


def test_that_states_that_change_without_a_word_are_a_sign() -> None:
    heard = Heard().lists(member(1)).lists(member(2))
    assert heard.event_watch.is_complete
    heard.lists(member(1))
    assert heard.is_missing("QueueMemberStatus")


def test_that_a_member_that_comes_back_is_no_change() -> None:
    heard = Heard().lists(member(1)).lists().lists(member(2)).lists().lists(member(1))
    assert heard.event_watch.is_complete


def test_that_answered_calls_without_a_connect_are_a_sign_but_not_those_that_ran_already() -> None:
    heard = Heard().lists(queue(10), member(2, in_call=1)).lists(queue(11)).lists(queue(11))
    assert heard.event_watch.is_complete
    heard.lists(queue(12)).lists(queue(13))
    assert heard.is_missing("AgentConnect")


def test_that_counters_that_begin_anew_are_no_sign() -> None:
    heard = Heard().lists(queue(10, 10)).lists(queue(0, 0)).lists(queue(0, 0))
    assert heard.event_watch.is_complete


def test_that_callers_who_gave_up_without_a_word_are_a_sign() -> None:
    heard = Heard().lists(queue()).lists(queue(abandoned=1)).lists(queue(abandoned=2))
    assert heard.is_missing("QueueCallerAbandon")


def test_that_queues_without_channels_are_heard_as_such() -> None:
    heard = Heard().lists()
    for channel in ("c1", "c2"):
        heard.tells("QueueCallerJoin", Uniqueid=channel)
    assert heard.is_missing("Newchannel")
    assert "read lacks call" in heard.event_watch.reason


def test_that_a_channel_that_was_there_at_the_login_needs_no_telling() -> None:
    heard = Heard().lists()
    for _ in range(3):
        heard.tells("QueueCallerJoin", Uniqueid="old")
    assert heard.event_watch.is_complete


@pytest.mark.parametrize(
    ("announced", "headers", "missing"),
    [
        ("AgentConnect", ("DestUniqueid",), "BridgeEnter"),
        ("HangupRequest", ("Uniqueid",), "Hangup"),
        ("SoftHangupRequest", ("Uniqueid",), "Hangup"),
    ],
)
def test_that_what_is_announced_twice_and_never_comes_is_missing(
    announced: str, headers: tuple[str], missing: str
) -> None:
    heard = Heard().lists()
    for leg in ("a1", "a2"):
        heard.tells(announced, **dict.fromkeys(headers, leg))
    assert heard.event_watch.is_complete
    heard.lists()
    assert heard.is_missing(missing)
    heard.tells(missing)
    assert not heard.is_missing(missing)


def test_that_one_talk_that_never_came_about_is_no_sign() -> None:
    heard = Heard().lists().tells("AgentConnect", DestUniqueid="a1")
    for _ in range(5):
        heard.lists()
    assert not heard.is_missing("BridgeEnter")


def test_that_a_class_that_the_file_does_not_have_is_missing_until_one_of_it_is_heard() -> None:
    declared = Declared("wb")
    declared.take(Question("wb", "read"), AmiMessage({"Value": "call,system"}))
    heard = Heard()
    heard.event_watch.take_declared(declared)
    assert heard.event_watch.reason == (
        "Asterisk does not send wb the events that the board needs. In manager.conf: read of [wb] lacks agent."
    )
    heard.tells("QueueMemberStatus")  # the file was changed, and Asterisk has not read it again
    assert heard.event_watch.is_complete


def test_that_a_filter_is_named_once_however_much_it_holds_back() -> None:
    declared = Declared("wb")
    declared.take(Question("wb", "eventfilter", 0), AmiMessage({"Value": "Event: Queue.*"}))
    heard = Heard()
    heard.event_watch.take_declared(declared)
    assert heard.event_watch.reason.count("eventfilter = Event: Queue.*") == 1


def test_that_all_that_was_heard_once_is_never_doubted_again() -> None:
    heard = Heard().lists(queue())
    for event in VITAL:
        heard.tells(event, Uniqueid="old")
    assert heard.event_watch.has_queue_events
    for count in range(5):
        heard.lists(queue(count, count), member(count), entry("c1"))
    assert heard.event_watch.is_complete


class Gateway:
    """The adapter at the lab's PBX; ``link`` is what it says of itself now."""

    def __init__(self) -> None:
        self.link: list[SourceChanged] = []
        self._told = asyncio.Event()

    def sink(self, event: Event) -> None:
        """Take what the adapter tells."""
        if isinstance(event, SourceChanged):
            self.link.append(event)
            self._told.set()

    async def until(self, status: SourceStatus, *words: str) -> None:
        """Wait until the link is so, for a reason with these words."""
        while (
            not self.link or self.link[-1].status is not status or not all(w in self.link[-1].reason for w in words)
        ):
            self._told.clear()
            await self._told.wait()


@asynccontextmanager
async def connected(user: str) -> AsyncIterator[Gateway]:
    """A gateway of ours that logs in as ``user``, until the end."""
    gateway = Gateway()
    options = AsteriskOptions(host="127.0.0.1", user=user, secret="lab-secret", reconcile_s=2)
    running = asyncio.ensure_future(AsteriskAdapter(options).run(gateway.sink))
    try:
        yield gateway
    finally:
        running.cancel()
        await asyncio.wait([running])


class TestOnThePbx:
    pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

    @pytest.fixture
    def silent_file(self, pbx: Pbx) -> Iterator[None]:
        """A PBX that cannot be asked what manager.conf says."""
        pbx.cli("module unload func_config.so")
        yield
        pbx.cli("module load func_config.so")

    @pytest.fixture
    def demoted(self, pbx: Pbx) -> Iterator[Callable[[], None]]:
        """Take rights away from our user, and throw it out; they are given back after the test."""
        path = pbx.file("manager-wallboard.conf")
        whole = path.read_text()

        def take_away() -> None:
            path.write_text(whole.replace("read = call,agent,system,user,dtmf", "read = call,system"))
            pbx.cli("manager reload")
            for line in pbx.cli("manager show connected").splitlines():
                if line.split()[:1] == ["wallboard"]:
                    pbx.cli(f"manager kick session {line.split()[4]}")

        yield take_away
        path.write_text(whole)
        pbx.cli("manager reload")

    @pytest.mark.parametrize(
        ("user", "words"),
        [
            ("agentless", "read of [agentless] lacks agent"),
            ("whitelisted", "[whitelisted], eventfilter = Event: Queue.*"),
            ("filtered", "[filtered], eventfilter = !Event: (Hangup|AgentConnect)"),
        ],
    )
    async def test_that_a_user_who_is_told_too_little_is_never_up(self, pbx: Pbx, user: str, words: str) -> None:
        async with connected(user) as gateway:
            await gateway.until(SourceStatus.DOWN, words)
        assert SourceStatus.UP not in [told.status for told in gateway.link]

    async def test_that_a_user_who_is_told_all_is_up_and_stays_so_in_calls(
        self, agents: PhoneBank, callers: PhoneBank
    ) -> None:
        async with connected("wallboard") as gateway:
            await gateway.until(SourceStatus.UP)
            for number in ("+351100", "+351101", "+351102"):
                caller = await callers.call("refunds", number)
                await agents.answered("1103")
                await caller.answered.wait()
                caller.hang_up()
                await caller.ended.wait()
        assert [told.status for told in gateway.link][-1] is SourceStatus.UP
        assert SourceStatus.DOWN not in [told.status for told in gateway.link]

    async def test_that_callers_who_are_listed_and_not_told_bring_the_link_down(
        self, agents: PhoneBank, callers: PhoneBank, silent_file: None
    ) -> None:
        async with connected("agentless") as gateway:
            await gateway.until(SourceStatus.UP)
            caller = await callers.call("refunds", "+351103")
            await gateway.until(SourceStatus.DOWN, "QueueCallerJoin", "read lacks agent")
            caller.hang_up()

    async def test_that_rights_that_were_taken_away_bring_the_link_down_at_the_next_login(
        self, demoted: Callable[[], None]
    ) -> None:
        async with connected("wallboard") as gateway:
            await gateway.until(SourceStatus.UP)
            demoted()
            await gateway.until(SourceStatus.DOWN, "read of [wallboard] lacks agent")

    async def test_that_a_filter_of_the_new_form_is_found_out_by_what_never_comes(
        self, agents: PhoneBank, callers: PhoneBank
    ) -> None:
        async with connected("newly-filtered") as gateway:
            await gateway.until(SourceStatus.UP)
            for number in ("+351104", "+351105"):
                caller = await callers.call("refunds", number)
                await agents.answered("1103")
                await caller.answered.wait()
                await asyncio.sleep(
                    event_watch.FOLLOWS_MS["BridgeEnter"] / 1000
                )  # the talk must last that long to be a sign
                caller.hang_up()
                await caller.ended.wait()
            await gateway.until(SourceStatus.DOWN, "BridgeEnter", "read lacks call, or an eventfilter")
