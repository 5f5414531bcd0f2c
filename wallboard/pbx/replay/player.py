"""A recording played through the Asterisk mapping in a time of its own. No I/O, no clock."""

from collections.abc import Mapping, Sequence

from wallboard.domain.centre.events import Event
from wallboard.pbx.asterisk.state import axes, mapping, queue_list, snapshot
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.replay.recording import RecordedMessage

_QUEUE_ROWS = frozenset({"QueueParams", "QueueMember", "QueueEntry"})
_GAP_MS = 1_000
"""The pause between the end of a recording and its beginning, when it repeats."""


class Player:
    """Plays ``moments``; ``wrap_up_s`` is the wrap-up by queue, in seconds, which AMI does not report.

    Attributes:
        now_ms: how far the playing is; it begins at the recording's own time and goes on through `rewind`.
    """

    def __init__(self, moments: Sequence[RecordedMessage], wrap_up_s: Mapping[str, float]) -> None:
        self._moments = moments
        self._next = 0
        self._later_ms = 0
        self._pbx_state = PbxState(wrap_up_s)
        self._queue_rows: list[AmiMessage] = []
        self._pbx_state.now_ms = moments[0].at_ms

    @property
    def now_ms(self) -> int:
        return self._pbx_state.now_ms

    def open(self) -> list[Event]:
        """Returns the state at the beginning, by the lists that the recording begins with."""
        channels: list[AmiMessage] = []
        while (moment := self._moment()) is not None and moment.message.event not in mapping.WANTED:
            self._note_queue_row(moment.message)
            if moment.message.event == "CoreShowChannel":
                channels.append(moment.message)
            self._next += 1
        snapshot.take_over(self._pbx_state, self._queue_rows, channels)
        self._queue_rows = []
        return self._fetch()

    def rewind(self) -> None:
        """Returns to the beginning; `open` then reports what differs from its end."""
        ended_ms = max(self.now_ms, self._moments[-1].at_ms + self._later_ms)
        self._next = 0
        self._later_ms = ended_ms + _GAP_MS - self._moments[0].at_ms
        self._pbx_state.pbx_ahead_ms = -self._later_ms
        self._pbx_state.now_ms = self._moments[0].at_ms + self._later_ms

    def next_due_ms(self) -> int | None:
        """Returns when the next event is due; None when the recording has ended."""
        moment = self._moment()
        if moment is None:
            return None
        own_ms = self._pbx_state.agenda.next_ms()
        sent_ms = moment.at_ms + self._later_ms
        return sent_ms if own_ms is None else max(self.now_ms, min(own_ms, sent_ms))

    def advance(self, to_ms: int) -> list[Event]:
        """Plays all up to and including ``to_ms`` and returns the events, in order."""
        while (due_ms := self.next_due_ms()) is not None and due_ms <= to_ms:
            self._pbx_state.now_ms = due_ms
            action = self._pbx_state.agenda.take(due_ms)
            if action is not None:
                action()
                axes.refresh(self._pbx_state)
            else:
                self._take(self._moments[self._next].message)
                self._next += 1
        return self._fetch()

    def _moment(self) -> RecordedMessage | None:
        return self._moments[self._next] if self._next < len(self._moments) else None

    def _take(self, message: AmiMessage) -> None:
        self._note_queue_row(message)
        if message.event == "QueueStatusComplete":
            queue_list.reconcile(self._pbx_state, self._queue_rows)
            self._queue_rows = []
        else:
            mapping.apply(self._pbx_state, message)

    def _note_queue_row(self, message: AmiMessage) -> None:
        if message.event in _QUEUE_ROWS:
            self._queue_rows.append(message)

    def _fetch(self) -> list[Event]:
        # no query can be sent any more, and what a recording shows was recorded on purpose
        asked, self._pbx_state.inquiries = self._pbx_state.inquiries, []
        for inquiry in asked:
            inquiry.answered([AmiMessage({"Response": "Success"})])
        events, self._pbx_state.events = self._pbx_state.events, []
        return events
