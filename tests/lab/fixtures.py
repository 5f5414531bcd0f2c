"""The lab as pytest fixtures: two started PBXs, freshly started ones, and the phones of agents and callers at each.

A test module that uses them says ``pytestmark = [pytest.mark.pbx]``: one run of tests at a time has the lab. The
lab's ports are fixed, so that each of several workers has a copy of the lab, in a network of its own.
"""

import ctypes
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.lab.ami import Ami
from tests.lab.phones import PhoneBank

SCRIPT = Path(__file__).with_name("pbx.sh")
INSTALLED = Path(os.environ.get("PBX_ROOT", "/var/cache/wallboard-pbx"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
ROOT = INSTALLED.with_name(f"{INSTALLED.name}-{WORKER}") if WORKER else INSTALLED
AGENTS = "12"


class Pbx:
    """One of the lab's Asterisks, and what a test may do to it from behind.

    Attributes:
        port: AMI's.
        sip: where its phones find it.
    """

    host = "127.0.0.1"
    user = "wallboard"
    secret = "lab-secret"

    def __init__(self, system: str, hundreds: int) -> None:
        """``hundreds`` begin all its ports, as in pbx.sh."""
        self.system = system
        self.port = hundreds * 100 + 38
        self.sip = (self.host, hundreds * 100 + 60)
        self._phones, self._callers = hundreds * 100 + 70, hundreds * 100 + 80

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

    def ami(self) -> Ami:
        """A session of the tests' own."""
        return Ami(port=self.port)

    @asynccontextmanager
    async def agents(self) -> AsyncIterator[PhoneBank]:
        """The phones of its agents and supervisors; none of their calls is left at the end."""
        async with PhoneBank(self._phones, self.host, self.sip) as bank:
            yield bank
            bank.hang_up_all()
            await self.settled()

    def callers(self) -> PhoneBank:
        """The phones of callers, who come in over its trunk, and of whom its agents call in town."""
        return PhoneBank(self._callers, self.host, self.sip)

    def file(self, name: str) -> Path:
        """One of its configuration's files, to be changed and put back."""
        return ROOT / ("etc/asterisk" if self.system == "plain" else f"etc/asterisk-{self.system}") / name

    async def settled(self) -> None:
        """Wait until no call of an earlier test is left."""
        async with self.ami() as ami:
            while (await ami.action("CoreStatus")).get("CoreCurrentCalls") != "0":
                await ami.next_event()

    def _run(self, *args: str) -> str:
        return _script(ROOT, self.system, *args)


def _script(root: Path, *args: str) -> str:
    """What pbx.sh prints for the lab in ``root``."""
    # stdin and stdout are not the daemon's to keep
    done = subprocess.run(
        [str(SCRIPT), *args],
        env={**os.environ, "PBX_ROOT": str(root)},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{SCRIPT.name} {' '.join(args)}: {done.stdout}{done.stderr}")
    return done.stdout


def why_not() -> str:
    """Why there can be no PBX on this machine, empty if there can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "the lab's Asterisk runs in a chroot: it needs Linux and root"
    if not (INSTALLED / "usr/sbin/asterisk").exists():
        return f"there is no Asterisk in {INSTALLED}: install it by tests/lab/pbx.sh install (600 MB)"
    return ""


@pytest.fixture(scope="session")
def _lab() -> Iterator[None]:
    """The lab for this run of tests alone; with WALLBOARD_NEEDS_PBX set its absence is a failure."""
    if reason := why_not():
        if os.environ.get("WALLBOARD_NEEDS_PBX"):
            pytest.fail(reason)
        pytest.skip(reason)
    import fcntl  # which Windows has not

    with Path(f"/tmp/{ROOT.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not WORKER:
            yield
            return
        _enter_a_network_of_its_own()
        _script(INSTALLED, "copy", str(ROOT))
        yield
        shutil.rmtree(ROOT)


def _enter_a_network_of_its_own() -> None:
    """Take this thread, and the threads and processes that it starts, to a network with nothing but a loopback."""
    import fcntl

    libc = ctypes.CDLL(None, use_errno=True)
    new_network, set_flags, up = 0x40000000, 0x8914, 0x1  # CLONE_NEWNET, SIOCSIFFLAGS, IFF_UP of Linux
    if libc.unshare(new_network) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"no network for this worker: {os.strerror(error)}")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, set_flags, struct.pack("16sH22x", b"lo", up))


def _started(pbx: Pbx) -> Iterator[Pbx]:
    pbx.restart()
    yield pbx
    pbx.stop()


def _fresh(pbx: Pbx) -> Iterator[Pbx]:
    pbx.restart()
    yield pbx
    pbx.start()


@pytest.fixture(scope="session")
def pbx(_lab: None) -> Iterator[Pbx]:
    """The plain PBX, started for the whole run."""
    yield from _started(Pbx("plain", 50))


@pytest.fixture(scope="session")
def freepbx(_lab: None) -> Iterator[Pbx]:
    """The PBX in FreePBX's shape, started for the whole run, beside the plain one or without it."""
    yield from _started(Pbx("freepbx", 51))


@pytest.fixture
def fresh_pbx(pbx: Pbx) -> Iterator[Pbx]:
    """The plain PBX as after its very first start, and running again for the next test whatever this one does."""
    yield from _fresh(pbx)


@pytest.fixture
def fresh_freepbx(freepbx: Pbx) -> Iterator[Pbx]:
    """The same of the PBX in FreePBX's shape."""
    yield from _fresh(freepbx)


@pytest.fixture
async def agents(pbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of agents (1001…, 1101…) and supervisors (2001…) at the plain PBX."""
    async with pbx.agents() as bank:
        yield bank


@pytest.fixture
async def callers(pbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of the plain PBX's callers."""
    async with pbx.callers() as bank:
        yield bank


@pytest.fixture
async def ami(pbx: Pbx) -> AsyncIterator[Ami]:
    """The tests' own look behind the plain PBX's scenes."""
    async with pbx.ami() as session:
        yield session


@pytest.fixture
async def freepbx_agents(freepbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of agents and supervisors at the PBX in FreePBX's shape."""
    async with freepbx.agents() as bank:
        yield bank


@pytest.fixture
async def freepbx_callers(freepbx: Pbx) -> AsyncIterator[PhoneBank]:
    """The phones of its callers."""
    async with freepbx.callers() as bank:
        yield bank


@pytest.fixture
async def freepbx_ami(freepbx: Pbx) -> AsyncIterator[Ami]:
    """The tests' own look behind its scenes."""
    async with freepbx.ami() as session:
        yield session
