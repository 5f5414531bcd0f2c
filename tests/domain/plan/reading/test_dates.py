"""Dates in every order; where a file leaves the order open it is not guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.reading.dates import DateOrder, order_in, readings

YMD, DMY, MDY = DateOrder.YMD, DateOrder.DMY, DateOrder.MDY
DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2026-11-28", YMD), ("2026/11/28", YMD), ("2026.11.28", YMD), ("20261128", YMD), ("2026 11 28", YMD),
        ("28.11.2026", DMY), ("28/11/2026", DMY), ("28-11-2026", DMY), ("28.11.26", DMY), ("28112026", DMY),
        ("11/28/2026", MDY), ("11-28-2026", MDY), ("11282026", MDY), ("11/28/26", MDY),
        ("Sat 28/11/2026", DMY), ("28.11.2026 (Sa)", DMY), ("sáb, 28/11/2026", DMY), ("sábado 28/11/2026", DMY),
        ("28-Nov-2026", DMY), ("28 nov 26", MDY), ("Nov 28, 2026", YMD), ("28 de novembro de 2026", DMY),
        ("November 28, 2026", MDY),
    ],
)  # fmt: skip
def test_that_dates_are_read_as_they_are_written(text: str, order: DateOrder) -> None:
    assert readings(text)[order] == DAY


@pytest.mark.parametrize(
    "text", ["", "x", "08:00", "2026-13-01", "31.02.2026", "28/11", "1-2", "12345678", "Sales", "12", "28/11/0026"]
)
def test_that_what_is_no_date_has_no_reading(text: str) -> None:
    assert readings(text) == {}


def test_that_dotted_dates_begin_with_the_day() -> None:
    assert readings("03.04.2026") == {DMY: date(2026, 4, 3)}


def test_that_one_date_of_a_month_beyond_12_decides_for_all() -> None:
    assert order_in(["03/04/2026", "13/04/2026"]).order is DMY
    assert order_in(["03/04/2026", "04/13/2026"]).order is MDY


def test_that_open_dates_are_not_guessed_and_both_readings_are_told() -> None:
    found = order_in(["05/05/2026", "03/04/2026"])
    assert found == (None, ("03/04/2026",), (date(2026, 3, 4), date(2026, 4, 3)))
    assert order_in(["03/04/2026"], MDY).order is MDY


def test_that_dates_that_read_alike_both_ways_leave_nothing_open() -> None:
    assert order_in(["05/05/2026", "06/06/2026"]).order is not None


def test_that_dates_of_two_orders_are_told() -> None:
    assert order_in(["13/04/2026", "04/14/2026"]) == (None, ("13/04/2026", "04/14/2026"), ())
    assert order_in(["13/04/2026"], MDY) == (None, ("13/04/2026",), ())


def test_that_a_file_without_dates_leaves_nothing_open() -> None:
    assert order_in([]).order is not None
    assert order_in(["x"]).order is not None


_FORMATS = {YMD: "%Y-%m-%d", DMY: "%d/%m/%Y", MDY: "%m/%d/%Y"}


@given(st.dates(date(2000, 1, 1), date(2090, 12, 1)), st.sampled_from(list(DateOrder)))
def test_that_a_month_of_days_is_read_back(first: date, order: DateOrder) -> None:
    days = [first + timedelta(days=n) for n in range(31)]
    texts = [day.strftime(_FORMATS[order]) for day in days]
    assert order_in(texts).order is order
    assert [readings(text)[order] for text in texts] == days
