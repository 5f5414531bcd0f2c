"""The schema of each release is brought up to date; what cannot be is left as it was."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from tests.history.servers import Postgres
from wallboard.history import queries
from wallboard.history import upgrade as upgrade_module
from wallboard.history.local_file import close_file, open_file
from wallboard.history.schema import HEAD, metadata
from wallboard.history.upgrade import MIGRATIONS, ForeignDatabaseError, NewerSchemaError, revision_of, upgrade


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def test_that_the_migrations_make_the_schema_of_this_program_in_sqlite(tmp_path: Path) -> None:
    file = open_file(tmp_path / "history.sqlite")
    assert revision_of(file) == HEAD
    assert differences(file) == []
    close_file(file)


def test_that_the_migrations_make_the_schema_of_this_program_in_postgresql(postgres: Postgres) -> None:
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        assert upgrade(connection) is None
        assert differences(connection) == []
        assert upgrade(connection) == HEAD
    engine.dispose()


def test_that_a_migration_writes_nothing_of_alembics_into_the_log(tmp_path: Path) -> None:
    opens = (
        "import logging, sys, pathlib; logging.basicConfig(level=logging.INFO);"
        "from wallboard.history.local_file import open_file; open_file(pathlib.Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", opens, tmp_path / "a"], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_that_there_is_one_newest_migration_and_the_program_knows_it() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_that_a_newer_schema_is_told_and_left(tmp_path: Path) -> None:
    file = open_file(tmp_path / "history.sqlite")
    with file.begin():
        file.execute(text("UPDATE alembic_version SET version_num = '0999'"))
    with file.begin(), pytest.raises(NewerSchemaError, match="0999"):
        upgrade(file)
    close_file(file)


def test_that_anothers_table_of_the_same_name_is_told_and_left(postgres: Postgres) -> None:
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE contacts (name TEXT)"))
        with pytest.raises(ForeignDatabaseError, match="contacts"):
            upgrade(connection)
        assert inspect(connection).get_table_names() == ["contacts"]
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_that_a_migration_that_fails_changes_nothing(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent / "env.py").write_text((MIGRATIONS / "env.py").read_text())
    first = (MIGRATIONS / "versions" / "v0001_first.py").read_text()
    failing = first.replace("    _create_others()\n", "    _create_others()\n    raise OSError('no')\n", 1)
    assert failing != first
    (versions / "v0001_first.py").write_text(failing)
    monkeypatch.setattr(upgrade_module, "MIGRATIONS", versions.parent)
    if kind == "sqlite":
        with pytest.raises(OSError, match="no"):
            open_file(tmp_path / "history.sqlite")
        monkeypatch.undo()
        file = open_file(tmp_path / "history.sqlite")
        assert differences(file) == []
        close_file(file)
        return
    server: Postgres = request.getfixturevalue("postgres")
    engine = create_engine(server.url)
    with engine.connect() as connection:
        with pytest.raises((OSError, SQLAlchemyError)):
            upgrade(connection)
        connection.rollback()
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def test_that_an_interval_of_the_first_schema_is_read_with_nothing_of_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in ("env.py", "versions/v0001_first.py"):
        (versions.parent / name).write_text((MIGRATIONS / name).read_text())
    monkeypatch.setattr(upgrade_module, "MIGRATIONS", versions.parent)
    file = open_file(tmp_path / "history.sqlite")
    with file.begin():
        assert revision_of(file) == "0001"
        names = [column["name"] for column in inspect(file).get_columns("intervals") if not column["nullable"]]
        values = ", ".join("'pbx:a'" if name == "scope" else "7" for name in names)
        file.execute(text(f"INSERT INTO intervals ({', '.join(names)}) VALUES ({values})"))
    close_file(file)
    monkeypatch.undo()
    file = open_file(tmp_path / "history.sqlite")
    [row] = queries.intervals_since(file, 0)
    assert (row.tally.handled, row.tally.talk_ms, row.tally.hold_ms, row.tally.rings_missed) == (7, 0, 0, 0)
    close_file(file)
