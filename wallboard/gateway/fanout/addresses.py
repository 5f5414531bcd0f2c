"""The address of a connection: the other end's, or the one that a trusted proxy forwards."""

from collections.abc import Collection, Sequence
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
UNKNOWN = "an unknown address"


def networks(names: Sequence[str]) -> list[Network]:
    """Parses addresses (``10.0.0.5``) and networks (``10.0.0.0/24``); `ValueError` names an invalid one."""
    return [ip_network(name) for name in names]


def plain(address: str) -> str:
    """Normalises an address: IPv4 within IPv6 as IPv4, without a zone; `ValueError` if it is invalid."""
    parsed = ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped or parsed)


def peer_address(peername: object) -> str:
    """Returns the address of a socket's other end, from asyncio."""
    name = str(peername[0]) if isinstance(peername, tuple) and peername else ""
    try:
        return plain(name)
    except ValueError:
        return UNKNOWN


def counted_as(address: str) -> str:
    """Returns what counts as one address: of IPv6 a network of 64 bits, which one machine may have whole."""
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
    """Returns the source of a request by ``X-Forwarded-For``: the last address that is not a trusted proxy's.

    Each proxy appends the address that it receives from; what precedes those of trusted ones can be forged.
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
    """Strips from ``192.0.2.1:4711`` and ``[2001:db8::1]:4711`` the port that some proxies add."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    host, _, _ = hop.partition(":")
    return host if hop.count(":") == 1 else hop
