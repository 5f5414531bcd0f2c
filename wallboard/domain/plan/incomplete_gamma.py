"""Incomplete gamma functions in log space, which the Erlang formulas are made of.

Source: Abramowitz and Stegun, *Handbook of Mathematical Functions*: 6.5.29, a series, and 6.5.31, a continued
fraction. Both are divided by x^s e^-x, so that neither overflows for thousands of agents and erlangs.
"""

import math
from typing import Final

_TINY: Final = 1e-300
_EPSILON: Final = 1e-16
_MOST_STEPS: Final = 10_000_000
"""A guard: near x = s both take about six times the square root of s, as 30,000 steps for s = 25 million."""


def log_lower(s: float, x: float) -> float:
    """Returns ln of γ(s, x) e^x / x^s, the lower incomplete gamma function scaled, for ``s`` > 0 and ``x`` ≥ 0."""
    if x < s + 1:
        return math.log(_series(s, x))
    whole = _log_whole(s, x)
    return whole + math.log1p(-math.exp(math.log(_fraction(s, x)) - whole))


def log_upper(s: float, x: float) -> float:
    """Returns ln of Γ(s, x) e^x / x^s, the upper incomplete gamma function scaled, for ``s`` > 0 and ``x`` > 0."""
    if x >= s + 1:
        return math.log(_fraction(s, x))
    whole = _log_whole(s, x)
    return whole + math.log1p(-math.exp(math.log(_series(s, x)) - whole))


def moment_series(s: float, x: float) -> float:
    """Returns the sum of k x^k / (s (s+1) … (s+k)) over all k: x times the derivative of the series 6.5.29.

    All terms are positive, so that a small sum is as exact as a large one; ``x`` is best below ``s`` + 1.
    """
    term = 1 / s
    total = 0.0
    for k in range(1, _MOST_STEPS):
        term *= x / (s + k)
        total += k * term
        if x < s + k and k * term <= total * _EPSILON:
            break
    return total


def _log_whole(s: float, x: float) -> float:
    """ln of Γ(s) e^x / x^s: both parts together."""
    return math.lgamma(s) - s * math.log(x) + x


def _series(s: float, x: float) -> float:
    """The scaled γ(s, x) as the sum of x^k / (s (s+1) … (s+k)); of positive terms alone."""
    term = total = 1 / s
    for k in range(1, _MOST_STEPS):
        term *= x / (s + k)
        total += term
        if term <= total * _EPSILON:
            break
    return total


def _fraction(s: float, x: float) -> float:
    """The scaled Γ(s, x) as a continued fraction, evaluated from its beginning (Lentz)."""
    b = x + 1 - s
    c = 1 / _TINY
    d = 1 / b if b else 1 / _TINY
    value = d
    for k in range(1, _MOST_STEPS):
        a = -k * (k - s)
        b += 2
        d = 1 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        factor = c * d
        value *= factor
        if abs(factor - 1) <= 1e-15:
            break
    return value
