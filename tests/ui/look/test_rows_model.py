"""Rows replaced whole, told to Qt as few small changes."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from wallboard.present.frame import CallerRow
from wallboard.ui.callers.caller_model import CallerModel
from wallboard.ui.look.rows_model import ROW_ROLE, runs

Make = Callable[..., CallerRow]


@pytest.fixture
def model(qapp: object) -> Iterator[CallerModel]:
    """A model that aborts the run if it ever tells Qt something wrong."""
    model = CallerModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    yield model
    model.deleteLater()


def shown(model: CallerModel) -> list[object]:
    """The rows as a view gets them."""
    return [model.data(model.index(at, 0), ROW_ROLE) for at in range(model.rowCount())]


def changes(model: CallerModel) -> list[tuple[int, int]]:
    """The spans of rows that are told as changed from now on."""
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    return told


def test_that_a_row_that_is_the_same_object_is_not_told_as_changed(model: CallerModel, make_caller: Make) -> None:
    rows = [make_caller(f"w{at}") for at in range(9)]
    model.replace_rows(rows)
    told = changes(model)
    model.replace_rows(list(rows))
    assert told == []
    rows[3], rows[4], rows[7] = make_caller("w3"), make_caller("w4"), make_caller("w7")
    model.replace_rows(rows)
    assert told == [(3, 4), (7, 7)]


def test_that_rows_out_of_sight_are_replaced_without_being_told(model: CallerModel, make_caller: Make) -> None:
    model.replace_rows([make_caller(f"w{at}") for at in range(9)])
    model.rows_in_sight = lambda: range(2, 4)
    told = changes(model)
    rows = [make_caller(f"w{at}") for at in range(9)]
    model.replace_rows(rows)
    assert told == [(2, 3)]
    assert shown(model) == rows


def test_that_a_caller_who_leaves_takes_one_row_away_and_changes_no_other(
    model: CallerModel, make_caller: Make
) -> None:
    rows = [make_caller(f"w{at}") for at in range(5)]
    model.replace_rows(rows)
    told = changes(model)
    removed: list[tuple[int, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    model.replace_rows([*rows[:2], *rows[3:]])
    assert removed == [(2, 2)]
    assert told == []


def test_that_a_selected_caller_stays_selected_when_the_order_changes(
    model: CallerModel, make_caller: Make
) -> None:
    rows = [make_caller(f"w{at}") for at in range(6)]
    model.replace_rows(rows)
    held = QPersistentModelIndex(model.index(4, 0))
    model.replace_rows([rows[5], rows[4], make_caller("new"), rows[0], rows[2]])
    assert model.data(held, ROW_ROLE) is rows[4]
    assert held.row() == 1


def test_that_an_index_outside_has_no_row(model: CallerModel) -> None:
    assert model.data(QModelIndex(), ROW_ROLE) is None
    assert model.row_at(QModelIndex()) is None
    assert model.row_of("nobody") == -1


def test_that_a_screen_reader_is_told_the_row(model: CallerModel, make_caller: Make) -> None:
    model.replace_rows([make_caller(name="Carla Mendes")])
    index = model.index(0, 0)
    assert "Carla Mendes" in str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert "Support" in str(model.data(index, Qt.ItemDataRole.ToolTipRole))
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None


ORDERS = st.lists(st.lists(st.integers(0, 12), unique=True, max_size=13), max_size=6)


@given(ORDERS)
def test_that_any_order_after_any_other_is_shown_as_it_is(orders: list[list[int]]) -> None:
    model = CallerModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for order in orders:
        rows = [_row(number) for number in order]
        model.replace_rows(rows)
        assert shown(model) == rows


@given(st.sets(st.integers(0, 60)))
def test_that_runs_cover_the_numbers_and_no_other(numbers: set[int]) -> None:
    spans = list(runs(sorted(numbers)))
    assert {number for first, last in spans for number in range(first, last + 1)} == numbers
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(spans))


def _row(number: int) -> CallerRow:
    from wallboard.domain.centre.state import CallPhase
    from wallboard.domain.ids import CallId, QueueId

    return CallerRow(
        call_id=CallId(f"w{number}"),
        handover_rev=1,
        number="1",
        name="",
        queue_id=QueueId("q"),
        queue_name="Q",
        since_ms=0,
        warn_at_ms=1,
        late_at_ms=2,
        position=1,
        phase=CallPhase.WAITING,
    )
