"""Records an Asterisk's output from now on, by a connection of its own, into a file that `replay` plays."""

import asyncio
from collections.abc import Callable

from wallboard.host import clock
from wallboard.pbx.asterisk.adapter import CONNECT_S, AsteriskOptions, read_chunk, tls_context
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.login import Login
from wallboard.pbx.asterisk.wire.session import AmiSession, SessionPhase
from wallboard.pbx.asterisk.wire.tape import NumberMask, Tape


async def record(options: AsteriskOptions, tape: Tape, write: Callable[[bytes], object]) -> None:
    """Passes the PBX's output to ``write`` until cancelled; raises the error that ends the connection."""
    async with asyncio.timeout(CONNECT_S):
        reader, writer = await asyncio.open_connection(options.host, options.port, ssl=tls_context(options))
    login = Login(user=options.user, secret=options.secret, plain=options.plain_login)
    state = PbxState(options.wrap_up_s, options.default_wrap_up_s, options.rejoin_s)
    session = AmiSession(state, login, int(options.reconcile_s * 1000), clock.now_ms())
    try:
        while True:
            chunk = await read_chunk(reader, (session.next_due_ms() - clock.now_ms()) / 1000)
            now_ms = clock.now_ms()
            if chunk:
                tape.take(chunk, now_ms)
                session.receive(chunk, now_ms)
            session.tick(now_ms)
            session.events()
            if session.phase in (SessionPhase.FENCE, SessionPhase.LIVE):
                tape.begin()
            if data := tape.data():
                write(data)
            writer.write(session.data_to_send())
    finally:
        writer.close()


class AmiRecording:
    """One recording of an Asterisk; see `wallboard.pbx.kind.PbxRecording`."""

    def __init__(self, options: AsteriskOptions, *, mask_numbers: bool) -> None:
        self._options = options
        self._tape = Tape(NumberMask() if mask_numbers else None)

    @property
    def events(self) -> int:
        """Returns how many events were written."""
        return self._tape.events

    async def run(self, write: Callable[[bytes], object]) -> None:
        """Writes until cancelled; raises the error that ends the connection."""
        await record(self._options, self._tape, write)
