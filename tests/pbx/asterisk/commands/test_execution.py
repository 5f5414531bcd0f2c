"""What an Asterisk can do for a supervisor, and by which rights."""

import pytest

from wallboard.domain.actions.commands import Command, Reason, actions
from wallboard.domain.errors import PbxRefused
from wallboard.domain.ids import CommandId
from wallboard.pbx.asterisk.adapter import AsteriskAdapter
from wallboard.pbx.asterisk.commands.execution import TRANSLATIONS, rights, translation_of


class _Unheard(Command, frozen=True, kw_only=True, tag="unheard_of"):
    """What nobody can do."""


def test_that_an_asterisk_can_do_all_there_is() -> None:
    assert set(TRANSLATIONS) == set(actions().values()) == AsteriskAdapter.can


def test_that_what_it_cannot_do_is_refused_by_name() -> None:
    with pytest.raises(PbxRefused, match="unheard_of") as refused:
        translation_of(_Unheard(id=CommandId("1")))
    assert refused.value.reason is Reason.NOT_POSSIBLE


def test_that_each_class_of_rights_is_named_once_with_all_that_needs_it() -> None:
    needed = rights()
    classes = [right.write_class for right in needed]
    assert len(classes) == len(set(classes))
    call = next(right for right in needed if right.write_class == "call")
    assert {"Redirect", "BlindTransfer", "Setvar", "PlayDTMF", "Hangup"} == set(call.actions)
    assert all(one in call.loss for one in ("no call can be moved", "no supervisor can change the mode"))
