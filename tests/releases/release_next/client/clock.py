"""The gateway's clock as a screen knows it, learnt from the times in its messages."""

from collections import deque

SAMPLES = 12
JUMP_MS = 2_000
LAST_MS = 253_000_000_000_000
"""The year 9987: a clock beyond it can be shown by no calendar, and tells nothing."""


class GatewayClock:
    """How far the gateway's clock is ahead of ours.

    A time on the wire is late by its journey, so that the offset that looks largest was delayed least and is
    the truest. A sample far from all others means that one of the clocks was set anew: it starts afresh.

    Attributes:
        offset_ms: add it to our own epoch milliseconds to get the gateway's.
    """

    def __init__(self) -> None:
        self.offset_ms = 0
        self._samples: deque[int] = deque(maxlen=SAMPLES)

    def learn(self, gateway_ms: int, local_ms: int) -> None:
        """A message that was sent at ``gateway_ms`` arrived at ``local_ms`` of our clock."""
        if abs(gateway_ms) > LAST_MS:
            return
        sample = gateway_ms - local_ms
        if self._samples and abs(sample - self.offset_ms) > JUMP_MS:
            self._samples.clear()
        self._samples.append(sample)
        self.offset_ms = max(self._samples)

    def at(self, local_ms: int) -> int:
        """The gateway's epoch milliseconds at ``local_ms`` of ours."""
        return local_ms + self.offset_ms
