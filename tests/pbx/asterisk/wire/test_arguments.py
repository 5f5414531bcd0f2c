"""A dialplan application's arguments, cut where Asterisk cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.pbx.asterisk.wire.arguments import Option, first, options, plain, quoted, split


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("support,t,,,600", ["support", "t", "", "", "600"]),
        ("support", ["support"]),
        ("", [""]),
        ("support,b(ctx^s^1(a,b)),url", ["support", "b(ctx^s^1(a,b))", "url"]),
        ('"one, two",t', ['"one, two"', "t"]),
        (r"one\, two,t", [r"one\, two", "t"]),
        ("q[a,b],t", ["q[a,b]", "t"]),
        ("a),b", ["a)", "b"]),
        ("a\\", ["a\\"]),
    ],
)
def test_that_arguments_end_at_the_commas_that_stand_alone(data: str, found: list[str]) -> None:
    assert split(data) == found
    assert ",".join(found) == data


@given(names=st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"))), min_size=1, max_size=5))
def test_that_any_name_is_read_as_it_was_meant(names: list[str]) -> None:
    data = ",".join(map(quoted, names))
    assert [plain(argument) for argument in split(data)] == names
    assert first(data) == names[0]


def test_that_options_have_their_arguments_with_them() -> None:
    found = list(options("tb(ctx^s^1(x))Fm(jazz)"))
    assert found == [Option("t"), Option("b", "ctx^s^1(x)"), Option("F"), Option("m", "jazz")]
    assert "".join(map(str, found)) == "tb(ctx^s^1(x))Fm(jazz)"
    assert list(options("t(open")) == [Option("t", "open")]
