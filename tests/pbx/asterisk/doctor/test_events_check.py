"""What a user is told, found out at the lab's PBX by users that are told too little, each for its own cause."""

from collections.abc import Iterator

import pytest

from tests.lab.fixtures import Pbx
from tests.pbx.asterisk.answering import Answering
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.declared import Declared, Question
from wallboard.pbx.asterisk.doctor.distribution import PLACES, Distribution
from wallboard.pbx.asterisk.doctor.events_check import OF_QUEUES, User, check_events
from wallboard.pbx.asterisk.doctor.examine import examination
from wallboard.pbx.asterisk.doctor.probe_call import CAUSED
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, Grade


def of(read: str = "", *filters: str) -> User:
    """A user of whom manager.conf says this, or of whom nobody knows what it says."""
    declared = Declared("wb")
    declared.take(Question("wb", "read"), AmiMessage({"Value": read}))
    for text in filters:
        declared.take(Question("wb", "eventfilter", 0), AmiMessage({"Value": text}))
    return User(name="wb", declared=declared, place=PLACES[Distribution.PLAIN])


async def said_of(user: User, *without: str) -> list[Finding]:
    """The findings where the test call made Asterisk tell all but these events."""
    probe = Answering({"ShowDialPlan": {}, "Originate": {}, "PlayDTMF": {}, "Hangup": {}})
    told = {"FullyBooted": "system", **CAUSED}
    probe.events = [
        AmiMessage({"Event": name, "Privilege": f"{event_class},all", "Timestamp": "1.5"})
        for name, event_class in told.items()
        if name not in without
    ]
    return await check_events(probe, user, "")


def bad(found: list[Finding]) -> list[str]:
    return [f"{finding.text} {finding.remedy}" for finding in found if finding.grade is Grade.PROBLEM]


CALL = [name for name, event_class in CAUSED.items() if event_class == "call"]


async def test_that_a_user_who_is_told_all_and_has_agent_is_well() -> None:
    assert {finding.grade for finding in await said_of(of("all"))} == {Grade.OK}


async def test_that_without_a_word_of_any_queue_agent_is_not_proved() -> None:
    (note,) = [finding for finding in await said_of(of()) if finding.grade is Grade.NOTE]
    assert "--probe-queue" in note.remedy


async def test_that_a_class_that_the_file_lacks_is_said_to_be_lacking() -> None:
    (text,) = bad(await said_of(of("agent,system,user,dtmf"), *CALL))
    assert "read lacks call" in text
    assert "[wb]: add call to read =" in text


async def test_that_a_class_of_which_nothing_comes_has_two_possible_causes_where_the_file_is_not_known() -> None:
    (text,) = bad(await said_of(of(), *CALL))
    assert "Either read lacks call, or a filter holds them back" in text


async def test_that_a_class_that_the_file_has_and_that_never_comes_is_filtered() -> None:
    (text,) = bad(await said_of(of("all"), *CALL))
    assert "although read has call" in text
    assert "add call to read" not in text


async def test_that_a_single_event_that_never_comes_is_filtered_whatever_is_known_of_the_file() -> None:
    (text,) = bad(await said_of(of(), "Hangup"))
    assert text.startswith("Hangup never arrives, although read has call")


async def test_that_a_line_that_holds_events_back_is_named_once_with_all_of_them() -> None:
    (text,) = bad(await said_of(of("all", "Event: Queue.*"), *CAUSED))
    assert all(name in text for name in [*CAUSED, "AgentConnect"])
    assert "take out [wb], eventfilter = Event: Queue.*" in text


async def test_that_a_filter_of_queue_events_is_found_though_none_could_be_seen() -> None:
    (text,) = bad(await said_of(of("all", "!Event: AgentConnect")))
    assert "holds back AgentConnect" in text


def test_that_the_events_of_queues_are_of_the_class_agent() -> None:
    assert set(OF_QUEUES).isdisjoint(CAUSED)


async def seen_as(user: str, secret: str = "lab-secret", probe_queue: str = "") -> list[Finding]:
    return (await examination(AsteriskOptions(host="127.0.0.1", user=user, secret=secret), probe_queue)).findings


