"""Dispatches commands: checks the right, repetition and preconditions, sends once at most, awaits the result.

A command is confirmed by events alone. Without an event in time its outcome is unknown; it is never sent again, and
is settled later when the state shows the outcome. `records` has the owners; numbers are never logged.
"""

import asyncio
import logging
import secrets
from collections import Counter, OrderedDict
from collections.abc import Callable

from wallboard.domain.actions.commands import (
    Command,
    Lock,
    Observation,
    Outcome,
    Progress,
    Reason,
    Result,
)
from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.actions.monitoring import StopMonitor
from wallboard.domain.centre import events as e
from wallboard.domain.centre.changes import Changes
from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.state import Monitor, SourceStatus
from wallboard.domain.errors import PbxRefused, RemoteError
from wallboard.domain.ids import CommandId, Key
from wallboard.domain.sanitizer import SENTENCE_MOST, sanitize
from wallboard.feed.messages import CommandRequest, CommandResult, Message
from wallboard.gateway.core.recording import Recording
from wallboard.gateway.core.records import Record, Records
from wallboard.gateway.fanout.commands import Listener
from wallboard.pbx.adapter import Executor

logger = logging.getLogger(__name__)

AHEAD_MS = 600_000
"""The latest deadline: a command that is sent again after its record was dropped comes too late."""
UNSETTLED_EACH = 50
"""The most unknown outcomes of one owner that are watched at once."""
SETTLE_MS = 300_000
"""How long they are watched: what the state shows later has another cause."""
GATEWAY = Grant(person="the gateway itself", rights=frozenset(AccessRight))
"""The name, also in the ledger, under which the gateway ends a monitoring whose owner lost the right."""
END_WITHIN_MS = 5_000
END_AGAIN_MS = 60_000
"""How soon the gateway retries to end a monitoring that did not end."""


