"""Whose connection it is: the other end's address, or the one that a trusted proxy tells."""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
UNKNOWN = "an unknown address"


def networks(names: Sequence[str]) -> list[Network]:
    """Addresses (``10.0.0.5``) and networks (``10.0.0.0/24``); `ValueError` says which is none."""
    return [ip_network(name) for name in names]


def plain(address: str) -> str:
    """An address in one spelling: IPv4 within IPv6 as IPv4, and no zone; `ValueError` if it is none."""
    parsed = ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def peer_address(peername: object) -> str:
    """The address of a socket's other end, as asyncio tells it."""
    name = str(peername[0]) if isinstance(peername, tuple) and peername else ""
    try:
        return plain(name)
    except ValueError:
        return UNKNOWN


def counted_as(address: str) -> str:
    """What counts as one address: of IPv6 a network of 64 bits, all of which one machine may have."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address}/64", strict=False))


def is_one_of(address: str, trusted: Collection[Network]) -> bool:
    """Whether an address lies in one of the networks."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


def forwarded_address(peer: str, headers: Sequence[str], trusted: Collection[Network]) -> str:
    """Where a request comes from by its ``X-Forwarded-For``: the last address that no trusted proxy has.

    Each proxy adds the address that it sees itself; what stands before those of trusted ones anybody can write.
    """
    hops = [hop.strip() for header in headers for hop in header.split(",")]
    address = peer
    while is_one_of(address, trusted) and hops:
        try:
            address = plain(_without_port(hops.pop()))
        except ValueError:
            break
    return address


def _without_port(hop: str) -> str:
    """``192.0.2.1:4711`` and ``[2001:db8::1]:4711`` without the port that some proxies add."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    host, _, _ = hop.partition(":")
    return host if hop.count(":") == 1 else hop
