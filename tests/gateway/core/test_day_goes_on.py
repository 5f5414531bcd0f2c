"""A day goes on from files, under another name of its PBX, and not from a checkpoint that cannot be read."""

from pathlib import Path

import pytest

from tests.domain.words import hangs_up, joins, queue
from tests.gateway.core.test_restore import (
    contacts_in,
    morning,
    now_s,
    shift_moment,
    site,
    syncing,
    today,
    until_offered,
)
from tests.gateway.rig import ScriptedPbx, config, running, running_all, screen
from tests.history.day_files import write_day
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import Key
from wallboard.domain.restart.checkpoint import finished_intervals, remember
from wallboard.domain.restart.parts import CheckpointPart
from wallboard.history import rows_writer
from wallboard.history.local_history import LocalHistory
from wallboard.history.origins import Origin
from wallboard.history.schema import checkpoint
from wallboard.host.clock import now_ms
from wallboard.pbx.simulator.config import SimulatorPbx

pytestmark = pytest.mark.network


async def test_that_a_day_of_files_is_taken_over_once(tmp_path: Path) -> None:
    made_by = config(site=site())
    engine = Engine(made_by.calendar(), Goals(), now_ms())
    for event in (
        queue("pbx:sales", now_s()),
        joins("pbx:a", "pbx:sales", now_s()),
        joins("pbx:b", "pbx:sales", now_s()),
        hangs_up("pbx:b", now_s()),
    ):
        engine.apply(event)
    engine.flush(now_ms())
    rules = f'["UTC",{site().day_start_hour},15,{{}}]'
    origin = Origin(sources={"pbx": made_by.sources["pbx"].address}, rules=rules)
    write_day(tmp_path, origin, remember(engine, with_samples=True), finished_intervals(engine))
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        assert today(desk).abandoned == 1
    assert not (tmp_path / "day.json").exists()
    assert (tmp_path / "day.json.upgraded").exists()
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        assert (today(desk).offered, today(desk).abandoned) == (3, 1)


async def test_that_a_day_of_files_is_taken_over_beside_a_checkpoint_of_another_day(tmp_path: Path) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    shift_moment(tmp_path, -86_400_000)
    engine = Engine(made_by.calendar(), Goals(), now_ms())
    for event in (queue("pbx:sales", now_s()), joins("pbx:a", "pbx:sales", now_s())):
        engine.apply(event)
    engine.flush(now_ms())
    origin = Origin(
        sources={"pbx": made_by.sources["pbx"].address}, rules=f'["UTC",{site().day_start_hour},15,{{}}]'
    )
    write_day(tmp_path, origin, remember(engine, with_samples=True), finished_intervals(engine))
    async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
    assert (tmp_path / "day.json.upgraded").exists()


@pytest.mark.parametrize("content", [b"", b"\x90", b"\xff\xff", b"\x81\xa2at\xff"])
@pytest.mark.parametrize("kind", ["moment", "windows", "call", "contacts", "sample", "origin"])
async def test_that_a_checkpoint_that_cannot_be_read_costs_the_day_and_no_start(
    kind: str, content: bytes, tmp_path: Path
) -> None:
    made_by = config(site=site())
    await morning(tmp_path, made_by)
    history = LocalHistory(tmp_path)
    found = [part for part in history.parts() if part.kind == kind] or [CheckpointPart(kind, "none")]
    history.read(
        lambda file: file.execute(checkpoint.update().where(checkpoint.c.part == kind).values(content=content))
    )
    history.read(
        lambda file: rows_writer.write_parts(file, {CheckpointPart(kind, f"{one.key}?"): b"x" for one in found})
    )
    history.close()
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: today(desk).offered >= 1)
    async with running(ScriptedPbx(), made_by, tmp_path) as gateway, screen(gateway) as desk:
        await desk.sign_in()
        await desk.until(lambda: today(desk).offered >= 1)


async def test_that_the_day_of_a_pbx_under_another_name_goes_on(tmp_path: Path) -> None:
    await morning(tmp_path, config(site=site()))
    other = config(site=site(), sources={"lisbon": SimulatorPbx()})
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running_all({"lisbon": lambda: pbx}, other, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        assert (today(desk).offered, today(desk).abandoned, today(desk).unobserved) == (3, 1, 0)
        of_queue = desk.copy.entities[Key("figures", "lisbon:sales", Window.TODAY)]
        assert isinstance(of_queue, Figures)
        assert of_queue.tally == today(desk)
        assert {key.id for key in desk.copy.entities if key.kind == "call"} == {"lisbon:a", "lisbon:c"}
    assert [contact.call_id for contact in contacts_in(tmp_path)] == ["lisbon:b"]
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), joins("c", "sales", now_s())))
    async with running_all({"lisbon": lambda: pbx}, other, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 3)
        assert (today(desk).offered, today(desk).abandoned, today(desk).unobserved) == (3, 1, 0)
