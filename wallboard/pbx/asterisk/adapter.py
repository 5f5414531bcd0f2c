"""The one place with a socket: keeps a session to the PBX alive and is the adapter that the gateway uses."""

import asyncio
import logging
import ssl
from itertools import chain
from pathlib import Path
from typing import Final, NoReturn

from msgspec import Struct

from wallboard.domain.actions.commands import Command, Reason
from wallboard.domain.centre.events import SourceChanged
from wallboard.domain.centre.state import SourceStatus
from wallboard.domain.errors import ConfigError, LoginRefused, PbxRefused, RemoteError
from wallboard.domain.ids import (
    PBX,
    SourceId,
)
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.domain.sanitizer import SENTENCE_MOST, sanitize
from wallboard.host import clock
from wallboard.host.backoff import limit_s, spread_s
from wallboard.host.error_text import why
from wallboard.host.trust import client_context
from wallboard.pbx.adapter import Sink
from wallboard.pbx.asterisk.commands.execution import TRANSLATIONS, translation_of
from wallboard.pbx.asterisk.commands.translation import Answers, Dialplan
from wallboard.pbx.asterisk.doctor.refusal import BEFORE_GREETING, is_denied
from wallboard.pbx.asterisk.state.model import Inquiry
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage
from wallboard.pbx.asterisk.wire.event_watch import EventWatch
from wallboard.pbx.asterisk.wire.link_problem import kind_of
from wallboard.pbx.asterisk.wire.login import Login
from wallboard.pbx.asterisk.wire.session import AmiSession, SessionPhase
from wallboard.pbx.asterisk.wire.spelling import readable

RETRY_LEAST_S: Final = 0.5
RETRY_MOST_S: Final = 4.0
"""The random delay before a reconnect has a limit that doubles from the first to the second of these; the second is
short because a board has to be complete within five seconds of the PBX's return."""
REFUSED_LEAST_S: Final = 1.0
REFUSED_MOST_S: Final = 60.0
"""A limit that doubles, too: a PBX that reloads users refuses logins for a moment; one a minute fills no log."""
CONNECT_S: Final = 5.0
ACTION_S: Final = 5.0
"""How long an action may be without the PBX's response before its outcome is unknown."""
CLOSED: Final = "The PBX closed the connection."
_CHUNK: Final = 1 << 16
_EXPECTED: Final = (OSError, RemoteError, TimeoutError)
"""The normal ends of connections; anything else is a fault of this program and is logged with its location."""

_log = logging.getLogger(__name__)


class AsteriskOptions(Struct, frozen=True, kw_only=True):
    """The PBX's address and the settings that it does not report.

    ``wrap_up_s`` is the wrap-up by queue, in seconds, where members have none of their own: AMI does not report a
    queue's; ``default_wrap_up_s`` is for all other queues. A caller who returns to the same queue within
    ``rejoin_s`` seconds continues the same visit (0: never), or the queue's own of ``rejoin_by_queue_s``.
    ``reconcile_s`` is how often queues are listed again. ``ca_file`` is a PEM file to trust under ``tls``.
    """

    host: str
    user: str
    secret: str
    port: int = 5038
    tls: bool = False
    ca_file: str | None = None
    plain_login: bool = False
    source_id: SourceId = PBX
    wrap_up_s: dict[str, float] = {}
    default_wrap_up_s: float = 0.0
    rejoin_s: float = 30.0
    rejoin_by_queue_s: dict[str, float] = {}
    reconcile_s: float = 20.0
    dialplan: Dialplan = Dialplan()

    @property
    def where(self) -> str:
        """Returns the source's name with its address, as logs and reasons name this PBX."""
        return f"{self.source_id} ({self.host}:{self.port})"


