"""The doctor's own call: what should have arrived and did not."""

import pytest

from tests.lab.fixtures import Pbx
from tests.pbx.asterisk.answering import Answering
from wallboard.pbx.asterisk.doctor.probe import connected
from wallboard.pbx.asterisk.doctor.probe_call import CAUSED, ProbeCall, call
from wallboard.pbx.asterisk.wire.codec import AmiMessage


def test_that_all_is_missing_that_did_not_come_by_class() -> None:
    arrived = frozenset(CAUSED) - {"Hangup", "UserEvent"}
    assert ProbeCall(is_key_sent=True, seen=arrived).missing() == {"call": ["Hangup"], "user": ["UserEvent"]}


def test_that_a_key_that_was_not_sent_is_not_missed() -> None:
    assert ProbeCall(seen=frozenset(CAUSED) - {"DTMFEnd"}).missing() == {}


def test_that_nothing_is_missing_of_a_call_that_did_not_come_about() -> None:
    assert ProbeCall(refusal="Permission denied").missing() == {}


async def test_that_no_call_is_tried_where_it_could_not_arrive() -> None:
    probe = Answering({"ShowDialPlan": {"Response": "Error", "Message": "Did not find context wb-doctor"}})
    assert (await call(probe)).refusal == "the context wb-doctor is missing"
    assert probe.asked == ["ShowDialPlan wb-doctor"]


async def test_that_a_call_that_asterisk_cannot_place_is_no_proof() -> None:
    probe = Answering({"Originate": {}})
    probe.events.append(AmiMessage({"Event": "OriginateResponse", "Response": "Failure"}))
    assert (await call(probe)).refusal == "Asterisk could not place it"


@pytest.mark.pbx
@pytest.mark.timeout(60)
async def test_that_the_call_makes_the_pbx_tell_all_that_is_waited_for_and_is_gone_after(pbx: Pbx) -> None:
    async with connected(pbx.host, pbx.port, None) as probe:
        await probe.ask("Login", ("Username", "wallboard"), ("Secret", "lab-secret"), ("Events", "on"))
        ours = await call(probe)
    assert ours.missing() == {}
    assert ours.is_key_sent
    await pbx.settled()
