"""Numbers by either decimal mark, what leaves it open, and durations in every way they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.reading.numbers import DecimalMark, DurationUnit, duration_s, is_unsaid, mark_in, number

POINT, COMMA = DecimalMark.POINT, DecimalMark.COMMA


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("12", POINT, 12), ("12", COMMA, 12), ("12.5", POINT, 12.5), ("12,5", COMMA, 12.5), (".5", POINT, 0.5),
        ("1,234.5", POINT, 1234.5), ("1.234,5", COMMA, 1234.5), ("1 234,5", COMMA, 1234.5), ("1,234", POINT, 1234),
        ("1\u202f234,5", COMMA, 1234.5), ("1'234.5", POINT, 1234.5), ("1,234", COMMA, 1.234),
        ("1,234,567", POINT, 1_234_567), ("-3", POINT, -3), ("\u22123", POINT, -3), ("0,125", COMMA, 0.125),
    ],
)  # fmt: skip
def test_that_numbers_are_read_by_their_decimal_mark(text: str, mark: DecimalMark, value: float) -> None:
    assert number(text, mark) == value


@pytest.mark.parametrize(
    "text", ["", "x", "1e3", "1,2,3", "12,34.5", "1.2.3", "0,125.5", "1,234,5", "--1", "٣x", "nan", "inf"]
)
def test_that_what_is_no_number_is_none(text: str) -> None:
    assert number(text, POINT) is None


@pytest.mark.parametrize("text", ["12,5", "1.234,5", "0,125"])
def test_that_a_decimal_comma_is_no_number_by_points(text: str) -> None:
    assert number(text, POINT) is None


@pytest.mark.parametrize(
    ("texts", "mark", "examples"),
    [
        (["1", "2"], POINT, ()),
        (["1.5", "2"], POINT, ()),
        (["1,5", "1,234"], COMMA, ()),
        (["1.234", "1,5"], COMMA, ()),
        (["1,234.5", "1,234"], POINT, ()),
        (["1,234"], None, ("1,234",)),
        (["12", "1.234"], None, ("1.234",)),
        (["1,5", "1.5"], None, ("1,5", "1.5")),
        (["x", "4:05", ""], POINT, ()),
    ],
)
def test_that_a_files_decimal_mark_is_what_fits_all_its_numbers(
    texts: list[str], mark: DecimalMark | None, examples: tuple[str, ...]
) -> None:
    assert mark_in(texts) == (mark, examples)


def test_that_the_users_choice_goes_first() -> None:
    assert mark_in(["1,234"], COMMA).mark is COMMA


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("240", DurationUnit.SECONDS, 240), ("4:05", DurationUnit.SECONDS, 245),
        ("0:04:05", DurationUnit.SECONDS, 245),
        ("00:04:05.5", DurationUnit.SECONDS, 245.5), ("1:00:00", DurationUnit.SECONDS, 3600),
        ("4.5", DurationUnit.MINUTES, 270), ("4:05", DurationUnit.MINUTES, 245), ("0.1", DurationUnit.HOURS, 360),
        ("240000", DurationUnit.MILLISECONDS, 240), ("00:04", DurationUnit.HOURS_MINUTES, 240),
        ("75:00", DurationUnit.SECONDS, 4500),
    ],
)  # fmt: skip
def test_that_durations_are_read_in_every_way(text: str, unit: DurationUnit, seconds: float) -> None:
    assert duration_s(text, POINT, unit) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["4:5:6:7", "x", "", "4:", ":30"])
def test_that_what_is_no_duration_is_none(text: str) -> None:
    assert duration_s(text, POINT) is None


def test_that_dashes_and_blanks_say_nothing() -> None:
    assert all(map(is_unsaid, ["", "-", "–", "N/A", "#N/A"]))
    assert not any(map(is_unsaid, ["0", "x"]))


@given(st.floats(0, 1e7).map(lambda value: round(value, 2)), st.sampled_from([POINT, COMMA]))
def test_that_any_number_is_read_back(value: float, mark: DecimalMark) -> None:
    grouped = f"{value:,.2f}"
    text = grouped if mark is POINT else grouped.translate(str.maketrans(",.", ".,"))
    assert number(text, mark) == pytest.approx(value)
