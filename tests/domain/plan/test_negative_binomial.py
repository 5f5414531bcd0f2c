"""Quantiles of the negative binomial against sums of its probabilities, and of what it is the limit of."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.plan.negative_binomial import quantile


def _up_to(number: int, mean: float, size: int) -> float:
    """The probability of at most so many: of whole sizes, by counting the ways."""
    failing = size / (size + mean)
    return math.fsum(math.comb(size + k - 1, k) * failing**size * (1 - failing) ** k for k in range(number + 1))


@given(st.floats(0.01, 0.99), st.floats(0.5, 60), st.integers(1, 40))
def test_that_a_quantile_is_the_first_number_that_is_enough(share: float, mean: float, size: int) -> None:
    found = quantile(share, mean, size)
    assert _up_to(found, mean, size) >= share - 1e-9
    assert found == 0 or _up_to(found - 1, mean, size) < share + 1e-9


def test_that_without_spread_it_is_poisson() -> None:
    """P(X ≤ 12) = 0.7916 and P(X ≤ 13) = 0.8645 for a mean of 10, as in any table."""
    assert quantile(0.79, 10, math.inf) == 12
    assert quantile(0.80, 10, math.inf) == 13
    assert quantile(0.86, 10, math.inf) == 13


@pytest.mark.parametrize("size", [1.0, 44.0, 144.0, 390.0, 1e4, 1e9])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_that_large_means_go_over_smoothly(share: float, size: float) -> None:
    below, above = quantile(share, 99_999, size), quantile(share, 100_001, size)
    spread = math.sqrt(1e5 + 1e10 / size)
    assert abs(above - below) < 0.15 * spread


@given(st.floats(0, 3_000), st.floats(0.5, 1e6))
def test_that_more_probable_is_never_fewer(mean: float, size: float) -> None:
    row = [quantile(share, mean, size) for share in (0.05, 0.1, 0.5, 0.9, 0.95)]
    assert row == sorted(row)


def test_that_nothing_is_expected_of_nothing() -> None:
    assert quantile(0.9, 0, 10) == 0


@pytest.mark.parametrize(
    ("share", "mean", "size"), [(0, 1, 1), (1, 1, 1), (0.5, -1, 1), (0.5, 1, 0), (0.5, math.nan, 1)]
)
def test_that_what_cannot_be_is_refused(share: float, mean: float, size: float) -> None:
    with pytest.raises(ValueError, match="share"):
        quantile(share, mean, size)
