"""Writes a day as a Wallboard of format 4, the last without a database, wrote it."""

from pathlib import Path

import msgspec

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.restart.checkpoint import Checkpoint
from wallboard.history.day import FORMAT, Day, Finished
from wallboard.history.origins import Origin


def write_day(directory: Path, origin: Origin, checkpoint: Checkpoint, finished: list[IntervalRow]) -> None:
    directory.mkdir(exist_ok=True)
    pages = {
        "intervals.json": Finished(format=FORMAT, origin=origin, intervals=finished),
        "day.json": Day(format=FORMAT, origin=origin, checkpoint=checkpoint),
    }
    for name, page in pages.items():
        (directory / name).write_bytes(msgspec.json.encode(page))
