"""The rows of a CSV text: which separator it has, and its cells."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_SEPARATORS: Final = (";", "\t", "|", ",")
"""In this order where the rows fit several: a semicolon leaves commas to decimals."""
_LOOKED_AT: Final = 60
_LEAST_LONG: Final = 2


class TableRow(NamedTuple):
    """The cells of one row, without spaces around; ``number`` counts from 1 as spreadsheets do."""

    number: int
    cells: list[str]

    def cell(self, index: int | None) -> str:
        """Returns one cell; empty where the row ends before it, or there is no such column."""
        return self.cells[index] if index is not None and index < len(self.cells) else ""


class MalformedRow(Exception):
    """Quotes that do not end, or a cell that is too long; ``row`` is where."""

    def __init__(self, row: int, words: str) -> None:
        super().__init__(words)
        self.row = row


def separator_of(text: str) -> str:
    """Returns the separator by which most rows have equally many cells, or that the first line names."""
    first, _, _ = text.partition("\n")
    if first.casefold().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first.strip()[-1]
    start = "\n".join(text.splitlines()[:_LOOKED_AT])
    return max(_SEPARATORS, key=lambda one: _rows_alike(start, one))


def rows_of(text: str, separator: str) -> Iterator[TableRow]:
    """Yields all rows that are not empty; raises `MalformedRow`."""
    number = 0
    try:
        for number, cells in enumerate(_reader(text, separator), 1):
            kept = [" ".join(cell.split()) for cell in cells]
            if any(kept) and not (number == 1 and kept[0].casefold() == "sep="):
                yield TableRow(number, kept)
    except csv.Error as error:
        raise MalformedRow(number + 1, str(error)) from error


def _reader(text: str, separator: str) -> Iterator[Sequence[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _rows_alike(text: str, separator: str) -> int:
    """How many rows have as many cells as most have, being at least two."""
    try:
        widths = Counter(len(cells) for cells in _reader(text, separator) if len(cells) >= _LEAST_LONG)
    except csv.Error:
        return 0
    return max(widths.values(), default=0)
