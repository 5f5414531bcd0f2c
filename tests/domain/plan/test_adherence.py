"""Adherence counts what is done when it is planned, conformance how much of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.adherence import Span, adherence_pct, conformance_pct

MINUTE = 60_000


def span(start: int, end: int, state: str = "work") -> Span:
    """A span by minutes."""
    return Span(start * MINUTE, end * MINUTE, state)


def test_that_a_shift_an_hour_late_conforms_and_does_not_adhere() -> None:
    planned, actual = [span(0, 480)], [span(60, 540)]
    assert adherence_pct(planned, actual) == pytest.approx(87.5)
    assert conformance_pct(planned, actual) == 100


def test_that_work_in_a_planned_break_is_against_the_plan() -> None:
    planned = [span(0, 120), span(120, 150, "break"), span(150, 300)]
    actual = [span(0, 300)]
    assert adherence_pct(planned, actual) == pytest.approx(90)
    assert conformance_pct(planned, actual) == pytest.approx(100 * 300 / 270)


def test_that_overtime_is_over_100_percent_of_the_work_and_no_adherence() -> None:
    planned, actual = [span(0, 60)], [span(0, 90)]
    assert (adherence_pct(planned, actual), conformance_pct(planned, actual)) == (100, 150)


def test_that_overlapping_spans_count_once() -> None:
    planned, actual = [span(0, 60)], [span(0, 40), span(20, 50), span(55, 55)]
    assert adherence_pct(planned, actual) == conformance_pct(planned, actual) == pytest.approx(100 * 50 / 60)


def test_that_without_a_plan_there_is_no_figure() -> None:
    assert adherence_pct([], [span(0, 60)]) is None
    assert conformance_pct([span(0, 60, "break")], [span(0, 60)]) is None


_SPANS = st.lists(
    st.builds(
        lambda start, length, state: span(start, start + length, state),
        st.integers(0, 200), st.integers(0, 90), st.sampled_from(["work", "break", "training"]),
    ),
    max_size=12,
)  # fmt: skip


@given(_SPANS, _SPANS)
def test_that_adherence_is_the_minutes_counted_one_by_one(planned: list[Span], actual: list[Span]) -> None:
    def minutes(spans: list[Span]) -> set[tuple[int, str]]:
        return {
            (minute, one.state) for one in spans for minute in range(one.start_ms // MINUTE, one.end_ms // MINUTE)
        }

    due, done = minutes(planned), minutes(actual)
    found = adherence_pct(planned, actual)
    assert found == (pytest.approx(100 * len(due & done) / len(due)) if due else None)
    works = {one for one in due if one[1] == "work"}
    worked = {one for one in done if one[1] == "work"}
    assert conformance_pct(planned, actual) == (pytest.approx(100 * len(worked) / len(works)) if works else None)
