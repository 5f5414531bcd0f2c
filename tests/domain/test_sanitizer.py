"""What is shown of a text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.sanitizer import NAME_MOST, sanitize


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Jürgen Müller", "Jürgen Müller"),
        ("<img src=/dev/zero>", "<img src=/dev/zero>"),
        ("Ana\r\nBea\tCid\x1b[31m\x7f\x85", "Ana Bea Cid [31m"),
        ("one\u2028two\u2029three", "one two three"),
        ("\u202egnp.exe\u202c \u2066a\u2069 \u200fb\u200e \u061cc", "gnp.exe a b c"),
        ("pay\u200bpal\u200d \ufeffx\u00ad\u2060", "paypal x"),
        ("  ", ""),
        ("שלום", "שלום"),
        ("e\u0301", "e\u0301"),
        ("Z" + "\u0301" * 40 + "algo", "Z" + "\u0301" * 3 + "algo"),
        ("\ud800half", "half"),
    ],
)
def test_that_a_text_is_shown_on_one_line_and_in_one_direction(text: str, shown: str) -> None:
    assert sanitize(text) == shown


def test_that_a_long_text_ends_in_a_sign_that_there_was_more_and_no_letter_loses_its_mark() -> None:
    assert sanitize("x" * 80) == "x" * 80
    assert sanitize("x" * 81) == "x" * 79 + "…"
    assert sanitize("x" * 78 + "e\u0301" + "y" * 5) == "x" * 78 + "…"
    assert len(sanitize("x" * 10_000_000)) == NAME_MOST


@given(st.text(max_size=400))
def test_that_nothing_that_is_shown_has_a_character_that_turns_or_breaks_a_line(text: str) -> None:
    shown = sanitize(text)
    assert len(shown) <= NAME_MOST
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert sanitize(shown) == shown
