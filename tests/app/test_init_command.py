"""``wallboard gateway init``: writes the files, prints the token alone, and says what to do next."""

from pathlib import Path

from click.testing import CliRunner

from wallboard.app.cli import main
from wallboard.gateway.access.tokens import find_client
from wallboard.gateway.setup.config import load


def test_that_the_token_is_all_that_is_on_the_output(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["gateway", "init", str(tmp_path)])
    assert result.exit_code == 0
    config = load(tmp_path / "gateway.toml")
    assert find_client(config.clients, result.stdout.strip()) is not None
    assert f"wallboard doctor --config {tmp_path / 'gateway.toml'}" in result.stderr
    assert 'extensions = ["2001"]' in result.stderr
    assert f"ays begin at 00:00 {config.site.time_zone}" in result.stderr


def test_that_what_is_there_stays_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "gateway.toml").write_text("mine")
    refused = CliRunner().invoke(main, ["gateway", "init", str(tmp_path)])
    assert refused.exit_code == 1
    assert "already has gateway.toml" in refused.stderr
    forced = CliRunner().invoke(main, ["gateway", "init", "--force", str(tmp_path)])
    assert forced.exit_code == 0
    load(tmp_path / "gateway.toml")
