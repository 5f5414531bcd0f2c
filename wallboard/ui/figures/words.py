"""The words around a figure of the band: its name, what it stands for, how it is made. No painting here."""

from functools import cache, lru_cache
from typing import assert_never

from msgspec import Struct
from PySide6.QtCore import QLocale

from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import Kpi, KpiKind, QueueRow
from wallboard.ui.figures import outcome_words
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute
from wallboard.ui.words.text import NO_DATA

JOINT = " · "
"""Between things that are said in one line."""


class TileText(Struct, frozen=True, kw_only=True):
    """What one tile says, from top to bottom; ``unit`` stands smaller behind the figure.

    ``notes`` are said in one line, the most telling first.
    """

    label: str
    figure: str
    unit: str
    notes: tuple[str, ...]
    basis: str

    @property
    def note(self) -> str:
        """All that is said right below the figure."""
        return JOINT.join(self.notes)


@cache
def name_of(kind: KpiKind) -> str:
    """The field's term for a figure."""
    names = {
        KpiKind.SERVICE_LEVEL: text.tr("Service level"),
        KpiKind.WAITING: text.tr("Waiting"),
        KpiKind.LONGEST_WAIT: text.tr("Longest wait"),
        KpiKind.ABANDONMENT: text.tr("Abandoned"),
        KpiKind.ANSWERED: text.tr("Answered"),
        KpiKind.ASA: text.tr("Speed of answer"),
        KpiKind.AHT: text.tr("Handle time"),
        KpiKind.OCCUPANCY: text.tr("Occupancy"),
        KpiKind.AGENTS_READY: text.tr("Agents ready"),
    }
    return names[kind]


def formula_words(formula: Formula, goal: Goal) -> str:
    """A formula of service level as a division that a person can check."""
    threshold, short = text.number(goal.threshold_s), text.number(goal.short_abandon_s)
    match formula:
        case Formula.ANSWERED:
            words = text.tr("answered only: answered in {threshold} s ÷ answered")
        case Formula.OFFERED:
            words = text.tr("answered in {threshold} s ÷ (answered + abandoned + late)")
        case Formula.ABANDONS_POSITIVE:
            words = text.tr("(answered + abandoned in {threshold} s) ÷ (answered + abandoned + late)")
        case Formula.ABANDONS_IGNORED:
            words = text.tr("answered in {threshold} s ÷ (answered + abandoned after {threshold} s + late)")
        case Formula.SHORT_ABANDONS_IGNORED:
            words = text.tr("answered in {threshold} s ÷ (answered + abandoned after {short} s + late)")
        case Formula.UNKNOWN:
            return text.formula_meaning(formula)
        case _:
            assert_never(formula)
    return words.format(threshold=threshold, short=short)


def level_words(kpi: Kpi, now_ms: int) -> str:
    """What the level of a figure means at ``now_ms``, in two words; empty where it has none."""
    level = level_at(kpi, now_ms)
    match kpi.kind:
        case KpiKind.LONGEST_WAIT:
            return _wait_words(kpi, now_ms)
        case KpiKind.WAITING if kpi.late:
            return text.tr("%Ln past limit", "callers", kpi.late)
        case KpiKind.AGENTS_READY if kpi.waiting:
            return text.tr("%Ln waiting", "callers", kpi.waiting)
        case KpiKind.SERVICE_LEVEL:
            good, warning, bad = text.tr("on target"), text.tr("below target"), text.tr("below and falling")
        case KpiKind.WAITING:
            good = warning = bad = text.tr("in time")
        case _:
            return outcome_words.rate_word(level, is_flow_out=kpi.is_flow_out)
    if kpi.is_flow_out and level is Level.WARNING:
        return text.tr("most flowed out")
    return {Level.GOOD: good, Level.WARNING: warning, Level.BAD: bad}.get(level, "")


def _wait_words(kpi: Kpi, now_ms: int) -> str:
    """How a wait that goes on stands, also where its level is told by another figure."""
    if kpi.since_ms is None or kpi.late_at_ms is None:
        return ""
    if now_ms >= kpi.late_at_ms:
        return text.tr("past limit")
    return text.tr("at risk") if level_at(kpi, now_ms) is Level.WARNING else text.tr("in time")


def level_at(kpi: Kpi, now_ms: int) -> Level:
    """The level of a figure; one that is a running clock turns at the moment that the frame names."""
    is_late = kpi.since_ms is not None and kpi.warn_at_ms is not None and now_ms >= kpi.warn_at_ms
    return Level.WARNING if is_late else kpi.level


def tile_text(kpi: Kpi, now_ms: int) -> TileText:
    """Everything a tile says; ``now_ms`` is the gateway's clock, for a wait that runs."""
    figure, unit = _figure(kpi, now_ms)
    return TileText(
        label=name_of(kpi.kind),
        figure=figure,
        unit=unit,
        notes=_notes(kpi, now_ms),
        basis=_basis(kpi.kind, kpi.window, kpi.goal, kpi.flowed_out),
    )


