"""The two layouts by the names that administrators and users write."""

from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.settings.administrator import read_tv
from wallboard.settings.client import ClientSettings, SettingsFile
from wallboard.settings.tv_layout import TvLayout


def test_that_a_wall_is_read_from_afar_unless_it_is_said_otherwise() -> None:
    assert ClientSettings().tv.layout is TvLayout.FAR


@pytest.mark.parametrize("layout", TvLayout)
def test_that_a_layout_is_set_by_its_name(layout: TvLayout, tmp_path: Path) -> None:
    (tmp_path / "tv.toml").write_text(f'layout = "{layout}"\n')
    assert read_tv(tmp_path / "tv.toml").layout is layout
    (tmp_path / "client.toml").write_text(f'[tv]\nlayout = "{layout}"\n')
    assert SettingsFile(tmp_path / "client.toml").load().settings.tv.layout is layout


def test_that_a_layout_that_there_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "tv.toml").write_text('layout = "large"\n')
    with pytest.raises(ConfigError, match="layout: Invalid enum value 'large'"):
        read_tv(tmp_path / "tv.toml")
