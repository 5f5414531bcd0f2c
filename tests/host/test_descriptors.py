"""How many files and sockets there may be: raised as far as the system lets."""

import subprocess
import sys

import pytest

ASK = "import resource; from wallboard.host.descriptors import raise_limit; {limits}; print(raise_limit({wanted}))"


def raised(soft: int, hard: int, wanted: int) -> int:
    """What a process of its own may have open after it began with these limits."""
    limits = f"resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))"
    code = ASK.format(limits=limits, wanted=wanted)
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_that_the_limit_is_raised_to_what_is_wanted_and_the_system_allows() -> None:
    assert raised(256, 1_000, 600) == 600
    assert raised(256, 1_000, 4_000) == 1_000
    assert raised(256, 1_000, 100) == 256
