"""When a running clock shows another second: each at its own moment, so that they do not all turn at once."""


def turned(since_ms: int, before_ms: int, now_ms: int) -> bool:
    """Whether a clock that runs since ``since_ms`` showed another second at ``before_ms`` than it does now."""
    return (now_ms - since_ms) // 1000 != (before_ms - since_ms) // 1000
