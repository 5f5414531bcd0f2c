"""A screen's settings: edited by people and by us, and never in the way of a start."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre.agent_categories import AgentCategory
from wallboard.domain.errors import ConfigError
from wallboard.settings.client import (
    AgentOrder,
    ClientSettings,
    DeskSettings,
    GatewaySettings,
    Loaded,
    SettingsFile,
    SupervisorSettings,
    ThemeChoice,
    TvSettings,
)

BY_HAND = """# our own notes
[gateway]
url = "wss://gateway.example"   # the new one
colour = "green"

[extra]
kept = [1, 2]
"""

DEEP = 100_000
MALFORMED = [b"\xff\xfe", b"a = " + b"[" * DEEP, b"a = " + b"{b = " * DEEP, b"\0", b"x = \xc3"]


@pytest.fixture
def file(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "wallboard" / "settings.toml")


def by_hand(file: SettingsFile, content: str) -> None:
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_text(content, encoding="utf-8")


def test_that_without_a_file_everything_has_its_default(file: SettingsFile) -> None:
    assert file.load() == Loaded(settings=ClientSettings())
    assert not file.path.exists()


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@given(TEXTS, TEXTS, st.floats(0.5, 3), st.sampled_from(ThemeChoice))
def test_that_what_is_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, url: str, name: str, zoom: float, theme: ThemeChoice
) -> None:
    settings = ClientSettings(
        gateway=GatewaySettings(url=url, name=name),
        supervisor=SupervisorSettings(extension=name),
        desk=DeskSettings(
            theme=theme,
            zoom=zoom,
            geometry="AAE=",
            agents_shown=(AgentCategory.READY, AgentCategory.PAUSED),
            agents_order=AgentOrder.TIME,
            pause_limits_min={"Almoço": 45.0},
        ),
        tv=TvSettings(screen=name),
    )
    file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.toml")
    file.save(settings)
    assert file.load() == Loaded(settings=settings)


def test_that_an_editors_mark_at_the_beginning_is_no_word_of_the_file(file: SettingsFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text('[gateway]\nurl = "wss://mine.example"\n', encoding="utf-8-sig")
    loaded = file.load()
    assert loaded.problems == ()
    assert loaded.settings.gateway.url == "wss://mine.example"
    file.save(loaded.settings.__class__(desk=DeskSettings(theme=ThemeChoice.DARK), gateway=loaded.settings.gateway))
    assert file.load().settings.desk.theme is ThemeChoice.DARK


def test_that_comments_and_keys_of_others_stay(file: SettingsFile) -> None:
    by_hand(file, BY_HAND)
    loaded = file.load().settings
    assert loaded.gateway.url == "wss://gateway.example"
    file.save(ClientSettings(gateway=loaded.gateway, supervisor=SupervisorSettings(extension="201")))
    content = file.path.read_text(encoding="utf-8")
    assert content.startswith(BY_HAND.rstrip())
    assert file.load().settings.supervisor.extension == "201"


def test_that_nothing_is_written_when_nothing_changed(file: SettingsFile) -> None:
    file.save(ClientSettings())
    assert not file.path.exists()


def test_that_a_broken_file_is_kept_aside_and_the_program_starts(file: SettingsFile) -> None:
    for number in (1, 2):
        by_hand(file, f"[gateway\nurl = {number}")
        loaded = file.load()
        assert loaded.settings == ClientSettings()
        assert f"settings.toml.broken-{number}" in loaded.problems[0]
        assert not file.path.exists()
        aside = file.path.with_name(f"settings.toml.broken-{number}")
        assert aside.read_text(encoding="utf-8") == f"[gateway\nurl = {number}"


def test_that_saving_over_a_file_broken_meanwhile_keeps_it_aside(file: SettingsFile) -> None:
    by_hand(file, "= oh")
    file.save(ClientSettings(tv=TvSettings(screen="HDMI-1")))
    assert file.load().settings.tv.screen == "HDMI-1"
    assert file.path.with_name("settings.toml.broken-1").exists()


@pytest.mark.parametrize("content", MALFORMED)
def test_that_whatever_is_malformed_is_a_broken_file_and_can_be_saved_over(
    file: SettingsFile, content: bytes
) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    loaded = file.load()
    assert "not valid TOML" in loaded.problems[0]
    assert loaded.settings == ClientSettings()
    file.path.write_bytes(content)
    file.save(ClientSettings(tv=TvSettings(screen="HDMI-1")))
    assert file.load() == Loaded(settings=ClientSettings(tv=TvSettings(screen="HDMI-1")))


def test_that_one_wrong_value_costs_only_itself_and_is_named(file: SettingsFile) -> None:
    by_hand(file, '[gateway]\nurl = "wss://gateway.example"\n[desk]\ntheme = "pink"\nzoom = 1.5\n')
    loaded = file.load()
    assert loaded.settings.gateway.url == "wss://gateway.example"
    assert (loaded.settings.desk.theme, loaded.settings.desk.zoom) == (ThemeChoice.SYSTEM, 1.5)
    assert "[desk] theme: invalid enum value 'pink'" in loaded.problems[0]


def test_that_a_wrong_value_stays_in_the_file_until_it_is_set(file: SettingsFile) -> None:
    by_hand(file, '[desk]\ntheme = "pink"\n')
    file.save(ClientSettings(desk=DeskSettings(zoom=2.0)))
    assert 'theme = "pink"' in file.path.read_text(encoding="utf-8")


def test_that_a_value_where_a_table_must_be_is_named_and_replaced(file: SettingsFile) -> None:
    by_hand(file, "desk = 3\n")
    assert "written as [desk]" in file.load().problems[0]
    file.save(ClientSettings(desk=DeskSettings(zoom=2.0)))
    assert file.load() == Loaded(settings=ClientSettings(desk=DeskSettings(zoom=2.0)))


def test_that_a_file_that_cannot_be_read_is_said_so(file: SettingsFile) -> None:
    file.path.mkdir(parents=True)
    assert "cannot be read" in file.load().problems[0]
    with pytest.raises(ConfigError, match="cannot be read"):
        file.save(ClientSettings(tv=TvSettings(screen="HDMI-1")))
    assert file.path.is_dir()


def test_that_settings_that_cannot_be_saved_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("")
    file = SettingsFile(tmp_path / "occupied" / "settings.toml")
    with pytest.raises(ConfigError, match="cannot be saved"):
        file.save(ClientSettings(tv=TvSettings(screen="HDMI-1")))