class CommandDispatcher:
    """All commands of all supervisors.

    Attributes:
        recording: where they are recorded.
        outcomes: how many commands ended in each way since the start.
    """

    def __init__(
        self, adapter: Executor, state: State, now_ms: Callable[[], int], recording: Recording | None = None
    ) -> None:
        self.recording = recording or Recording()
        self.outcomes: Counter[Outcome] = Counter()
        self._adapter = adapter
        self._state = state
        self._now_ms = now_ms
        self._records = Records()
        self._in_flight: dict[Lock, Record] = {}
        self._unsettled: OrderedDict[CommandId, Record] = OrderedDict()
        self._ended_ms: dict[CommandId, int] = {}
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self) -> None:
        """Carries out submitted commands until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._tasks:
                await asyncio.Event().wait()
        finally:
            for record in set(self._in_flight.values()):
                self._end(record, _unknown(record.command, "the gateway was stopped"))

    def submit(self, grant: Grant, request: CommandRequest, listener: Listener) -> None:
        """Accepts a command and reports to ``listener`` until its end, or refuses it with a reason.

        The same command under the same id is done once, however often it arrives, for its owner alone, and is not
        done again by a restarted gateway.
        """
        command, owner = request.command, grant.person
        known = self._records.find(command.id)
        if known is not None and known.owner == owner and known.command == command:
            self._join(known, listener)
            return
        record = Record(command, owner, self._now_ms(), request.deadline_ms, {listener})
        if command.refusal_to(grant, self._state) is Reason.NOT_ALLOWED:
            self._refuse_unrecorded(record, Reason.NOT_ALLOWED)
        elif known is not None:
            self._end(record, _refused(command, Reason.ID_REUSED))
        elif command.id in self.recording.given_before:
            record.result = _unknown(command, "the request is from before the gateway's restart")
            record.notify()
        elif (reason := self.recording.refusal(command)) is not None:
            self._refuse_unrecorded(record, reason)
        elif not self._records.has_room(owner, command, record.at_ms):
            self._refuse_unrecorded(record, Reason.RECORDS_FULL)
        else:
            self._take(record, grant, request)

    def _take(self, record: Record, grant: Grant, request: CommandRequest) -> None:
        """Starts or refuses a command; creates a record of it either way."""
        if (reason := self._refusal(grant, request)) is not None:
            self._records.keep_refused(record)
            self._end(record, _refused(record.command, reason, record.command.detail(reason)))
        else:
            self._records.keep(record)
            self._begin(record)

    def _refuse_unrecorded(self, record: Record, reason: Reason) -> None:
        """Refuses a command without a line in ledger or log, which anybody could otherwise fill."""
        self._count_refusal(record.owner, reason)
        record.result = _refused(record.command, reason)
        record.notify()

    def count_refusal(self, owner: str, reason: Reason) -> None:
        """Counts a command of ``owner`` that a session refused; it is not in the ledger."""
        self._count_refusal(owner, reason)

    def _count_refusal(self, owner: str, reason: Reason) -> None:
        self.outcomes[Outcome.REFUSED] += 1
        self.recording.refusals.add(owner, reason)

    def query(self, owner: str, command_id: CommandId, listener: Listener) -> None:
        """Reports to ``listener`` the state of a command, or that it is unknown."""
        record = self._records.find(command_id)
        if record is None or record.owner != owner:
            listener(CommandResult(result=Result(command_id=command_id, outcome=Outcome.UNKNOWN)))
            return
        self._join(record, listener)

    def end_monitors(self, is_withdrawn: Callable[[Monitor], bool]) -> None:
        """Ends the monitorings that may not continue: as soon as possible, with retries."""
        monitors, now_ms = self._state.monitors, self._now_ms()
        self._ended_ms = {id_: at_ms for id_, at_ms in self._ended_ms.items() if id_ in monitors}
        for monitor in list(monitors.values()):
            if not is_withdrawn(monitor) or now_ms < self._ended_ms.get(monitor.id, 0) + END_AGAIN_MS:
                continue
            # an id that no client can have used before
            stop = StopMonitor(id=CommandId(f"end-{secrets.token_hex(16)}"), monitor_id=monitor.id)
            request = CommandRequest(command=stop, deadline_ms=now_ms + END_WITHIN_MS)
            if self._refusal(GATEWAY, request) is None:
                self._ended_ms[monitor.id] = now_ms
                self.submit(GATEWAY, request, _ignore)

    def forget(self, listener: Listener) -> None:
        """Removes ``listener``."""
        for record in [*self._in_flight.values(), *self._unsettled.values()]:
            record.listeners.discard(listener)

    def _join(self, record: Record, listener: Listener) -> None:
        """Reports to ``listener`` how far a command is, now and for as long as that may change."""
        listener(record.message())
        if record.result is None or record.command.id in self._unsettled:
            record.listeners.add(listener)

    def observe(self, event: e.Event, changes: Changes) -> None:
        """Applies an event, which the state already includes, to pending commands."""
        if not self._in_flight:
            return
        lost = event.source_id if isinstance(event, e.SourceChanged) and event.status is not SourceStatus.UP else ""
        for record in set(self._in_flight.values()):
            if lost and record.source_id == lost:
                self._end(record, _unknown(record.command, "the connection to the PBX was lost"))
            elif not _is_repeated(event, changes):
                self._advance(record, event)

    def _advance(self, record: Record, event: e.Event) -> None:
        command = record.command
        news = command.outcome(Observation(event=event, centre=self._state, moving=record.moving))
        if isinstance(event, e.CallMoving) and command.about().subject == Key("call", event.call_id):
            record.moving = True
        elif isinstance(news, Result):
            self._end(record, news)
        elif news is not None and news is not record.progress:
            record.progress = news
            record.notify()

    def settle(self) -> None:
        """Settles unknown outcomes that the state now shows; to be called regularly."""
        for record in list(self._unsettled.values()):
            if self._now_ms() > record.at_ms + SETTLE_MS:
                del self._unsettled[record.command.id]
                record.listeners.clear()
            elif record.command.is_done(self._state):
                del self._unsettled[record.command.id]
                record.result = None
                self._end(record, Result(command_id=record.command.id, outcome=Outcome.CONFIRMED))

    def _refusal(self, grant: Grant, request: CommandRequest) -> Reason | None:
        command, now_ms = request.command, self._now_ms()
        if now_ms > request.deadline_ms:
            return Reason.TOO_LATE
        if request.deadline_ms > now_ms + AHEAD_MS:
            return Reason.BAD_REQUEST
        busy = next((reason for lock, reason in command.locks() if lock in self._in_flight), None)
        return busy or command.refusal(self._state) or command.refusal_to(grant, self._state)

    def _begin(self, record: Record) -> None:
        if self._tasks is None:
            raise RuntimeError("the command dispatcher is not running")
        record.source_id = record.command.source(self._state)
        for lock, _ in record.command.locks():
            self._in_flight[lock] = record
        recorded = self.recording.asked(record.at_ms, record.owner, record.command)
        record.notify()
        self._tasks.create_task(self._carry_out(record, recorded))

    async def _carry_out(self, record: Record, recorded: asyncio.Event) -> None:
        """Sends the command once and waits for its end; it ends in every case."""
        command = record.command
        try:
            async with asyncio.timeout(command.deadline_s):
                if not await self._is_recorded(record, recorded):
                    return
                await self._adapter.execute(command, record.owner)
                if record.progress is Progress.ACCEPTED and record.result is None:
                    record.progress = Progress.SENT
                    record.notify()
                await record.ended.wait()
        except PbxRefused as error:
            self._end(record, _refused(command, error.reason or Reason.PBX_REFUSED, str(error)))
        except RemoteError as error:
            self._end(record, _unknown(command, str(error)))
        except TimeoutError:
            self._end(record, _unknown(command, f"no event from the PBX within {command.deadline_s:.0f} seconds"))
        except Exception:
            logger.exception("command %s failed inside the gateway", command.id)
            self._end(record, _unknown(command, "internal error of the gateway; see its log"))

    async def _is_recorded(self, record: Record, recorded: asyncio.Event) -> bool:
        """Waits for the command's line where that is required; False if the command ended meanwhile."""
        reason = await self.recording.missing(record.command, recorded)
        if recorded.is_set():  # after the wait the caller may have left
            is_late = self._now_ms() > record.deadline_ms
            reason = Reason.TOO_LATE if is_late else record.command.refusal(self._state)
        if reason is not None:
            self._end(record, _refused(record.command, reason))
        return record.result is None

    def _end(self, record: Record, result: Result) -> None:
        """Ends a command; the first end counts, and an event may precede the PBX's response."""
        if record.result is not None:
            return
        record.result = result
        self.outcomes[result.outcome] += 1
        for lock, _ in record.command.locks():
            if self._in_flight.get(lock) is record:
                del self._in_flight[lock]
        if result.outcome is Outcome.UNKNOWN:
            self._watch(record)
        record.ended.set()
        self.recording.ended(self._now_ms(), record.owner, record.command, result)
        logger.info(
            "%s requested %s (%s): %s%s",
            record.owner,
            type(record.command).__name__,
            record.command.id,
            result.outcome,
            f" {result.reason}" if result.reason else "",
        )
        record.notify()

    def _watch(self, record: Record) -> None:
        """Watches for the result of an unknown outcome, up to a limit for each owner."""
        self._unsettled[record.command.id] = record
        of_owner = [one for one in self._unsettled.values() if one.owner == record.owner]
        if len(of_owner) > UNSETTLED_EACH:
            self._unsettled.pop(of_owner[0].command.id).listeners.clear()


def _ignore(_: Message) -> None:
    """Does nothing: commands of the gateway itself are in its log and ledger."""


def _is_repeated(event: e.Event, changes: Changes) -> bool:
    """Whether an event about a caller only repeats what was known."""
    about_a_caller = isinstance(event, e.CallAnswered | e.CallerJoined | e.CallFound)
    return about_a_caller and not (changes.put or changes.gone)


def _refused(command: Command, reason: Reason, detail: str = "") -> Result:
    return Result(
        command_id=command.id, outcome=Outcome.REFUSED, reason=reason, detail=sanitize(detail, SENTENCE_MOST)
    )


def _unknown(command: Command, detail: str) -> Result:
    return Result(command_id=command.id, outcome=Outcome.UNKNOWN, detail=sanitize(detail, SENTENCE_MOST))
