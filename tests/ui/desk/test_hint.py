"""The hint at the foot says what can be done on the PBXs that there are, by what their adapters can do."""

from collections.abc import Callable

import pytest

from wallboard.client.centre_view import CentreView
from wallboard.domain.centre.state import Source, SourceStatus
from wallboard.domain.ids import SourceId
from wallboard.present.frame import BoardFrame
from wallboard.ui.desk.hint import hint

MOVE, LISTEN = ("move_call_to_agent", "move_call_to_queue"), ("start_monitor",)
DRAG_WORDS = "Drag a caller to an agent or a queue, or select a caller and press Enter."
BOTH_WORDS = "Right-click an agent to listen or pause."
LISTEN_WORDS = "Right-click an agent to listen."


def source(name: str, *actions: str, kind: str = "replay") -> Source:
    return Source(id=SourceId(name), status=SourceStatus.UP, since_ms=1, kind=kind, actions=actions)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ((source("tape"),), "View only. Calls cannot be moved or monitored here."),
        ((source("tape"), source("old")), "View only. Calls cannot be moved or monitored here."),
        ((source("pbx", *MOVE, *LISTEN),), f"{DRAG_WORDS} {LISTEN_WORDS}"),
        ((source("pbx", *MOVE),), DRAG_WORDS),
        ((source("pbx", *LISTEN),), LISTEN_WORDS),
        ((source("tape"), source("pbx", *MOVE, *LISTEN)), f"{DRAG_WORDS} {LISTEN_WORDS} View only: tape."),
        ((source("pbx", *LISTEN, "pause_agent"),), BOTH_WORDS),
        ((source("pbx", "pause_agent"),), "Right-click an agent to pause."),
        ((source("pbx", kind=""),), f"{DRAG_WORDS} {BOTH_WORDS}"),
        ((), f"{DRAG_WORDS} {BOTH_WORDS}"),
    ],
)
def test_that_the_hint_names_what_the_pbxs_can_do(
    sources: tuple[Source, ...], words: str, make_frame: Callable[..., BoardFrame]
) -> None:
    frame = make_frame(centre=CentreView(sources={one.id: one for one in sources}))
    assert hint(frame) == words
