"""What the Linux packages carry is well-formed, and names the program, its files and its version as they are."""

import configparser
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from shutil import which
from types import ModuleType

import click
import pytest

from wallboard.app.cli import main as desk_program
from wallboard.app.gateway_program import program as gateway_program
from wallboard.host.autostart import TV_ENTRY
from wallboard.settings.administrator import read_desk, read_tv

LINUX = Path(__file__).resolve().parents[2] / "packaging" / "linux"
APP_ID = "org.wallboard.Wallboard"
DESKTOP_FILES = sorted(LINUX.glob("*.desktop"))
UNITS = sorted(LINUX.glob("*.service"))
SHELL_FILES = sorted(LINUX.rglob("*.sh"))


def read_ini(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign] # keys are case-sensitive there
    parser.read(path, encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", DESKTOP_FILES, ids=lambda path: path.name)
def test_that_a_desktop_file_starts_the_program_under_its_own_id(path: Path) -> None:
    entry = read_ini(path)["Desktop Entry"]
    assert entry["Type"] == "Application"
    assert entry["Icon"] == APP_ID
    assert "wallboard" in entry["Exec"]
    assert path.name.startswith(APP_ID)


@pytest.mark.skipif(which("desktop-file-validate") is None, reason="desktop-file-validate is not installed")
@pytest.mark.parametrize("path", DESKTOP_FILES, ids=lambda path: path.name)
def test_that_a_desktop_file_keeps_to_the_specification(path: Path) -> None:
    done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_that_the_machines_autostart_entry_is_the_one_that_a_user_can_say_no_to() -> None:
    assert (LINUX / f"{TV_ENTRY}.desktop").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_that_a_tv_is_shown_again_after_it_broke_off_but_not_without_a_screen(tmp_path: Path) -> None:
    script = (LINUX / "tv-at-login").read_text(encoding="utf-8")
    (tmp_path / "tv.toml").touch()
    (tmp_path / "wallboard").write_text(
        f'#!/bin/sh\necho "$*" >>{tmp_path}/starts\n'
        f'[ "$(wc -l <{tmp_path}/starts)" -ge 3 ] && exit 3\nkill -SEGV $$\n'
    )
    (tmp_path / "wallboard").chmod(0o755)
    done = subprocess.run(
        ["sh", "-c", script.replace("/etc/wallboard", str(tmp_path)).replace("sleep 5", ":")],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 3
    assert (tmp_path / "starts").read_text() == "tv\n" * 3


def test_that_the_metainfo_names_the_desktop_file_and_takes_its_version_from_the_build() -> None:
    root = ET.parse(LINUX / f"{APP_ID}.metainfo.xml").getroot()
    assert root.findtext("id") == APP_ID
    assert root.findtext("launchable") == f"{APP_ID}.desktop"
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "@VERSION@", "date": "@DATE@"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_that_a_unit_waits_for_its_configuration_and_runs_the_gateway(path: Path) -> None:
    unit = read_ini(path)
    assert unit["Unit"]["ConditionPathExists"].endswith("/wallboard/gateway.toml")
    assert unit["Service"]["ExecStart"].startswith("/usr/bin/wallboard-gateway --config ")
    assert unit["Service"]["NoNewPrivileges"] == "yes"


def test_that_the_systems_unit_hands_secrets_over_as_credentials() -> None:
    text = (LINUX / "wallboard-gateway.service").read_text()
    loaded = dict(re.findall(r"^LoadCredential=(\S+?):(\S+)$", text, re.MULTILINE))
    assert loaded == {
        "gateway.toml": "/etc/wallboard/gateway.toml",
        "pbx_secret": "/etc/wallboard/pbx-secret",
        "tls_key": "/etc/wallboard/tls-key.pem",
    }
    assert "DynamicUser=yes" in text


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such shells")
@pytest.mark.parametrize("path", SHELL_FILES, ids=lambda path: path.name)
def test_that_a_shell_file_can_be_read_by_its_shell(path: Path) -> None:
    shell = path.read_text().splitlines()[0].removeprefix("#!").split()[-1].removeprefix("/bin/")
    assert subprocess.run([shell, "-n", path], check=False).returncode == 0


def test_that_the_examples_are_read_without_a_complaint() -> None:
    assert read_tv(LINUX / "examples/tv.toml").gateway.startswith("wss://")
    layers, problems = read_desk(LINUX / "examples/desk.toml")
    assert problems == ()
    assert layers.defaults["desk"]["theme"] == "dark"


def test_that_every_file_of_the_package_description_is_there() -> None:
    description = (LINUX / "nfpm.yaml").read_text()
    named = re.findall(r"packaging/linux/[\w./*-]+", description)
    assert len(named) > 8
    assert [name for name in named if not list(LINUX.parents[1].glob(name))] == []


def test_that_the_build_tools_locked_are_those_that_the_project_names() -> None:
    groups = tomllib.loads((LINUX.parents[1] / "pyproject.toml").read_text())["dependency-groups"]
    lock = (LINUX.parents[1] / "packaging/requirements-build.txt").read_text()
    for requirement in groups["build"]:
        name = re.split(r"[>\[]", requirement)[0]
        assert re.search(rf"(?m)^{re.escape(name)}==", lock)


@pytest.fixture(scope="module")
def stage() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stage", LINUX / "stage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "command"), [("wallboard", desk_program), ("wallboard-gateway", gateway_program())]
)
def test_that_a_man_page_has_every_command_and_option(name: str, command: click.Group, stage: ModuleType) -> None:
    page = stage.man_page(name, stage.PROGRAMS[name], "2026-01-01")
    there = list(stage.commands(command, click.Context(command, info_name=name)))
    assert {"doctor", "help"} <= {words for words, _found, _context in there}
    for words, found, _context in there:
        assert f".SS {stage.roff(words)}" in page
        for option in found.params:
            assert not isinstance(option, click.Option) or stage.roff(option.opts[0]) in page
    assert stage.roff("--version") in page


