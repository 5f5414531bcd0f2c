"""When a running clock shows another second: each at its own moment, so that not all change together."""


def second_changed(since_ms: int, before_ms: int, now_ms: int) -> bool:
    """Whether a clock that runs since ``since_ms`` showed another second at ``before_ms`` than it does now."""
    return (now_ms - since_ms) // 1000 != (before_ms - since_ms) // 1000
