"""`wallboard gateway plan`: a table of what a file says, or all that is wrong with it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wallboard.app.gateway_program import program

CONFIG = """
[site]
time_zone = "Europe/Lisbon"
[pbx]
kind = "simulator"
[queues."600"]
name = "Vendas"
[groups.front]
name = "Linha da frente"
queues = ["6*"]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "gateway.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def plan(config: Path, text: str, *options: str, encoding: str = "utf-8") -> Result:
    """What the command says of a file."""
    file = config.parent / "plan.csv"
    file.write_bytes(text.encode(encoding))
    return CliRunner().invoke(program(), ["--config", str(config), "plan", str(file), *options])


HEADER = "Data;Hora;Fila;Chamadas previstas;TMA;Agentes necessários\n"


def test_that_a_file_is_shown_as_it_is_understood(config: Path) -> None:
    text = HEADER + (
        "28/11/2026;08:00;Vendas;12,5;4:05;5\n28/11/2026;08:15;600;12,5;4:05;6\n"
        "28/11/2026;08:00;Linha da frente;20;200;9\n"
    )
    found = plan(config, text, encoding="cp1252")
    assert found.exit_code == 0, found.output
    assert "Encoding cp1252, separator ;, decimal comma, dates dmy, times of Europe/Lisbon" in found.stdout
    assert "calls from Chamadas previstas" in found.stdout
    rows = [line.split() for line in found.stdout.splitlines()]
    assert ["pbx:600", "2026-11-28", "08:00", "08:30", "2", "25.0", "245.0", "5.5", "–"] in rows
    assert ["front", "2026-11-28", "08:00", "08:15", "1", "20.0", "200.0", "9.0", "–"] in rows


def test_that_queues_that_only_the_file_names_are_told(config: Path) -> None:
    text = HEADER + "28/11/2026;08:00-08:15;Apoio;1;200;1\n28/11/2026;08:00-08:15;Vendas;1;200;1\n"
    found = plan(config, text)
    assert found.exit_code == 0, found.output
    assert "Not in gateway.toml, taken as queues of the PBX: Apoio" in found.stderr
    assert "pbx:Apoio" in found.stdout
    left_out = plan(config, text, "--skip-unknown")
    assert "Queues that were left out: Apoio" in left_out.stdout
    assert "pbx:Apoio" not in left_out.stdout


def test_that_all_that_is_wrong_is_told_and_no_table(config: Path) -> None:
    found = plan(config, HEADER + "13/11/2026;08:00;Vendas;1;x;5\n31/11/2026;08:15;Vendas;1;200;5\n")
    assert found.exit_code == 1
    assert "row 2, TMA: “x” is not a time in seconds or as minutes:seconds." in found.stderr
    assert "row 3, Data: “31/11/2026” is not a valid date." in found.stderr
    assert found.stdout == ""


def test_that_what_a_file_leaves_open_is_asked_and_can_be_said(config: Path) -> None:
    text = HEADER + "03/11/2026;08:00;Vendas;12;200;5\n"
    asked = plan(config, text)
    assert "“03/11/2026” can be 2026-03-11 or 2026-11-03. Say which with --date-order." in asked.stderr
    said = plan(config, text, "--date-order", "dmy", "--interval", "30")
    assert said.exit_code == 0, said.output
    assert "2026-11-03 08:00 08:30" in said.stdout


def test_that_a_wide_table_needs_what_it_is_of(config: Path) -> None:
    text = "Hora;Vendas;Apoio\n08:00;12;1\n08:30;13;2\n"
    assert "--measure" in plan(config, text).stderr
    options = ["--measure", "required", "--date", "2026-11-28", "--queue", "Apoio"]
    found = plan(config, text, *options)
    assert found.exit_code == 0, found.output
    rows = [line.split() for line in found.stdout.splitlines()]
    assert ["pbx:600", "2026-11-28", "08:00", "09:00", "2", "–", "–", "12.5", "–"] in rows


def test_that_rows_without_a_queue_are_of_the_named_one(config: Path) -> None:
    text = "Date,Time,Calls\n2026-11-28,08:00,12\n2026-11-28,08:15,13\n"
    assert "--for" in plan(config, text).stderr
    assert "front " in plan(config, text, "--for", "Linha da frente").stdout
    refused = plan(config, text, "--for", "Apoio")
    assert (refused.exit_code, "--for Apoio is not one queue or group" in refused.stderr) == (1, True)


def test_that_a_file_that_is_not_there_is_told(config: Path, tmp_path: Path) -> None:
    found = CliRunner().invoke(program(), ["--config", str(config), "plan", str(tmp_path / "none.csv")])
    assert found.exit_code == 1
    assert "Cannot read" in found.stderr
