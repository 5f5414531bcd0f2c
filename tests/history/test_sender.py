"""PostgreSQL gets all that the gateway's own file has, once, whatever happens meanwhile."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, func, select

from tests.domain.words import ms
from tests.history.servers import Postgres
from wallboard.domain.counts.contacts import Contact, ContactId, Ending
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import CallId, QueueId
from wallboard.history import outbox, queries, sender
from wallboard.history.local_history import LocalHistory
from wallboard.history.outbox import Outbox
from wallboard.history.postgresql import PostgresHistory
from wallboard.history.purge import Retention
from wallboard.history.recorder import HistoryRecorder
from wallboard.history.schema import contacts, intervals
from wallboard.history.sender import Sender

QUEUE = QueueId("pbx:q")
FOREVER = Retention(contacts_days=36_500, numbers_days=36_500, intervals_days=36_500)


def contact(nth: int, **changes: object) -> Contact:
    name = f"pbx:{nth}"
    made = Contact(
        id=ContactId(f"{name}@{ms(nth)}"), call_id=CallId(name), queue_id=QUEUE, entered_ms=ms(nth),
        ending=Ending.ABANDONED,
    )  # fmt: skip
    return replace(made, **changes)


class Site:
    """A gateway's history that is sent to a server."""

    def __init__(self, place: Path, url: str) -> None:
        self.recorder = HistoryRecorder(LocalHistory(place, Outbox()), lambda: ms(0))
        self.sender = Sender(self.recorder, PostgresHistory(url), FOREVER, lambda: ms(0))

    def record(self, *many: Contact) -> None:
        for one in many:
            self.recorder.record(one)
        self.recorder.commit({})

    def until(self, so: Callable[[], bool]) -> None:
        while not so():
            self.sender.check()
            threading.Event().wait(0.02)

    def until_sent(self) -> None:
        """All that was recorded is in the server."""
        while not self.recorder._disk.is_idle:
            threading.Event().wait(0.005)
        while not self.sender._thread.is_idle:
            threading.Event().wait(0.005)
        self.sender.check()
        while not self.sender._thread.is_idle:
            threading.Event().wait(0.005)
        health = self.sender.check()
        assert (health.is_ok, health.unsent) == (True, 0)

    def close(self) -> None:
        self.sender.close()
        self.recorder.close()


def in_server(server: Postgres) -> list[Contact]:
    engine = create_engine(server.url)
    with engine.connect() as connection:
        found = sorted(queries.contacts_since(connection, 0), key=lambda one: one.entered_ms)
    engine.dispose()
    return found


def test_that_all_is_sent_with_its_goals_and_later_versions_replace_former_ones(
    tmp_path: Path, postgres: Postgres
) -> None:
    site = Site(tmp_path, postgres.url)
    row = IntervalRow(scope=QUEUE, start_ms=ms(0), tally=Tally(offered=2), goal=Goal(threshold_s=7))
    site.recorder.record_interval(row)
    site.record(contact(1), contact(2))
    site.until_sent()
    assert in_server(postgres) == [contact(1), contact(2)]
    site.record(contact(2, wait_ms=5))
    site.until_sent()
    site.close()
    assert in_server(postgres) == [contact(1), contact(2, wait_ms=5)]
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        assert queries.intervals_since(connection, 0) == [row]
    engine.dispose()


def test_that_a_server_that_is_stopped_for_a_while_gets_all_once(tmp_path: Path, postgres: Postgres) -> None:
    site = Site(tmp_path, postgres.url)
    site.record(contact(1))
    site.until_sent()
    postgres.stop()
    try:
        site.record(*(contact(number) for number in range(2, 1_202)))
        site.until(lambda: not site.sender.check().is_ok and site.sender.check().unsent == 1_200)
        assert site.sender.check().since_ms == ms(0)
        assert site.sender.check().reason
        site.record(contact(1, wait_ms=9))
    finally:
        postgres.start()
    site.until(lambda: site.sender.check().is_ok)
    site.until_sent()
    site.close()
    assert in_server(postgres) == [contact(1, wait_ms=9), *(contact(number) for number in range(2, 1_202))]


