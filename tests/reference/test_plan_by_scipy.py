"""Erlang A, gamma functions and quantiles against SciPy, which needs numpy: this runs where screens' tests do."""

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.domain.plan.erlang import Load, performance
from wallboard.domain.plan.incomplete_gamma import log_lower, log_upper
from wallboard.domain.plan.negative_binomial import quantile

_WHY = "SciPy is in the locked requirements of developers: run packaging/setup.sh lint"
special: Any = pytest.importorskip("scipy.special", reason=_WHY)
integrate: Any = pytest.importorskip("scipy.integrate", reason=_WHY)
stats: Any = pytest.importorskip("scipy.stats", reason=_WHY)

_LOADS = st.builds(
    Load,
    calls=st.floats(0.1, 50_000),
    interval_s=st.sampled_from([900.0, 1800.0, 3600.0]),
    aht_s=st.floats(5, 900),
    patience_s=st.floats(5, 3_600),
)


@given(st.floats(0.01, 1e5), st.floats(0.01, 10))
def test_that_incomplete_gamma_functions_are_scipys(s: float, of_s: float) -> None:
    x = s * of_s
    scale = math.lgamma(s) - s * math.log(x) + x
    lower, upper = float(special.gammainc(s, x)), float(special.gammaincc(s, x))
    if lower > 1e-250:
        assert log_lower(s, x) == pytest.approx(scale + math.log(lower), rel=1e-9, abs=1e-7)
    if upper > 1e-250:
        assert log_upper(s, x) == pytest.approx(scale + math.log(upper), rel=1e-9, abs=1e-7)


@given(st.integers(1, 20_000), st.floats(0.2, 2))
def test_that_erlang_c_is_scipys_poisson(agents: int, part: float) -> None:
    """C = P(n) / (P(n) + (1 − ρ) F(n − 1)) by the Poisson distribution of the erlangs."""
    load = Load(calls=agents * part, interval_s=300, aht_s=300)
    found = performance(load, agents, 20)
    if part >= 1:
        assert found.waited == 1
        return
    busy = float(stats.poisson.pmf(agents, load.erlangs))
    expected = busy / (busy + (1 - part) * float(stats.poisson.cdf(agents - 1, load.erlangs)))
    assert found.waited == pytest.approx(expected, rel=1e-6, abs=1e-250)
    assert found.answered_in == pytest.approx(1 - expected * math.exp(-agents * (1 - part) / 300 * 20), rel=1e-7)


@settings(max_examples=40)
@given(_LOADS, st.floats(0.6, 1.4), st.sampled_from([5.0, 20.0, 60.0]))
def test_that_erlang_a_is_the_density_integrated_by_scipy(load: Load, staffing: float, threshold_s: float) -> None:
    """Of the offered wait's density, the shares of those who waited, and who were answered, are integrals."""
    agents = max(1, round(load.erlangs * staffing))
    arrive, serve, give_up = load.per_s, agents / load.aht_s, 1 / (load.patience_s or math.inf)
    peak = max(0.0, math.log(arrive / serve) / give_up)
    end = max(0.0, math.log(2 * arrive / serve) / give_up) + 80 / serve
    edges = sorted({0.0, threshold_s, peak / 2, peak, peak + 0.1 * (end - peak), end})

    def exponent(x: float) -> float:
        return -arrive / give_up * math.expm1(-give_up * x) - serve * x

    def shares(start: float, patience: float) -> float:
        pieces = [
            integrate.quad(lambda x: math.exp(exponent(x) - exponent(peak) - patience * x), *edge, limit=200)[0]
            for edge in pairwise(one for one in edges if one >= start)
        ]
        return arrive * float(math.fsum(pieces))

    log_e = float(stats.poisson.logcdf(agents - 1, load.erlangs) - stats.poisson.logpmf(agents - 1, load.erlangs))
    idle = math.exp(min(600.0, log_e - exponent(peak)))
    whole = idle + shares(0.0, 0.0)
    answered = (idle + shares(0.0, give_up)) / whole
    found = performance(load, agents, threshold_s)
    assert found.waited == pytest.approx(1 - idle / whole, abs=1e-6)
    assert 1 - found.abandoned == pytest.approx(answered, abs=1e-6)
    assert found.answered_in == pytest.approx(answered - shares(threshold_s, give_up) / whole, abs=1e-6)


@given(st.floats(0.01, 0.99), st.floats(0.1, 90_000), st.floats(1, 5_000))
def test_that_quantiles_are_scipys(share: float, mean: float, size: float) -> None:
    expected = int(stats.nbinom.ppf(share, size, size / (size + mean)))
    assert abs(quantile(share, mean, size) - expected) <= 1


@given(st.sampled_from([0.05, 0.1, 0.5, 0.9, 0.95]), st.floats(1e5, 1e7), st.floats(5, 1e5))
def test_that_quantiles_of_very_many_calls_are_nearly_scipys(share: float, mean: float, size: float) -> None:
    expected = float(stats.nbinom.ppf(share, size, size / (size + mean)))
    assert quantile(share, mean, size) == pytest.approx(expected, abs=0.02 * math.sqrt(mean + mean**2 / size) + 2)
