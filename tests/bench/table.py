"""One line of the table: what was measured, against which target; the budgets stand here and in no test."""

from msgspec import Struct


class Line(Struct, frozen=True, kw_only=True):
    """A measurement. ``is_ok`` is None where there is no target; ``guide`` are absolute numbers of this machine."""

    what: str
    measured: str
    target: str = ""
    is_ok: bool | None = None
    guide: str = ""


def at_most(what: str, value: float, limit: float, unit: str, guide: str = "") -> Line:
    """A measurement that must not be larger than ``limit``."""
    return Line(
        what=what,
        measured=f"{_number(value)} {unit}",
        target=f"≤ {_number(limit)} {unit}",
        is_ok=value <= limit,
        guide=guide,
    )


def at_least(what: str, value: float, limit: float, unit: str, guide: str = "") -> Line:
    """A measurement that must not be smaller than ``limit``."""
    return Line(
        what=what,
        measured=f"{_number(value)} {unit}",
        target=f"≥ {_number(limit)} {unit}",
        is_ok=value >= limit,
        guide=guide,
    )


def as_text(lines: list[Line]) -> str:
    """The table, in columns."""
    marks = {True: "ok", False: "OVER", None: ""}
    rows = [("what", "measured", "target", "", "guide")]
    rows += [(line.what, line.measured, line.target, marks[line.is_ok], line.guide) for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"
