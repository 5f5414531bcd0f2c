"""What channels are named after, and which devices of a hint are phones."""

import pytest

from wallboard.pbx.asterisk.state.devices import device, device_of, devices_in, is_phone


def test_that_an_agent_dialled_over_a_trunk_does_not_own_the_trunk() -> None:
    assert device("PJSIP/trunk/sip:1001@example") == "PJSIP/trunk/sip:1001@example"


@pytest.mark.parametrize(
    ("name", "named_after"),
    [
        ("PJSIP/1001-0000000a", "PJSIP/1001"),
        ("PJSIP/agent-12ab-0000000a", "PJSIP/agent-12ab"),
        ("SCCP/1001-00000012", "SCCP/1001"),
        ("DAHDI/5-1", "DAHDI/5"),
        ("DAHDI/i1/5551234-5f", "DAHDI/i1/5551234"),
        ("IAX2/1001-6412", "IAX2/1001"),
        ("Local/1001@from-queue-0000000a;1", "Local/1001@from-queue"),
    ],
)
def test_that_a_driver_puts_its_own_serial_behind_a_device(name: str, named_after: str) -> None:
    assert device_of(name) == named_after


def test_that_a_hint_names_devices_up_to_its_first_comma() -> None:
    assert devices_in("PJSIP/1001&Custom:DND1001,CustomPresence:1001") == ("PJSIP/1001", "Custom:DND1001")
    assert devices_in("") == ()


@pytest.mark.parametrize("name", ["PJSIP/1001", "SCCP/1001", "DAHDI/i1/5551234", "PJSIP/trunk/sip:1001@example"])
def test_that_a_technology_with_a_name_is_a_phone(name: str) -> None:
    assert is_phone(name)


@pytest.mark.parametrize(
    "name", ["Local/1001@agents", "Custom:DND1001", "Queue:support", "Stasis:room/1", "hint:1001@ext-local", ""]
)
def test_that_switches_and_what_only_leads_to_a_phone_are_no_phones(name: str) -> None:
    assert not is_phone(name)
