"""The history's database is told by an address without a password, which has places of its own."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import parse
from wallboard.gateway.setup.history_url import account_of, password_of, wrong_with
from wallboard.gateway.setup.tables import HistorySettings

URL = "postgresql+psycopg://wallboard@db.example.com:5433/centre"
PBX = "[sources.pbx]\nkind = 'simulator'\n"


@pytest.mark.parametrize("url", [URL, "postgresql+psycopg://wb@/wb?host=/var/run/postgresql"])
def test_that_an_address_without_a_password_can_be_used(url: str) -> None:
    assert wrong_with(url) == ""
    assert parse(f"{PBX}[history]\nurl = '{url}'", "gateway.toml").history.url == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///x", "must begin with postgresql+psycopg://"),
        ("postgresql://wb@db/wb", "must begin with postgresql+psycopg://"),
        ("postgresql+psycopg://wb:sesame@db/wb", "has a password"),
        ("postgresql+psycopg://wb@db/wb?password=sesame", "has a password"),
        ("postgresql+psycopg://wb@db/wb?sslkey=k&sslpassword=sesame", "has a password"),
        ("postgresql+psycopg://db/wb", "needs a user"),
        ("postgresql+psycopg://wb@db", "and a database"),
        ("postgresql+psycopg://wb@db:port/wb", "is not a valid address"),
        ("postgresql+psycopg://[wb@db/wb", "is not a valid address"),
    ],
)
def test_that_a_wrong_address_is_told_and_no_password_with_it(url: str, words: str) -> None:
    with pytest.raises(ConfigError) as told:
        parse(f"{PBX}[history]\nurl = '{url}'", "gateway.toml")
    assert words in str(told.value)
    assert "sesame" not in str(told.value)


def test_that_the_password_is_found_where_other_secrets_are(tmp_path: Path) -> None:
    settings = HistorySettings(url=URL)
    assert (account_of(settings).user, account_of(settings).host, account_of(settings).port) == (
        "wallboard", "db.example.com", 5433,
    )  # fmt: skip
    assert password_of(settings, {"WALLBOARD_HISTORY_DATABASE_SECRET": "sesame"}) == "sesame"
    (tmp_path / "secret").write_text("sesame\n")
    (tmp_path / "secret").chmod(0o600)
    in_file = HistorySettings(url=URL, secret_file=str(tmp_path / "secret"))
    assert password_of(in_file, {}) == "sesame"
    missing = HistorySettings(url=URL, secret_file=str(tmp_path / "none"))
    with pytest.raises(ConfigError, match="cannot be read"):
        password_of(missing, {})
