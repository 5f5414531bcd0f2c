"""Screens of other machines come by TLS, and a certificate that cannot be used is named."""

import ssl
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.domain.words import joins
from tests.gateway.rig import CENTRE, Screen, ScriptedPbx, config, running
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import Key
from wallboard.feed.messages import SUBPROTOCOL
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.tables import Listen

pytestmark = pytest.mark.network

FEED = [Subprotocol(SUBPROTOCOL)]


async def test_that_screens_connect_over_tls(certificate: Path) -> None:
    listen = Listen(port=0, tls_certificate=str(certificate), tls_key=str(certificate.with_name("key.pem")))
    async with running(ScriptedPbx(*CENTRE), config(listen=listen)) as gateway:
        trusted = ssl.create_default_context(cafile=str(certificate))
        async with connect(f"wss://127.0.0.1:{gateway.port}", ssl=trusted, subprotocols=FEED) as socket_:
            await Screen(socket_).sign_in()


async def test_that_a_key_that_only_the_service_may_read_is_taken_from_systemd(
    certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tls_key").write_bytes(certificate.with_name("key.pem").read_bytes())
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    listen = Listen(port=0, tls_certificate=str(certificate), tls_key="/nowhere/tls-key.pem")
    async with running(ScriptedPbx(*CENTRE), config(listen=listen)) as gateway:
        trusted = ssl.create_default_context(cafile=str(certificate))
        async with connect(f"wss://127.0.0.1:{gateway.port}", ssl=trusted, subprotocols=FEED) as socket_:
            await Screen(socket_).sign_in()


@pytest.mark.parametrize("content", [None, "not a certificate"])
async def test_that_a_certificate_that_cannot_be_used_is_named(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "cert.pem"
    if content is not None:
        path.write_text(content)
    gateway = Gateway(
        config(listen=Listen(port=0, tls_certificate=str(path), tls_key=str(path))), {"pbx": ScriptedPbx}
    )
    with pytest.raises(ConfigError, match=r"cert.pem .*\[listen\]"):
        await gateway.run()


async def test_that_a_renewed_certificate_is_shown_to_newcomers_and_disconnects_nobody(
    certificate: Path, other_certificate: Path, tmp_path: Path
) -> None:
    shown, key = tmp_path / "cert.pem", tmp_path / "key.pem"

    def show(path: Path) -> None:
        shown.write_bytes(path.read_bytes())
        key.write_bytes(path.with_name("key.pem").read_bytes())

    show(certificate)
    made_by = config(listen=Listen(port=0, tls_certificate=str(shown), tls_key=str(key)))
    old, new = (ssl.create_default_context(cafile=str(path)) for path in (certificate, other_certificate))
    pbx = ScriptedPbx(*CENTRE)
    async with running(pbx, made_by) as gateway:
        url = f"wss://127.0.0.1:{gateway.port}"
        async with connect(url, ssl=old, subprotocols=FEED) as before:
            desk = Screen(before)
            await desk.sign_in()
            show(other_certificate)
            key.write_text("half a key")
            with pytest.raises(ConfigError, match=r"key.pem .*cannot be used"):
                gateway.renew(made_by)
            async with connect(url, ssl=old, subprotocols=FEED) as same:
                await Screen(same).sign_in()
            show(other_certificate)
            gateway.renew(made_by)
            async with connect(url, ssl=new, subprotocols=FEED) as after:
                await Screen(after).sign_in()
            pbx.tell(joins("c", "sales", 2))
            await desk.until(lambda: Key("call", "pbx:c") in desk.copy.entities)
