"""Clients are added to a file whose comments stay, and taken out of it."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import find_client, new_token
from wallboard.gateway.setup.clients import add_client, remove_client
from wallboard.gateway.setup.config import load

TEXT = '# our gateway\n[pbx]  # pretend\nkind = "simulator"\n\n[site]\nname = "Lisbon"  # the floor\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "gateway.toml"
    path.write_text(TEXT)
    path.chmod(0o600)
    return path


def test_that_a_token_opens_its_own_client_and_no_other(path: Path) -> None:
    tokens = {name: add_client(path, name, role) for name, role in (("Ana", Role.SUPERVISOR), ("TV", Role.VIEWER))}
    clients = load(path).clients
    for name, token in tokens.items():
        found = find_client(clients, token)
        assert found is not None
        assert found.name == name
    assert find_client(clients, new_token()) is None
    assert find_client(clients, "") is None
    assert find_client(clients, clients[0].token_sha256) is None


def test_that_the_file_keeps_its_comments_and_mode_and_never_holds_the_token(path: Path) -> None:
    token = add_client(path, "Ana", Role.SUPERVISOR)
    text = path.read_text()
    assert text.startswith(TEXT.rstrip())
    assert token not in text
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in path.parent.iterdir()} == {"gateway.toml", ".gateway.toml.lock"}


def test_that_a_client_has_the_sites_day_on_which_it_was_added(path: Path) -> None:
    zone = ZoneInfo("Pacific/Kiritimati")
    path.write_text(f'{TEXT}time_zone = "{zone.key}"\n')
    days = {datetime.now(zone).date()}
    add_client(path, "Ana", Role.SUPERVISOR)
    days.add(datetime.now(zone).date())
    assert load(path).clients[0].added in days


def test_that_each_client_stands_after_an_empty_line(path: Path) -> None:
    for name in ("Ana", "Bea", "Cy"):
        add_client(path, name, Role.VIEWER)
    text = path.read_text()
    assert text.count("[[clients]]") == text.count("\n\n[[clients]]") == 3
    assert "\n\n\n" not in text


def test_that_clients_in_one_line_are_never_lost(path: Path) -> None:
    path.write_text(f'clients = [{{name = "Ana", role = "viewer", token_sha256 = "{"0" * 64}"}}]\n{TEXT}')
    with pytest.raises(ConfigError, match=r"\[\[clients\]\]"):
        add_client(path, "Bea", Role.VIEWER)
    assert [client.name for client in load(path).clients] == ["Ana"]


@pytest.mark.skipif(os.name != "posix", reason="files have no such owner here")
def test_that_the_file_stays_its_owners_when_root_writes_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda _, uid, gid: asked.append((uid, gid)))
    add_client(path, "Ana", Role.VIEWER)
    assert asked == [(path.stat().st_uid, path.stat().st_gid)]


def test_that_a_client_can_be_taken_out_again(path: Path) -> None:
    token = add_client(path, "Ana", Role.SUPERVISOR)
    other = add_client(path, "Bea", Role.VIEWER)
    remove_client(path, "Ana")
    clients = load(path).clients
    assert find_client(clients, token) is None
    assert find_client(clients, other) is not None
    with pytest.raises(ConfigError, match="no client named 'Ana'; there are: Bea"):
        remove_client(path, "Ana")


def test_that_a_name_is_given_once(path: Path) -> None:
    add_client(path, "Ana", Role.VIEWER)
    before = path.read_text()
    with pytest.raises(ConfigError, match="'Ana' already"):
        add_client(path, "Ana", Role.SUPERVISOR)
    assert path.read_text() == before


def test_that_a_file_that_is_wrong_is_left_alone(path: Path) -> None:
    path.write_text("[pbx]\nkind = 'avaya'\n")
    with pytest.raises(ConfigError, match="avaya"):
        add_client(path, "Ana", Role.VIEWER)
    assert path.read_text() == "[pbx]\nkind = 'avaya'\n"


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_that_a_name_that_the_file_would_not_take_is_refused(path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="name"):
        add_client(path, name, Role.VIEWER)
    assert path.read_text() == TEXT


def test_that_none_is_lost_of_those_that_are_added_at_the_same_time(path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom wallboard.gateway.setup.clients import add_client\n"
        "from wallboard.feed.roles import Role\n"
        "for n in range(3):\n    add_client(Path(sys.argv[1]), f'{sys.argv[2]}-{n}', Role.VIEWER)\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", program, str(path), str(who)]) for who in range(4)]
    assert [other.wait(60) for other in others] == [0] * 4
    assert {client.name for client in load(path).clients} == {f"{who}-{n}" for who in range(4) for n in range(3)}
    assert path.read_text().startswith(TEXT.rstrip())
