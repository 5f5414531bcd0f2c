"""The words and the look of a picture that is live, and of one that is not."""

from datetime import datetime

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from wallboard.domain.counts.thresholds import Level
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness, FreshnessState, LostPbx
from wallboard.ui.freshness.pill import (
    FreshnessBanner,
    FreshnessPill,
    GapLabel,
    banner_words,
    level_of,
    lost_pbx_words,
    pill_words,
)
from wallboard.ui.look.theme import Theme
from wallboard.ui.words.day_time import hour_minute

AT_MS = int(datetime(2026, 3, 2, 14, 3, 12).astimezone().timestamp() * 1000)

REFUSED, SLOW = Problem(kind=ProblemKind.TOKEN_REFUSED), Problem(kind=ProblemKind.PBX_SLOW)
PORTO = LostPbx(name="porto", since_ms=AT_MS, problem=Problem(kind=ProblemKind.PBX_CLOSED))

WORDS = [
    (Freshness(state=FreshnessState.LIVE), "Live"),
    (Freshness(state=FreshnessState.LIVE, sources=2, lost=(PORTO,)), "1 of 2 PBXs"),
    (Freshness(state=FreshnessState.LATE, since_ms=AT_MS), "Delayed since 14:03:12"),
    (Freshness(state=FreshnessState.PBX_LOST, since_ms=AT_MS), "PBX lost since 14:03:12"),
    (Freshness(state=FreshnessState.PBX_LOST), "PBX unreachable"),
    (Freshness(state=FreshnessState.GATEWAY_LOST, retry_at_ms=AT_MS + 4_000), "Reconnecting in 4 s"),
    (Freshness(state=FreshnessState.GATEWAY_LOST, retry_at_ms=AT_MS - 1), "Reconnecting…"),
    (Freshness(state=FreshnessState.CONNECTING), "Connecting…"),
    (Freshness(state=FreshnessState.CONNECTING, retry_at_ms=AT_MS + 1_500, problem=REFUSED), "Connecting in 2 s"),
    (Freshness(state=FreshnessState.PBX_SYNCING), "Reading the PBX…"),
    (Freshness(state=FreshnessState.REFUSED, problem=REFUSED), "Not signed in"),
]


@pytest.mark.parametrize(("freshness", "words"), WORDS, ids=[words for _, words in WORDS])
def test_that_the_pill_says_how_far_to_trust_the_picture(
    freshness: Freshness, words: str, theme: Theme, qtbot: QtBot
) -> None:
    pill = FreshnessPill(theme)
    qtbot.addWidget(pill)
    pill.show_freshness(freshness, AT_MS)
    assert pill.words == words == pill_words(freshness, AT_MS)
    assert pill.sizeHint().width() > theme.px(40)


def test_that_only_a_live_picture_is_good() -> None:
    good = [state for state in FreshnessState if level_of(Freshness(state=state)) is Level.GOOD]
    assert good == [FreshnessState.LIVE]


@pytest.mark.parametrize("state", [state for state in FreshnessState if state is not FreshnessState.LIVE])
def test_that_a_banner_is_there_for_every_state_but_live(state: FreshnessState, theme: Theme, qtbot: QtBot) -> None:
    banner = FreshnessBanner(theme)
    qtbot.addWidget(banner)
    banner.show_freshness(Freshness(state=state, since_ms=AT_MS), AT_MS)
    assert not banner.isHidden()
    assert banner_words(Freshness(state=state, since_ms=AT_MS))[0]
    assert banner.grab().toImage().width() > 0
    banner.show_freshness(Freshness(state=FreshnessState.LIVE), AT_MS)
    assert banner.isHidden()


def test_that_a_pbx_that_is_read_slowly_is_said_to_be_so() -> None:
    slow = Freshness(state=FreshnessState.PBX_SYNCING, since_ms=AT_MS, problem=SLOW)
    assert banner_words(slow)[1] == "The PBX responds slowly: the figures are delayed"
    assert "reading" in banner_words(Freshness(state=FreshnessState.PBX_SYNCING))[1]


