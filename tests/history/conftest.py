"""The databases that the history is tested in."""

from collections.abc import Iterator

import pytest

from tests.history.servers import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One server for all tests of a worker."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres(postgres_server: Postgres) -> Postgres:
    """The server, with an empty database."""
    postgres_server.empty()
    return postgres_server
