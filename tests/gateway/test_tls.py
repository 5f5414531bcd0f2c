"""Screens of other machines come by TLS, and a certificate that cannot be used is named."""

import ssl
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.gateway.rig import CENTRE, Screen, ScriptedPbx, config, running
from wallboard.domain.errors import ConfigError
from wallboard.feed.messages import SUBPROTOCOL
from wallboard.gateway.config import Listen
from wallboard.gateway.service import Gateway

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
    gateway = Gateway(config(listen=Listen(port=0, tls_certificate=str(path), tls_key=str(path))), ScriptedPbx())
    with pytest.raises(ConfigError, match=r"cert.pem .*\[listen\]"):
        await gateway.run()
