"""Which addresses a token may be sent to."""

import ssl
from pathlib import Path

import pytest

from wallboard.client.address import check_url, tls_context
from wallboard.domain.errors import ConfigError


@pytest.mark.parametrize(
    "url",
    [
        "wss://gateway.example",
        "wss://gateway.example:8443/feed",
        "ws://127.0.0.1:8790",
        "ws://localhost:8790",
        "ws://[::1]:8790",
    ],
)
def test_that_a_safe_address_is_taken_as_it_is(url: str) -> None:
    assert check_url(f" {url} ") == url


@pytest.mark.parametrize("url", ["ws://gateway.example", "ws://10.0.0.5:8790", "ws://localhost.example"])
def test_that_no_token_goes_to_another_machine_unencrypted(url: str) -> None:
    with pytest.raises(ConfigError, match="use wss://"):
        check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("", "gateway", "https://gateway", "wss://", "wss://gateway:0", "wss://gateway:99999", "wss://[::1"),
        *("ws://127.0.0.1/a\r\nX-Y: z", "wss://gate\nway"),
    ],
)
def test_that_what_is_no_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ConfigError, match="Example: wss://"):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["wss://kim:s3cret@gateway", "wss://gateway/?token=s3cret", "wss://gateway/#s3cret"]
)
def test_that_an_address_has_no_room_for_secrets_and_does_not_repeat_them(url: str) -> None:
    with pytest.raises(ConfigError, match="token") as caught:
        check_url(url)
    assert "s3cret" not in str(caught.value)


def test_that_an_unusable_address_does_not_repeat_secrets_either() -> None:
    with pytest.raises(ConfigError) as caught:
        check_url("https://kim:s3cret@gateway/?token=s3cret")
    assert "s3cret" not in str(caught.value)


def test_that_certificates_and_names_are_checked() -> None:
    context = tls_context("wss://gateway.example", None)
    assert context is not None
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


def test_that_loopback_needs_no_certificate() -> None:
    assert tls_context("ws://127.0.0.1", None) is None


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_that_a_file_of_authorities_that_cannot_be_used_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(ConfigError, match=r"ca\.pem cannot be used"):
        tls_context("wss://gateway.example", file)
