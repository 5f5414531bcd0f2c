"""A contact centre behind an Asterisk, told by the test or by a recording."""

from collections.abc import Callable

import pytest

from tests.pbx.asterisk.story import Played, Story, messages_of, new_story
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage


@pytest.fixture
def story() -> Story:
    """An empty contact centre on a fixed day; wrap-up lasts five seconds."""
    return new_story()


@pytest.fixture
def play() -> Callable[..., Played]:
    """Play a recording, or as much of it as ``until`` lets through; q1 wraps up for five seconds."""

    def played(name: str, until: Callable[[AmiMessage], bool] | None = None) -> Played:
        result = Played(PbxState({"q1": 5.0}))
        for message in messages_of(name):
            result.apply(message)
            if until is not None and until(message):
                break
        return result

    return played
