"""The day's counts on disk, so that a gateway that is restarted goes on with its day instead of beginning anew.

Two files: today's finished intervals, written when there is one more, and all else. Reading never raises: what is
wrong with them is logged, and costs nothing but the past.
"""

import logging
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from wallboard.domain.counts.figures import Interval
from wallboard.domain.restart.checkpoint import Checkpoint
from wallboard.history import earlier
from wallboard.history.files import make_private, replace_file
from wallboard.history.plausible import impossible

logger = logging.getLogger(__name__)

FORMAT = 4
"""Grows when an older program could not read what is written any more, or would lose something of it."""


_SUPPOSED = (
    "%s is of an earlier Wallboard, which did not keep when callers left a queue unanswered: the %d who did so "
    "today count as misses in today's service level"
)

COUNTED_BEFORE = "what was counted so far today stays counted by the old ones"


class Origin(Struct, frozen=True, kw_only=True):
    """Whose counts they are and by which rules they were made: with others they would mean something else.

    ``rules`` is JSON of the calendar's three values and the goals, which count from when they are set on.
    """

    pbx: str
    rules: str

    @property
    def calendar(self) -> object:
        """The rules that the whole day has to be of."""
        try:
            return msgspec.json.decode(self.rules, type=list[object])[:3]
        except msgspec.DecodeError:
            return self.rules


class Header(Struct, frozen=True, kw_only=True):
    """What every file of the day says first."""

    format: int
    origin: Origin


class Day(Header, frozen=True, kw_only=True):
    """``day.json``."""

    memory: Checkpoint


class Finished(Header, frozen=True, kw_only=True):
    """``intervals.json``."""

    intervals: list[Interval]


Pages = dict[Path, bytes]
"""What belongs into which file, in the order in which it has to be written."""
H = TypeVar("H", bound=Header)


class DayFiles:
    """The day of one origin in one directory.

    Attributes:
        origin: whose it is and by which rules, as will be written.
    """

    def __init__(self, directory: Path, origin: Origin) -> None:
        self._directory = directory
        self._day = directory / "day.json"
        self._intervals = directory / "intervals.json"
        self.origin = origin
        self._finished: list[Interval] | None = None
        self._is_failing = False

    def read(self) -> tuple[Checkpoint, list[Interval]] | None:
        """What was written last, if it is of this origin."""
        day = self._read(self._day, Day)
        if day is None:
            return None
        if not day.memory.is_whole:
            _lay_aside(self._day, "unreadable", "something of it is missing")
            return None
        if day.format <= earlier.LAST_WITHOUT_EXITS and (supposed := earlier.bring_up(day.memory)):
            logger.warning(_SUPPOSED, self._day, supposed)
        if day.origin != self.origin:
            logger.warning("the goals have changed: %s", COUNTED_BEFORE)
        finished = self._read(self._intervals, Finished)
        if finished is None:
            return day.memory, []
        is_earlier = finished.format <= earlier.LAST_WITHOUT_EXITS
        return day.memory, earlier.brought_up(finished.intervals) if is_earlier else finished.intervals

    def _read(self, path: Path, kind: type[H]) -> H | None:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            logger.warning("the day's counts in %s cannot be read: %s", path, error.strerror)
            return None
        try:
            header = msgspec.json.decode(content, type=Header)
            if header.format > FORMAT:
                _lay_aside(path, f"format-{header.format}", "a newer Wallboard wrote it")
                return None
            if not self._is_of_us(header.origin):
                _lay_aside(path, "other", "it is of another PBX or calendar")
                return None
            if header.format <= earlier.LAST_WITHOUT_GROUPS:
                content = earlier.renamed(content)
            page = msgspec.json.decode(content, type=kind)
            if (words := impossible(page)) != "":
                _lay_aside(path, "unreadable", f"it has what cannot be: {words}")
                return None
        except (ValueError, RecursionError) as error:  # msgspec's own are ValueErrors, as are those of bad UTF-8
            _lay_aside(path, "unreadable", str(error))
            return None
        else:
            return page

    def _is_of_us(self, origin: Origin) -> bool:
        return (origin.pbx, origin.calendar) == (self.origin.pbx, self.origin.calendar)

    def set_origin(self, origin: Origin) -> None:
        """Other goals count from now on."""
        if origin != self.origin:
            self.origin, self._finished = origin, None

    def pages(self, memory: Checkpoint, finished: list[Interval]) -> Pages:
        """What has to be written now, the intervals first, so that none is missing that the rest is past."""
        pages: Pages = {}
        if finished != self._finished:
            self._finished = finished
            content = Finished(format=FORMAT, origin=self.origin, intervals=finished)
            pages[self._intervals] = msgspec.json.encode(content)
        pages[self._day] = msgspec.json.encode(Day(format=FORMAT, origin=self.origin, memory=memory))
        return pages

    def write(self, pages: Pages) -> None:
        """Put it on disk; where that cannot be done, it is said once."""
        try:
            make_private(self._directory)
            for path, content in pages.items():
                replace_file(path, content)
        except OSError as error:
            if not self._is_failing:
                logger.warning("the day's counts cannot be kept in %s: %s", self._directory, error.strerror)
            self._is_failing, self._finished = True, None
        else:
            self._is_failing = False


def _lay_aside(path: Path, suffix: str, reason: str) -> None:
    """Keep a file that this program must not write over under another name."""
    aside = path.with_name(f"{path.name}.{suffix}")
    logger.warning("%s is laid aside as %s, and the day begins anew: %s", path, aside.name, reason)
    try:
        path.replace(aside)
    except OSError as error:
        logger.warning("%s could not be laid aside: %s", path, error.strerror)
