"""Any plan written in any way is read as it was; any other file is read whole or not at all."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.plan.reading.exports import (
    CLAIMS,
    QUARTER,
    SALES,
    SUPPORT,
    Style,
    a_reader,
    long_file,
    wide_file,
)
from wallboard.domain.ids import QueueId
from wallboard.domain.plan.plan import PlannedInterval, WorkforcePlan
from wallboard.domain.plan.reading.dates import DateOrder
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.numbers import DecimalMark
from wallboard.domain.plan.reading.plan_file import ReadingChoices

_PLANS = st.lists(
    st.tuples(
        st.sampled_from([SALES, SUPPORT, CLAIMS]), st.integers(0, 191), st.integers(1, 99_999),
        st.integers(1, 3_000), st.integers(0, 90_000),
    ),
    min_size=2, max_size=12, unique_by=lambda one: one[:2],
)  # fmt: skip
_STYLES = st.builds(
    Style,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    date=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y%m%d", "%a %d/%m/%Y"]),
    time=st.sampled_from(["%H:%M", "%I:%M %p", "%H:%M:%S", "%Hh%M"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    minutes=st.booleans(),
)
_DAYS = st.sampled_from(["2026-11-28", "2026-10-24", "2026-03-28", "2026-07-13"])


@given(_PLANS, _STYLES, _DAYS, st.sampled_from(["Europe/Lisbon", "Europe/Vilnius", "America/Sao_Paulo", "UTC"]))
@example([(SALES, 96, 100, 60, 100), (SALES, 97, 100, 60, 100)], Style(decimal=","), "2026-10-24", "Europe/Lisbon")
def test_that_any_plan_written_in_any_way_is_read_as_it_was(
    rows: list[tuple[str, int, int, int, int]], style: Style, day: str, zone_name: str
) -> None:
    zone = ZoneInfo(zone_name)
    midnight = datetime.fromisoformat(day).replace(tzinfo=zone).timestamp()
    plan = []
    for scope, quarter, calls, aht_s, staff in rows:
        start_ms = round(midnight * 1000) + quarter * QUARTER
        local = datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(zone)
        if local.replace(fold=1).utcoffset() != local.replace(fold=0).utcoffset():
            continue  # the hour that comes twice has tests of its own
        plan.append(
            PlannedInterval(
                scope=QueueId(scope), start_ms=start_ms, end_ms=start_ms + QUARTER, calls=calls / 100,
                aht_s=float(aht_s), required=staff / 100, scheduled=staff / 50,
            )
        )  # fmt: skip
    plan.sort(key=lambda one: (one.scope, one.start_ms))
    choices = ReadingChoices(interval_minutes=15)
    found = a_reader(zone).read(long_file(plan, style, zone), choices)
    if plan:
        assert found.problems == ()
        assert list(found.intervals) == plan
        wide = a_reader(zone).read(wide_file(plan, style, zone), choices)
        assert wide.problems == ()
        short = [(one.scope, one.start_ms, one.calls, one.aht_s) for one in wide.intervals]
        assert short == [(one.scope, one.start_ms, one.calls, one.aht_s) for one in plan]


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_that_no_bytes_do_more_harm_than_a_problem(data: bytes) -> None:
    found = a_reader().read(data)
    assert bool(found.intervals) is not bool(found.problems)


_CELLS = st.sampled_from(
    [
        *("Date", "Interval", "Start", "End", "Queue", "Calls", "Forecast calls", "AHT", "AHT (min)", "Required"),
        *("Scheduled", "Agent", "TZ", "Length", "Total", "Sales", "Sales AHT", "Calls 601", "Atenção", "front"),
        *(
            "Europe/Vilnius",
            "Mars",
            "#fields",
            "27.11.2026",
            "28/11/2026",
            "2026-03-29",
            "10/25/2026",
            "03/04/2026",
        ),
        *("08:00", "01:30", "24:00", "08:00-08:30", "2026-10-25T01:00:00Z", "2026-11-28 08:15", "22:00"),
        *("1", "12.5", "1.234", "-3", "4:05", "x", "-", "", ""),
    ]
)


@settings(max_examples=150)
@given(st.lists(st.lists(_CELLS, max_size=7), max_size=8), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_that_any_table_is_read_whole_or_not_at_all(
    table: list[list[str]], separator: str, by_choice: bool
) -> None:
    choices = ReadingChoices(
        measure=Field.CALLS, scope=SALES, day=date(2026, 3, 29), interval_minutes=30, skip_unknown_queues=True,
        date_order=DateOrder.DMY, decimal_mark=DecimalMark.POINT,
    )  # fmt: skip
    data = "\n".join(separator.join(row) for row in table).encode()
    found = a_reader().read(data, choices if by_choice else ReadingChoices())
    assert bool(found.intervals) is not bool(found.problems)
    assert len(WorkforcePlan(found.intervals)) == len(found.intervals)
    assert all(str(one) for one in found.problems)


_GOOD = (
    "Date;Interval;Queue;Forecast calls;AHT;Required\n28.11.2026;08:00;Sales;12,5;4:05;5\n"
    "28.11.2026;08:15;Sales;13,5;4:05;6\n28.11.2026;08:00;601;1;200;1\n28.11.2026;08:15;601;2;200;1\n"
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(_GOOD) - 1), st.sampled_from('0159;,.:"-/ \n\tXä')), min_size=1, max_size=6
    )
)
def test_that_a_damaged_file_is_read_whole_or_not_at_all(damage: list[tuple[int, str]]) -> None:
    letters = list(_GOOD)
    for place, letter in damage:
        letters[place] = letter
    found = a_reader().read("".join(letters).encode())
    assert bool(found.intervals) is not bool(found.problems)
    assert len(WorkforcePlan(found.intervals)) == len(found.intervals)
    if found.intervals:
        assert all(one.start_ms < one.end_ms for one in found.intervals)