def _figure(kpi: Kpi, now_ms: int) -> tuple[str, str]:
    if kpi.since_ms is not None:
        return text.clock(now_ms - kpi.since_ms), ""
    if kpi.value is None:
        return NO_DATA, ""
    match kpi.kind:
        case KpiKind.SERVICE_LEVEL | KpiKind.ABANDONMENT:
            value = kpi.value if kpi.goal is None else text.short_of(kpi.value, kpi.goal.target_pct)
            return QLocale().toString(value, "f", 0 if value == 100 else 1), "%"
        case KpiKind.OCCUPANCY:
            return text.count(round(kpi.value)), "%"
        case KpiKind.LONGEST_WAIT | KpiKind.ASA | KpiKind.AHT:
            return text.duration(kpi.value), ""
        case KpiKind.WAITING | KpiKind.ANSWERED | KpiKind.AGENTS_READY:
            return text.count(round(kpi.value)), ""
        case _:
            assert_never(kpi.kind)


def _notes(kpi: Kpi, now_ms: int) -> tuple[str, ...]:
    words = [level_words(kpi, now_ms)]
    if kpi.kind is KpiKind.SERVICE_LEVEL and kpi.goal is not None:
        words.append(text.tr("target {target}").format(target=text.percent(kpi.goal.target_pct, 0)))
    if kpi.of is not None and kpi.kind is KpiKind.ANSWERED:
        words.append(text.tr("%Ln offered", "", kpi.of))
    if kpi.of is not None and kpi.kind is KpiKind.AGENTS_READY:
        words.append(text.tr("of %Ln logged in", "", kpi.of))
    return tuple(word for word in words if word)


@lru_cache(maxsize=64)
def _basis(kind: KpiKind, window: Window | None, goal: Goal | None, flowed_out: int) -> str:
    when = text.tr("now") if window is None else text.window_name(window)
    how = {
        KpiKind.ABANDONMENT: text.tr("abandoned ÷ all that left the queue"),
        KpiKind.ASA: text.tr("mean wait of answered callers"),
        KpiKind.AHT: text.tr("talk + hold + wrap-up"),
        KpiKind.OCCUPANCY: text.tr("busy ÷ (busy + ready)"),
    }.get(kind, "")
    if kind is KpiKind.SERVICE_LEVEL and goal is not None:
        how = formula_words(goal.formula, goal)
    beside = text.tr("%Ln flowed out", "callers", flowed_out) if flowed_out else ""
    return " · ".join(word for word in (when, how, beside) if word)


_OF_OUTCOMES = (KpiKind.SERVICE_LEVEL, KpiKind.ABANDONMENT, KpiKind.ANSWERED)
"""The figures that are shares of what became of the callers."""


def explanation(kpi: Kpi, total: QueueRow | None) -> str:
    """The tip: how the figure is made, and for a service level what each formula gives."""
    lines = [name_of(kpi.kind), _meaning(kpi.kind)]
    if kpi.covered_since_ms is not None:
        words = text.tr("Counted since {time}: the gateway was not running before.")
        lines.append(words.format(time=hour_minute(kpi.covered_since_ms)))
    if total is not None and kpi.kind in _OF_OUTCOMES:
        lines += [outcome_words.balance(total), outcome_words.exits(total)]
    if kpi.kind is KpiKind.SERVICE_LEVEL and total is not None:
        lines += _service_levels(total)
    return "\n".join(line for line in lines if line)


def _service_levels(total: QueueRow) -> list[str]:
    """What each formula gives; the one that is promised by is marked."""
    return [
        f"{'●' if formula is total.goal.formula else '○'} "
        f"{text.percent(total.service_levels.get(formula))}  {formula_words(formula, total.goal)}"
        for formula in Formula
    ]


def sentence(words: TileText) -> str:
    """All that a tile says, as one sentence for a screen reader."""
    figure = " ".join(part for part in (words.figure, words.unit) if part)
    return ", ".join(part for part in (f"{words.label} {figure}", words.note, words.basis) if part)


def _meaning(kind: KpiKind) -> str:
    meanings = {
        KpiKind.SERVICE_LEVEL: text.tr(
            "Callers answered within the threshold. A caller past it counts as missed immediately, "
            "however the call ends: “late” are those still waiting, or who flowed out after it."
        ),
        KpiKind.WAITING: text.tr("Callers waiting in the queues now, and how many of them are past the limit."),
        KpiKind.LONGEST_WAIT: text.tr("How long the first caller in the queue has been waiting."),
        KpiKind.ABANDONMENT: text.tr(
            "Callers who hung up while waiting, out of all who left the queue: answered, abandoned or flowed out."
        ),
        KpiKind.ANSWERED: text.tr("Callers answered by an agent in this period, and how many were offered."),
        KpiKind.ASA: text.tr("Average speed of answer (ASA): the mean wait of answered callers."),
        KpiKind.AHT: text.tr("Average handle time (AHT): talk, hold and wrap-up, counted when the wrap-up ends."),
        KpiKind.OCCUPANCY: text.tr("Time in calls and wrap-up, out of the time in calls, wrap-up and ready."),
        KpiKind.AGENTS_READY: text.tr("Agents who can take a call now, out of those logged in."),
    }
    return meanings[kind]
