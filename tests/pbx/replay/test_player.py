"""Every recording of a real PBX, played: the books close, and starting over leaves nothing behind."""

from pathlib import Path

import pytest

from wallboard.domain.centre import events as e
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.counter import Tally
from wallboard.domain.counts.figures import Figures, Window
from wallboard.domain.counts.formulas import Goals
from wallboard.domain.engine import Engine
from wallboard.domain.ids import ALL, Key
from wallboard.pbx.replay.player import Player
from wallboard.pbx.replay.recording import RecordedMessage, load

RECORDINGS = sorted((Path(__file__).parents[1] / "asterisk" / "recordings").glob("*.txt"))


def _play(player: Player, engine: Engine) -> list[e.Event]:
    events = player.open()
    while (due_ms := player.next_due_ms()) is not None:
        events += player.advance(due_ms)
    for event in events:
        engine.apply(event)
    return events


def _tally(engine: Engine, now_ms: int) -> Tally:
    engine.flush(now_ms)
    figures = engine.published[Key("figures", ALL, Window.TODAY)]
    assert isinstance(figures, Figures)
    return figures.tally


def _start(moments: list[RecordedMessage]) -> tuple[Player, Engine]:
    return Player(moments, {}), Engine(Calendar(), Goals(), moments[0].at_ms)


def test_that_there_are_recordings() -> None:
    assert len(RECORDINGS) > 5


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_that_each_caller_of_a_recording_is_offered_and_comes_to_one_end(path: Path) -> None:
    player, engine = _start(load(path))
    events = _play(player, engine)
    tally = _tally(engine, player.now_ms)
    joined = {event.call_id for event in events if isinstance(event, e.CallerJoined)}
    unanswered = sum(call.answered_ms is None for call in engine.state.calls.values())
    assert len(joined) <= tally.offered
    assert tally.offered == tally.answered + tally.abandoned + tally.flowed_out + tally.unobserved + unanswered
    assert len(engine.state.agents) >= 2


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_that_starting_over_is_the_same_again_and_later(path: Path) -> None:
    player, engine = _start(load(path))
    first = _play(player, engine)
    once = _tally(engine, player.now_ms)
    player.rewind()
    second = _play(player, engine)
    twice = _tally(engine, player.now_ms)
    assert twice.offered == 2 * once.offered
    assert twice.answered == 2 * once.answered
    times = [event.at_ms for event in first + second]
    assert times == sorted(times)
