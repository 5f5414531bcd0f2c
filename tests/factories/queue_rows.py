"""A queue's row with its figures, for tests that say only what they are about."""

from typing import Any

from msgspec.structs import replace

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts import thresholds
from wallboard.domain.counts.basis import Basis
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId, Need
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Window
from wallboard.domain.counts.formulas import Goal
from wallboard.domain.counts.thresholds import Level
from wallboard.domain.ids import ALL, QueueId
from wallboard.present.frame import QueueRow
from wallboard.present.kpis import Kpi, Kpis

VALUES = {
    "service_level_pct": FigureId.SERVICE_LEVEL,
    "waiting": FigureId.WAITING,
    "abandonment_pct": FigureId.ABANDONMENT,
    "asa_s": FigureId.ASA,
    "atq_s": FigureId.ATQ,
    "aht_s": FigureId.AHT,
    "occupancy_pct": FigureId.OCCUPANCY,
}
LEVELS = {
    "service_level": FigureId.SERVICE_LEVEL,
    "abandonment": FigureId.ABANDONMENT,
    "waiting_level": FigureId.WAITING,
    "ready_level": FigureId.AGENTS_READY,
}
BESIDE = {"past_limit": FigureId.WAITING}
USUAL: dict[str, Any] = {
    "waiting": 3,
    "service_level_pct": 72.5,
    "service_level": Level.WARNING,
    "abandonment_pct": 5.8,
    "abandonment": Level.WARNING,
    "asa_s": 14.2,
    "atq_s": 15.0,
    "aht_s": 240.0,
    "occupancy_pct": 81.0,
}


def queue_row(queue_id: str, name: str, longest_since_ms: int | None, **parts: Any) -> QueueRow:
    """A row of a queue in some trouble, but for what is said; counts, figures and levels by their names."""
    given: dict[str, Any] = {
        "id": QueueId(queue_id),
        "name": name,
        "is_group": queue_id == ALL,
        "goal": Goal(),
        "window": Window.TODAY,
        "agents": {AgentState.READY: 4, AgentState.TALKING: 12, AgentState.PAUSED: 3},
    }
    counts: dict[str, Any] = {"offered": 120, "answered": 110, "answered_in": 80, "abandoned": 7}
    counts |= {key: part for key, part in parts.items() if key in Tally.__struct_fields__}
    own = {key: part for key, part in parts.items() if key in QueueRow.__struct_fields__}
    row = QueueRow(**(given | {"tally": Tally(**counts)} | own))
    return replace(row, kpis=Kpis(Basis(), made=_kpis(row, longest_since_ms, USUAL | parts)))


def _kpis(row: QueueRow, longest_since_ms: int | None, parts: dict[str, Any]) -> list[Kpi]:
    fields: dict[FigureId, dict[str, Any]] = {figure_id: {} for figure_id in CATALOGUE}
    for names, field in ((VALUES, "value"), (LEVELS, "level"), (BESIDE, "beside")):
        for name, figure_id in names.items():
            if name in parts:
                fields[figure_id][field] = parts[name]
    is_flow_out = parts.get("is_flow_out", False)
    fields[FigureId.ABANDONMENT]["beside"] = row.tally.flowed_out
    fields[FigureId.AGENTS_READY]["value"] = row.agents.get(AgentState.READY, 0)
    if longest_since_ms is not None:
        warn_at_ms, late_at_ms = thresholds.wait_turns_ms(longest_since_ms, row.goal)
        late_level = thresholds.late_wait(fields[FigureId.WAITING].get("level", Level.NO_DATA))
        fields[FigureId.LONGEST_WAIT] = {
            "since_ms": longest_since_ms,
            "warn_at_ms": warn_at_ms,
            "late_at_ms": late_at_ms,
            "late_level": late_level,
        }
    for figure_id, figure in CATALOGUE.items():
        fields[figure_id]["goal"] = row.goal if Need.FORMULA in figure.needs else None
        fields[figure_id]["is_flow_out"] = is_flow_out and Need.OUTCOMES in figure.needs
    return [Kpi(id=figure_id, **own) for figure_id, own in fields.items()]
