"""Limits for each client, a person or a TV: reconnecting does not reset them."""

import logging

from wallboard.gateway.fanout.limits import RateLimit
from wallboard.gateway.throttled_log import ThrottledLog

logger = logging.getLogger(__name__)

SIGN_INS_PER_S, SIGN_INS_BURST = 2.0, 200
"""One token may be on 100 screens, which all reconnect when the gateway is restarted."""
MESSAGES_PER_S, MESSAGES_BURST = 20.0, 100
OWN_MESSAGES_PER_S, OWN_MESSAGES_BURST = 1.0, 20
"""A session's own limit of messages beside its client's: a screen sends one in five seconds."""
COMMANDS_PER_S, COMMANDS_BURST = 2.0, 20
RESYNCS_PER_S, RESYNCS_BURST = 0.2, 10
REQUESTS_PER_S, REQUESTS_BURST = 1.0, 30
"""The limit of plain HTTP requests: scrapers and reports ask every few seconds, a page of them several at once."""
CHARTS_PER_S, CHARTS_BURST = 4.0, 40
"""The limit of chart choices, each of which sends their whole history; nobody chooses faster for long."""


class ClientLimits:
    """The limits of one client, on all its screens together.

    Attributes:
        log: the throttled log of its sessions.
        sessions: the number of its sessions now.
    """

    def __init__(self) -> None:
        self.sessions = 0
        self.log = ThrottledLog(logger)
        self.sign_ins = RateLimit(SIGN_INS_PER_S, SIGN_INS_BURST)
        self.messages = RateLimit(MESSAGES_PER_S, MESSAGES_BURST)
        self.commands = RateLimit(COMMANDS_PER_S, COMMANDS_BURST)
        self.resyncs = RateLimit(RESYNCS_PER_S, RESYNCS_BURST)
        self.requests = RateLimit(REQUESTS_PER_S, REQUESTS_BURST)
        self.charts = RateLimit(CHARTS_PER_S, CHARTS_BURST)


class AllLimits:
    """The limits of all clients, by name."""

    def __init__(self) -> None:
        self._by_name: dict[str, ClientLimits] = {}

    def of(self, name: str) -> ClientLimits:
        """Returns the limits of a configured client, the same ones each time."""
        return self._by_name.setdefault(name, ClientLimits())
