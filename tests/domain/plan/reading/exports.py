"""Plans written as files, in all the ways that planning systems and spreadsheets write them."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wallboard.domain.ids import GroupId, QueueId
from wallboard.domain.plan.plan import PlannedInterval
from wallboard.domain.plan.reading.plan_file import PlanReader, PlanReading, ReadingChoices
from wallboard.domain.plan.reading.scope_names import ScopeNames

SALES, SUPPORT, CLAIMS, TEAM = QueueId("pbx:600"), QueueId("pbx:601"), QueueId("pbx:602"), GroupId("front")
NAMES = {SALES: "Sales", SUPPORT: "Atenção", CLAIMS: "Žalų eilė"}
LISBON = ZoneInfo("Europe/Lisbon")


def a_reader(zone: tzinfo = LISBON) -> PlanReader:
    """A reader of a site with three queues and a group."""
    return PlanReader(
        ScopeNames(NAMES, {TEAM: "Front office"}), zone, lambda name: ZoneInfo(name) if "/" in name else None
    )


class Style(NamedTuple):
    """How a file is written."""

    separator: str = ","
    decimal: str = "."
    date: str = "%Y-%m-%d"
    time: str = "%H:%M"
    encoding: str = "utf-8"
    minutes: bool = False


def _number(value: float, style: Style) -> str:
    return f"{value:.2f}".replace(".", style.decimal)


def _handle(seconds: float, style: Style) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}" if style.minutes else _number(seconds, style)


def _written(rows: Sequence[Sequence[str]], style: Style) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=style.separator).writerows(rows)
    return text.getvalue().encode(style.encoding)


def long_file(intervals: Sequence[PlannedInterval], style: Style, zone: tzinfo = LISBON) -> bytes:
    """One row for each interval; names of columns in English."""
    rows = [["Date", "Interval", "Queue", "Forecast calls", "AHT", "Required", "Scheduled"]]
    for one in sorted(intervals, key=lambda each: each.start_ms):
        start = datetime.fromtimestamp(one.start_ms / 1000, UTC).astimezone(zone)
        figures = (one.calls or 0.0, one.required or 0.0, one.scheduled or 0.0)
        calls, required, scheduled = (_number(value, style) for value in figures)
        handle = _handle(one.aht_s or 0.0, style)
        name = NAMES[QueueId(one.scope)]
        rows.append(
            [start.strftime(style.date), start.strftime(style.time), name, calls, handle, required, scheduled]
        )
    return _written(rows, style)


def wide_file(intervals: Sequence[PlannedInterval], style: Style, zone: tzinfo = LISBON) -> bytes:
    """One row for each time, with two columns for each queue under its name, as merged cells are exported."""
    queues = sorted({QueueId(one.scope) for one in intervals})
    rows = [["", ""], ["Date", "Interval"]]
    for queue in queues:
        rows[0] += [NAMES[queue], ""]
        rows[1] += ["Forecast calls", "AHT"]
    for start_ms in sorted({one.start_ms for one in intervals}):
        start = datetime.fromtimestamp(start_ms / 1000, UTC).astimezone(zone)
        row = [start.strftime(style.date), start.strftime(style.time)]
        for queue in queues:
            found = [one for one in intervals if one.start_ms == start_ms and one.scope == queue]
            row += (
                [_number(found[0].calls or 0.0, style), _handle(found[0].aht_s or 0.0, style)]
                if found
                else ["", ""]
            )
        rows.append(row)
    return _written(rows, style)


QUARTER = 900_000


def at(text: str) -> int:
    """UTC milliseconds of a local time in Lisbon, which is UTC in winter."""
    return round(datetime.fromisoformat(text).replace(tzinfo=LISBON).timestamp() * 1000)


def interval(start: str, minutes: int = 15, **said: object) -> PlannedInterval:
    """A planned interval of Sales, unless it says another scope."""
    start_ms = at(start)
    values = {"scope": SALES, "start_ms": start_ms, "end_ms": start_ms + minutes * 60_000, **said}
    return PlannedInterval(**values)  # type: ignore[arg-type]  # the values of each test are of their fields


def read(text: str, encoding: str = "utf-8", **choices: object) -> PlanReading:
    """What becomes of a file."""
    return a_reader().read(text.encode(encoding), ReadingChoices(**choices))  # type: ignore[arg-type]  # likewise


def day_of(day: str, minutes: list[int], figure: str = "1") -> str:
    """A file with one figure of Sales for each of some minutes of a day."""
    rows = [f"{day},{minute // 60:02d}:{minute % 60:02d},Sales,{figure}" for minute in minutes]
    return "\n".join(["Date,Interval,Queue,Calls", *rows])


ALL_DAY = list(range(0, 24 * 60, 15))
