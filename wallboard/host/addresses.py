"""Whether an address is this machine's own."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``; names other than localhost may be other machines'."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
