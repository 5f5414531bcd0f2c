"""`wallboard feed watch`: lines of what changes; the token is never in them, nor asked for on the command line."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from tests.client import entities as x
from wallboard.app import cli
from wallboard.app.feed_commands import FeedLines, token_for
from wallboard.domain.errors import ConfigError, RemoteError
from wallboard.domain.ids import Key
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.feed import codec
from wallboard.feed import messages as m

DELTA = m.Delta(seq=2, prev=1, put=[x.agent("kim")], gone=[Key("call", "c1")])
WHOLE = m.SnapItems(items=[x.queue("sales")])


def test_that_a_change_is_a_line_each() -> None:
    put, gone = FeedLines().of(DELTA)
    assert put.startswith("2 put  {")
    assert "kim" in put
    assert gone.startswith('2 gone ["call","c1"')


def test_that_the_full_state_is_told_where_it_is_asked_for() -> None:
    assert FeedLines().of(WHOLE) == []
    (line,) = FeedLines(is_whole=True).of(WHOLE)
    assert line.startswith("put  {")


def test_that_json_is_a_line_for_each_message() -> None:
    (line,) = FeedLines(is_json=True).of(DELTA)
    assert msgspec.json.decode(line)["seq"] == 2


PARTLY = b'{"type":"delta","seq":3,"prev":2,"put":[%s,{"type":"weather","id":"w"}]}' % (
    msgspec.json.encode(x.agent("kim")).replace(b'"ready"', b'"meditating"')
)


def test_that_what_cannot_be_read_is_listed_by_its_key() -> None:
    message = codec.decode_server(PARTLY)
    assert message is not None
    put, unknown_kind, unknown_state = FeedLines().of(message)
    assert put.startswith("3 put  {")
    assert unknown_kind.startswith('3 unread ["weather","w"')
    assert unknown_state.startswith('3 unread ["agent","kim"')
    (line,) = FeedLines(is_json=True).of(message)
    assert [key[0] for key in msgspec.json.decode(line)["unread"]] == ["weather", "agent"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """No token is kept; what the gateway is given is noted."""
    given: list[str] = []

    async def told(_url: str, token: str, _ca: Path | None) -> AsyncIterator[m.AnyServerMessage]:
        given.append(token)
        yield DELTA

    monkeypatch.delenv("WALLBOARD_TOKEN", raising=False)
    monkeypatch.setattr("wallboard.app.feed_commands.config_dir", lambda: tmp_path)
    monkeypatch.setattr("wallboard.settings.credentials.CredentialStore.load", lambda *_: None)
    monkeypatch.setattr("wallboard.client.watch.messages", told)
    return given


def test_that_a_token_is_asked_for_and_not_shown(own: list[str]) -> None:
    done = CliRunner().invoke(cli.main, ["feed", "watch", "ws://127.0.0.1:1"], input="wb_typed\n")
    assert done.exit_code == 0, done.output
    assert own == ["wb_typed"]
    assert "2 put" in done.stdout
    assert "wb_typed" not in done.stdout


def test_that_a_token_has_no_place_in_the_address(own: list[str]) -> None:
    done = CliRunner().invoke(cli.main, ["feed", "watch", "ws://wb_x@127.0.0.1:1"])
    assert done.exit_code == 1
    assert own == []


def test_that_a_file_or_the_environment_has_the_token(
    own: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "token"
    file.write_text("wb_file\n")
    assert token_for("ws://127.0.0.1:1", file) == "wb_file"
    monkeypatch.setenv("WALLBOARD_TOKEN", "wb_env")
    assert token_for("ws://127.0.0.1:1", None) == "wb_env"


def test_that_none_is_an_error_in_words(own: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: "")
    with pytest.raises(ConfigError, match="no token"):
        token_for("ws://127.0.0.1:1", None)


def test_that_the_end_says_what_to_do(own: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(*_: object) -> AsyncIterator[m.AnyServerMessage]:
        yield DELTA
        raise RemoteError("raw").of(Problem(kind=ProblemKind.TOKEN_REFUSED, technical="4401"))

    monkeypatch.setattr("wallboard.client.watch.messages", refused)
    done = CliRunner().invoke(cli.main, ["feed", "watch", "ws://127.0.0.1:1"], input="wb_typed\n")
    assert done.exit_code == 1
    assert "ask your administrator for a new one (4401)." in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_that_a_full_disk_is_an_error_in_words() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "wallboard", "help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The output cannot be written: No space left on device.")
