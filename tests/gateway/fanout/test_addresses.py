"""Whose connection it is, behind proxies that are trusted and others."""

import pytest

from wallboard.gateway.fanout.addresses import (
    UNKNOWN,
    counted_as,
    forwarded_address,
    is_one_of,
    networks,
    peer_address,
)

TRUSTED = networks(["127.0.0.1", "10.0.0.0/24", "2001:db8:1::/48"])


@pytest.mark.parametrize(
    ("peername", "address"),
    [
        (("192.0.2.1", 4711), "192.0.2.1"),
        (("::ffff:192.0.2.1", 4711, 0, 0), "192.0.2.1"),
        (("fe80::1%eth0", 4711, 0, 2), "fe80::1"),
        (None, UNKNOWN),
        ("/run/socket", UNKNOWN),
    ],
)
def test_that_a_socket_tells_the_address_in_one_spelling(peername: object, address: str) -> None:
    assert peer_address(peername) == address


@pytest.mark.parametrize(
    ("peer", "headers", "address"),
    [
        ("192.0.2.9", ["198.51.100.1"], "192.0.2.9"),  # no proxy of ours: it may say what it likes
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),  # the first is what the client itself wrote
        ("127.0.0.1", ["1.1.1.1", "198.51.100.1 , 10.0.0.7"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("2001:db8:1::1", ["[2001:db8:2::1]:4711"], "2001:db8:2::1"),
        ("127.0.0.1", ["unknown"], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1, <script>"], "127.0.0.1"),
        (UNKNOWN, ["198.51.100.1"], UNKNOWN),
    ],
)
def test_that_only_trusted_proxies_tell_where_a_request_comes_from(
    peer: str, headers: list[str], address: str
) -> None:
    assert forwarded_address(peer, headers, TRUSTED) == address


def test_that_a_network_of_ipv6_counts_as_one_address() -> None:
    assert counted_as("2001:db8::1") == counted_as("2001:db8::ffff:1") != counted_as("2001:db8:0:1::1")
    assert counted_as("192.0.2.1") == "192.0.2.1"


def test_that_networks_and_single_addresses_are_told_from_garbage() -> None:
    assert is_one_of("10.0.0.200", TRUSTED)
    assert not is_one_of("10.0.1.1", TRUSTED)
    with pytest.raises(ValueError, match=r"proxy\.example"):
        networks(["proxy.example"])
