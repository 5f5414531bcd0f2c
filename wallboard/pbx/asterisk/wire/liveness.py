"""Checks that the PBX responds, and in time: by its responses to pings and the rows of its lists."""

from typing import Final

from wallboard.domain.errors import RemoteError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage, milliseconds
from wallboard.pbx.asterisk.wire.lists import Lists

PING_MS: Final = 5_000
MISSES: Final = 2
"""The pings without a response, or any other message, after which the PBX counts as lost."""
LATE_MS: Final = 10_000
"""The delay from which received data counts as stale."""


class Liveness:
    """The responses of one connection, awaited and late.

    Attributes:
        delay: why the received data is stale, in words; empty while it is current.
    """

    def __init__(self, pbx_state: PbxState, lists: Lists, now_ms: int) -> None:
        self.delay = ""
        self._pbx_state = pbx_state
        self._lists = lists
        self._unanswered = 0
        self._pinged_ms = now_ms
        self._received_ms = now_ms

    def received(self) -> None:
        """Records that anything was received."""
        self._received_ms = self._pbx_state.now_ms

    def wants_ping(self) -> bool:
        """Whether to ping the PBX: while it lists, its rows show that it lives, and a response would queue behind.

        Raises `RemoteError` when it no longer responds.
        """
        silent_ms = self._pbx_state.now_ms - self._received_ms
        if self._unanswered >= MISSES and silent_ms >= MISSES * PING_MS:
            raise RemoteError("The PBX no longer answers.").of(Problem(kind=ProblemKind.PBX_SILENT))
        return not self._lists

    def pinged(self) -> None:
        """Records a ping sent now."""
        if not self._unanswered:
            self._pinged_ms = self._pbx_state.now_ms
        self._unanswered += 1

    def ponged(self, asked_ms: int, message: AmiMessage) -> None:
        """Records the response to what was sent at ``asked_ms``; a quick one shows the PBX's clock."""
        now_ms = self._pbx_state.now_ms
        self._unanswered = 0
        self.caught_up()
        pbx_ms = milliseconds(message.get("Timestamp"))
        if pbx_ms is None:
            return
        if now_ms - asked_ms <= PING_MS or not self._pbx_state.pbx_ahead_ms:
            self._pbx_state.pbx_ahead_ms = pbx_ms - now_ms

    def caught_up(self) -> None:
        """Marks the data as current after a complete answer, unless a list is still in progress."""
        if not self._lists:
            self.delay = ""

    def check(self) -> None:
        """Updates how late the PBX is with its lists or its response until it is there."""
        now_ms = self._pbx_state.now_ms
        pinged_ms = self._pinged_ms if self._unanswered else now_ms
        late_ms = now_ms - (min(pinged_ms, self._lists.since_ms) if self._lists else pinged_ms)
        if late_ms >= LATE_MS:
            what = f"has listed {self._lists.rows} rows in" if self._lists else "has not answered for"
            self.delay = f"The PBX {what} {late_ms // 1000} seconds: the network is slow, or the PBX is overloaded."
