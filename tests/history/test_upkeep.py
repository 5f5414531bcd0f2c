"""The own file is purged once an hour, not before the clock can be right, slice by slice while there is more."""

from pathlib import Path

from tests.history.test_recorder import Recorded
from wallboard.history.purge import Retention
from wallboard.history.upkeep import EVERY_S, FIRST_S, Upkeep

DAYS = Retention(contacts_days=1, numbers_days=1, intervals_days=1)


class Watched:
    """An upkeep, and the moments of its purges."""

    def __init__(self, place: Path) -> None:
        self.recorded = Recorded(place)
        self.now_ms, self.steady_s = 0, 0.0
        self.upkeep = Upkeep(self.recorded.recorder, DAYS, self._clock, lambda: self.steady_s)
        self.purged: list[int] = []

    def _clock(self) -> int:
        self.purged.append(self.now_ms)
        return self.now_ms

    def check(self, now_ms: int, steady_s: float) -> list[int]:
        self.now_ms, self.steady_s = now_ms, steady_s
        self.upkeep.check()
        self.recorded.settle()
        return self.purged


def test_that_a_clock_that_was_wrong_at_the_start_removes_nothing_and_stops_no_later_purge(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    assert watched.check(10**13, FIRST_S - 1) == []
    assert watched.check(10**9, FIRST_S) == [10**9]
    assert watched.check(10**9, FIRST_S + EVERY_S - 1) == [10**9]
    assert watched.check(10**8, FIRST_S + EVERY_S) == [10**9, 10**8]
    watched.recorded.recorder.close()


def test_that_slices_follow_each_other_while_there_is_more(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    slices = [True, True, False]
    watched.upkeep._purge = lambda *_: slices.pop(0)  # type: ignore[method-assign]  # as long as there is more
    for second in range(5):
        watched.check(10**9, FIRST_S + second)
    assert watched.purged == [10**9] * 3
    watched.recorded.recorder.close()
