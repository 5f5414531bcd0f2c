"""What a new gateway starts from: files that fit each other, secrets for one pair of eyes."""

import os
import re
import stat
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from wallboard.domain.errors import ConfigError
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import find_client
from wallboard.gateway.setup.config import load
from wallboard.gateway.setup.init import write_beginning
from wallboard.gateway.setup.queue_tables import GroupEntry, QueueEntry, QueueGoal
from wallboard.gateway.setup.secret import find_secret
from wallboard.gateway.setup.tables import ClientEntry, HistorySettings, Listen, Site
from wallboard.host.resources import resource
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.settings.tables import ConfigTable


def test_that_the_configuration_is_valid_and_fits_the_pbxs_file(tmp_path: Path) -> None:
    beginning = write_beginning(tmp_path / "new")
    config = load(tmp_path / "new" / "gateway.toml")
    account = config.sources["pbx"].account
    assert account is not None
    manager = (tmp_path / "new" / "manager-wallboard.conf").read_text()
    assert f"\nsecret = {find_secret('pbx', account, {})}\n" in manager
    assert f"\n[{account.user}]\n" in manager
    found = find_client(config.clients, beginning.token)
    assert found is not None
    assert found.role is Role.SUPERVISOR


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("sources.pbx", AsteriskPbx),
        ("listen", Listen),
        ("site", Site),
        ("queues.400", QueueEntry),
        ("groups.support", GroupEntry),
        ("goals.default", QueueGoal),
        ("history", HistorySettings),
        ("[clients]", ClientEntry),
    ],
)
def test_that_the_file_says_every_setting_with_its_default(name: str, table: type[ConfigTable]) -> None:
    shipped = resource("asterisk/gateway.toml").read_text(encoding="utf-8")
    _, _, after = shipped.partition(f"[{name}]\n")
    said = dict(
        re.findall(r"^(?:# )?(\w+) = (.+)$", re.split(r"^(?:# )?\[", after, flags=re.MULTILINE)[0], re.MULTILINE)
    )
    assert set(table.__struct_fields__) <= said.keys()
    for field in msgspec.structs.fields(table):
        if isinstance(field.default, bool | int | float):
            assert tomllib.loads(f"x = {said[field.name]}")["x"] == field.default


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no TZ")
@pytest.mark.parametrize(("of_machine", "written"), [("Europe/Lisbon", "Europe/Lisbon"), ("XYZ3", "UTC")])
def test_that_days_begin_by_the_machines_own_zone_or_else_by_utc(
    of_machine: str, written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", of_machine)
    beginning = write_beginning(tmp_path)
    assert load(tmp_path / "gateway.toml").site.time_zone == written
    assert beginning.time_zone == (written if written == of_machine else "")


def test_that_the_dialplan_is_the_one_that_the_tests_run_with(tmp_path: Path) -> None:
    write_beginning(tmp_path)
    shipped = resource("asterisk/extensions-wallboard.conf").read_text(encoding="utf-8")
    assert (tmp_path / "extensions-wallboard.conf").read_text(encoding="utf-8") == shipped


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has file modes")
def test_that_secrets_are_for_their_owner_alone(tmp_path: Path) -> None:
    beginning = write_beginning(tmp_path)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in beginning.files}
    assert modes["pbx-secret"] == modes["manager-wallboard.conf"] == 0o600


def test_that_nothing_is_written_over_and_nothing_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "pbx-secret").write_text("precious")
    with pytest.raises(ConfigError, match=r"already has pbx-secret; nothing was written.*--force"):
        write_beginning(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pbx-secret"]
    assert (tmp_path / "pbx-secret").read_text() == "precious"


def test_that_writing_over_gives_a_new_secret_and_a_new_token(tmp_path: Path) -> None:
    first = write_beginning(tmp_path)
    before = (tmp_path / "pbx-secret").read_text()
    second = write_beginning(tmp_path, overwrite=True)
    assert first.token != second.token
    assert (tmp_path / "pbx-secret").read_text() != before


def test_that_a_directory_that_cannot_be_written_to_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written to"):
        write_beginning(tmp_path / "file" / "below")
