"""Contacts, intervals and parts are read as they were written, in SQLite and in PostgreSQL; twice is once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection, create_engine, func, select

from tests.domain.words import ms
from tests.history.servers import Postgres
from wallboard.domain.centre.exits import Exit, Party
from wallboard.domain.counts.contacts import (
    Contact,
    ContactChannel,
    ContactId,
    ContactStep,
    Ending,
    Handling,
    MissedRing,
    StepKind,
)
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.counts.interval_rows import IntervalRow
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.domain.restart.parts import CheckpointPart
from wallboard.history import contact_rows, queries, rows_writer
from wallboard.history.batch import Gap, encode
from wallboard.history.interval_rows import GoalRows
from wallboard.history.local_file import close_file, open_file
from wallboard.history.schema import contacts, gaps, goals, intervals
from wallboard.history.upgrade import upgrade

KEY = b"k" * 32
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
IDS = TEXTS.map(lambda text: f"pbx:{text}")
TIMES = st.integers(0, 4_102_444_800_000)
NO_TIMES = st.none() | TIMES
CONTACTS = st.builds(
    Contact,
    id=st.builds(lambda call, at_ms: ContactId(f"{call}@{at_ms}"), IDS, TIMES),
    call_id=IDS.map(CallId),
    queue_id=IDS.map(QueueId),
    entered_ms=TIMES,
    offered_ms=NO_TIMES,
    ended_ms=NO_TIMES,
    ending=st.none() | st.sampled_from(Ending),
    wait_ms=TIMES,
    exit=st.none() | st.sampled_from(Exit),
    agent_id=st.none() | IDS.map(AgentId),
    channel=st.sampled_from(ContactChannel),
    number=TEXTS,
    withheld=st.booleans(),
    dialled=TEXTS,
    moved_from=st.none() | IDS.map(QueueId),
    moved_to=st.none() | IDS.map(QueueId),
    missed=st.lists(st.builds(MissedRing, agent_id=IDS, at_ms=TIMES, ring_ms=TIMES), max_size=2).map(tuple),
    steps=st.lists(st.builds(ContactStep, at_ms=TIMES, kind=st.sampled_from(StepKind), to=IDS), max_size=2).map(
        tuple
    ),
    handlings=st.lists(
        st.builds(Handling, agent_id=IDS, queue_id=IDS, at_ms=TIMES, talk_ms=TIMES, hold_ms=TIMES), max_size=2
    ).map(tuple),
    closed_ms=NO_TIMES,
    ended_by=st.none() | st.sampled_from(Party),
    resumes=st.none() | IDS.map(CallId),
)
GOALS = st.builds(
    Goal, threshold_s=st.sampled_from([5.0, 20.0]), formula=st.sampled_from(Formula), target_pct=st.floats(0, 100)
)
INTERVALS = st.builds(
    IntervalRow,
    scope=IDS.map(QueueId),
    start_ms=TIMES,
    tally=st.builds(
        Tally,
        offered=st.integers(0, 10**7),
        late=st.integers(0, 10**7),
        exits=st.dictionaries(st.sampled_from(Exit), st.integers(1, 10**7)),
        left_wait_ms=TIMES,
    ),
    end_ms=NO_TIMES,
    agents_since_ms=NO_TIMES,
    handling_ms=st.none() | st.integers(-(10**6), 10**13),
    unobserved_ms=NO_TIMES,
    carried=st.none() | st.integers(-5, 10**5),
    goal=st.none() | GOALS,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Connection]:
    """A database with the schema, and nothing in it."""
    if request.param == "sqlite":
        file = open_file(tmp_path / "history.sqlite")
        yield file
        close_file(file)
        return
    server: Postgres = request.getfixturevalue("postgres")
    engine = create_engine(server.url)
    with engine.connect() as connection:
        upgrade(connection)
        connection.commit()
        yield connection
    engine.dispose()


for_one_database = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


@for_one_database
@given(written=st.lists(CONTACTS, max_size=4, unique_by=lambda contact: contact.id))
def test_that_contacts_are_read_as_they_were_written(database: Connection, written: list[Contact]) -> None:
    with database.begin() as here:
        for _ in range(2):
            rows_writer.write_contacts(database, map(encode, written), KEY)
        read = list(queries.contacts_since(database, 0))
        here.rollback()
    assert sorted(read, key=lambda contact: contact.id) == sorted(written, key=lambda contact: contact.id)


@for_one_database
@given(written=st.lists(INTERVALS, max_size=4, unique_by=lambda row: (row.scope, row.start_ms)))
def test_that_intervals_are_read_as_they_were_written_with_their_goals(
    database: Connection, written: list[IntervalRow]
) -> None:
    with database.begin() as here:
        for _ in range(2):
            rows_writer.write_intervals(database, written, GoalRows())
        read = queries.intervals_since(database, 0)
        many = database.execute(select(func.count()).select_from(goals)).scalar()
        here.rollback()
    order = sorted(written, key=lambda row: (row.scope, row.start_ms))
    assert sorted(read, key=lambda row: (row.scope, row.start_ms)) == order
    assert many == len({row.goal for row in written if row.goal is not None})


def test_that_a_later_version_of_a_contact_replaces_the_former(database: Connection) -> None:
    first = Contact(id=ContactId("pbx:a@1"), call_id=CallId("pbx:a"), queue_id=QueueId("pbx:q"), entered_ms=ms(0))
    later = replace(first, ending=Ending.ABANDONED, ended_ms=ms(9), wait_ms=9_000, number="+49301")
    with database.begin():
        rows_writer.write_contacts(database, [encode(first)], KEY)
        rows_writer.write_contacts(database, [encode(later)], KEY)
        assert list(queries.contacts_since(database, ms(9))) == [later]
        assert list(queries.contacts_since(database, ms(9) + 1)) == []


def test_that_the_same_caller_has_the_same_hash_and_who_withholds_the_number_none(database: Connection) -> None:
    def caller(name: str, number: str, *, withheld: bool = False) -> Contact:
        id_, call_id = ContactId(f"pbx:{name}@1"), CallId(f"pbx:{name}")
        made = Contact(id=id_, call_id=call_id, queue_id=QueueId("pbx:q"), entered_ms=1, number=number)
        return replace(made, withheld=withheld)

    callers = [
        caller("a", "+4930 12"),
        caller("b", "+493012"),
        caller("c", "+493013"),
        caller("d", "1", withheld=True),
    ]
    with database.begin():
        rows_writer.write_contacts(database, map(encode, callers), KEY)
        a, b, c, d = database.execute(select(contacts.c.caller_hash).order_by(contacts.c.id)).scalars()
    assert a == b
    assert a != c
    assert d is None
    assert a != contact_rows.caller_hash("+493012", b"another" * 4)


def test_that_the_intervals_of_one_queue_in_a_range_are_read_in_their_order(database: Connection) -> None:
    rows = [
        IntervalRow(scope=QueueId(scope), start_ms=at_ms, tally=Tally(offered=at_ms))
        for at_ms in (30, 10, 20)
        for scope in ("pbx:a", "pbx:b")
    ]
    with database.begin():
        rows_writer.write_intervals(database, rows, GoalRows())
        read = queries.intervals_of(database, QueueId("pbx:a"), 10, 30)
    assert [(row.scope, row.start_ms, row.tally.offered) for row in read] == [("pbx:a", 10, 10), ("pbx:a", 20, 20)]


def test_that_intervals_are_summed_in_spans(database: Connection) -> None:
    rows = [
        IntervalRow(
            scope=QueueId("pbx:a"),
            start_ms=at_ms,
            tally=Tally(offered=1, longest_wait_ms=at_ms),
            handling_ms=5,
            ready_ms=None if at_ms == 40 else 7,
        )
        for at_ms in (10, 20, 30, 40)
    ]
    with database.begin():
        rows_writer.write_intervals(database, rows, GoalRows())
        first, second = queries.spans_of(database, QueueId("pbx:a"), 10, 50, 20)
    assert (first.start_ms, first.tally, first.handling_ms, first.ready_ms) == (
        10, Tally(offered=2, longest_wait_ms=20), 10, 14,
    )  # fmt: skip
    assert (second.start_ms, second.tally.longest_wait_ms, second.ready_ms) == (30, 40, None)


def test_that_parts_that_are_gone_are_removed(database: Connection) -> None:
    one, other = CheckpointPart("call", "a"), CheckpointPart("call", "b")
    with database.begin():
        rows_writer.write_parts(database, {one: b"1", other: b"2"})
        rows_writer.write_parts(database, {one: None, other: b"3"})
        assert rows_writer.read_parts(database) == {other: b"3"}


def test_that_a_gap_is_recorded(database: Connection) -> None:
    with database.begin():
        rows_writer.write_gaps(database, [Gap(start_ms=1, end_ms=2, lost=3, reason="disk full")])
        assert database.execute(select(gaps)).one()._asdict() == {
            "start_ms": 1, "end_ms": 2, "lost": 3, "reason": "disk full",
        }  # fmt: skip


def test_that_every_field_of_a_contact_and_every_count_has_its_column() -> None:
    assert set(Contact.__struct_fields__) <= set(contacts.c.keys())
    assert {*Tally.__struct_fields__} <= set(intervals.c.keys())
    assert {*IntervalRow.__struct_fields__} - {"tally", "goal"} <= set(intervals.c.keys())
