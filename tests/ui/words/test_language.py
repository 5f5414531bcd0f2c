"""The languages: whole, with the same placeholders, read by the program, and no words that are cut."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QHeaderView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.languages import TRANSLATED, silence
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.counts.catalogue import FigureId
from wallboard.domain.ids import ALL
from wallboard.host.resources import resources_dir
from wallboard.present.chart_points import Charts
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, QueueRow
from wallboard.present.kpis import Kpi
from wallboard.settings.client import DeskSettings, ThemeChoice
from wallboard.settings.language import Language
from wallboard.settings.tv_layout import TvLayout
from wallboard.ui.agents.tile_layout import MEDIUM, places
from wallboard.ui.charts.row import ChartRow
from wallboard.ui.desk.language_menu import LanguageMenu
from wallboard.ui.desk.window import DeskWindow
from wallboard.ui.figures.tile import KpiTile, label_font
from wallboard.ui.look.lettering import Lettering
from wallboard.ui.look.stylesheet import apply_theme
from wallboard.ui.look.theme import DARK, Text
from wallboard.ui.tv.queues import TvQueues
from wallboard.ui.tv.window import TvWindow, tv_theme
from wallboard.ui.words import language, text

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [path for folder in ("ui", "app") for path in sorted((ROOT / "wallboard" / folder).rglob("*.py"))]
PLACEHOLDER = re.compile(r"\{\w*\}|%L?n|%\d|</?\w+>")

Message = tuple[str, str, str]
"""Context, source and note."""


def read(file: Path) -> dict[Message, ET.Element]:
    """Every message of a .ts file with its translation."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            translation = message.find("translation")
            assert translation is not None
            found[key] = translation
    return found


def forms(translation: ET.Element) -> list[str]:
    """The translation, or each of its plural forms."""
    plural = translation.findall("numerusform")
    return [form.text or "" for form in plural] if plural else [translation.text or ""]


def ts_file(spoken: Language) -> Path:
    return resources_dir() / "translations" / f"wallboard_{spoken}.ts"


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> dict[Message, ET.Element]:
    """What the sources say now."""
    program = Path(PySide6.__file__).parent / ("lupdate.exe" if sys.platform == "win32" else "lupdate")
    file = tmp_path_factory.mktemp("ts") / "now_lt.ts"
    subprocess.run([program, "-silent", *SOURCES, "-ts", file], check=True, timeout=60)
    return read(file)


