"""What each client may do and how often, a person or a TV: how often it connects anew makes no difference."""

import logging

from wallboard.gateway.fanout.limits import RateLimit
from wallboard.gateway.throttled_log import ThrottledLog

logger = logging.getLogger(__name__)

SIGN_INS_PER_S, SIGN_INS_BURST = 2.0, 200
"""One token may be on 100 screens, which all come back when the gateway is restarted."""
MESSAGES_PER_S, MESSAGES_BURST = 20.0, 100
OWN_MESSAGES_PER_S, OWN_MESSAGES_BURST = 1.0, 20
"""What each session may say beside what all of its client may: a screen says one thing in five seconds."""
COMMANDS_PER_S, COMMANDS_BURST = 2.0, 20
RESYNCS_PER_S, RESYNCS_BURST = 0.2, 10
CHARTS_PER_S, CHARTS_BURST = 4.0, 40
"""Each choice of charts brings their whole past; nobody chooses faster for long."""


class ClientLimits:
    """What one client may do, on all its screens together.

    Attributes:
        log: what is to be said of its sessions.
        sessions: how many it has now.
    """

    def __init__(self) -> None:
        self.sessions = 0
        self.log = ThrottledLog(logger)
        self.sign_ins = RateLimit(SIGN_INS_PER_S, SIGN_INS_BURST)
        self.messages = RateLimit(MESSAGES_PER_S, MESSAGES_BURST)
        self.commands = RateLimit(COMMANDS_PER_S, COMMANDS_BURST)
        self.resyncs = RateLimit(RESYNCS_PER_S, RESYNCS_BURST)
        self.charts = RateLimit(CHARTS_PER_S, CHARTS_BURST)


class AllLimits:
    """The limits of all clients, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, ClientLimits] = {}

    def of(self, name: str) -> ClientLimits:
        """The limits of a client that the configuration knows, the same ones each time."""
        return self._by_name.setdefault(name, ClientLimits())
