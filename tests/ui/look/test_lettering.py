"""Lines of text: within their box, kept, aligned."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from wallboard.ui.look.lettering import Align, Lettering
from wallboard.ui.look.theme import DARK, Text, Theme

INK = QColor("#ffffff")
WIDTH, HEIGHT = 200, 60


def inked_columns(letters: Lettering, words: str, box: QRect, align: Align = Align.LEFT) -> list[int]:
    """The x of every column of pixels that has ink after ``words`` were written into ``box``."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    letters.line(painter, box, words, (Text.BODY, INK), align)
    painter.end()
    return [x for x in range(WIDTH) if any(image.pixelColor(x, y).red() > 60 for y in range(HEIGHT))]


def test_that_long_words_stay_within_their_box(theme: Theme) -> None:
    columns = inked_columns(Lettering(theme), "Wiktoria Kowalczyk-Andersson " * 3, QRect(20, 0, 100, HEIGHT))
    assert columns
    assert columns[0] >= 20
    assert columns[-1] < 122


def test_that_figures_on_the_right_end_where_the_box_ends(qapp: object) -> None:
    box = QRect(0, 0, 150, HEIGHT)
    letters = Lettering(DARK)
    ends = {inked_columns(letters, words, box, Align.RIGHT)[-1] for words in ("0:08", "12:08", "1:12:08")}
    assert len(ends) == 1
    assert 144 <= ends.pop() <= 150


def test_that_words_in_the_middle_leave_the_same_room_on_both_sides(qapp: object) -> None:
    columns = inked_columns(Lettering(DARK), "HOH", QRect(0, 0, WIDTH, HEIGHT), Align.CENTRE)
    assert abs(columns[0] - (WIDTH - 1 - columns[-1])) <= 3


def test_that_no_words_and_no_room_draw_nothing(qapp: object) -> None:
    letters = Lettering(DARK)
    assert inked_columns(letters, "", QRect(0, 0, 100, HEIGHT)) == []
    assert inked_columns(letters, "words", QRect(0, 0, 0, HEIGHT)) == []


def test_that_the_same_words_come_out_the_same_however_often_they_are_written(qapp: object) -> None:
    letters = Lettering(DARK)
    box = QRect(0, 0, 90, HEIGHT)
    first = inked_columns(letters, "Maria Silva", box)
    for number in range(30_000 // 100):
        letters.width(str(number), Text.BODY)
    assert inked_columns(letters, "Maria Silva", box) == first


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_that_a_stamp_is_as_large_as_its_words_and_ends_with_them(qapp: object, ratio: float) -> None:
    letters = Lettering(DARK)
    stamp = letters.stamp("12:08", (Text.BODY, INK), 500, ratio)
    assert stamp.devicePixelRatio() == ratio
    assert 0 <= stamp.deviceIndependentSize().width() - letters.width("12:08", Text.BODY) < 2
    assert stamp.deviceIndependentSize().height() >= letters.height(Text.BODY)
    image = stamp.toImage()
    assert any(
        image.pixelColor(image.width() - 1 - x, y).alpha() > 0 for x in range(4) for y in range(image.height())
    )


def test_that_a_stamp_is_shortened_to_its_room(qapp: object) -> None:
    stamp = Lettering(DARK).stamp("Wiktoria Kowalczyk-Andersson", (Text.BODY, INK), 60, 1.0)
    assert stamp.width() <= 60


def test_that_the_first_form_that_fits_is_taken_and_else_the_shortest(qapp: object) -> None:
    letters = Lettering(DARK)
    forms = ("Maria Conceição Vaz", "Maria C. Vaz")
    assert letters.fitting(forms, Text.BODY, letters.width(forms[0], Text.BODY)) == forms[0]
    assert letters.fitting(forms, Text.BODY, letters.width(forms[0], Text.BODY) - 1) == forms[1]
    assert letters.fitting(forms, Text.BODY, 1) == forms[1]


def test_that_names_that_begin_alike_are_told_apart_where_they_are_cut(qapp: object) -> None:
    def drawn(name: str) -> QImage:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        Lettering(DARK).name(painter, QRect(0, 0, 90, HEIGHT), name, (Text.BODY, INK))
        painter.end()
        return image

    assert drawn("Apoio ao Cliente Norte") != drawn("Apoio ao Cliente Sul")
