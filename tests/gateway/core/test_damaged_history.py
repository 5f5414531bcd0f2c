"""A history's file that is damaged, or a newer Wallboard's, is laid aside, and a new one has all that is known."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.domain.words import hangs_up, joins
from tests.gateway.core.test_restore import (
    committed,
    contacts_in,
    morning,
    now_s,
    site,
    syncing,
    today,
    until,
    until_offered,
)
from tests.gateway.rig import ScriptedPbx, config, running, screen
from wallboard.history import rows_writer
from wallboard.history.local_history import LocalHistory

pytestmark = pytest.mark.network


def damage_file(place: Path, damage: str) -> Path:
    path = place / "history.sqlite"
    if damage == "garbage":
        path.write_bytes(b"no database" * 1_000)
    elif damage == "truncated":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    else:
        history = LocalHistory(place)
        history.read(lambda file: file.execute(text("UPDATE alembic_version SET version_num = '9999'")))
        history.close()
    return path


def content_of(path: Path) -> bytes:
    return path.read_bytes()


def asides(place: Path) -> list[Path]:
    return [path for path in place.glob("history.sqlite.*") if not path.name.endswith("-wal")]


@pytest.mark.parametrize("damage", ["garbage", "truncated", "newer"])
async def test_that_a_file_that_cannot_be_read_is_laid_aside_and_a_new_one_begun(
    damage: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    path = damage_file(tmp_path, damage)
    damaged = content_of(path)
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
        assert today(desk).offered == 1
    assert "a new one is started" in caplog.text
    (aside,) = asides(tmp_path)
    assert aside.name.startswith(f"history.sqlite.{'newer-9999' if damage == 'newer' else 'unreadable'}")
    assert damage == "newer" or content_of(aside) == damaged
    async with running(ScriptedPbx(*syncing()), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)


async def test_that_a_file_that_is_damaged_meanwhile_is_replaced_by_one_with_all_of_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by = config(site=site())
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("b", "sales", now_s()), hangs_up("b", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a"})
        damage = sqlite3.DatabaseError("database disk image is malformed")
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        with monkeypatch.context() as damaged:
            damaged.setattr(rows_writer, "write_contacts", raising(DatabaseError("", {}, damage)))
            await until(lambda: bool(list(tmp_path.glob("history.sqlite.unreadable-*"))))
        pbx.tell(joins("c", "sales", now_s()))
        await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a", "pbx:c"})
    assert [contact.call_id for contact in contacts_in(tmp_path)] == ["pbx:b"]
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        assert (today(desk).offered, today(desk).abandoned) == (3, 1)


@pytest.mark.parametrize("how", ["removed", "damaged"])
async def test_that_a_file_that_is_gone_or_found_damaged_by_a_reader_is_begun_anew_with_all_of_today(
    how: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made_by = config(site=site())
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("b", "sales", now_s()), hangs_up("b", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 2)
        await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a"})
        if how == "removed":
            remove_file(tmp_path)
        else:
            assert gateway._restore is not None
            gateway._restore.recorder.run(lambda history: history.read(finds_damage), lambda _: None)
            await until(lambda: bool(asides(tmp_path)))
        await until((tmp_path / "history.sqlite").exists)
        await until(lambda: committed(tmp_path, tmp_path.with_name("copy")) == {"pbx:a"})
        await until(lambda: [one.call_id for one in contacts_in(tmp_path.with_name("copy"))] == ["pbx:b"])
    assert "a new one is started" in caplog.text


def remove_file(place: Path) -> None:
    for path in place.glob("history.sqlite*"):
        path.unlink()


def finds_damage(_: object) -> None:
    damage = sqlite3.DatabaseError("database disk image is malformed")
    damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    raise DatabaseError("", {}, damage)


def raising(error: Exception) -> Callable[..., None]:
    def raise_it(*_: object) -> None:
        raise error

    return raise_it