def test_that_lupdate_sees_everything_that_the_sources_translate(
    extracted: dict[Message, ET.Element],
) -> None:
    """It passes over calls that it does not understand, without a word."""
    said = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in {"tr", "translate"}:
                words = node.args[1 if name == "translate" else 0]
                if isinstance(words, ast.Constant):
                    said.add(words.value)
    assert len(said) > 200
    assert said - {source for _, source, _ in extracted} == set()
    assert [source for context, source, _ in extracted if not context] == [], "nobody finds these at run time"


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_the_languages_say_what_the_sources_say(
    spoken: Language, extracted: dict[Message, ET.Element]
) -> None:
    written = read(ts_file(spoken))
    assert written.keys() == extracted.keys(), "run make translations, and translate what is new"
    assert [key for key, translation in written.items() if translation.get("type")] == []


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_nothing_is_empty_and_placeholders_stay(spoken: Language) -> None:
    for (context, source, _), translation in read(ts_file(spoken)).items():
        for form in forms(translation):
            assert form.strip(), (context, source)
            assert sorted(PLACEHOLDER.findall(form)) == sorted(PLACEHOLDER.findall(source)), (context, source)


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_plural_forms_are_whole(spoken: Language) -> None:
    plural = {key: forms(one) for key, one in read(ts_file(spoken)).items() if one.find("numerusform") is not None}
    assert len(plural) >= 4
    assert len({len(one) for one in plural.values()}) == 1


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_the_program_reads_what_was_translated(spoken: Language, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(str(ts_file(spoken).with_suffix(".qm"))), "run make translations"
    for (context, source, note), translation in read(ts_file(spoken)).items():
        known = translator.translate(context, source, note, 1)
        assert known == forms(translation)[0], "run make translations"


def test_that_each_language_has_its_file_and_its_name() -> None:
    files = {path.name for path in (resources_dir() / "translations").iterdir()}
    assert files == {f"wallboard_{one}.{kind}" for one in TRANSLATED for kind in ("ts", "qm")}
    names = ["Lietuvių", "Português (Brasil)", "Português (Portugal)"]
    assert sorted(map(language.name_of, TRANSLATED)) == names


@pytest.mark.parametrize(
    ("tags", "spoken"),
    [
        (["pt-PT", "en-US"], "pt_PT"),
        (["pt-AO"], "pt_PT"),
        (["pt-BR", "pt"], "pt_BR"),
        (["lt-LT"], "lt"),
        (["de-DE", "lt"], "lt"),
        (["en-GB", "lt"], "en"),
        (["C"], "en"),
        ([], "en"),
    ],
)
def test_that_the_system_s_first_known_language_is_spoken(tags: list[str], spoken: Language) -> None:
    assert language.first_known(tags) == spoken


def test_that_words_and_numbers_are_those_of_the_language(clean: QApplication) -> None:
    assert language.install_language(clean, "lt") == "lt"
    assert text.state_word(AgentState.TALKING) == "Kalba"
    assert text.percent(72.5) == "72,5\N{NO-BREAK SPACE}%"
    assert [text.tr("%Ln ready", "", n) for n in (1, 2, 10, 21)] == [
        "1 laisvas",
        "2 laisvi",
        "10 laisvų",
        "21 laisvas",
    ]
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Atsisakyti"


def test_that_portugal_and_brazil_have_words_of_their_own(clean: QApplication) -> None:
    language.install_language(clean, "pt_BR")
    brazil = [text.tr("Waiting"), text.percent(72.5), text.count(12_345)]
    silence(clean)
    language.install_language(clean, "pt_PT")
    portugal = [text.tr("Waiting"), text.percent(72.5), text.count(12_345)]
    assert brazil == ["Na fila", "72,5%", "12.345"]
    assert portugal == ["Em espera", "72,5%", "12\N{NO-BREAK SPACE}345"]


def test_that_nothing_is_left_of_an_earlier_language(clean: QApplication) -> None:
    language.install_language(clean, "lt")
    assert text.state_word(AgentState.TALKING) == "Kalba"
    language.install_language(clean, "en")
    assert text.state_word(AgentState.TALKING) == "Talking"
    language.install_language(clean, "pt_PT")
    assert text.tr("Waiting") == "Em espera"


def test_that_english_needs_no_file_and_counts_without_one(clean: QApplication) -> None:
    assert language.install_language(clean, "en") == "en"
    assert text.tr("%Ln ready", "", 3) == "3 ready"
    assert text.percent(72.5) == "72.5%"


@pytest.mark.parametrize("spoken", TRANSLATED)
def test_that_the_word_of_each_state_fits_on_an_agent_s_tile(spoken: Language, clean: QApplication) -> None:
    language.install_language(clean, spoken)
    letters = Lettering(DARK)
    place = places(MEDIUM, DARK, letters, (174, MEDIUM.height + MEDIUM.gap))  # what 1366×768 gives to sixty agents
    clock = letters.width_of_figures(len("0:00"), MEDIUM.clock) + place.beside_clock
    room = place.right - place.word_x - clock
    words = [text.short_state_word(state) for state in AgentState if state is not AgentState.LOGGED_OUT]
    assert [word for word in words if letters.width(word, Text.BODY) > room] == []


ACCENTS = str.maketrans("AEIOUaeiounsy", "ÂÉÎÕÜâéîõüñšÿ")


class Pseudo(QTranslator):
    """A language that nobody speaks: accented, and two fifths longer than English."""

    def translate(self, _context: str, source: str, _note: str | None = None, _n: int = -1) -> str:
        shown = re.sub(r"[^{}%<>]+(?![^{]*\}|[^<]*>)", lambda found: found[0].translate(ACCENTS), source)
        longer = round(len(PLACEHOLDER.sub("", source)) * 0.4)
        return shown + ("ionē" * longer)[:longer]


@pytest.fixture
def pseudo(clean: QApplication) -> Pseudo:
    translator = Pseudo(clean)
    clean.installTranslator(translator)
    return translator


@pytest.fixture
def full_frame(
    make_frame: Callable[..., BoardFrame],
    make_queue: Callable[..., QueueRow],
    make_agent: Callable[..., AgentRow],
    make_caller: Callable[..., CallerRow],
) -> BoardFrame:
    kpis = tuple(Kpi(id=kind, value=72.5, of=120) for kind in FigureId)
    agents = tuple(make_agent(f"Agent {n}") for n in range(60))
    queues = (make_queue(ALL, ""), make_queue())
    return make_frame(queues=queues, agents=agents, callers=(make_caller(),), kpis=kpis)


def cut(window: QWidget) -> list[str]:
    """The words of labels, buttons, figures and headings that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton) and widget.isVisible() and widget.text():
            wraps = isinstance(widget, QLabel) and widget.wordWrap()
            needed = widget.heightForWidth(widget.width()) if wraps else widget.sizeHint().width()
            if needed > (widget.height() if wraps else widget.width()):
                found.append(widget.text())
    for tile in window.findChildren(KpiTile):
        room = tile.width() - tile._theme.px(18)
        if QFontMetrics(label_font(tile._theme, tile.words.label, room)).horizontalAdvance(tile.words.label) > room:
            found.append(tile.words.label)
    for header in window.findChildren(QHeaderView):
        shown = [at for at in range(header.count()) if header.isVisible() and not header.isSectionHidden(at)]
        narrow = [at for at in shown if header.sectionSizeHint(at) > header.sectionSize(at)]
        found += [str(header.model().headerData(at, Qt.Orientation.Horizontal)) for at in narrow]
    for table in window.findChildren(TvQueues):
        metrics = QFontMetrics(table._theme.font(Text.STRONG))
        for column, words in enumerate(table.headings()):
            if metrics.horizontalAdvance(words) > table._column(table.rect(), column).width():
                found.append(words)
    return found


def nothing_is_cut(window: QWidget) -> None:
    assert cut(window) == []


@pytest.fixture
def tv(clean: QApplication, qtbot: QtBot) -> Callable[[], TvWindow]:
    """Makes the TV in the language of that moment; the window lives as long as the fixture."""
    made: list[TvWindow] = []

    def make() -> TvWindow:
        apply_theme(clean, tv_theme(1080, TvLayout.NEAR))
        window = TvWindow(1080, TvLayout.NEAR)
        made.append(window)
        qtbot.addWidget(window)
        window.resize(1920, 1080)
        with qtbot.waitSignal(window.painted):
            window.show()
        window.add_charts()
        return window

    return make


@pytest.fixture
def desk(pseudo: Pseudo, qtbot: QtBot) -> DeskWindow:
    window = DeskWindow(DeskSettings())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitSignal(window.ready):
        window.show()
    window.add_charts()
    return window


def test_that_a_longer_language_is_not_cut_on_the_desk(
    desk: DeskWindow, qtbot: QtBot, full_frame: BoardFrame
) -> None:
    desk.show_frame(full_frame)
    assert desk.board is not None
    assert desk.board.top_bar.scope.currentText() == "Âll qüéüéšionē"
    qtbot.waitUntil(lambda: nothing_is_cut(desk))
    assert desk.size().toTuple() == (1366, 768)


def test_that_a_longer_language_is_not_cut_on_the_tv(
    pseudo: Pseudo, tv: Callable[[], TvWindow], qtbot: QtBot, full_frame: BoardFrame
) -> None:
    window = tv()
    window.show_frame(full_frame)
    qtbot.waitUntil(lambda: nothing_is_cut(window))
    assert window.size().toTuple() == (1920, 1080)


@pytest.mark.parametrize("spoken", ["en", *TRANSLATED])
def test_that_a_legend_of_the_tv_says_what_is_needed_most(
    spoken: Language, clean: QApplication, tv: Callable[[], TvWindow], qtbot: QtBot, full_frame: BoardFrame
) -> None:
    language.install_language(clean, spoken)
    window = tv()
    window.show_frame(full_frame)
    row = window.findChild(ChartRow)
    assert row is not None
    qtbot.waitUntil(lambda: min(chart.width() for chart in row.charts) > 500)
    for chart in row.charts:
        chart.draw(Charts(), 1)
        chart._layout.activate()
    cut = [chart.words for chart in row.charts if len(chart.legend.shown()) < min(2, chart.words.count(" · ") + 1)]
    assert cut == []


def words_in(window: DeskWindow) -> set[str]:
    """Every word that the widgets, the menu and the keys of a window have."""
    found = {one for action in window.findChildren(QAction) for one in (action.text(), action.toolTip())}
    for widget in window.findChildren(QWidget):
        found |= {widget.toolTip(), widget.accessibleName(), widget.property("text") or ""}
        if isinstance(widget, QAbstractItemView):
            model = widget.model()
            cells = [model.index(row, at) for row in range(model.rowCount()) for at in range(model.columnCount())]
            for role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                found |= {str(model.data(cell, role)) for cell in cells}
    return {CLOCK.sub("0:00", one) for one in found}


CLOCK = re.compile(r"(\d+:)?\d+:\d\d")


def opened(qtbot: QtBot, frame: BoardFrame) -> DeskWindow:
    """A desk with this frame and its charts, in the language that is spoken now."""
    window = DeskWindow(DeskSettings(theme=ThemeChoice.DARK, language=language.spoken()))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.ready):
        window.show()
    window.add_charts()
    window.show_frame(frame)
    return window


def test_that_a_chosen_language_leaves_no_word_of_the_one_before(
    clean: QApplication, qtbot: QtBot, full_frame: BoardFrame
) -> None:
    language.install_language(clean, "en")
    window = opened(qtbot, full_frame)
    window.tell(text.tr("Live again"))
    for code in (*TRANSLATED, "en"):
        window.findChildren(LanguageMenu)[-1].chosen.emit(code)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert language.spoken() == code
        fresh = opened(qtbot, full_frame)
        assert words_in(window) == words_in(fresh)
        fresh.close()
