"""Estimates the gateway's clock from the times in its messages."""

from collections import deque

SAMPLES = 12
JUMP_MS = 2_000
LAST_MS = 253_000_000_000_000
"""The year 9987: no calendar can show a later clock, so such a time is ignored."""


class GatewayClock:
    """How far the gateway's clock is ahead of this computer's.

    A time on the wire is late by its journey, so the largest offset was delayed least and is the most accurate. A
    sample far from all others means that one of the clocks was set: then the estimate starts again.

    Attributes:
        offset_ms: add it to this computer's epoch milliseconds to get the gateway's.
    """

    def __init__(self) -> None:
        self.offset_ms = 0
        self._samples: deque[int] = deque(maxlen=SAMPLES)

    def learn(self, gateway_ms: int, local_ms: int) -> None:
        """Adds a sample: a message sent at ``gateway_ms`` arrived at ``local_ms`` of this computer's clock."""
        if abs(gateway_ms) > LAST_MS:
            return
        sample = gateway_ms - local_ms
        if self._samples and abs(sample - self.offset_ms) > JUMP_MS:
            self._samples.clear()
        self._samples.append(sample)
        self.offset_ms = max(self._samples)

    def at(self, local_ms: int) -> int:
        """Returns the gateway's epoch milliseconds at ``local_ms`` of this computer's clock."""
        return local_ms + self.offset_ms
