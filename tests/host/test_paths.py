"""Where files are: each kind apart, and the nearest gateway configuration first."""

from pathlib import Path

import pytest

from wallboard.host import paths


def test_that_each_kind_of_file_has_a_place_of_ours() -> None:
    places = [paths.config_dir(), paths.log_dir()]
    assert all("wallboard" in str(place) for place in places)


def test_that_the_configuration_here_comes_first_and_the_users_own_is_where_one_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(paths, "config_dir", lambda: tmp_path / "own")
    if not Path("/etc/wallboard/gateway.toml").exists():
        assert paths.default_gateway_config() == tmp_path / "own" / "gateway.toml"
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "gateway.toml").touch()
    assert paths.default_gateway_config() == tmp_path / "own" / "gateway.toml"
    (tmp_path / "gateway.toml").touch()
    assert paths.default_gateway_config() == Path("gateway.toml")