def test_that_what_was_not_sent_is_sent_by_the_next_gateway(tmp_path: Path, postgres: Postgres) -> None:
    before = Site(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:1/none")
    before.record(contact(1), contact(2))
    before.until(lambda: not before.sender.check().is_ok)
    before.close()
    after = Site(tmp_path, postgres.url)
    after.record(contact(3))
    after.until_sent()
    after.close()
    assert in_server(postgres) == [contact(1), contact(2), contact(3)]


def test_that_a_row_that_changes_while_it_is_sent_is_sent_again(tmp_path: Path) -> None:
    history = LocalHistory(tmp_path, Outbox())
    recorder = HistoryRecorder(history, lambda: ms(0))
    recorder.record(contact(1))
    recorder.commit({})
    while not recorder._disk.is_idle:
        threading.Event().wait(0.005)
    first = history.read(outbox.oldest)
    recorder.record(contact(1, wait_ms=3))
    recorder.commit({})
    while not recorder._disk.is_idle:
        threading.Event().wait(0.005)
    history.read(lambda file: outbox.sent(file, first.numbers))
    second = history.read(outbox.oldest)
    assert [row["wait_ms"] for row in second.rows["contacts"]] == [3]
    history.read(lambda file: outbox.sent(file, second.numbers))
    assert history.read(outbox.pending) == 0
    recorder.close()


def test_that_a_newer_schema_at_the_server_is_told_and_nothing_is_written(
    tmp_path: Path, postgres: Postgres
) -> None:
    site = Site(tmp_path, postgres.url)
    site.record(contact(1))
    site.until_sent()
    engine = create_engine(postgres.url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    site.close()
    site = Site(tmp_path, postgres.url)
    site.record(contact(2))
    site.until(lambda: not site.sender.check().is_ok)
    assert "9999" in site.sender.check().reason
    site.close()
    assert in_server(postgres) == [contact(1)]
    engine.dispose()


def test_that_a_server_that_does_not_respond_is_told(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "HANGS_AFTER_S", 0.1)
    goes_on = threading.Event()
    site = Site(tmp_path, postgres.url)
    with monkeypatch.context() as hanging:
        hanging.setattr(PostgresHistory, "send", lambda *_: goes_on.wait(30))
        site.record(contact(1))
        site.until(lambda: site.sender.check().reason == "it does not respond")
    goes_on.set()
    site.record(contact(2))
    site.until(lambda: site.sender.check().is_ok)
    site.close()


def test_that_an_error_of_any_kind_is_told_and_sending_tried_again(
    tmp_path: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(*_: object) -> None:
        raise KeyError("contacts")

    site = Site(tmp_path, postgres.url)
    with monkeypatch.context() as failing:
        failing.setattr(PostgresHistory, "send", wrong)
        site.record(contact(1))
        site.until(lambda: not site.sender.check().is_ok)
        assert site.sender.check().unsent == 1
        for _ in range(3):
            site.until(lambda: site.sender._thread.is_idle)
            site.sender.check()
    site.until_sent()
    site.close()
    assert in_server(postgres) == [contact(1)]
    assert len([record for record in caplog.records if record.exc_info]) == 1


def test_that_a_password_is_in_no_message(tmp_path: Path) -> None:
    server = PostgresHistory("postgresql+psycopg://wallboard@127.0.0.1:1/wallboard", "sesame-7")
    assert "sesame-7" not in repr(server._engine)
    recorder = HistoryRecorder(LocalHistory(tmp_path, Outbox()), lambda: ms(0))
    sending = Sender(recorder, server, FOREVER, lambda: ms(0))
    recorder.record(contact(1))
    recorder.commit({})
    while sending.check().is_ok:
        threading.Event().wait(0.02)
    assert "sesame-7" not in sending.check().reason
    sending.close()
    recorder.close()


def test_that_the_server_is_purged_by_the_sites_days(tmp_path: Path, postgres: Postgres) -> None:
    site = Site(tmp_path, postgres.url)
    site.recorder.record_interval(IntervalRow(scope=QUEUE, start_ms=ms(0), tally=Tally()))
    site.record(contact(1, number="+49301"))
    site.until_sent()
    site.close()
    server = PostgresHistory(postgres.url)
    day_ms = 86_400_000
    days = Retention(contacts_days=10, numbers_days=3, intervals_days=20)
    server.purge(days, ms(1) + 4 * day_ms)
    assert [one.number for one in in_server(postgres)] == [""]
    server.purge(days, ms(1) + 11 * day_ms)
    assert in_server(postgres) == []
    engine = create_engine(postgres.url)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(intervals)).scalar() == 1
    server.purge(days, ms(1) + 21 * day_ms)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(intervals)).scalar() == 0
        assert connection.execute(select(func.count()).select_from(contacts)).scalar() == 0
    server.close()
    engine.dispose()
