"""What a tile says: the figure, what it stands for, how it is made."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from wallboard.domain.centre.exits import Exit
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi, Pbxs
from wallboard.ui.figures.tile_text import (
    cell_text,
    explanation,
    formula_words,
    level_words,
    spoken_cell,
    tile_text,
)
from wallboard.ui.figures.words import name_of
from wallboard.ui.words.day_time import hour_minute
from wallboard.ui.words.text import NO_DATA


def test_that_a_service_level_names_its_window_formula_and_target() -> None:
    kpi = Kpi(id=FigureId.SERVICE_LEVEL, value=81.44, level=Level.GOOD, window=Window.TODAY, goal=Goal())
    text = tile_text(kpi, 0)
    assert (text.figure, text.unit) == ("81.4", "%")
    assert text.note == "on target · target 80%"
    assert text.basis == "today · answered in 20 s ÷ (answered + abandoned + late)"


def test_that_a_rate_says_what_it_is_of_and_a_count_claims_no_part_of_another() -> None:
    rate = Kpi(id=FigureId.ABANDONMENT, value=75.0, level=Level.BAD, window=Window.TODAY)
    assert tile_text(rate, 0).basis == "today · abandoned ÷ all callers who left the queue"
    assert tile_text(Kpi(id=FigureId.ANSWERED, value=3, of=1, window=Window.INTERVAL), 0).note == "1 offered"


def test_that_a_gateway_that_came_late_says_since_when_it_counts(now_ms: int) -> None:
    kpi = Kpi(id=FigureId.ANSWERED, value=3, of=4, window=Window.TODAY, covered_since_ms=now_ms)
    assert hour_minute(now_ms) in explanation(kpi, None)


def test_that_occupancy_of_a_group_that_had_other_queues_says_since_when_it_is_counted(now_ms: int) -> None:
    kpi = Kpi(id=FigureId.OCCUPANCY, value=85.0, window=Window.TODAY, agents_since_ms=now_ms)
    since = f"counted since {hour_minute(now_ms)}"
    assert since in tile_text(kpi, now_ms).notes
    assert f"since {hour_minute(now_ms)}: the group had other queues before." in explanation(kpi, None)
    assert (cell_text(kpi, now_ms), spoken_cell(kpi, now_ms)) == ("85%*", f"85%*, {since}")
    assert cell_text(replace(kpi, agents_since_ms=None), now_ms) == "85%"


@pytest.mark.parametrize("kind", list(FigureId))
def test_that_no_data_is_a_dash_and_never_a_number(kind: FigureId) -> None:
    text = tile_text(Kpi(id=kind), 0)
    assert (text.figure, text.unit) == (NO_DATA, "")
    assert text.label == name_of(kind)


def test_that_a_wait_that_runs_is_as_long_as_it_is_now(now_ms: int) -> None:
    kpi = Kpi(id=FigureId.LONGEST_WAIT, since_ms=now_ms - 83_000, level=Level.GOOD)
    assert tile_text(kpi, now_ms).figure == "1:23"


def test_that_a_running_wait_turns_its_level_at_the_moments_of_the_frame(now_ms: int) -> None:
    kpi = Kpi(
        id=FigureId.LONGEST_WAIT,
        since_ms=now_ms,
        warn_at_ms=now_ms + 13_000,
        late_at_ms=now_ms + 20_000,
        level=Level.GOOD,
    )
    levels = [kpi.level_at(now_ms + after_ms) for after_ms in (0, 13_000, 13_001, 20_000, 20_001)]
    assert levels == [Level.GOOD, Level.GOOD, Level.WARNING, Level.WARNING, Level.BAD]
    words = [level_words(kpi, now_ms + after_ms) for after_ms in (0, 13_001, 20_001)]
    assert words == ["in time", "at risk", "past limit"]


def test_that_a_wait_whose_colour_another_figure_has_says_how_it_stands(now_ms: int) -> None:
    kpi = Kpi(id=FigureId.LONGEST_WAIT, since_ms=now_ms, late_at_ms=now_ms + 20_000)
    assert kpi.level_at(now_ms + 30_000) is Level.NO_DATA
    assert level_words(kpi, now_ms + 30_000) == "past limit"


def test_that_counts_say_what_is_wrong_with_them() -> None:
    waiting = Kpi(id=FigureId.WAITING, value=4.0, beside=2, level=Level.BAD)
    assert tile_text(waiting, 0).note == "2 past limit"
    ready = Kpi(id=FigureId.AGENTS_READY, value=0.0, of=34, beside=3, level=Level.BAD)
    assert tile_text(ready, 0).note == "3 waiting · of 34 logged in"


def test_that_a_service_level_below_its_target_is_not_shown_as_met() -> None:
    below = Kpi(id=FigureId.SERVICE_LEVEL, value=79.97, goal=Goal(target_pct=80), level=Level.WARNING)
    assert tile_text(below, 0).figure == "79.9"


def test_that_flow_outs_stand_in_the_tiles_of_the_answered_and_abandoned() -> None:
    answered = Kpi(id=FigureId.ANSWERED, value=1.0, of=10, window=Window.TODAY, beside=9)
    assert tile_text(answered, 0).basis == "today · 9 flowed out"
    rate = Kpi(id=FigureId.ABANDONMENT, value=0.0, level=Level.WARNING, beside=9, is_flow_out=True)
    assert tile_text(rate, 0).note == "most flowed out"


def test_that_the_formula_of_the_answered_says_whom_it_leaves_out() -> None:
    assert "answered only" in formula_words(Formula.ANSWERED, Goal())


def test_that_the_explanation_adds_up_what_became_of_the_callers(make_queue: Callable[..., QueueRow]) -> None:
    row = make_queue(offered=120, answered=110, abandoned=7, flowed_out=3, exits={Exit.TIMEOUT: 2, Exit.KEY: 1})
    words = explanation(Kpi(id=FigureId.ANSWERED, value=110.0), row)
    assert "120 offered = 110 answered + 7 abandoned + 3 flowed out" in words
    assert "Flowed out: timed out 2 · by keypress 1" in words


@pytest.mark.parametrize("kind", [FigureId.SERVICE_LEVEL, FigureId.ABANDONMENT])
def test_that_each_level_has_words_of_its_own(kind: FigureId) -> None:
    words = [level_words(Kpi(id=kind, level=level), 0) for level in Level]
    assert words[0] == ""
    assert len(set(words)) == len(Level)


def test_that_each_formula_is_another_division() -> None:
    assert len({formula_words(formula, Goal()) for formula in Formula}) == len(Formula)


def test_that_the_explanation_has_all_five_service_levels(make_queue: Callable[..., QueueRow]) -> None:
    kpi = Kpi(id=FigureId.SERVICE_LEVEL, value=71.0, window=Window.TODAY, goal=Goal())
    row = make_queue(answered=100, answered_in=70, abandoned=25, abandoned_in=5, abandoned_short=1, late=15)
    words = explanation(kpi, row)
    assert "<" not in words
    assert [line[0] for line in words.splitlines()[-5:]].count("●") == 1
    assert all(f"{share}%" in words for share in (70.0, 50.0, 53.6, 51.9, 50.4))
    assert NO_DATA in explanation(kpi, make_queue(answered=0, abandoned=0))


def test_that_a_cell_says_the_figure_and_a_screen_reader_how_it_stands_too(now_ms: int) -> None:
    abandoned = Kpi(id=FigureId.ABANDONMENT, value=5.8, level=Level.WARNING)
    assert cell_text(abandoned, now_ms) == "5.8%"
    assert spoken_cell(abandoned, now_ms) == "5.8%, elevated"
    left_out = Kpi(id=FigureId.ABANDONMENT, value=0.0, level=Level.WARNING, beside=9, is_flow_out=True)
    assert spoken_cell(left_out, now_ms) == "0.0%, most flowed out, 9 flowed out"
    assert spoken_cell(Kpi(id=FigureId.WAITING, value=4, beside=2), now_ms) == "4, 2 past limit"
    assert cell_text(Kpi(id=FigureId.OCCUPANCY, value=80.6), now_ms) == "81%"
    assert cell_text(Kpi(id=FigureId.ASA), now_ms) == NO_DATA


def test_that_a_figure_without_one_of_its_pbxs_says_of_how_many_it_is() -> None:
    kpi = Kpi(id=FigureId.ANSWERED, value=3, of=5, window=Window.TODAY, pbxs=Pbxs(connected=1, all=2))
    assert tile_text(kpi, 0).notes[0] == "1 of 2 PBXs"
