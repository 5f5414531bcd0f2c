"""Queues: titles, alignment, and the explanation of a service level."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.queues.places import Column
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.counts.formulas import Formula
from wallboard.present.frame import QueueRow, Why
from wallboard.present.kpis import Kpis, Pbxs
from wallboard.present.queue_order import Sorting
from wallboard.ui.figures.tile_text import cell_text
from wallboard.ui.queues.queue_model import QueueModel
from wallboard.ui.words import text
from wallboard.ui.words.day_time import show_times_of

Make = Callable[..., QueueRow]


@pytest.fixture
def model(qapp: object) -> Iterator[QueueModel]:
    """A model that aborts the run if it ever tells Qt something wrong."""
    model = QueueModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    yield model
    model.deleteLater()


def test_that_every_column_has_a_title_over_its_figures(model: QueueModel) -> None:
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
    assert len(set(titles)) == len(Column)
    side = model.headerData(Column.ASA, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(side, Qt.AlignmentFlag)
    assert side & Qt.AlignmentFlag.AlignRight
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None


def test_that_the_head_that_queues_are_ordered_by_is_marked_and_all_heads_say_what_a_click_does(
    model: QueueModel, make_queue: Make
) -> None:
    model.replace_rows([make_queue()])
    for is_descending, mark in ((True, "↓"), (False, "↑")):
        model.sorting = Sorting(by=FigureId.WAITING, is_descending=is_descending)
        heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in Column]
        assert heads[Column.WAITING] == f"Waiting {mark}"
        assert [head for head in heads if mark in str(head)] == [f"Waiting {mark}"]
    tips = [
        str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)) for column in Column
    ]
    assert all("Click" in tip for tip in tips)
    assert "80/20" in tips[Column.SERVICE_LEVEL]


def test_that_queues_come_and_go(model: QueueModel, make_queue: Make) -> None:
    model.replace_rows([make_queue("all", "All"), make_queue("a", "A"), make_queue("c", "C")])
    model.replace_rows([make_queue("all", "All"), make_queue("b", "B"), make_queue("c", "C")])
    assert [row.name for at in range(3) if (row := model.row_at(model.index(at, 0))) is not None] == [
        "All",
        "B",
        "C",
    ]


def test_that_the_tip_gives_all_formulas_and_marks_the_goals(model: QueueModel, make_queue: Make) -> None:
    tip = model.tool_tip(make_queue())
    assert all(text.formula_meaning(formula) in tip for formula in Formula)
    marked = [line for line in tip.splitlines() if line.startswith("●")]
    assert len(marked) == 1
    assert text.formula_meaning(Formula.OFFERED) in marked[0]


@pytest.mark.parametrize(
    ("id_", "name", "first"),
    [("400", "Sales", "Sales (400)"), ("support", "Support", "Support"), ("all", "", "All queues")],
)
def test_that_the_tip_says_what_the_pbx_calls_a_queue(
    model: QueueModel, make_queue: Make, id_: str, name: str, first: str
) -> None:
    assert model.tool_tip(make_queue(id_, name)).splitlines()[0] == f"{first} · today"


def test_that_the_tip_says_how_many_agents_do_what(model: QueueModel, make_queue: Make) -> None:
    agents = {AgentState.READY: 4, AgentState.DO_NOT_DISTURB: 1, AgentState.TALKING: 0, AgentState.PAUSED: 2}
    assert "Ready 4 · Paused 2 · Do not disturb 1" in model.tool_tip(make_queue(agents=agents)).splitlines()
    assert "No agents" in model.tool_tip(make_queue(agents={})).splitlines()


def test_that_each_cell_tells_a_screen_reader_its_own_column_and_value(
    model: QueueModel, make_queue: Make, now_ms: int
) -> None:
    model.now_ms = now_ms
    model.replace_rows([make_queue(), make_queue("b", longest_since_ms=None, why=Why(logged_in=3, wrap_up=3))])
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(0, column).data(role) for column in Column] == [
        "Support",
        "Service level: 72.5% of offered, below target",
        "Waiting: 3",
        "Longest: 0:25, past limit",
        "Abandoned: 5.8%, elevated",
        "ASA: 0:14",
        "Agents: Ready 4 · Talking 12 · Paused 3",
    ]
    assert model.index(1, Column.LONGEST).data(role) == f"Longest: {text.NO_DATA}"
    assert model.index(1, Column.AGENTS).data(role) == "Agents: 0 ready, 3 in wrap-up"


def test_that_only_the_columns_that_look_different_are_told_as_changed(model: QueueModel, make_queue: Make) -> None:
    told: list[tuple[int, int, int]] = []
    model.replace_rows([make_queue("a"), make_queue("b")])
    model.dataChanged.connect(lambda first, last: told.append((first.row(), first.column(), last.column())))
    other = make_queue("b", waiting=77, asa_s=77.0, longest_since_ms=None)
    model.replace_rows([make_queue("a", aht_s=999.0, asa_s=14.3), other])
    assert told == [(1, Column.WAITING, Column.LONGEST), (1, Column.ASA, Column.ASA)]
    assert model.row_at(model.index(0, 0)) == make_queue("a", aht_s=999.0, asa_s=14.3)


def test_that_a_queue_of_another_colour_is_drawn_anew_in_its_name(model: QueueModel, make_queue: Make) -> None:
    before = make_queue(colour="teal")
    assert list(model.changed_columns(before, replace(before, colour="pink"))) == [Column.NAME]


def test_that_a_cell_is_drawn_anew_whose_agents_count_from_later_on(qapp: object, make_queue: Make) -> None:
    model, before = QueueModel(figures=(FigureId.OCCUPANCY,)), make_queue()
    later = replace(before.kpi(FigureId.OCCUPANCY), agents_since_ms=1_000)
    after = replace(before, kpis=Kpis(before.kpis.basis, made=[later]))
    assert cell_text(later, 0) != cell_text(before.kpi(FigureId.OCCUPANCY), 0)
    assert list(model.changed_columns(before, after)) == [model.place_of(FigureId.OCCUPANCY)]


@pytest.mark.parametrize("change", [{"as_of_ms": 1_000}, {"pbxs": Pbxs(connected=1, all=2)}, {"is_unread": True}])
def test_that_all_cells_of_a_row_are_drawn_anew_once_its_pbx_is_lost(
    model: QueueModel, make_queue: Make, change: dict[str, object]
) -> None:
    before = make_queue()
    assert list(model.changed_columns(before, before)) == []
    assert list(model.changed_columns(before, replace(before, **change))) == list(range(model.columns))


def test_that_the_tip_says_which_pbx_is_lost_and_since_when(model: QueueModel, make_queue: Make) -> None:
    show_times_of("UTC")
    tip = model.tool_tip(make_queue("porto:sales", "Sales", as_of_ms=50_592_000))
    assert tip.splitlines()[1] == "porto: as of 14:03:12."
    assert "as of" not in model.tool_tip(make_queue("porto:sales", "Sales"))
