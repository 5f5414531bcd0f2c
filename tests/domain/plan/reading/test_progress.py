"""Progress never goes back, ends at the end, and stops a reading at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.reading.progress import PlanReadingCancelled, Watch


@given(st.integers(1, 5_000))
def test_that_progress_only_grows_and_ends_at_the_end(rows: int) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        told.append((done, of))
        return True

    watch = Watch(progress, rows)
    assert len(list(watch.each(range(rows)))) == len(list(watch.each(range(rows)))) == rows
    watch.end()
    assert told == sorted(told)
    assert told[-1] == (2 * rows, 2 * rows)


def test_that_a_reading_stops_at_the_thousandth_row_after_it_was_cancelled() -> None:
    rows = iter(range(9_000))
    with pytest.raises(PlanReadingCancelled):
        list(Watch(lambda done, _: done < 2_000, 9_000).each(rows))
    assert next(rows) == 2_001
