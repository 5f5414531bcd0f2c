"""Parses names of devices, which channels, interfaces and hints share, and their states."""

import re
from enum import IntEnum
from typing import Final

HINT: Final = "hint:"
"""The prefix of a state interface that is an extension's hint: ``hint:1001@ext-local``."""
_SERIAL: Final = re.compile(r"-[0-9a-f]{8,}(;[12])?$")
_SHORT_SERIAL: Final = re.compile(r"-[0-9a-f]+$")
"""The suffixes of these drivers after the device's name: ``DAHDI/5-1``, ``IAX2/1001-6412``."""
_SHORT_SERIALS: Final = ("DAHDI/", "IAX2/")
_PHONE: Final = re.compile(r"(?!Local/)[A-Za-z][\w.-]*/.+")
"""A technology and a name; ``Custom:``, ``Queue:`` and their kind have a colon."""


class DeviceState(IntEnum):
    """A device's state in events and lists of queues."""

    UNKNOWN = 0
    IDLE = 1
    IN_USE = 2
    BUSY = 3
    INVALID = 4
    UNAVAILABLE = 5
    RINGING = 6
    RINGING_IN_USE = 7
    ON_HOLD = 8


def device(interface: str) -> str:
    """Returns the device of an ``interface``: ``Local/1001@agents/n`` has ``Local/1001@agents``."""
    return (
        interface.rpartition("/")[0] if interface.startswith("Local/") and interface.count("/") > 1 else interface
    )


def device_of(channel_name: str) -> str:
    """Returns the device of a channel: ``PJSIP/1001`` of ``PJSIP/1001-0000000a``."""
    name = _SERIAL.sub("", channel_name)
    return _SHORT_SERIAL.sub("", name) if name.startswith(_SHORT_SERIALS) else name


def devices_in(hint: str) -> tuple[str, ...]:
    """Returns the devices of a hint; what follows its first comma is about presence."""
    return tuple(name for name in hint.partition(",")[0].split("&") if name)


def is_phone(name: str) -> bool:
    """Whether a device is a telephone: neither the Local channel that leads to one nor a switch."""
    return _PHONE.match(name) is not None
