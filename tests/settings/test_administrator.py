"""An administrator's files: they stand beneath and above the user's own, and their mistakes are told."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.settings.administrator import TvSetup, read_desk, read_tv
from wallboard.settings.client import Layers, SettingsFile, ThemeChoice

DESK = """
[defaults.gateway]
url = "wss://first.example"
[defaults.desk]
zoom = 1.25
[locked.desk]
theme = "dark"
"""


@pytest.fixture
def given_layers(tmp_path: Path) -> Layers:
    path = tmp_path / "desk.toml"
    path.write_text(DESK)
    layers, problems = read_desk(path)
    assert problems == ()
    return layers


def test_that_defaults_give_way_to_the_user_and_locked_values_do_not(given_layers: Layers, tmp_path: Path) -> None:
    own = tmp_path / "client.toml"
    own.write_text('[gateway]\nurl = "wss://mine.example"\n[desk]\ntheme = "light"\n')
    settings = SettingsFile(own, given_layers).load().settings
    assert settings.gateway.url == "wss://mine.example"
    assert settings.desk.zoom == 1.25
    assert settings.desk.theme is ThemeChoice.DARK


def test_that_an_administrators_values_are_never_written_into_the_users_file(
    given_layers: Layers, tmp_path: Path
) -> None:
    file = SettingsFile(tmp_path / "client.toml", given_layers)
    loaded = file.load().settings
    file.save(loaded)
    assert not file.path.exists()
    mine = loaded.__class__(supervisor=loaded.supervisor.__class__(extension="201"), gateway=loaded.gateway)
    file.save(mine)
    content = file.path.read_text()
    assert 'extension = "201"' in content
    assert "first.example" not in content
    assert "theme" not in content


def test_that_a_broken_file_of_the_user_leaves_the_administrators_values(
    given_layers: Layers, tmp_path: Path
) -> None:
    own = tmp_path / "client.toml"
    own.write_text("not toml [")
    loaded = SettingsFile(own, given_layers).load()
    assert loaded.problems
    assert loaded.settings.gateway.url == "wss://first.example"


def test_that_only_what_is_locked_is_held(given_layers: Layers) -> None:
    assert given_layers.is_locked("desk", "theme")
    assert not given_layers.is_locked("gateway", "url")


def test_that_no_file_means_no_layers(tmp_path: Path) -> None:
    assert read_desk(tmp_path / "none.toml") == (Layers(), ())
    assert read_tv(tmp_path / "none.toml") == TvSetup()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[", "not valid TOML"),
        ("[gateway]\nurl = 'x'\n", "[gateway] is unknown"),
        ("[locked.gatway]\nurl = 'x'\n", "[gatway] is unknown"),
        ("[locked.gateway]\nulr = 'x'\n", "[gateway] ulr is unknown"),
        ("[locked.desk]\nzoom = 90\n", "[desk] zoom: "),
        ("locked = 1\n", "locked must be a table"),
        ("[locked]\ndesk = 1\n", "desk must be a table"),
    ],
)
def test_that_a_mistake_is_told_with_its_place(content: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(content)
    _, problems = read_desk(path)
    assert any(told in words and str(path) in words for words in problems)
    assert len(problems) == 1


def test_that_a_tv_is_set_up_by_one_file(tmp_path: Path) -> None:
    path = tmp_path / "tv.toml"
    path.write_text('gateway = "wss://gateway.example:8443"\ntoken_file = "/etc/wallboard/tv.token"\n')
    assert read_tv(path) == TvSetup(gateway="wss://gateway.example:8443", token_file="/etc/wallboard/tv.token")


@pytest.mark.parametrize("content", ['gatway = "wss://x"\n', "queue = 1\n"])
def test_that_a_tvs_mistake_names_the_file_and_the_keys_that_there_are(content: str, tmp_path: Path) -> None:
    path = tmp_path / "tv.toml"
    path.write_text(content)
    with pytest.raises(ConfigError, match=r"tv\.toml: .*The keys that there are: gateway, token_file"):
        read_tv(path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("gatewya = 'x'", "there is no key 'gatewya'. The keys that there are: gateway, token_file"),
        ("queue = 5", "queue: must be a text in quotes. "),
        ("language = 'xx'", "language: Invalid enum value 'xx'. "),
        ("x =", "is not valid TOML"),
    ],
)
def test_that_a_tvs_mistake_is_told_in_an_administrators_words(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "tv.toml"
    path.write_text(line)
    with pytest.raises(ConfigError) as caught:
        read_tv(path)
    assert words in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff", b"a = " + b"[" * 100_000, b"\0"])
def test_that_malformed_files_are_told_in_words_and_stop_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_tv(path)
    layers, problems = read_desk(path)
    assert layers == Layers()
    assert "not valid TOML" in problems[0]


def test_that_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_tv(tmp_path)
    assert "cannot be read" in read_desk(tmp_path)[1][0]


def test_that_a_tvs_screen_may_be_a_bare_number(tmp_path: Path) -> None:
    path = tmp_path / "tv.toml"
    path.write_text("screen = 0")
    assert read_tv(path).screen == 0


def test_that_an_editors_mark_at_the_beginning_is_no_word_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(DESK, encoding="utf-8-sig")
    layers, problems = read_desk(path)
    assert problems == ()
    assert SettingsFile(tmp_path / "client.toml", layers).load().settings.desk.theme is ThemeChoice.DARK
