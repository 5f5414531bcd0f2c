"""Notifies systemd of the service's state, by the socket in ``NOTIFY_SOCKET`` (see sd_notify(3))."""

import logging
import os
import socket
import sys
import time
from collections.abc import Mapping

logger = logging.getLogger(__name__)


def notify(*words: str, environ: Mapping[str, str] = os.environ) -> None:
    """Sends ``words`` such as ``READY=1``; does nothing without a socket, and never raises."""
    address = environ.get("NOTIFY_SOCKET", "")
    if sys.platform == "win32" or not address:
        return
    if address.startswith("@"):  # a name without a file
        address = f"\0{address[1:]}"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.sendto("\n".join(words).encode(), address)
    except OSError as error:
        logger.debug("could not notify systemd of %s: %s", words[0], error.strerror)


def notify_reloading(environ: Mapping[str, str] = os.environ) -> None:
    """Notifies that a reload begins; ``READY=1`` ends it."""
    if sys.platform != "win32":
        moment_us = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        notify("RELOADING=1", f"MONOTONIC_USEC={moment_us}", environ=environ)
