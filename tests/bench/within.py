"""What a measured process needs of the measurement; loads nothing that would count as its start."""

SCREENS_PER_TOKEN = 100
TOKENS = [f"for-measurements-only-{number}" for number in range(10)]


def rss_mb() -> float:
    """Memory of this process in megabytes."""
    import psutil

    return float(psutil.Process().memory_info().rss) / 1e6


def own_mb() -> float:
    """Memory that no other process shares, in megabytes: what the program would give back."""
    import psutil

    return float(psutil.Process().memory_full_info().uss) / 1e6


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of all values do not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
