"""The incomplete gamma functions against what they are for whole and half numbers, and against each other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.incomplete_gamma import log_lower, log_upper, moment_series

_S = st.floats(0.01, 5_000)
_OF_S = st.floats(0.02, 20)


def _scale(s: float, x: float) -> float:
    """ln of Γ(s) e^x / x^s."""
    return math.lgamma(s) - s * math.log(x) + x


@pytest.mark.parametrize("x", [0.01, 0.5, 1.0, 3.0, 40.0])
def test_that_for_s_1_they_are_the_exponential_distribution(x: float) -> None:
    assert log_lower(1, x) == pytest.approx(math.log(-math.expm1(-x)) + x - math.log(x), rel=1e-12)
    assert log_upper(1, x) == pytest.approx(-math.log(x), abs=1e-12)


@pytest.mark.parametrize("x", [0.01, 0.5, 1.4, 1.6, 3.0, 20.0])
def test_that_for_one_half_they_are_the_error_function(x: float) -> None:
    assert math.exp(log_lower(0.5, x) - _scale(0.5, x)) == pytest.approx(math.erf(math.sqrt(x)), rel=1e-12)
    assert math.exp(log_upper(0.5, x) - _scale(0.5, x)) == pytest.approx(math.erfc(math.sqrt(x)), rel=1e-12)


@pytest.mark.parametrize(("n", "x"), [(3, 1.0), (10, 12.0), (10, 9.0), (200, 190.0), (200, 230.0)])
def test_that_for_whole_numbers_the_upper_one_is_a_sum_of_poisson(n: int, x: float) -> None:
    poisson = sum(math.exp(k * math.log(x) - x - math.lgamma(k + 1)) for k in range(n))
    assert math.exp(log_upper(n, x) - _scale(n, x)) == pytest.approx(poisson, rel=1e-11)


@given(_S, _OF_S)
def test_that_both_add_up_to_the_whole(s: float, of_s: float) -> None:
    x = s * of_s
    whole = _scale(s, x)
    parts = math.exp(log_lower(s, x) - whole) + math.exp(log_upper(s, x) - whole)
    assert parts == pytest.approx(1.0, abs=1e-9)


@given(_S, st.floats(0.02, 1.1))
def test_that_the_lower_one_obeys_its_recurrence(s: float, of_s: float) -> None:
    """γ(s + 1, x) = s γ(s, x) − x^s e^(−x), which was not used to make it."""
    x = s * of_s
    next_one = math.exp(log_lower(s + 1, x)) * x
    assert next_one + 1 == pytest.approx(s * math.exp(log_lower(s, x)), rel=1e-6)


@given(st.floats(0.1, 2_000), st.floats(0.01, 1.0))
def test_that_the_moments_are_the_derivative(s: float, of_s: float) -> None:
    """x S'(x) = 1 + (x − s) S(x), where that does not cancel out."""
    x = s * of_s
    expected = 1 + (x - s) * math.exp(log_lower(s, x))
    assert moment_series(s, x) == pytest.approx(expected, abs=1e-9 + 1e-6 * expected)


def test_that_millions_do_not_overflow_or_take_long() -> None:
    s = 25e6
    assert log_lower(s, s) == pytest.approx(math.log(math.sqrt(math.pi / (2 * s))), rel=1e-3)
    assert log_upper(s, s) == pytest.approx(math.log(math.sqrt(math.pi / (2 * s))), rel=1e-3)
    assert math.isfinite(log_upper(1_000, 0.001))
    assert math.isfinite(log_lower(0.001, 10_000))


def test_that_nothing_is_nothing() -> None:
    assert log_lower(4, 0) == pytest.approx(-math.log(4))
    assert moment_series(4, 0) == 0
