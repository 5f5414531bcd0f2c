"""Tells systemd how the service is, by the socket that it names in ``NOTIFY_SOCKET`` (see sd_notify(3))."""

import logging
import os
import socket
from collections.abc import Mapping
from time import clock_gettime_ns

logger = logging.getLogger(__name__)

_MONOTONIC = 1
"""``CLOCK_MONOTONIC``, which Windows has not, and no systemd either."""


def notify(*words: str, environ: Mapping[str, str] = os.environ) -> None:
    """Send ``words`` such as ``READY=1``; nothing where nobody listens, and never any error."""
    address = environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):  # a name without a file
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.setblocking(False)
            sender.sendto("\n".join(words).encode(), address)
    except OSError as error:
        logger.debug("systemd was not told %s: %s", words[0], error.strerror)


def notify_reloading(environ: Mapping[str, str] = os.environ) -> None:
    """Say that a reload begins; ``READY=1`` says that it is over."""
    if environ.get("NOTIFY_SOCKET"):
        notify("RELOADING=1", f"MONOTONIC_USEC={clock_gettime_ns(_MONOTONIC) // 1000}", environ=environ)
