"""Everything that is wrong with a file is told at once, with its row and column."""

import pytest

from tests.domain.plan.reading.exports import a_reader
from wallboard.domain.plan.reading.plan_file import PlanReading, ReadingChoices
from wallboard.domain.plan.reading.plan_problems import PlanProblem, PlanProblemKind, PlanProblems

HEADER = "Date;Interval;Queue;Calls;AHT\n"


def read(text: str, **choices: object) -> PlanReading:
    """What becomes of a file."""
    return a_reader().read(text.encode(), ReadingChoices(**choices))  # type: ignore[arg-type]  # of their fields


def told(text: str, **choices: object) -> list[tuple[str, int, str]]:
    """Kind, row and column of each problem; there are no intervals."""
    found = read(text, **choices)
    assert found.intervals == ()
    return [(str(one.kind), one.row, one.column) for one in found.problems]


def test_that_all_problems_are_told_at_once_and_nothing_is_half_imported() -> None:
    text = HEADER + (
        "28.11.2026;08:00;Sales;12;240\n"
        "28.11.2026;08:61;Sales;12;240\n"
        "31.11.2026;08:15;Sales;x;240\n"
        "28.11.2026;08:30;Sales;-1;4:xx\n"
        "28.11.2026;08:45;Slaes;1;240;7\n"
        "28.11.2026;09:00;Slaes;1;240\n"
        ";09:15;Sales;1;240\n"
    )
    assert told(text) == [
        ("not_a_time", 3, "Interval"),
        ("not_a_date", 4, "Date"),
        ("not_a_number", 4, "Calls"),
        ("out_of_range", 5, "Calls"),
        ("not_a_duration", 5, "AHT"),
        ("long_row", 6, ""),
        ("unknown_queue", 6, "Queue"),
        ("no_date", 8, ""),
    ]
    (unknown,) = (one for one in read(text).problems if one.kind is PlanProblemKind.UNKNOWN_QUEUE)
    assert (unknown.subject["queue"], unknown.subject["rows"]) == ("Slaes", "2")
    assert "sales" in unknown.subject["known"]


def test_that_unknown_queues_can_be_left_out_by_choice() -> None:
    text = HEADER + "28.11.2026;08:00;Sales;12;240\n28.11.2026;08:15;Sales;12;240\n28.11.2026;08:00;E-mail;5;900\n"
    found = read(text, skip_unknown_queues=True)
    assert len(found.intervals) == 2
    assert found.understood is not None
    assert found.understood.skipped == ("E-mail",)
    assert told(text) == [("unknown_queue", 4, "Queue")]


def test_that_dates_that_can_be_read_two_ways_are_refused_with_both() -> None:
    text = HEADER.replace(";", ",") + "03/04/2026,08:00,Sales,1,2\n03/04/2026,08:15,Sales,1,2\n"
    (one,) = read(text).problems
    assert one == PlanProblem(
        kind=PlanProblemKind.AMBIGUOUS_DATES,
        subject={"value": "03/04/2026", "first": "2026-03-04", "second": "2026-04-03"},
    )
    assert str(one) == "ambiguous dates: 03/04/2026, 2026-03-04, 2026-04-03"


def test_that_numbers_that_can_be_read_two_ways_are_refused_with_both() -> None:
    (one,) = read(HEADER + "28.11.2026;08:00;Sales;1,234;240\n").problems
    assert (one.kind, dict(one.subject)) == (
        PlanProblemKind.AMBIGUOUS_NUMBERS, {"value": "1,234", "first": "1234", "second": "1.234"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (HEADER + "13/04/2026;08:00;Sales;1;2\n04/14/2026;08:15;Sales;1;2\n", ["mixed_dates"]),
        (HEADER + "28.11.2026;08:00;Sales;1,5;2\n28.11.2026;08:15;Sales;1.5;2\n", ["mixed_numbers"]),
        (HEADER + "28.11.2026;08:00;Sales;1;2\n", ["no_length"]),
        ("Date;Queue;Calls\n27.11.2026;Sales;900\n28.11.2026;Sales;950\n", ["no_time"]),
        (HEADER, ["empty"]),
        ("", ["empty"]),
        ("hello\nworld\n", ["no_header"]),
        ("Date;Interval;Queue;Comment\n28.11.2026;08:00;Sales;x\n", ["no_figures"]),
        ("Date;Interval;Queue;Calls;Calls\n28.11.2026;08:00;Sales;1;1\n", ["column_twice"]),
        ("Date;Interval;Queue;Queue;Calls\n28.11.2026;08:00;Sales;Sales;1\n", ["column_twice"]),
        ('Date;Interval;Queue;Calls\n28.11.2026;"08:00;Sales;1\n', ["malformed"]),
        ("Date;Interval;TZ;Queue;Calls\n28.11.2026;08:00-08:15;Mars;Sales;1\n", ["unknown_zone"]),
        ("Start;End;Queue;Calls\n28.11.2026 08:00;soon;Sales;1\n", ["not_a_time"]),
        ("Start;End;Queue;Calls\n28.11.2026 08:00;30.11.2026 08:00;Sales;1\n", ["bad_length"]),
        (HEADER + "28.11.2026;08:00-08:30;Sales;1;2\n28.11.2026;08:15-08:45;Sales;1;2\n", ["overlap"]),
    ],
)  # fmt: skip
def test_that_each_fault_of_a_file_has_its_kind(text: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in told(text)] == kinds


def test_that_an_interval_that_is_there_twice_names_both_rows() -> None:
    row = "28.11.2026;08:00;Sales;1;2\n"
    found = read(HEADER + row + "28.11.2026;08:15;Sales;1;2\n" + row)
    (one,) = found.problems
    assert (one.kind, one.row, one.subject["other"], one.subject["value"]) == (
        PlanProblemKind.INTERVAL_TWICE, 4, "2", "2026-11-28 8:00",
    )  # fmt: skip


def test_that_a_decimal_comma_between_commas_is_told_as_a_long_row() -> None:
    text = "Date,Interval,Queue,Calls\n2026-11-28,08:00,Sales,12,5\n2026-11-28,08:15,Sales,13,5\n"
    assert [kind for kind, _, _ in told(text)] == ["long_row", "long_row"]


def test_that_of_very_many_problems_the_first_are_kept_and_the_rest_counted() -> None:
    problems = PlanProblems()
    for row in range(1_200):
        problems.add(PlanProblemKind.NOT_A_DATE, row=row, value="x")
    assert (len(problems), len(problems.found), problems.more) == (1_200, 500, 700)


def test_that_a_problem_is_one_line_for_a_log() -> None:
    one = PlanProblem(kind=PlanProblemKind.NOT_A_NUMBER, subject={"value": "x"}, row=7, column="Calls")
    assert str(one) == "not a number: row 7, Calls, x"
    assert str(PlanProblem(kind=PlanProblemKind.EMPTY)) == "empty"