def test_that_no_summary_of_a_command_is_cut_off(stage: ModuleType) -> None:
    for name, command in stage.PROGRAMS.items():
        groups = [command, *(found for _words, found, _context in stage.commands(command, click.Context(command)))]
        for group in groups:
            shown = group.get_help(click.Context(group, info_name=name, terminal_width=80))
            assert "..." not in shown.replace("[ARGS]...", "")


@pytest.fixture
def portable(tmp_path: Path) -> Path:
    """What the portable packages unpack, with next to nothing in it."""
    folder = tmp_path / "portable"
    for name in ("applications", "metainfo", "icons", "man", "bash-completion", "zsh", "fish", "examples"):
        (folder / "share" / name).mkdir(parents=True)
    (folder / "lib/_internal").mkdir(parents=True)
    for name in ("lib/wallboard", "lib/_internal/base.zip", "share/wallboard-gateway.service", "LICENSE"):
        (folder / name).write_text("ours")
    (folder / "share/examples/tv.toml").write_text("ours")
    shutil.copy(LINUX / "install.sh", folder)
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_that_the_portable_package_leaves_what_is_not_its_own(portable: Path, tmp_path: Path) -> None:
    prefix = tmp_path / "home/.local"
    lib = prefix / "lib/wallboard"
    subprocess.run([portable / "install.sh", "--prefix", prefix], check=True, capture_output=True)
    own = lib / "_internal/mine.txt"
    own.write_text("mine")
    subprocess.run([portable / "install.sh", "--prefix", prefix], check=True, capture_output=True)
    assert (lib / "wallboard").exists()
    subprocess.run([lib / "install.sh", "--uninstall", "--prefix", prefix], check=True, capture_output=True)
    assert [path for path in prefix.rglob("*") if path.is_file()] == [own]
    own.unlink()
    subprocess.run([portable / "install.sh", "--prefix", prefix], check=True, capture_output=True)
    subprocess.run([lib / "install.sh", "--uninstall", "--prefix", prefix], check=True, capture_output=True)
    assert not any(path.is_file() or path.is_symlink() for path in prefix.rglob("*"))
