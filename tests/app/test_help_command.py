"""The manual on the command line, and that all it says about commands, Asterisk and settings is so."""

import re
import shlex
from pathlib import Path

import click
import msgspec
import pytest
from click.testing import CliRunner
from msgspec.structs import asdict

from wallboard.app.cli import main
from wallboard.app.gateway_program import program
from wallboard.app.help_command import begun, help_command
from wallboard.gateway.setup.config import GatewayConfig, parse
from wallboard.gateway.setup.queue_tables import GoalTables, GroupEntry, QueueEntry, QueueGoal
from wallboard.gateway.setup.tables import ClientEntry, HistorySettings, Listen, Site
from wallboard.host.manual import topics
from wallboard.host.resources import resource
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.pbx.asterisk.doctor import fragment
from wallboard.pbx.kinds import KINDS
from wallboard.settings.administrator import TvSetup
from wallboard.settings.client import ClientSettings
from wallboard.settings.tables import ConfigTable

ROOT = Path(__file__).resolve().parents[2]
SERVER = program()
PAGES = {page.name: page.text for page in topics()}
TEXTS = PAGES | {"README": (ROOT / "README.md").read_text(encoding="utf-8")}


def commands_in(text: str) -> list[str]:
    """What is to be typed: code that begins with one of our programs, as a span or a line of its own."""
    program = r"wallboard(?:-gateway)?"
    spans = re.findall(rf"`({program} [^`]*)`", text.replace("\n", " "))
    lines = re.findall(rf"^ *({program} (?!is )[^\n#]*)", re.sub(r"`[^`]*`", "", text), re.MULTILINE)
    return [command.strip(" …") for command in [*spans, *lines] if "shows" not in command]


def test_that_there_are_commands_to_check() -> None:
    assert len([command for text in PAGES.values() for command in commands_in(text)]) > 20


@pytest.mark.parametrize("name", TEXTS)
def test_that_each_command_named_in_a_text_can_be_typed(name: str) -> None:
    for line in commands_in(TEXTS[name]):
        program, *words = shlex.split(line)
        command: click.Command = SERVER if program.endswith("-gateway") else main
        context = click.Context(command, info_name=program)
        while words:
            word = words.pop(0)
            if word.startswith("--"):
                known = {option: param for param in command.params for option in param.opts}
                assert word in known | {"--help": None, "--version": None}, line
                param = known.get(word)
                if isinstance(param, click.Option) and not param.is_flag:
                    value = words.pop(0) if words else ""
                    if isinstance(param.type, click.Choice):
                        assert value in param.type.choices, line
            elif isinstance(command, click.Group):
                found = command.get_command(context, word)
                assert found is not None, line
                command = found
            else:
                assert any(isinstance(param, click.Argument) for param in command.params), line


def test_that_every_line_of_the_managers_file_is_explained() -> None:
    content = resource("asterisk/manager-wallboard.conf").read_text(encoding="utf-8")
    keys = re.findall(r"^(\w+) *=", content, re.MULTILINE)
    assert keys
    for key in keys:
        assert re.search(rf"`{key}\b", PAGES["connect-asterisk"]), key
    for line in re.findall(r"^((?:read|write|writetimeout|timestampevents) = .*)$", content, re.MULTILINE):
        assert f"`{line}`" in PAGES["connect-asterisk"], line


def test_that_every_context_of_the_dialplan_is_explained() -> None:
    steps = fragment.steps(resource("asterisk/extensions-wallboard.conf").read_text(encoding="utf-8"))
    contexts = {step.context for step in steps}
    assert contexts == set(re.findall(r"^\| `\[(wb-\w+)\]`", PAGES["connect-asterisk"], re.MULTILINE))


def test_that_the_tables_of_queues_are_those_that_are_read() -> None:
    page = re.sub(r"^ {4}", "", PAGES["queues"], flags=re.MULTILINE)
    tables = re.findall(r"^\[queues\.[^\n]*\n(?:\w+ = [^\n]*\n)+", page, re.MULTILINE)
    config = parse(f"[sources.lisbon]\nkind = 'simulator'\n{''.join(tables)}", "the manual's page")
    keys = {name for entry in config.queues.values() for name, value in asdict(entry).items() if value}
    assert keys == set(QueueEntry.__struct_fields__)
    assert {"poll_s", "queue_names_file"} <= set(re.findall(r"(\w+) = ", page)) & set(AsteriskPbx.__struct_fields__)


@pytest.mark.parametrize(
    "table",
    [*KINDS.values(), GatewayConfig, Listen, Site, ClientEntry, HistorySettings, GoalTables, QueueGoal, GroupEntry],
    ids=lambda table: table.__name__,
)
def test_that_every_key_of_gateway_toml_is_in_the_manual(table: type[ConfigTable]) -> None:
    pages = PAGES["administer"] + PAGES["queues"] + PAGES["connect-asterisk"]
    missing = [key for key in table.__struct_fields__ if not re.search(rf"[`.\[ ]{key}\b", pages)]
    assert missing == []


def test_that_a_tvs_keys_are_those_that_are_read() -> None:
    shown = set(re.findall(r"^ {4,8}(?:# )?(\w+) = ", PAGES["tv"], re.MULTILINE)) | {"ca_file"}
    assert shown == set(TvSetup.__struct_fields__)


def test_that_the_tables_of_a_desk_are_those_that_are_read() -> None:
    tables = re.findall(r"\[(?:defaults|locked)\.(\w+)\]", PAGES["administer"])
    assert set(tables) <= set(ClientSettings.__struct_fields__)
    assert "updates" in tables
    keys = {name: set(field.type.__struct_fields__) for name, field in _fields().items()}
    for table, key in re.findall(
        r"^ {4}\[(?:defaults|locked)\.(\w+)\]\n {4}(\w+) =", PAGES["administer"], re.MULTILINE
    ):
        assert key in keys[table]


def _fields() -> dict[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(ClientSettings)}


def test_that_pages_are_listed_shown_and_missed() -> None:
    run = CliRunner().invoke
    listed = run(main, ["help"]).output
    assert all(name in listed for name in PAGES)
    assert run(main, ["help", "tv"]).output == f"{PAGES['tv']}\n"
    missed = run(main, ["help", "televisions"])
    assert missed.exit_code == 1
    assert "Choose one of: desk, install" in missed.output


def test_that_a_shell_is_told_the_pages_that_a_beginning_fits() -> None:
    context, (topic,) = click.Context(help_command), help_command.params
    assert begun(context, topic, "") == list(PAGES)
    assert begun(context, topic, "up") == ["upgrade"]
