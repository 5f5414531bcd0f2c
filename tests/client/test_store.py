"""A screen's copy of the state: newest wins, whoever is touched is told, the past is trimmed."""

import itertools

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.client import entities as x
from tests.feed.strategies import entities
from wallboard.client.changed import Changed
from wallboard.client.figure_tables import SAMPLES_KEPT_MS
from wallboard.client.store import Store
from wallboard.domain.centre.state import Activity
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import AnyEntity, Window
from wallboard.domain.ids import ALL, Key, QueueId

TABLES = ("sources", "queues", "groups", "agents", "memberships", "calls", "monitors", "figures", "queue_now")
INDEXES = ("queues_of", "members_of", "monitors_of", "_agents_at")


def content(store: Store) -> dict[str, object]:
    """What is in a store; empty sets say the same as none."""
    tables: dict[str, object] = {name: getattr(store, name) for name in TABLES}
    for name in INDEXES:
        tables[name] = {key: value for key, value in getattr(store, name).items() if value}
    return tables


def stamped(changes: list[AnyEntity | Key]) -> list[AnyEntity | Key]:
    """Changes as a gateway makes them: each value has a revision of its own, and only what is there goes."""
    there: set[Key] = set()
    out: list[AnyEntity | Key] = []
    for rev, change in enumerate(changes, 1):
        if isinstance(change, Key):
            if change in there:
                there.discard(change)
                out.append(change)
        else:
            entity = replace(change, rev=rev)
            there.add(entity.key)
            out.append(entity)
    return out


KEYED = entities().filter(lambda entity: entity.key.kind not in ("interval", "sample"))
CHANGES = st.lists(KEYED, max_size=25).flatmap(
    lambda values: (
        st.lists(st.sampled_from([*values, *(value.key for value in values)]), max_size=40)
        if values
        else st.just([])
    )
)


def play(store: Store, changes: list[AnyEntity | Key]) -> None:
    for change in changes:
        if isinstance(change, Key):
            store.remove(change)
        else:
            store.put(change)


