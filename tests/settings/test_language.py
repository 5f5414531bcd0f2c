"""The languages that there are."""

import msgspec
import pytest

from wallboard.host.resources import resources_dir
from wallboard.settings.language import ENGLISH, SYSTEM, Language, codes


def test_that_each_file_of_translations_is_a_language_beside_english() -> None:
    files = (resources_dir() / "translations").glob("*.qm")
    assert sorted(codes()) == sorted([ENGLISH, *(file.stem.removeprefix("wallboard_") for file in files)])


@pytest.mark.parametrize("code", [SYSTEM, *codes()])
def test_that_each_language_can_be_set(code: str) -> None:
    assert msgspec.convert(code, Language) == code


def test_that_no_other_can() -> None:
    with pytest.raises(msgspec.ValidationError, match="xx"):
        msgspec.convert("xx", Language)
