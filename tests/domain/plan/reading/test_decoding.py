"""Bytes of a file become the same text in each encoding that exports use."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.reading.decoding import decode
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind

LITHUANIAN = "Data;Laikas;Eilė;Prognozuojami skambučiai\n2026-11-28;08:00;Pardavimų eilė;12"
PORTUGUESE = "Data;Hora;Fila;Previsão de chamadas\n28/11/2026;08:00;Atenção ao cliente;12"


@pytest.mark.parametrize("text", [LITHUANIAN, PORTUGUESE])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_that_unicode_is_read_with_and_without_its_mark(text: str, encoding: str, mark: bytes) -> None:
    assert decode(mark + text.encode(encoding)) == (text, encoding, None)


@pytest.mark.parametrize(("text", "encoding"), [(LITHUANIAN, "cp1257"), (PORTUGUESE, "cp1252")])
def test_that_eight_bits_are_read_by_the_letters_of_the_language(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == (text, encoding, None)


def test_that_a_known_name_decides_between_two_encodings() -> None:
    data = "Interval;Čáslav\n".encode("cp1257", "replace").replace(b"?", b"\xe1")
    assert decode(data).encoding == "cp1257"
    assert decode(data, ["Èáslav"]).encoding == "cp1252"


def test_that_the_users_choice_goes_first_and_a_mark_before_it() -> None:
    data = PORTUGUESE.encode("cp1252")
    assert decode(data, encoding="cp1257").encoding == "cp1257"
    assert decode(codecs.BOM_UTF8 + b"a;b", encoding="cp1257") == ("a;b", "utf-8", None)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04\x14\x00", PlanProblemKind.SPREADSHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", PlanProblemKind.SPREADSHEET),
        (b"", PlanProblemKind.EMPTY),
        (b" \r\n;;;\n", PlanProblemKind.EMPTY),
        (codecs.BOM_UTF8 + b"\xff\xfe", PlanProblemKind.ENCODING),
        (codecs.BOM_UTF16_LE + b"a", PlanProblemKind.ENCODING),
        (b"a;b\n\0;1\n", PlanProblemKind.ENCODING),
    ],
)
def test_that_what_is_no_text_is_told(data: bytes, kind: PlanProblemKind) -> None:
    found = decode(data)
    assert (found.text, found.problem) == ("", kind)


def test_that_an_encoding_that_does_not_exist_is_told() -> None:
    assert decode(b"a;b", encoding="klingon").problem is PlanProblemKind.ENCODING


@given(st.binary(max_size=300))
def test_that_any_bytes_are_a_text_or_a_problem(data: bytes) -> None:
    found = decode(data)
    assert bool(found.text) is (found.problem is None)
