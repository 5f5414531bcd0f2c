"""Names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.present.folding import ANYWHERE, WORD_START, Wanted, folded


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jur", "Jürgen Müller"),
        ("goncal", "Inês Gonçalves"),
        ("zukaus", "Lukas Žukauskas"),
        ("conceicao", "Mariana Conceição"),
        ("egle", "Eglė Urbonaitė"),
        ("lodz", "Łódź"),
        ("soren", "Søren Kjær"),
        ("kjaer", "Søren Kjær"),
        ("strasse", "Lange Straße"),
        ("dokovic", "Đoković"),
        ("oneil", "O'Neil"),
        ("o'neil", "O’Neil"),
        ("ludenscheid", "Müller-Lüdenscheid"),
        ("ISTANBUL", "İstanbul"),
        ("ИВАН", "Иван Петров"),
    ],
)
def test_that_accents_case_and_signs_do_not_count(typed: str, name: str) -> None:
    assert Wanted(typed).rank(name) in (0, WORD_START)


def test_that_beginnings_are_better_than_what_is_within() -> None:
    wanted = Wanted("an")
    assert [wanted.rank(name) for name in ("Ana Silva", "Rosa Antunes", "Joana", "Bo")] == [
        0,
        WORD_START,
        ANYWHERE,
        None,
    ]


def test_that_each_word_counts_in_any_order() -> None:
    assert Wanted("sil mar").rank("Maria Silva") == WORD_START
    assert Wanted("mar sil").rank("Maria Silva") == WORD_START
    assert Wanted("mar silv x").rank("Maria Silva") is None


@given(st.text(max_size=30))
def test_that_every_name_is_found_by_itself(name: str) -> None:
    assert Wanted(name).rank(name) == 0


@given(st.text(max_size=30))
def test_that_no_mark_and_no_sign_is_left(name: str) -> None:
    assert all(letter.isalnum() for letter in folded(name).replace(" ", ""))


def test_that_a_name_of_a_million_letters_is_cut() -> None:
    assert len(folded("é" * 1_000_000)) <= 500