class AsteriskAdapter:
    """One Asterisk behind `wallboard.pbx.adapter.Adapter`.

    Attributes:
        can: the actions that it supports.
        pbx_state: the PBX's state; it outlives connections, so that after one only differences are reported.
    """

    can = frozenset(TRANSLATIONS)

    def __init__(self, options: AsteriskOptions) -> None:
        self.pbx_state = PbxState(options.wrap_up_s, options.default_wrap_up_s, options.rejoin_s)
        self.pbx_state.rejoin_by_queue_s = options.rejoin_by_queue_s
        self._options = options
        self._tls = tls_context(options)
        self._event_watch = EventWatch(options.user)
        self._session: AmiSession | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._unanswered: set[asyncio.Future[list[AmiMessage]]] = set()
        self._sink: Sink | None = None
        self._sent_status = (SourceStatus.DOWN, "")

    async def run(self, sink: Sink) -> None:
        """Passes the whole state and all events to ``sink`` until cancelled; see `Adapter.run`."""
        self._sink = sink
        failures = refusals = 0
        self._send_status(SourceStatus.SYNCING)
        while True:
            try:
                await self._connected()
            except Exception as error:  # noqa: BLE001 - one word taken wrongly must not end the board: all is read anew
                was_live = self._session is not None and self._session.phase is SessionPhase.LIVE
                failures = 1 if was_live else failures + 1
                is_known = not self._event_watch.is_complete and str(error) == self._event_watch.reason
                reason = str(error) if is_known else sanitize(readable(self._in_words(error)), SENTENCE_MOST)
                if failures == 1 and not is_known:
                    _log.warning("%s", reason, exc_info=None if isinstance(error, _EXPECTED) else error)
                self._send_status(SourceStatus.DOWN, reason, kind_of(error))
                refusals = refusals + 1 if isinstance(error, LoginRefused | PbxRefused) else 0
                delay_s = _delay_s(error, refusals or failures)
            finally:
                self._lost()
            await asyncio.sleep(delay_s)

    async def execute(self, command: Command, owner: str) -> None:
        """Sends a command to the PBX, at most once; see `Adapter.execute`."""
        try:
            await self._execute(self.pbx_state.spelling.meant(command), owner)
        except PbxRefused as error:
            raise PbxRefused(readable(str(error)), error.reason) from error
        except RemoteError as error:
            raise type(error)(readable(str(error))) from error

    async def _execute(self, command: Command, owner: str) -> None:
        self._live()
        dialplan = self._options.dialplan
        way = translation_of(command)
        questions = way.questions(self.pbx_state, command, dialplan)
        seen = way.caller_state(self.pbx_state, command)
        try:
            rows = await asyncio.gather(*(self._answer(action) for action in questions))
            answers = Answers(rows=list(chain.from_iterable(rows)), ami=self._live().ami_version)
            setting = way.variables(self.pbx_state, command, dialplan, answers)
            await asyncio.gather(*(self._ask(action) for action in setting))
        except RemoteError as error:
            raise PbxRefused(
                f"{error} The call was not changed.", error.reason if isinstance(error, PbxRefused) else None
            ) from error
        if way.caller_state(self.pbx_state, command) != seen:
            raise PbxRefused("The call was transferred at that moment; it was not changed.", Reason.CALL_MOVED_ON)
        first, *others = way.act(self.pbx_state, command, dialplan, owner)
        try:
            await self._ask(first)
        except PbxRefused:
            way.refused(self.pbx_state, command)
            raise
        try:
            for action in others:
                await self._ask(action)
        except PbxRefused as error:
            raise RemoteError(f"{error} Part of the request was carried out.") from error

    async def _connected(self) -> NoReturn:
        """Runs one connection, from connecting to its end, which is always an error."""
        options = self._options
        async with asyncio.timeout(CONNECT_S):
            reader, self._writer = await asyncio.open_connection(options.host, options.port, ssl=self._tls)
        login = Login(user=options.user, secret=options.secret, plain=options.plain_login)
        session = AmiSession(
            self.pbx_state, login, int(options.reconcile_s * 1000), clock.now_ms(), self._event_watch
        )
        self._session = session
        if self._event_watch.is_complete:
            self._send_status(SourceStatus.SYNCING)
        while True:
            chunk = await read_chunk(reader, (session.next_due_ms() - clock.now_ms()) / 1000)
            was_live = session.phase is SessionPhase.LIVE
            now_ms = clock.now_ms()
            try:
                if chunk:
                    session.receive(chunk, now_ms)
                session.tick(now_ms)
            finally:
                self._deliver(session)
            if session.phase is SessionPhase.LIVE and not was_live:
                _log.info("%s is connected", options.where)
            self._report_progress(session)
            self._flush()

    def _report_progress(self, session: AmiSession) -> None:
        """Reports the link: up while data is current; down, with the reason in words, while events are withheld."""
        is_live = session.phase is SessionPhase.LIVE
        if not session.event_watch.is_complete:
            if not is_live:
                return  # the lists alone do not correct what was wrong before
            status, reason, problem = SourceStatus.DOWN, session.event_watch.reason, ProblemKind.PBX_EVENTS
        else:
            status, reason = (
                SourceStatus.UP if is_live and not session.delay else SourceStatus.SYNCING,
                session.delay,
            )
            problem = ProblemKind.PBX_SLOW
        if (status, reason) != self._sent_status:
            if reason and not self._sent_status[1]:
                _log.warning("%s: %s", self._options.where, reason)
            self._send_status(status, reason, problem if reason else "")

    def _deliver(self, session: AmiSession) -> None:
        if self._sink is not None:
            for event in session.events():
                self._sink(event)

    def _flush(self) -> None:
        if self._session is not None and self._writer is not None:
            self._writer.write(self._session.data_to_send())

    def _send_status(self, status: SourceStatus, reason: str = "", problem: str = "") -> None:
        self._sent_status = (status, reason)
        if self._sink is not None:
            source_id = self._options.source_id
            at_ms = clock.now_ms()
            self._sink(
                SourceChanged(at_ms=at_ms, source_id=source_id, status=status, reason=reason, problem=problem)
            )

    def _lost(self) -> None:
        """Drops the connection; the outcome of unanswered actions is unknown."""
        if self._writer is not None:
            self._writer.close()
        self._session = self._writer = None
        for future in self._unanswered:
            if not future.done():
                future.set_exception(RemoteError("The connection to the PBX was lost before it answered."))
        self._unanswered.clear()

    def _live(self) -> AmiSession:
        """Returns the live session; without one nothing has been sent, which is a refusal."""
        if self._session is None or self._session.phase is not SessionPhase.LIVE:
            raise PbxRefused("The PBX is not connected.", Reason.LINK_DOWN)
        return self._session

    async def _ask(self, action: Action) -> None:
        """Sends an action; raises `PbxRefused` with the PBX's message if it fails."""
        (message,) = await self._answer(action)
        if message.get("Response") != "Success":
            words = message.get("Message") or f"The PBX refused {action.name}"
            raise PbxRefused(sentence(words), Reason.PBX_RIGHT if is_denied(words) else None)

    async def _answer(self, action: Action) -> list[AmiMessage]:
        """Returns the PBX's response to an action, or the rows of its list."""
        session = self._live()
        future: asyncio.Future[list[AmiMessage]] = asyncio.get_running_loop().create_future()
        self._unanswered.add(future)

        def answered(messages: list[AmiMessage]) -> None:
            if not future.done():
                future.set_result(messages)

        session.inquire(Inquiry(action, answered))
        self._flush()
        try:
            async with asyncio.timeout(ACTION_S):
                return await future
        except TimeoutError as error:
            raise RemoteError(f"The PBX did not answer {action.name}.") from error
        finally:
            self._unanswered.discard(future)

    def _is_ungreeted(self) -> bool:
        return self._session is not None and self._session.phase is SessionPhase.GREETING

    def _in_words(self, error: Exception) -> str:
        where = self._options.where
        match error:
            case RemoteError() if str(error) == CLOSED and self._is_ungreeted():
                return f"{where}: {BEFORE_GREETING}."
            case RemoteError():
                return f"{where}: {error}"
            case ssl.SSLError():
                return f"No secure connection to {where}: {error.reason or error}. Check tls and ca_file."
            case ConnectionRefusedError():
                return f"No Asterisk manager listens at {where}: is enabled = yes set in manager.conf?"
            case TimeoutError():
                return f"No response from {where}: check the address, the network and the firewall."
            case OSError():
                return f"No connection to Asterisk at {where}: {why(error)}"
            case _:
                return (
                    f"{where}: internal error of the gateway ({type(error).__name__}); see its log. Reconnecting."
                )


