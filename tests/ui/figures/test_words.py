"""Every figure has its words, and no two the same name."""

import pytest

from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.domain.counts.thresholds import Level
from wallboard.ui.figures.words import heading_of, name_of, words_of


@pytest.mark.parametrize("figure_id", list(FigureId))
def test_that_every_figure_says_what_it_is(figure_id: FigureId, qapp: object) -> None:
    words = words_of(figure_id)
    assert words.label
    assert words.meaning.endswith(".")
    figure = CATALOGUE[figure_id]
    assert figure.of is None or words.of(3) or figure.value.__name__ == "<lambda>"
    assert figure.beside is None or words.beside(3)


def test_that_no_two_figures_have_one_name(qapp: object) -> None:
    for named in (name_of, heading_of):
        assert len({named(figure_id) for figure_id in FigureId}) == len(FigureId)


@pytest.mark.parametrize("figure_id", [FigureId.SERVICE_LEVEL, FigureId.ABANDONMENT, FigureId.LONGEST_WAIT])
def test_that_each_level_of_a_figure_has_words_of_its_own(figure_id: FigureId, qapp: object) -> None:
    levels = words_of(figure_id).levels
    assert set(levels) == {Level.GOOD, Level.WARNING, Level.BAD}
    assert len(set(levels.values())) == len(levels)
