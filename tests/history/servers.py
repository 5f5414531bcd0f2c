"""A PostgreSQL of the tests' own, from the system's package, with a socket in a folder and no network."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NEEDED = "WALLBOARD_NEEDS_PBX"
"""Set where no test on a real server may be skipped."""
PORT = 5432


def programs() -> Path | None:
    """The newest installed server's folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Postgres:
    """A running server.

    Attributes:
        url: of its database, for SQLAlchemy.
    """

    def __init__(self, folder: Path, bin_: Path) -> None:
        self._folder = folder
        self._bin = bin_
        # initdb refuses root
        self._user = "postgres" if os.geteuid() == 0 else getpass.getuser()
        self._as = ["setpriv", f"--reuid={self._user}", f"--regid={self._user}", "--clear-groups"]
        if os.geteuid() != 0:
            self._as = []
        else:
            shutil.chown(folder, self._user)
        self.url = f"postgresql+psycopg://wallboard@/wallboard?host={folder}&port={PORT}"

    def _run(self, name: str, *words: str) -> None:
        command = [*self._as, str(self._bin / name), *words]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def create(self) -> None:
        self._run("initdb", "-D", str(self._folder / "data"), "-A", "trust", "-U", "postgres", "--no-sync")
        self.start()
        where = ("-h", str(self._folder), "-p", str(PORT), "-U", "postgres")
        self._run("createuser", *where, "wallboard")
        self._run("createdb", *where, "-O", "wallboard", "wallboard")

    def start(self) -> None:
        options = f"-k {self._folder} -p {PORT} -c listen_addresses='' -c fsync=off -c max_connections=20"
        data = ("-D", str(self._folder / "data"))
        self._run("pg_ctl", *data, "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-w", "-m", "immediate", "stop")

    def empty(self) -> None:
        """Drops all tables."""
        where = ("-h", str(self._folder), "-p", str(PORT), "-U", "wallboard", "-q")
        self._run("psql", *where, "-c", "DROP SCHEMA public CASCADE; CREATE SCHEMA public", "wallboard")


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server with an empty database; skips where there is none to run, unless all are needed."""
    bin_ = programs()
    if bin_ is None:
        assert NEEDED not in os.environ, "PostgreSQL is not installed: apt-get install postgresql"
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="wb-pg-"))  # a socket's path may have 107 bytes
    server = Postgres(folder, bin_)
    try:
        server.create()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