@given(CHANGES)
def test_that_a_snapshot_and_what_followed_are_the_full_state(changes: list[AnyEntity | Key]) -> None:
    changes = stamped(changes)
    full: dict[Key, AnyEntity] = {}
    for change in changes:
        if isinstance(change, Key):
            del full[change]
        else:
            full[change.key] = change
    for cut in (0, len(changes) // 2, len(changes)):
        half = Store()
        play(half, changes[:cut])
        tables = [getattr(half, name).values() for name in TABLES]
        store = Store()
        store.replace(itertools.chain(*tables))
        play(store, changes[cut:])
        whole = Store()
        whole.replace(full.values())
        assert content(store) == content(whole)


@given(CHANGES)
def test_that_values_told_twice_or_late_do_no_harm(changes: list[AnyEntity | Key]) -> None:
    values = [change for change in stamped(changes) if not isinstance(change, Key)]
    once, again = Store(), Store()
    play(once, [*values])
    play(again, [*values, *values, *reversed(values)])
    assert content(once) == content(again)


def changed_by(store: Store, *values: AnyEntity) -> Changed:
    store.take_changed()
    for value in values:
        store.put(value)
    return store.take_changed()


def test_that_a_value_known_already_changes_nothing() -> None:
    store = Store()
    store.put(x.agent("kim", rev=5))
    assert changed_by(store, x.agent("kim", rev=5), x.agent("kim", Activity.RINGING, rev=4)) == Changed()


def test_that_a_full_state_replaces_everything_at_once() -> None:
    store = Store()
    store.put(x.agent("kim", rev=90))
    store.replace([x.agent("lee", rev=1)])
    assert set(store.agents) == {"lee"}
    assert store.take_changed() == Changed(everything=True)


def test_that_a_call_touches_the_agents_it_leaves_and_reaches() -> None:
    store = Store()
    store.put(x.talking("c1", "sales", "kim", rev=1))
    changed = changed_by(store, x.talking("c1", "sales", "lee", rev=2))
    assert (changed.calls, changed.agents) == ({"c1"}, {"kim", "lee"})
    assert store.talking_with == {"lee": "c1"}


def test_that_a_call_touches_the_agents_it_rings_at() -> None:
    store = Store()
    store.put(x.agent("kim", Activity.RINGING, call="c1"))
    assert changed_by(store, x.waiting("c1", "sales", rev=2)).agents == {"kim"}
    store.put(x.agent("kim", rev=3))
    assert changed_by(store, x.waiting("c1", "sales", rev=4)).agents == set()


def test_that_a_call_that_ends_sets_its_agent_free() -> None:
    store = Store()
    store.put(x.talking("c1", "sales", "kim"))
    store.take_changed()
    store.remove(Key("call", "c1"))
    assert store.take_changed() == Changed(calls={x.waiting("c1", "sales").id}, agents={x.agent("kim").id})
    assert store.talking_with == {}


def test_that_the_positions_of_callers_go_with_their_queues_state() -> None:
    key = x.queue_now("sales").key
    for without in (Store.remove, Store.leave_out):
        store = Store()
        store.put(x.waiting("c1", "sales"))
        store.put(x.queue_now("sales", count=1, positions={"c1": 1}))
        store.take_changed()
        without(store, key)
        assert store.take_changed() == Changed(calls={x.waiting("c1", "sales").id}, figures={QueueId("sales")})


def test_that_a_point_of_a_chart_that_cannot_be_decoded_drops_its_old_value() -> None:
    store = Store()
    points: list[AnyEntity] = [x.interval("sales", 900), x.sample("sales", 5)]
    for point in points:
        store.put(point)
        store.take_changed()
        store.leave_out(point.key)
        assert store.take_changed().series == {"sales"}
    assert (store.intervals, store.samples) == ({"sales": {}}, {"sales": {}})
    store.leave_out(Key("interval", "sales", "9" * 5_000))
    assert not store.take_changed().series


def test_that_an_agent_who_took_another_call_keeps_it_when_the_first_ends() -> None:
    store = Store()
    store.put(x.talking("c1", "sales", "kim", rev=1))
    store.put(x.talking("c2", "sales", "kim", rev=2))
    store.remove(Key("call", "c1"))
    assert store.talking_with == {"kim": "c2"}


def test_that_memberships_and_monitorings_count_for_their_agent() -> None:
    store = Store()
    assert changed_by(store, x.member("sales", "kim")).agents == {"kim"}
    assert changed_by(store, x.monitor("m1", "kim")).agents == {"kim"}
    assert store.queues_of == {"kim": {"sales"}}
    assert store.members_of == {"sales": {"kim": x.member("sales", "kim")}}
    store.take_changed()
    store.remove(Key("membership", "sales", "kim"))
    store.remove(Key("monitor", "m1"))
    assert store.take_changed().agents == {"kim"}
    assert content(store) == content(Store())


def test_that_what_is_unknown_cannot_go() -> None:
    store = Store()
    for kind in (
        "source",
        "queue",
        "group",
        "agent",
        "membership",
        "call",
        "monitor",
        "figures",
        "now",
        "interval",
        "weather",
    ):
        store.remove(Key(kind, "x", "y"))
    assert store.take_changed() == Changed()


def test_that_samples_older_than_an_hour_are_dropped() -> None:
    store = Store()
    for at_s in range(0, SAMPLES_KEPT_MS // 1000 + 60, 5):
        store.put(x.sample("sales", at_s))
    at_ms = list(store.samples[QueueId("sales")])
    assert at_ms[-1] - at_ms[0] == SAMPLES_KEPT_MS


def test_that_a_new_day_drops_the_intervals_of_the_last() -> None:
    store = Store()
    store.put(x.figures("sales", Tally(), since_s=0, rev=1))
    for start_s in (0, 900, 86_400):
        store.put(x.interval("sales", start_s))
    changed = changed_by(store, x.figures("sales", Tally(), since_s=86_400, rev=2))
    assert list(store.intervals[QueueId("sales")]) == [x.ms(86_400)]
    assert changed.series == {"sales"}


def test_that_the_day_began_where_the_totals_figures_begin() -> None:
    store = Store()
    assert store.day_start_ms == 0
    store.put(x.figures(ALL, Tally(), Window.INTERVAL, since_s=900))
    store.put(x.figures(ALL, Tally(), Window.TODAY, since_s=60))
    assert store.day_start_ms == x.ms(60)


def test_that_charts_nobody_looks_at_are_dropped() -> None:
    store = Store()
    for name in ("sales", "help"):
        store.put(x.sample(name, 0))
        store.put(x.interval(name, 0))
    store.take_changed()
    store.forget_series(but=QueueId("sales"))
    assert (set(store.samples), set(store.intervals)) == ({"sales"}, {"sales"})
    assert store.take_changed().series == {"help"}
