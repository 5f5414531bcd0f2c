"""The lab as pytest fixtures: a started PBX, a freshly started one, and the phones of agents and callers.

A test module that uses them says ``pytestmark = [pytest.mark.pbx]``: the lab's ports are
fixed, so all such tests run in one process, and one run of tests at a time has the PBX.
"""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.lab.ami import Ami
from tests.lab.phones import PhoneBank

SCRIPT = Path(__file__).with_name("pbx.sh")
ROOT = Path(os.environ.get("PBX_ROOT", "/var/cache/wallboard-pbx"))
AGENTS = "12"


class Pbx:
    """The lab's Asterisk, and what a test may do to it from behind."""

    host = "127.0.0.1"
    port = 5038
    user = "wallboard"
    secret = "lab-secret"

    def start(self) -> None:
        """Start it with the lab's own configuration; returns when it is fully booted."""
        self._run("start", AGENTS)

    def stop(self) -> None:
        """Stop it at once, as an administrator would; returns when its ports are free."""
        self._run("stop")

    def kill(self) -> None:
        """Stop it as a power cut would: it tells nobody."""
        self._run("kill")

    def restart(self) -> None:
        """Forget everything: callers, counters, what a test changed."""
        self.stop()
        self.start()

    def cli(self, command: str) -> str:
        """What Asterisk's own command line answers."""
        return self._run("cli", command)

    async def settled(self) -> None:
        """Wait until no call of an earlier test is left."""
        async with Ami() as ami:
            while (await ami.action("CoreStatus")).get("CoreCurrentCalls") != "0":
                await ami.next_event()

    @staticmethod
    def _run(*args: str) -> str:
        # stdin and stdout are not the daemon's to keep
        done = subprocess.run(
            [SCRIPT, *args], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"{SCRIPT.name} {' '.join(args)}: {done.stdout}{done.stderr}")
        return done.stdout


def why_not() -> str:
    """Why there can be no PBX on this machine, empty if there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "the lab's Asterisk runs in a chroot: it needs Linux and root"
    if not (ROOT / "usr/sbin/asterisk").exists():
        return f"there is no Asterisk in {ROOT}: install it by tests/lab/pbx.sh install (600 MB)"
    return ""


@pytest.fixture(scope="session")
def pbx() -> Iterator[Pbx]:
    """A started PBX for the whole run; with WALLBOARD_NEEDS_PBX set its absence is a failure."""
    if reason := why_not():
        if os.environ.get("WALLBOARD_NEEDS_PBX"):
            pytest.fail(reason)
        pytest.skip(reason)
    import fcntl  # which Windows has not

    with Path(f"/tmp/{ROOT.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lab = Pbx()
        lab.restart()
        yield lab
        lab.stop()


@pytest.fixture
def fresh_pbx(pbx: Pbx) -> Iterator[Pbx]:
    """The PBX as after its very first start, and running again for the next test whatever this one does."""
    pbx.restart()
    yield pbx
    pbx.start()


@pytest.fixture
async def agents(pbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of agents (1001…, 1101…) and supervisors (2001…)."""
    async with PhoneBank(5070) as bank:
        yield bank
        bank.hang_up_all()
        await pbx.settled()


@pytest.fixture
async def callers(pbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of callers, who come in over the trunk."""
    async with PhoneBank(5080) as bank:
        yield bank


@pytest.fixture
async def ami(pbx: Pbx) -> AsyncIterator[Ami]:
    """The tests' own look behind the scenes."""
    async with Ami() as session:
        yield session