@pytest.mark.parametrize("problem", [SLOW, REFUSED, Problem(kind=ProblemKind.PBX_CLOSED, technical="EOF")])
@pytest.mark.parametrize("state", [state for state in FreshnessState if state is not FreshnessState.LIVE])
def test_that_the_tip_consists_of_whole_sentences(
    state: FreshnessState, problem: Problem, theme: Theme, qtbot: QtBot
) -> None:
    pill = FreshnessPill(theme)
    qtbot.addWidget(pill)
    assert spoken(pill) == "Connecting to the gateway."
    freshness = Freshness(state=state, since_ms=AT_MS, problem=problem, lost=(PORTO,))
    pill.show_freshness(freshness, AT_MS)
    assert spoken(pill).endswith(".")
    assert f"{banner_words(freshness)[0]}." in spoken(pill)
    assert lost_pbx_words(freshness).endswith(".")


def spoken(pill: FreshnessPill) -> str:
    """The pill's tip as a user reads it."""
    document = QTextDocument()
    document.setHtml(pill.toolTip())
    return document.toPlainText().strip()


def test_that_the_countdown_goes_on_by_itself(theme: Theme, qtbot: QtBot) -> None:
    pill = FreshnessPill(theme)
    qtbot.addWidget(pill)
    pill.show_freshness(Freshness(state=FreshnessState.GATEWAY_LOST, retry_at_ms=AT_MS + 4_000), AT_MS)
    pill.tick(AT_MS + 3_000)
    assert pill.words == "Reconnecting in 1 s"


def test_that_what_the_figures_lack_is_told(qtbot: QtBot) -> None:
    gap = GapLabel()
    qtbot.addWidget(gap)
    gap.show_gap(None, 0)
    assert gap.isHidden()
    gap.show_gap(None, 2)
    assert gap.text() == "2 min of data missing"
    gap.show_gap(AT_MS, 2)
    assert gap.text() == f"counted since {hour_minute(AT_MS)} · 2 min of data missing"
    assert not gap.isHidden()
    gap.show_gap(None, 0)
    assert gap.isHidden()


@pytest.mark.parametrize(
    "freshness",
    [
        Freshness(state=FreshnessState.REFUSED, problem=Problem(kind=ProblemKind.NOT_SIGNED_IN)),
        Freshness(
            state=FreshnessState.REFUSED,
            problem=Problem(kind=ProblemKind.TOKEN_MISSING, subject={"url": "wss://gateway.example"}),
        ),
    ],
    ids=["no gateway yet", "no token yet"],
)
def test_that_a_first_start_is_no_fault(freshness: Freshness) -> None:
    assert level_of(freshness) is Level.NO_DATA
    assert banner_words(freshness)[0] == "Sign in to see your contact centre"


def test_that_a_token_that_is_not_accepted_is_a_fault() -> None:
    refused = Problem(kind=ProblemKind.TOKEN_REFUSED)
    assert level_of(Freshness(state=FreshnessState.REFUSED, problem=refused)) is Level.BAD
    lost = Freshness(state=FreshnessState.REFUSED, since_ms=AT_MS)
    assert level_of(lost) is Level.BAD


def test_that_a_picture_with_a_gap_is_not_said_to_be_live() -> None:
    partial = Freshness(state=FreshnessState.LIVE, is_partial=True)
    assert "Live" not in pill_words(partial, 0)
    assert level_of(partial) is Level.WARNING


def test_that_a_live_picture_without_one_of_its_pbxs_is_a_warning_that_names_it() -> None:
    part = Freshness(state=FreshnessState.LIVE, sources=2, lost=(PORTO,))
    assert level_of(part) is Level.WARNING
    assert lost_pbx_words(part).startswith("porto: as of 14:03:12. ")
    assert lost_pbx_words(Freshness(state=FreshnessState.LIVE)) == ""
