"""Why the gateway ends a session, and when its screen may come back."""

import random

from wallboard.feed.roles import CloseCode

RETRY_MS = 2_000
LONG_SPREAD_MS = 5_000


class CloseSession(Exception):
    """The gateway ends the session."""

    def __init__(self, code: CloseCode, reason: str, retry_after_ms: int | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.retry_after_ms = retry_after_ms


def spread_ms() -> int:
    """Returns a random time to reconnect after, so that screens do not all return at once."""
    return RETRY_MS + random.randrange(RETRY_MS)  # noqa: S311 - to spread load, not to keep a secret
