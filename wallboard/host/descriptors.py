"""How many files and sockets this process may have open at once."""

import sys

WITHOUT_LIMIT = 65_536
"""The value where the system has no such limit, or a very high one."""


def raise_limit(wanted: int) -> int:
    """Raises the process's soft limit to ``wanted`` where the hard one allows it; returns the new limit."""
    if sys.platform == "win32":
        return WITHOUT_LIMIT
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return WITHOUT_LIMIT if soft == resource.RLIM_INFINITY else soft
    for limit in (wanted, 10_240):  # macOS takes no more, whatever its hard limit says
        raised = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, raised), hard))
        except (ValueError, OSError):
            continue
        return max(soft, raised)
    return soft
