"""Headers of exports, and of three languages."""

import pytest

from wallboard.domain.plan.reading.header_words import NAMES, Field
from wallboard.domain.plan.reading.headers import header_name, is_total
from wallboard.domain.plan.reading.numbers import DurationUnit


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("CTName", Field.QUEUE), ("FcstContactsReceived", Field.CALLS),
        ("FcstAHT", Field.AHT), ("fcstReq", Field.REQUIRED),
        ("SchedOpen", Field.SCHEDULED), ("period", Field.START), ("TZ", Field.ZONE), ("QueueName", Field.QUEUE),
        ("IncomingContactVolume", Field.CALLS), ("AverageHandleTime", Field.AHT), ("Forecast_Calls", Field.CALLS),
        ("Interval Start UTC Date", Field.START), ("Média", None), ("Fila", Field.QUEUE), ("Início", Field.START),
        ("Chamadas previstas", Field.CALLS), ("Agentes necessários", Field.REQUIRED), ("Eilė", Field.QUEUE),
        ("Prognozuojami skambučiai", Field.CALLS), ("Reikalingi agentai", Field.REQUIRED), ("Actual calls", None),
        ("Suplanuota", Field.SCHEDULED), ("Vidutinė aptarnavimo trukmė", Field.AHT), ("", None), ("Sales", None),
    ],
)  # fmt: skip
def test_that_a_header_names_its_field(text: str, field: Field | None) -> None:
    found = header_name(text)
    assert (found and found.field) == field


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("AHT", None), ("AHT (s)", DurationUnit.SECONDS), ("AHT [min]", DurationUnit.MINUTES),
        ("AHT min", DurationUnit.MINUTES),
        ("AHT (hh:mm)", DurationUnit.HOURS_MINUTES), ("AHT (mm:ss)", DurationUnit.SECONDS),
        ("TMA (segundos)", DurationUnit.SECONDS),
    ],
)  # fmt: skip
def test_that_a_header_names_its_unit(text: str, unit: DurationUnit | None) -> None:
    found = header_name(text)
    assert found is not None
    assert (found.field, found.unit) == (Field.AHT, unit)


def test_that_a_forecast_is_a_better_name_than_calls() -> None:
    best, other = header_name("Forecast calls"), header_name("Calls")
    assert best is not None
    assert other is not None
    assert best.rank < other.rank


def test_that_utc_is_seen() -> None:
    assert [one.is_utc for one in map(header_name, ("Time (UTC)", "Start UTC", "Time")) if one] == [
        True,
        True,
        False,
    ]


def test_that_no_name_is_of_two_fields() -> None:
    names = [name for row in NAMES.values() for name in " ".join(row.split()).split(", ")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_that_sums_are_known() -> None:
    assert all(map(is_total, ["Total", "TOTAL:", "Iš viso", "Total geral"]))
    assert not is_total("Sales")
