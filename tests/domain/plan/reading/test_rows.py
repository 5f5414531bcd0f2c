"""Rows are split by the separator that the file uses, whatever its cells have in them."""

import pytest

from wallboard.domain.plan.reading.rows import MalformedRow, TableRow, rows_of, separator_of


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_that_the_separator_is_found(separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (["Date", "Time", "Calls"], ["2026-11-28", "08:00", "12"]))
    assert separator_of(text) == separator


def test_that_decimal_commas_do_not_hide_the_semicolon() -> None:
    assert separator_of("1,5;2,5;3,5\n1,5;2,5;3,5\n") == ";"


def test_that_titles_over_the_table_do_not_hide_it() -> None:
    assert (
        separator_of("Forecast, all queues\nas of today\n\nDate;Time;Calls\n28.11.;08:00;1\n28.11.;08:15;1\n")
        == ";"
    )


def test_that_a_first_line_may_name_it() -> None:
    text = "sep=|\na,b|c,d\n"
    assert separator_of(text) == "|"
    assert list(rows_of(text, "|")) == [TableRow(2, ["a,b", "c,d"])]


def test_that_rows_are_numbered_as_in_a_spreadsheet_and_trimmed() -> None:
    text = 'a ;"b\nc";\r\n\r\n;;\r\n 1 ;2\u00a0;\r\n'
    assert list(rows_of(text, ";")) == [TableRow(1, ["a", "b c", ""]), TableRow(4, ["1", "2", ""])]


def test_that_a_cell_that_is_not_there_is_empty() -> None:
    row = TableRow(1, ["a"])
    assert (row.cell(0), row.cell(1), row.cell(None)) == ("a", "", "")


def test_that_a_quote_without_end_says_where() -> None:
    with pytest.raises(MalformedRow) as told:
        list(rows_of('a;b\n1;2\n"3;4\n', ";"))
    assert told.value.row == 3