def to_put_right(found: list[Finding]) -> set[str]:
    return {finding.remedy for finding in found if finding.grade is Grade.PROBLEM}


class TestOnThePbx:
    pytestmark = [pytest.mark.pbx, pytest.mark.timeout(60)]

    @pytest.fixture
    def silent_file(self, pbx: Pbx) -> Iterator[None]:
        """A PBX that cannot be asked what manager.conf says."""
        pbx.cli("module unload func_config.so")
        yield
        pbx.cli("module load func_config.so")

    async def test_that_each_missing_right_is_named_with_its_line(self, pbx: Pbx) -> None:
        remedies = to_put_right(await seen_as("lacking"))
        assert remedies == {
            "manager-wallboard.conf, [lacking]: add call to write =",
            "manager-wallboard.conf, [lacking]: add originate to write =",
            "manager-wallboard.conf, [lacking]: add agent to write =",
            "manager-wallboard.conf, [lacking]: add system to read =",
            "manager-wallboard.conf, [lacking]: add user to read =",
            "manager-wallboard.conf, [lacking]: add dtmf to read =",
        }

    async def test_that_what_cannot_be_asked_for_is_not_said_to_be_lacking(
        self, pbx: Pbx, silent_file: None
    ) -> None:
        found = await seen_as("lacking")
        assert not any("dtmf" in finding.remedy for finding in found)
        assert any("Unknown whether lacking receives" in finding.text for finding in found)

    @pytest.mark.usefixtures("silent_file")
    async def test_that_a_user_who_is_told_too_little_is_found_out_by_a_test_call(self, pbx: Pbx) -> None:
        remedies = to_put_right(await seen_as("deaf", probe_queue="care"))
        assert {line.split(";")[0] for line in remedies} == {
            "manager-wallboard.conf, [deaf]: add user to read =",
            "manager-wallboard.conf, [deaf]: add dtmf to read =",
            "manager-wallboard.conf, [deaf]: add agent to read =",
        }

    async def test_that_a_user_without_agent_is_found_out_without_a_test_member(self, pbx: Pbx) -> None:
        assert to_put_right(await seen_as("agentless")) == {
            "manager-wallboard.conf, [agentless]: add agent to read ="
        }

    @pytest.mark.parametrize(
        ("user", "line", "events"),
        [
            ("whitelisted", "eventfilter = Event: Queue.*", ("Newchannel", "UserEvent", "AgentConnect")),
            ("filtered", "eventfilter = !Event: (Hangup|AgentConnect)", ("Hangup", "AgentConnect")),
        ],
    )
    async def test_that_a_filter_is_named_as_the_cause(
        self, pbx: Pbx, user: str, line: str, events: tuple[str, ...]
    ) -> None:
        (found,) = [finding for finding in await seen_as(user) if finding.grade is Grade.PROBLEM]
        assert f"take out [{user}], {line}" in found.remedy
        assert all(event in found.text for event in events)

    async def test_that_a_filter_of_the_new_form_is_found_by_what_it_holds_back(self, pbx: Pbx) -> None:
        (found,) = [finding for finding in await seen_as("newly-filtered") if finding.grade is Grade.PROBLEM]
        assert found.text.startswith("BridgeEnter never arrives, although read has call")
        assert "eventfilter(…)" in found.remedy

    async def test_that_a_queue_that_is_not_there_is_not_taken_for_a_missing_right(self, pbx: Pbx) -> None:
        found = await seen_as("root", "lab-root", "nosuch")
        assert "Name a queue of queues.conf." in [finding.remedy for finding in found]

    async def test_that_queue_events_are_proved_by_a_test_member_that_is_gone_after(self, pbx: Pbx) -> None:
        found = await seen_as("root", "lab-root", "care")
        assert any("receives system, call, user, dtmf, agent" in finding.text for finding in found)
        assert any("may do more than Wallboard needs: Command" in finding.text for finding in found)
        assert "doctor" not in pbx.cli("queue show care")
