"""Texts that are not UTF-8 are readable, and what is UTF-8 stays as it is."""

import pytest

from wallboard.pbx.readable_text import is_utf8, readable


def own(data: bytes) -> str:
    """Bytes as they are decoded without loss."""
    return data.decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Sales", "Sales"),
        ("Vendas às três ✓".encode(), "Vendas às três ✓"),
        (b"Jos\xe9", "José"),
        (b"\x80 5", "€ 5"),
        (b"\x81", "\x81"),
    ],
)
def test_that_bytes_of_an_older_system_are_readable(data: bytes, text: str) -> None:
    assert readable(own(data)) == text
    assert is_utf8(own(data)) is (own(data) == text)
