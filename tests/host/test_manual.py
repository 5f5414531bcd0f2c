"""The manual's pages, as files that come with the program."""

import re

import pytest

from wallboard.host.manual import topics
from wallboard.host.resources import resource

LANGUAGES = sorted(path.name for path in resource("help").iterdir() if path.is_dir())


def test_that_every_page_has_a_name_and_begins_with_its_title() -> None:
    pages = topics()
    assert [page.name for page in pages][:3] == ["desk", "install", "connect-asterisk"]
    assert len({page.name for page in pages}) == len(pages)
    for page in pages:
        assert page.text.startswith(f"# {page.title}\n")
        assert page.title


def test_that_lines_fit_a_terminal() -> None:
    wide = [line for page in topics() for line in page.text.splitlines() if len(line) > 120]
    assert wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_a_page_in_another_language_says_all_that_the_english_one_does(language: str) -> None:
    pages = list(zip(topics(), topics(language), strict=True))
    assert [own.name for english, own in pages if own != english] == ["desk"]
    for english, own in pages:
        for pattern in (r"`[^`]+`", r"^      .*$", r"^- \*\*|^- ", r"\b(?:Ctrl|Alt|Shift)\+\w+|\bF\d+\b|\bEsc\b"):
            assert sorted(re.findall(pattern, own.text, re.MULTILINE)) == sorted(
                re.findall(pattern, english.text, re.MULTILINE)
            ), (own.name, pattern)