def tls_context(options: AsteriskOptions) -> ssl.SSLContext | None:
    """Returns the TLS context, None without TLS; `ConfigError` if ``ca_file`` cannot be used."""
    if not options.tls:
        return None
    try:
        return client_context(Path(options.ca_file) if options.ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"ca_file {options.ca_file} cannot be used as a certificate authority file: {why(error)}"
        ) from error


async def read_chunk(reader: asyncio.StreamReader, wait_s: float) -> bytes:
    """Returns the data of ``wait_s`` seconds, maybe empty; `RemoteError` at the connection's end."""
    try:
        async with asyncio.timeout(max(0.0, wait_s)):
            chunk = await reader.read(_CHUNK)
    except TimeoutError:
        return b""
    if not chunk:
        raise RemoteError(CLOSED).of(Problem(kind=ProblemKind.PBX_CLOSED))
    return chunk


def sentence(text: str) -> str:
    """Returns the PBX's message as a sentence; it ends some with a full stop and most without."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _delay_s(error: Exception, failures: int) -> float:
    """Returns the delay after this many consecutive failures of a kind."""
    if isinstance(error, LoginRefused | PbxRefused):
        return limit_s(REFUSED_LEAST_S, failures - 1, REFUSED_MOST_S)
    if not isinstance(error, _EXPECTED):
        return RETRY_MOST_S
    return spread_s(RETRY_LEAST_S, failures, RETRY_MOST_S)
