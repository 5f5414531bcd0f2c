"""What channels are named after."""

import pytest

from wallboard.pbx.asterisk.model import device, device_of


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
