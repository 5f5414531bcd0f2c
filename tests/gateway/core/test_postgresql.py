"""A gateway with a PostgreSQL serves whether or not that is there, and has it filled when it is."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from tests.domain.words import hangs_up, joins
from tests.gateway.core.test_restore import now_s, site, syncing, until, until_offered
from tests.gateway.rig import ScriptedPbx, config, running, screen
from tests.history.servers import Postgres, running_postgres
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.tables import HistorySettings
from wallboard.history import queries

pytestmark = [pytest.mark.network, pytest.mark.slow]


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with running_postgres() as made:
        yield made


async def healthz(gateway: Gateway) -> dict[str, object]:
    """The history's part of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    found: dict[str, object] = json.loads(answer.partition(b"\r\n\r\n")[2])["history"]
    return found


async def test_that_callers_are_in_postgresql_when_it_comes_back(tmp_path: Path, server: Postgres) -> None:
    server.stop()
    made_by = config(site=site(), history=HistorySettings(url=server.url))
    pbx = ScriptedPbx(*syncing(joins("a", "sales", now_s()), hangs_up("a", now_s())))
    async with running(pbx, made_by, tmp_path) as gateway, screen(gateway) as desk:
        await until_offered(desk, 1)
        while True:
            database = (await healthz(gateway))["database"]
            if isinstance(database, dict) and database["state"] == "failing" and database["unsent"] == 1:
                break
            await asyncio.sleep(0.1)
        server.start()
        engine = create_engine(server.url)

        def is_there() -> bool:
            try:
                with engine.connect() as connection:
                    return [one.call_id for one in queries.contacts_since(connection, 0)] == ["pbx:a"]
            except SQLAlchemyError:  # the tables are not there yet
                return False

        await until(is_there)
        engine.dispose()
