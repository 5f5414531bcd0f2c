"""Whole files: each shape of the exports, in each language, what the user adds, and how progress is told."""

from datetime import date

import pytest

from tests.domain.plan.reading.exports import (
    ALL_DAY,
    CLAIMS,
    SALES,
    SUPPORT,
    TEAM,
    a_reader,
    at,
    day_of,
    interval,
    read,
)
from wallboard.domain.plan.reading.dates import DateOrder
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.layout import Shape
from wallboard.domain.plan.reading.numbers import DecimalMark
from wallboard.domain.plan.reading.progress import PlanReadingCancelled


def test_that_a_long_table_is_read() -> None:
    found = read(
        "Date,Interval,Queue,Forecast Calls,AHT,Required,Scheduled\n"
        "2026-11-28,08:00,Sales,12.5,240,5,6\n"
        "2026-11-28,08:15,601,13,4:05,5.5,\n"
        "2026-11-28,08:00,601,1,-,,\n"
        "2026-11-28,08:30,front,30,200,9,8\n"
    )
    assert found.problems == ()
    assert found.intervals == (
        interval("2026-11-28 08:30", scope=TEAM, calls=30.0, aht_s=200.0, required=9.0, scheduled=8.0),
        interval("2026-11-28 08:00", calls=12.5, aht_s=240.0, required=5.0, scheduled=6.0),
        interval("2026-11-28 08:00", scope=SUPPORT, calls=1.0),
        interval("2026-11-28 08:15", scope=SUPPORT, calls=13.0, aht_s=245.0, required=5.5),
    )
    assert found.understood is not None
    assert found.understood.shape is Shape.LONG
    assert found.understood.columns["calls"] == "Forecast Calls"


def test_that_an_export_of_nice_iex_is_read() -> None:
    """Pipes, ``#fields``, mmddyyyy, a column of time zones, and two of required staff, the committed one first."""
    found = read(
        "#fields|date|period|TZ|ctID|ctName|FcstContactsReceived|FcstAHT|FcstReq|CommitPlanReq|SchedOpen\n"
        "11282026|09:00|Europe/Berlin|5|Sales|12.5|240.1|5.5|6|4\n"
        "11282026|09:15|Europe/Berlin|5|Sales|12.5|240.1|5.5|6|4\n"
    )
    assert found.problems == ()
    assert found.intervals[0] == interval("2026-11-28 08:00", calls=12.5, aht_s=240.1, required=6.0, scheduled=4.0)
    assert found.understood is not None
    assert found.understood.left_out == ("ctID", "FcstReq")


def test_that_an_export_of_calabrio_without_a_header_is_read() -> None:
    found = read(
        "Sales,20210218 08:00,20210218 08:15,16,135.46,490.74,16.85\n"
        "Sales,20210218 08:15,20210218 08:30,25,127.93,443.24,21.48\n"
    )
    assert found.problems == ()
    assert found.intervals[0] == interval("2021-02-18 08:00", calls=16.0, aht_s=135.46 + 490.74, required=16.85)


def test_that_calabrios_staff_alone_is_no_forecast_of_zero() -> None:
    found = read("Sales,20210218 08:00,20210218 08:30,0,0,0,16.85\nSales,20210218 08:30,20210218 09:00,0,0,0,7\n")
    assert found.intervals[0] == interval("2021-02-18 08:00", 30, required=16.85)


def test_that_a_file_of_amazon_connect_in_utc_is_read() -> None:
    found = read(
        "QueueName,QueueId,ChannelType,Timestamp,IncomingContactVolume,AverageHandleTime\n"
        "Sales,x-1,VOICE,2026-07-01T08:00:00Z,4,100\nSales,x-1,VOICE,2026-07-01T08:15:00.000Z,5,100\n"
    )
    assert found.problems == ()
    assert found.intervals[0] == interval("2026-07-01 09:00", calls=4.0, aht_s=100.0)


PORTUGUESE = """Data;Hora;Fila;Chamadas previstas;TMA (min);Agentes necessários
28/11/2026;08:00;Atenção;12,5;4,5;5
28/11/2026;08:15;Atenção;13;4;6
"""
LITHUANIAN = """Data;Laikas;Eilė;Prognozuojami skambučiai;Vidutinė aptarnavimo trukmė;Reikalingi agentai
2026.11.28;8:00–8:15;Žalų eilė;12,5;270;5
2026.11.28;8:15–8:30;Žalų eilė;13;4:00;6
"""


@pytest.mark.parametrize(("text", "encoding"), [(PORTUGUESE, "cp1252"), (LITHUANIAN, "cp1257")])
def test_that_files_in_portuguese_and_lithuanian_are_read(text: str, encoding: str) -> None:
    for coded in (encoding, "utf-8-sig", "utf-16"):
        found = read(text, coded)
        assert found.problems == ()
        scope = SUPPORT if encoding == "cp1252" else CLAIMS
        assert found.intervals == (
            interval("2026-11-28 08:00", scope=scope, calls=12.5, aht_s=270.0, required=5.0),
            interval("2026-11-28 08:15", scope=scope, calls=13.0, aht_s=240.0, required=6.0),
        )


