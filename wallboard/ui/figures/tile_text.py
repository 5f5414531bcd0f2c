"""A figure in words and numbers, for a tile, a cell, a tip or a screen reader. No painting here."""

from functools import lru_cache
from typing import assert_never

from msgspec import Struct
from PySide6.QtCore import QLocale

from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Need, Unit
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi
from wallboard.ui.figures import outcome_words
from wallboard.ui.figures.words import words_of
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute
from wallboard.ui.words.text import NO_DATA

JOINT = " · "
"""Between things that are said in one line."""
_SINCE_LATER = "*"
"""Behind a figure in a cell that is counted since later than its window's start: the tip says since when."""


class TileText(Struct, frozen=True, kw_only=True):
    """The texts of one tile, from top to bottom; ``unit`` is smaller, behind the figure.

    ``notes`` are said in one line, the most telling first.
    """

    label: str
    figure: str
    unit: str
    notes: tuple[str, ...]
    basis: str

    @property
    def note(self) -> str:
        """Returns all text right below the figure."""
        return JOINT.join(self.notes)


def formula_words(formula: Formula, goal: Goal) -> str:
    """Returns a formula of service level as a division that a person can check."""
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
    """Returns what the level of a figure means at ``now_ms``, in two words; empty where it has none.

    Callers beside a figure of this moment are what is wrong with it.
    """
    words, figure = words_of(kpi.id), CATALOGUE[kpi.id]
    if figure.is_of_now and kpi.beside and (beside := words.beside(kpi.beside)):
        return beside
    if figure.unit is Unit.RUNNING and kpi.late_at_ms is not None and now_ms > kpi.late_at_ms:
        return words.levels[Level.BAD]
    level = kpi.level_at(now_ms)
    if kpi.is_flow_out and level is Level.WARNING:
        return text.tr("most flowed out")
    return words.levels.get(level, "")


def tile_text(kpi: Kpi, now_ms: int) -> TileText:
    """Returns all texts of a tile; ``now_ms`` is the gateway's clock, for a running wait."""
    figure, unit = _figure(kpi, now_ms)
    return TileText(
        label=words_of(kpi.id).label,
        figure=figure,
        unit=unit,
        notes=_notes(kpi, now_ms),
        basis=_basis(kpi.id, kpi.window, kpi.goal, kpi.beside),
    )


def _figure(kpi: Kpi, now_ms: int) -> tuple[str, str]:
    if kpi.value is not None and CATALOGUE[kpi.id].unit is Unit.PERCENT:
        decimals = 0 if kpi.value == 100 else words_of(kpi.id).decimals
        return QLocale().toString(_shown_pct(kpi), "f", decimals), "%"
    return cell_text(kpi, now_ms), ""


def _shown_pct(kpi: Kpi) -> float:
    """Returns a percentage as it is shown: one that falls short of its target is never rounded up to it."""
    value = float(kpi.value or 0)
    return value if kpi.goal is None else text.short_of(value, kpi.goal.target_pct)


def cell_text(kpi: Kpi, now_ms: int) -> str:
    """Returns the figure's short text for a cell of a table."""
    if kpi.since_ms is not None:
        return text.clock(now_ms - kpi.since_ms)
    if kpi.value is None:
        return NO_DATA
    match unit := CATALOGUE[kpi.id].unit:
        case Unit.PERCENT:
            mark = "" if kpi.agents_since_ms is None else _SINCE_LATER
            return f"{text.percent(_shown_pct(kpi), words_of(kpi.id).decimals)}{mark}"
        case Unit.SECONDS | Unit.RUNNING:
            return text.duration(kpi.value)
        case Unit.COUNT:
            return text.count(round(kpi.value))
        case _:
            assert_never(unit)


def spoken_cell(kpi: Kpi, now_ms: int) -> str:
    """Returns a cell's text for a screen reader: with its formula, its level and the callers left out."""
    figure = cell_text(kpi, now_ms)
    if kpi.goal is not None:
        figure = f"{figure} {text.formula_name(kpi.goal.formula)}"
    left_out = "" if CATALOGUE[kpi.id].is_of_now or not kpi.beside else words_of(kpi.id).beside(kpi.beside)
    return ", ".join(part for part in (figure, level_words(kpi, now_ms), since_words(kpi), left_out) if part)


def since_words(kpi: Kpi) -> str:
    """Returns since when agents' time is counted, where that is later than the window's start."""
    if kpi.agents_since_ms is None:
        return ""
    return text.tr("counted since {time}").format(time=hour_minute(kpi.agents_since_ms))


def _notes(kpi: Kpi, now_ms: int) -> tuple[str, ...]:
    words = [level_words(kpi, now_ms), since_words(kpi)]
    if kpi.pbxs is not None:
        words.append(text.pbxs_connected(kpi.pbxs))
    if kpi.goal is not None:
        words.append(text.tr("target {target}").format(target=text.percent(kpi.goal.target_pct, 0)))
    if kpi.of is not None:
        words.append(words_of(kpi.id).of(kpi.of))
    return tuple(word for word in words if word)


@lru_cache(maxsize=64)
def _basis(figure_id: FigureId, window: Window | None, goal: Goal | None, beside: int) -> str:
    words = words_of(figure_id)
    when = text.tr("now") if window is None else text.window_name(window)
    how = words.basis if goal is None else formula_words(goal.formula, goal)
    left_out = words.beside(beside) if beside and not CATALOGUE[figure_id].is_of_now else ""
    return JOINT.join(word for word in (when, how, left_out) if word)


def explanation(kpi: Kpi, total: QueueRow | None) -> str:
    """Returns the tip: how the figure is made, and for a service level what each formula gives."""
    words, needs = words_of(kpi.id), CATALOGUE[kpi.id].needs
    lines = [words.label, words.meaning]
    if kpi.covered_since_ms is not None:
        since = text.tr("Counted since {time}: the gateway was not running before.")
        lines.append(since.format(time=hour_minute(kpi.covered_since_ms)))
    if kpi.agents_since_ms is not None:
        since = text.tr("Agents' time is counted since {time}: the group had other queues before.")
        lines.append(since.format(time=hour_minute(kpi.agents_since_ms)))
    if total is not None and Need.OUTCOMES in needs:
        lines += [outcome_words.balance(total), outcome_words.exits(total)]
    if total is not None and Need.FORMULA in needs:
        lines += _service_levels(total)
    return "\n".join(line for line in lines if line)


def _service_levels(total: QueueRow) -> list[str]:
    """Returns the result of each formula; that of the goal is marked."""
    return [
        f"{'●' if formula is total.goal.formula else '○'} "
        f"{text.percent(total.service_levels.get(formula))}  {formula_words(formula, total.goal)}"
        for formula in Formula
    ]


def sentence(words: TileText) -> str:
    """Returns all texts of a tile as one sentence for a screen reader."""
    figure = " ".join(part for part in (words.figure, words.unit) if part)
    return ", ".join(part for part in (f"{words.label} {figure}", words.note, words.basis) if part)
