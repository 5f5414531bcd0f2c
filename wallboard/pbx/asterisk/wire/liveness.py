"""Whether the PBX answers, and in time: by its answers to pings and the rows of its lists."""

from typing import Final

from wallboard.domain.errors import RemoteError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import MAX_DIGITS, AmiMessage
from wallboard.pbx.asterisk.wire.lists import Lists

PING_MS: Final = 5_000
MISSES: Final = 2
"""Pings without an answer, and without any other word, after which the PBX counts as gone."""
LATE_MS: Final = 10_000
"""What is told so much later than it is asked for is no news any more."""


def _milliseconds(timestamp: str) -> int | None:
    """What a clock says, in milliseconds; None where it is no time that a clock could have."""
    try:
        seconds = float(timestamp)
    except ValueError:
        return None
    return round(seconds * 1000) if 0 <= seconds < 10**MAX_DIGITS else None


class Liveness:
    """The answers of one connection, awaited and late.

    Attributes:
        delay: why what is told is not of this moment, in words; empty while it is.
    """

    def __init__(self, pbx_state: PbxState, lists: Lists, now_ms: int) -> None:
        self.delay = ""
        self._pbx_state = pbx_state
        self._lists = lists
        self._unanswered = 0
        self._pinged_ms = now_ms
        self._received_ms = now_ms

    def received(self) -> None:
        """Anything at all came."""
        self._received_ms = self._pbx_state.now_ms

    def wants_ping(self) -> bool:
        """Whether to ask if the PBX lives: while it lists something its rows say so, and an answer comes behind.

        `RemoteError` when it does not live any more.
        """
        silent_ms = self._pbx_state.now_ms - self._received_ms
        if self._unanswered >= MISSES and silent_ms >= MISSES * PING_MS:
            raise RemoteError("The PBX no longer answers.").of(Problem(kind=ProblemKind.PBX_SILENT))
        return not self._lists

    def pinged(self) -> None:
        """It is asked now."""
        if not self._unanswered:
            self._pinged_ms = self._pbx_state.now_ms
        self._unanswered += 1

    def ponged(self, asked_ms: int, message: AmiMessage) -> None:
        """It answered what it was asked at ``asked_ms``; an answer that came soon tells its clock."""
        now_ms = self._pbx_state.now_ms
        self._unanswered = 0
        self.caught_up()
        pbx_ms = _milliseconds(message.get("Timestamp"))
        if pbx_ms is None:
            return
        if now_ms - asked_ms <= PING_MS or not self._pbx_state.pbx_ahead_ms:
            self._pbx_state.pbx_ahead_ms = pbx_ms - now_ms

    def caught_up(self) -> None:
        """Something that was asked for is there: what is told is of now, unless a list still comes."""
        if not self._lists:
            self.delay = ""

    def look(self) -> None:
        """Say how late the PBX is with its lists or its answer, anew each time until it is there."""
        now_ms = self._pbx_state.now_ms
        pinged_ms = self._pinged_ms if self._unanswered else now_ms
        late_ms = now_ms - (min(pinged_ms, self._lists.since_ms) if self._lists else pinged_ms)
        if late_ms >= LATE_MS:
            what = f"has listed {self._lists.rows} rows in" if self._lists else "has not answered for"
            self.delay = f"The PBX {what} {late_ms // 1000} seconds: the network is slow, or the PBX is overloaded."