def test_that_a_column_for_each_day_is_read_with_its_title() -> None:
    found = read(
        "Sales\nForecast calls\n\nInterval\t27/11/2026\t28/11/2026\tTotal\n"
        "08:00\t12\t14\t26\n08:30\t13\t15\t28\nTotal\t25\t29\t54\n"
    )
    assert found.problems == ()
    assert [(one.start_ms, one.calls) for one in found.intervals] == [
        (at("2026-11-27 08:00"), 12), (at("2026-11-27 08:30"), 13),
        (at("2026-11-28 08:00"), 14), (at("2026-11-28 08:30"), 15),
    ]  # fmt: skip


def test_that_a_column_for_each_queue_is_read_as_what_the_user_says() -> None:
    text = "Interval;Sales;Front office\n28.11.2026 08:00;12;4\n28.11.2026 08:30;13;5\n"
    found = read(text, measure=Field.REQUIRED)
    assert found.problems == ()
    assert [(one.scope, one.required, one.calls) for one in found.intervals] == [
        (TEAM, 4, None), (TEAM, 5, None), (SALES, 12, None), (SALES, 13, None),
    ]  # fmt: skip
    assert [one.kind for one in read(text).problems] == ["measure_unsaid"]


@pytest.mark.parametrize(
    "text",
    [
        ";;Sales;;Atenção;\nDate;Interval;Calls;AHT;Calls;AHT\n{}",
        "Date;Interval;Sales Calls;Sales - AHT;Calls Atenção;Atenção AHT (s)\n{}",
    ],
)
def test_that_queues_with_several_figures_are_read(text: str) -> None:
    found = read(text.format("28.11.2026;08:00;12;200;4;100\n28.11.2026;08:30;13;210;5;110\n"))
    assert found.problems == ()
    assert found.intervals == (
        interval("2026-11-28 08:00", 30, calls=12.0, aht_s=200.0),
        interval("2026-11-28 08:30", 30, calls=13.0, aht_s=210.0),
        interval("2026-11-28 08:00", 30, scope=SUPPORT, calls=4.0, aht_s=100.0),
        interval("2026-11-28 08:30", 30, scope=SUPPORT, calls=5.0, aht_s=110.0),
    )


def test_that_times_without_a_date_or_queue_take_the_users() -> None:
    text = "Interval,Calls\n08:00,12\n08:15,13\n"
    found = read(text, day=date(2026, 11, 28), scope=SALES)
    assert found.intervals[0] == interval("2026-11-28 08:00", calls=12.0)
    assert {str(one.kind) for one in read(text).problems} == {"no_date", "no_queue"}


def test_that_who_is_scheduled_is_read_by_name() -> None:
    found = read(
        "Date,Time,Queue,Agent\n28.11.2026,8:00 AM,Sales,Ana\n28.11.2026,8:00 AM,Sales,Jo\n"
        "28.11.2026,8:00 AM,Sales,Jo\n28.11.2026,8:15 AM,Sales,Jo\n"
    )
    assert found.intervals == (
        interval("2026-11-28 08:00", scheduled=2.0, agents=("Ana", "Jo")),
        interval("2026-11-28 08:15", scheduled=1.0, agents=("Jo",)),
    )


def test_that_an_end_or_a_length_is_how_long_an_interval_is() -> None:
    ends = read("Start,End,Queue,Calls\n2026-11-28 23:30,00:00,Sales,4\n")
    assert ends.intervals == (interval("2026-11-28 23:30", 30, calls=4.0),)
    lengths = read("Start,Interval length,Queue,Calls\n2026-11-28 08:00,60,Sales,4\n")
    assert lengths.intervals == (interval("2026-11-28 08:00", 60, calls=4.0),)
    assert read("Start,Queue,Calls\n2026-11-28 08:00,Sales,4\n", interval_minutes=30).intervals[0].end_ms == at(
        "2026-11-28 08:30"
    )


def test_that_progress_is_told_and_reading_can_be_cancelled() -> None:
    text = day_of("2026-11-28", ALL_DAY).encode()
    told: list[tuple[int, int]] = []

    def watch(done: int, of: int) -> bool:
        told.append((done, of))
        return done == 0

    a_reader().read(text, progress=watch)
    assert told == [(0, 194), (194, 194)]
    with pytest.raises(PlanReadingCancelled):
        a_reader().read(text, progress=lambda *_: False)


def test_that_a_large_file_tells_its_progress_each_thousand_rows() -> None:
    days = [f"2026-{month:02d}-{day:02d}" for month in range(9, 13) for day in range(1, 29)]
    rows = [row for day in days for row in day_of(day, ALL_DAY, "0").splitlines()[1:]]
    told: list[int] = []

    def watch(done: int, _of: int) -> bool:
        told.append(done)
        return True

    found = a_reader().read("\n".join(["Date,Interval,Queue,Calls", *rows]).encode(), progress=watch)
    assert len(found.intervals) == 4 * 28 * 96 + 4
    assert told == [*range(0, 2 * len(rows), 1_000), 2 * len(rows) + 2]


def test_that_what_was_understood_is_told() -> None:
    found = read("Date;Hour;Queue;Calls;Comment\n28.11.2026;8h00;Sales;12,5;x\n28.11.2026;9h00;Sales;1;\n")
    assert found.understood is not None
    said = found.understood
    assert (said.encoding, said.separator, said.date_order, said.decimal_mark, said.zone, said.left_out) == (
        "utf-8", ";", DateOrder.DMY, DecimalMark.COMMA, "Europe/Lisbon", ("Comment",),
    )  # fmt: skip
