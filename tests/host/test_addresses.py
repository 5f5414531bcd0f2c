"""What is this machine alone, and what may be anybody's."""

import pytest

from wallboard.host.addresses import is_loopback


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("", False),
        ("0.0.0.0", False),
        ("192.168.0.7", False),
        ("localhost.example", False),
        ("pbx", False),
    ],
)
def test_that_only_loopback_is_this_machine_alone(host: str, is_own: bool) -> None:
    assert is_loopback(host) is is_own
