"""How far a file is read, told to whoever waits for it, who may end it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

T = TypeVar("T")

Progress = Callable[[int, int], bool]
"""Gets the steps that are done and all there are; returns whether to go on."""

_EACH: Final = 1_000
_PASSES: Final = 2


class PlanReadingCancelled(Exception):
    """Who watched the progress wanted no more of it."""


class Watch:
    """Counts the rows of a file in both passes over them: as they are split, and as they are read."""

    def __init__(self, progress: Progress, rows: int) -> None:
        self._progress = progress
        self._of = _PASSES * rows
        self._done = 0

    def each(self, rows: Iterable[T]) -> Iterator[T]:
        """Yields rows and tells each thousandth; raises `PlanReadingCancelled`."""
        for row in rows:
            if self._done % _EACH == 0 and not self._progress(min(self._done, self._of), self._of):
                raise PlanReadingCancelled
            self._done += 1
            yield row

    def end(self) -> None:
        """Tells that all is read."""
        self._progress(self._of, self._of)
