"""Whether an address is this machine's own."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach ``host``; a name other than localhost may be anybody's."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
