"""The queues that a file names: each is found once; what is not found is told once, with how many rows it has."""

from wallboard.domain.ids import ScopeId
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind, PlanProblems
from wallboard.domain.plan.reading.scope_names import ScopeNames

_KNOWN_MOST = 20
"""The most names of known queues that a problem lists."""


class QueueCells:
    """Finds scopes by what cells say; ``default`` is of rows without one, ``skip_unknown`` leaves others out.

    ``column`` is how the file calls the column.
    """

    def __init__(self, scopes: ScopeNames, default: ScopeId | None, *, skip_unknown: bool) -> None:
        self._scopes = scopes
        self._default = default
        self._skip_unknown = skip_unknown
        self._found: dict[str, tuple[ScopeId, ...]] = {}
        self._missed: dict[str, list[int]] = {}
        self.column = ""

    def scope(self, name: str, row: int) -> ScopeId | None:
        """Returns the scope that a cell names; None where there is none or several, which `tell` reports."""
        if not name and self._default is not None:
            return self._default
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._scopes.find(name)
        if len(found) == 1:
            return found[0]
        rows = self._missed.setdefault(name, [])
        if not rows or rows[-1] != row:
            rows.append(row)
        return None

    @property
    def skipped(self) -> tuple[str, ...]:
        """Returns the unknown queues that were left out by the user's choice."""
        return tuple(name for name in self._missed if name and not self._found[name]) if self._skip_unknown else ()

    def tell(self, problems: PlanProblems) -> None:
        """Adds a problem for each name that is none of a queue, or of several; and for rows without a name."""
        for name, rows in self._missed.items():
            known = self._found[name]
            if not name:
                problems.add(PlanProblemKind.NO_QUEUE, row=rows[0], column=self.column, rows=str(len(rows)))
            elif known:
                ids = ", ".join(sorted(known))
                problems.add(
                    PlanProblemKind.AMBIGUOUS_QUEUE, row=rows[0], column=self.column, queue=name, known=ids
                )
            elif not self._skip_unknown:
                problems.add(
                    PlanProblemKind.UNKNOWN_QUEUE, row=rows[0], column=self.column, queue=name,
                    rows=str(len(rows)), known=", ".join(self._scopes.names[:_KNOWN_MOST]),
                )  # fmt: skip
