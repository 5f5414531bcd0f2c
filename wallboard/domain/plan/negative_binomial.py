"""The negative binomial distribution: calls whose mean is itself uncertain by a gamma distribution.

Source: Johnson, Kemp and Kotz, *Univariate Discrete Distributions*, chapter 5 (the gamma-Poisson mixture).
"""

import math
from typing import Final

_MANY: Final = 100_000.0
"""From this mean on a quantile is that of the gamma distribution, which single calls no longer change."""
_SPREADS: Final = 8


def quantile(share: float, mean: float, size: float) -> int:
    """Returns the smallest number of calls that is not passed with a probability of ``share``, 0 to 1.

    The variance is mean + mean² / ``size``, the shape of the gamma distribution; infinite is Poisson. Raises
    `ValueError` for what cannot be.
    """
    if not 0 < share < 1 or not 0 <= mean < math.inf or not size > 0:
        raise ValueError(f"share = {share}, mean = {mean}, size = {size}")
    if not mean:
        return 0
    spread = math.sqrt(mean + mean * mean / size)
    if mean > _MANY:
        return _by_gamma(share, mean, spread)
    number = max(0, math.floor(mean - _SPREADS * spread))
    probability = math.exp(_log_probability(number, mean, size))
    below = probability
    highest = mean + 4 * _SPREADS * spread
    while below < share and number < highest:
        probability *= _ratio(number, mean, size)
        number += 1
        below += probability
    return number


def _ratio(number: int, mean: float, size: float) -> float:
    """The probability of one more by that of ``number``."""
    if math.isinf(size):
        return mean / (number + 1)
    return (size + number) / (number + 1) * (mean / (size + mean))


def _log_probability(number: int, mean: float, size: float) -> float:
    if math.isinf(size):
        return number * math.log(mean) - mean - math.lgamma(number + 1)
    ways = math.lgamma(size + number) - math.lgamma(size) - math.lgamma(number + 1)
    return ways - size * math.log1p(mean / size) + number * (math.log(mean) - math.log(size + mean))


def _by_gamma(share: float, mean: float, spread: float) -> int:
    """The quantile of the gamma distribution of this mean and spread, by Wilson and Hilferty."""
    shape = (mean / spread) ** 2
    root = 1 - 1 / (9 * shape) + _normal_quantile(share) / (3 * math.sqrt(shape))
    return math.ceil(mean * max(0.0, root) ** 3 - 0.5)


def _normal_quantile(share: float) -> float:
    """By bisection of the error function: called a few times for a whole day."""
    low, high = -40.0, 40.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(-middle / math.sqrt(2)) / 2 < share else (low, middle)
    return (low + high) / 2
