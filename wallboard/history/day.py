"""The day's counts as a Wallboard without a database left them on disk, read once at the upgrade.

Two files: today's finished intervals, and all else. Reading never raises: what is wrong with them is logged, and
costs nothing but the past.
"""

import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import PBX, SourceId
from wallboard.domain.restart.checkpoint import Checkpoint
from wallboard.history import earlier
from wallboard.history.origins import Origin, intervals_without, source_at, without_sources
from wallboard.history.plausible import impossible
from wallboard.history.renaming import under_names
from wallboard.host import regular_file
from wallboard.host.whole_file import write_whole

logger = logging.getLogger(__name__)

FORMAT = 5
"""The last one that was written."""


_SUPPOSED = (
    "%s was written by an earlier Wallboard, which did not record when callers left unanswered: the %d who did so "
    "today count as misses in today's service level"
)

COUNTED_BEFORE = "counts from before this start keep the old goals"


class Header(Struct, frozen=True, kw_only=True):
    """The first fields of every file of the day."""

    format: int
    origin: Origin

    def without(self, sources: Collection[str]) -> Self:
        """Returns the page without the data of these sources."""
        raise NotImplementedError


class Day(Header, frozen=True, kw_only=True):
    """``day.json``."""

    checkpoint: Checkpoint

    def without(self, sources: Collection[str]) -> Self:
        """Returns the day without the data of these sources."""
        return replace(self, checkpoint=without_sources(self.checkpoint, sources))


class Finished(Header, frozen=True, kw_only=True):
    """``intervals.json``."""

    intervals: list[IntervalRow]

    def without(self, sources: Collection[str]) -> Self:
        """Returns the intervals without those of these sources."""
        return replace(self, intervals=intervals_without(self.intervals, sources))


H = TypeVar("H", bound=Header)


class DayFiles:
    """The day of one origin in one directory."""

    def __init__(self, directory: Path, origin: Origin) -> None:
        self._directory = directory
        self._day = directory / "day.json"
        self._intervals = directory / "intervals.json"
        self._origin = origin

    def read(self) -> tuple[Checkpoint, list[IntervalRow]] | None:
        """Returns the last saved day, if it is of this origin."""
        day = self._read(self._day, Day)
        if day is None:
            return None
        if not day.checkpoint.is_whole:
            _move_aside(self._day, "unreadable", "it is incomplete")
            return None
        if day.format <= earlier.LAST_WITHOUT_EXITS and (supposed := earlier.bring_up(day.checkpoint)):
            logger.warning(_SUPPOSED, self._day, supposed)
        if day.origin.rules != self._origin.rules:
            logger.warning("the goals have changed: %s", COUNTED_BEFORE)
        finished = self._read(self._intervals, Finished)
        if finished is None:
            return day.checkpoint, []
        is_earlier = finished.format <= earlier.LAST_WITHOUT_EXITS
        return day.checkpoint, earlier.brought_up(finished.intervals) if is_earlier else finished.intervals

    def _read(self, path: Path, kind: type[H]) -> H | None:
        try:
            content = regular_file.read_bytes(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.warning("the day's counts in %s cannot be read: %s", path, error.strerror)
            return None
        try:
            return self._taken(path, content, kind)
        except (ValueError, RecursionError) as error:  # msgspec's own are ValueErrors, as are those of bad UTF-8
            _move_aside(path, "unreadable", str(error))
            return None

    def _taken(self, path: Path, content: bytes, kind: type[H]) -> H | None:
        """Returns the page of a file's content; None where it was moved aside, `ValueError` where it is invalid."""
        header = msgspec.json.decode(content, type=Header)
        origin = header.origin
        if header.format > FORMAT:
            _move_aside(path, f"format-{header.format}", "a newer Wallboard wrote it")
            return None
        if header.format <= earlier.LAST_WITHOUT_GROUPS:
            name = source_at(origin.pbx, self._origin.sources) or PBX
            origin, content = origin.as_source(name), earlier.renamed(content, SourceId(name))
        elif header.format <= earlier.LAST_WITH_MEMORY:
            content = earlier.with_checkpoint(content)
        if renamed := origin.renamed(self._origin):
            logger.info("%s: PBX renamed, same address: %s; its day goes on", path.name, _arrows(renamed))
            origin = origin.under(renamed)
        others = origin.others(self._origin)
        if origin.calendar != self._origin.calendar or others == origin.sources:
            _move_aside(path, "other", _whose(origin, self._origin))
            return None
        page = replace(under_names(msgspec.json.decode(content, type=kind), renamed), origin=origin)
        if (words := impossible(page)) != "":
            _move_aside(path, "unreadable", f"it contains impossible counts: {words}")
            return None
        if others:
            self._keep_others(path, content, others)
            page = page.without(others)
        return page

    def _keep_others(self, path: Path, content: bytes, others: Mapping[str, str]) -> None:
        """Saves a copy of a file of which a part cannot be used."""
        whose = ", ".join(f"{name} ({address})" for name, address in others.items())
        aside = path.with_name(f"{path.name}.other")
        logger.warning(
            "%s has counts of %s, which is not a configured PBX: they are kept in %s and in today's totals",
            path,
            whose,
            aside.name,
        )
        try:
            write_whole(aside, content, is_only_writer=True)
        except OSError as error:
            logger.warning("%s could not be written: %s", aside, error.strerror)

    def put_away(self) -> None:
        """Renames the files once all in them is in the database, so that no later start reads them again."""
        for path in (self._day, self._intervals):
            with suppress(OSError):
                path.replace(path.with_name(f"{path.name}.upgraded"))


def _arrows(renamed: Mapping[str, str]) -> str:
    return ", ".join(f"{old} -> {new}" for old, new in renamed.items())


def _whose(origin: Origin, now: Origin) -> str:
    """Returns whose counts those of another origin are."""
    if origin.calendar != now.calendar:
        return "it is of another time zone, day start or interval"
    theirs, ours = (
        ", ".join(f"{name} ({address})" for name, address in one.sources.items()) for one in (origin, now)
    )
    return f"it is of {theirs}, and the configured PBX is {ours}"


def _move_aside(path: Path, suffix: str, reason: str) -> None:
    """Renames a file that this program must not overwrite."""
    aside = path.with_name(f"{path.name}.{suffix}")
    logger.warning("cannot use %s (moved to %s): %s; today's counts restart at zero", path, aside.name, reason)
    try:
        path.replace(aside)
    except OSError as error:
        logger.warning("could not rename %s: %s", path, error.strerror)
