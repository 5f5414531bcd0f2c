"""Base of the item models: rows that are replaced whole and signalled to Qt as few small changes."""

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import is_not
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QAccessible

from wallboard.present.row import Row
from wallboard.ui.words import plain

R = TypeVar("R", bound=Row)
AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()

ROW_ROLE = Qt.ItemDataRole.UserRole
"""The role of the frozen row itself, for code that has only an index."""


class RowsModel(QAbstractTableModel, Generic[R]):
    """One row of the frame is one row of the model, identified by `key`.

    Attributes:
        now_ms: the gateway's time that running clocks are read at where no delegate draws them.
        rows_in_sight: returns the rows that the one view of this model shows; None where others need to know too.
            Most of hundreds of rows are out of sight, and telling of each costs as much as painting it.
    """

    columns = 1
    rows_in_sight: Callable[[], range] | None = None
    key: Callable[[R], str]
    """Returns what stays the same while the row changes; a getter of an attribute, which is fast."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[R] = []
        self._keys: list[str] = []
        self.now_ms = 0

    def accessible_text(self, row: R) -> str:
        """Returns the row's text for a screen reader."""
        raise NotImplementedError

    def tool_tip(self, row: R) -> str:
        """Returns the row's tool tip."""
        raise NotImplementedError

    def changed_columns(self, _old: R, _new: R) -> Sequence[int]:
        """Returns the columns, from left to right, that look different in another row object; here all of them."""
        return range(self.columns)

    def row_at(self, index: AnyIndex) -> R | None:
        """Returns the row under an index of this model; None for an invalid one."""
        at = index.row()
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def shown(self, places: range) -> list[tuple[int, R]]:
        """Returns the rows at ``places``, as far as there are such, each with its place."""
        return list(zip(places, self._rows[places.start : places.stop], strict=False))

    def row_of(self, key: str) -> int:
        """Returns the place of the row with ``key``; -1 without one."""
        return self._keys.index(key) if key in self._keys else -1

    @property
    def keys(self) -> tuple[str, ...]:
        """Returns the keys of all rows in their order."""
        return tuple(self._keys)

    def key_at(self, index: AnyIndex) -> str | None:
        """Returns the key of the row under an index of this model; None for an invalid one."""
        row = self.row_at(index)
        return None if row is None else self.key(row)

    def index_of(self, key: str) -> QModelIndex:
        """Returns the first index of the row with ``key``; an invalid one without it."""
        return self.index(self.row_of(key), 0)

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self.columns

    def index(self, row: int, column: int, parent: AnyIndex = ROOT) -> QModelIndex:
        # Qt's own asks for both counts first: two calls into Python for each of thousands of cells
        is_here = 0 <= row < len(self._rows) and 0 <= column < self.columns and not parent.isValid()
        return self.createIndex(row, column) if is_here else QModelIndex()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.accessible_text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return plain.tip(self.tool_tip(row))
            case _:
                return None

    def replace_rows(self, rows: Sequence[R]) -> None:
        """Replaces the rows. One that is the same object as before or out of sight is not signalled as changed."""
        keys = list(map(self.key, rows))
        if keys != self._keys:
            self._remove_all_but(set(keys))
            self._insert_and_order(rows, keys)
        changed: dict[tuple[int, int], list[int]] = {}
        first, end = self._in_sight(len(rows))
        before = self._rows[first:end]
        for at, old in compress(enumerate(before, first), map(is_not, rows[first:end], before)):
            for columns in runs(self.changed_columns(old, rows[at])):
                changed.setdefault(columns, []).append(at)
        self._rows[:] = rows
        for (left, right), places in changed.items():
            for first, last in runs(places):
                self.dataChanged.emit(self.createIndex(first, left), self.createIndex(last, right))

    def _in_sight(self, rows: int) -> tuple[int, int]:
        if self.rows_in_sight is None or QAccessible.isActive():
            return 0, rows
        seen = self.rows_in_sight()
        return seen.start, seen.stop

    def _remove_all_but(self, keys: set[str]) -> None:
        gone = [at for at, key in enumerate(self._keys) if key not in keys]
        for first, last in reversed(list(runs(gone))):
            self.beginRemoveRows(ROOT, first, last)
            del self._rows[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()

    def _insert_and_order(self, rows: Sequence[R], keys: list[str]) -> None:
        known = set(self._keys)
        new = [at for at, key in enumerate(keys) if key not in known]
        kept = [key for key in keys if key in known]
        if kept != self._keys:
            for at, key in enumerate(kept):
                self._bring(key, at)
        for first, last in runs(new):
            self.beginInsertRows(ROOT, first, last)
            self._rows[first:first] = rows[first : last + 1]
            self._keys[first:first] = keys[first : last + 1]
            self.endInsertRows()

    def _bring(self, key: str, to: int) -> None:
        if self._keys[to] == key:
            return
        at = self._keys.index(key)
        self.beginMoveRows(ROOT, at, at, ROOT, to)
        self._rows.insert(to, self._rows.pop(at))
        self._keys.insert(to, self._keys.pop(at))
        self.endMoveRows()


def runs(numbers: Sequence[int] | Iterator[int]) -> Iterator[tuple[int, int]]:
    """Yields ascending numbers as runs without gaps, each as its first and last."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
