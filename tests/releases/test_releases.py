"""Screens and gateways of different releases: each is told in words which to update, and no old figure is live."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.client.scripted import screen
from tests.gateway.rig import ScriptedPbx, running
from tests.releases.freeze import HERE, closure, freeze
from tests.releases.release_0_1.client import session as old_session
from tests.releases.release_0_1.domain import state as old_state
from tests.releases.release_0_1.domain.ids import LinkId
from tests.releases.release_0_1.feed import codec as old_codec
from tests.releases.release_0_1.feed import messages as old_messages
from tests.releases.release_0_1.feed.roles import ClientKind as OldKind
from tests.releases.release_0_1.feed.roles import CloseCode as OldCode
from tests.releases.release_0_1.feed.roles import Role as OldRole
from wallboard.client.connection_status import ConnectionPhase
from wallboard.domain.problems import ProblemKind
from wallboard.feed import codec
from wallboard.feed import messages as m

pytestmark = pytest.mark.network

OLD_FEED = Subprotocol(old_messages.SUBPROTOCOL)


async def frames(socket: ClientConnection) -> AsyncIterator[bytes | str]:
    """What comes until the other side closes."""
    try:
        async for frame in socket:
            yield frame
    except ConnectionClosed:
        return


async def test_that_a_screen_of_0_1_is_told_to_update_and_shows_no_figure() -> None:
    login = old_session.Login(token="any", kind=OldKind.DESK, client_name="desk")
    mirror = old_session.Mirror()
    now = old_session.Moment(0, 0)
    session = old_session.Session(login, mirror, now)
    async with (
        running(ScriptedPbx()) as gateway,
        connect(f"ws://127.0.0.1:{gateway.port}", subprotocols=[OLD_FEED], compression=None) as socket,
    ):
        assert socket.subprotocol == OLD_FEED
        async for frame in frames(socket):
            session.receive(old_codec.decode_server(frame), now)
        # what 0.1 says of this code: incompatible versions, update the older of the two
        assert socket.close_code == OldCode.VERSION
    assert session.stage is not old_session.Stage.LIVE
    assert mirror.store.count() == 0


async def test_that_a_screen_of_today_tells_of_a_gateway_of_0_1_that_is_too_old() -> None:
    link = old_state.Link(id=LinkId("pbx"), status=old_state.LinkStatus.UP, since_ms=1)
    said = [
        old_messages.Hello(server="wallboard/0.1", epoch="e", time_ms=1),
        old_messages.Ready(name="Kim", role=OldRole.SUPERVISOR),
        old_messages.SnapBegin(seq=1, epoch="e", count=1),
        old_messages.SnapItems(items=[link]),
        old_messages.SnapEnd(seq=1),
    ]

    async def gateway(socket: ServerConnection) -> None:
        try:
            for message in said:
                await socket.send(old_codec.encode(message), text=True)
            await socket.wait_closed()
        except ConnectionClosed:
            return

    async with serve(gateway, "127.0.0.1", 0, subprotocols=[OLD_FEED], compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with screen(f"ws://127.0.0.1:{port}") as desk:
            contact = await desk.until_phase(ConnectionPhase.WAITING)
            assert contact.problem is not None
            assert contact.problem.kind is ProblemKind.GATEWAY_TOO_OLD
            assert contact.retry_at_ms > 0
            assert ConnectionPhase.LIVE not in desk.phases
            assert desk.mirror.store.count() == 0


@pytest.mark.parametrize("message", [m.SnapItems(items=[]), m.Delta(seq=2, prev=1)])
def test_that_0_1_s_decoder_takes_apart_what_a_gateway_of_today_says(message: m.SnapItems | m.Delta) -> None:
    items = "items" if isinstance(message, m.SnapItems) else "put"
    raw = json.loads(codec.encode(message))
    raw[items] = [{"type": "source", "id": "pbx"}, {"type": "agent", "id": ["x"]}]
    assert getattr(old_codec.decode_server(json.dumps(raw)), items) == []


def test_that_a_frozen_release_imports_nothing_of_the_program(tmp_path: Path) -> None:
    folder = freeze(HERE.parent.parent, "9.9", tmp_path)
    texts = [file.read_text(encoding="utf-8") for file in folder.rglob("*.py")]
    assert len(texts) > len(closure(HERE.parent.parent)) > 10
    assert not [text for text in texts if "\nfrom wallboard" in text]
    assert any('"wallboard.v' in text for text in texts)
