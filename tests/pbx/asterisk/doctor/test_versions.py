"""Versions of Asterisk: which are too old or too new, and what is different in them."""

import pytest

from wallboard.pbx.asterisk.doctor.versions import Version, check_version, version_of
from wallboard.pbx.findings import Grade


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("22.10.1+dfsg", (22, 10)),
        ("18.9-cert14", (18, 9)),
        ("certified/20.7-cert3", (20, 7)),
        ("GIT-master", (23, 0)),
    ],
)
def test_that_the_numbers_are_read_from_what_asterisk_calls_itself(text: str, version: tuple[int, int]) -> None:
    assert version_of(text) == version


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("18.26.4", Grade.WARNING),
        ("20.1.0", Grade.OK),
        ("23.5.0", Grade.OK),
        ("24.0.0", Grade.NOTE),
        ("", Grade.WARNING),
    ],
)
def test_that_only_versions_that_are_looked_after_are_well(text: str, grade: Grade) -> None:
    assert next(check_version(text)).grade is grade


def test_that_what_a_branch_got_in_one_of_its_releases_is_known_by_branch() -> None:
    came = ((18, 26), (20, 11), (21, 6), (22, 1))
    before = [(16, 30), (18, 25), (20, 10), (21, 5), (22, 0)]
    after = [(18, 26), (20, 11), (20, 21), (21, 6), (22, 1), (23, 0)]
    assert all(Version(*version).is_before(*came) for version in before)
    assert not any(Version(*version).is_before(*came) for version in after)


def test_that_filters_of_the_new_form_are_said_to_be_passed_over_where_they_are() -> None:
    assert any("eventfilter(…) is ignored" in found.text for found in check_version("20.5.0"))
    assert not any("eventfilter" in found.text for found in check_version("22.10.1"))


def test_that_reasons_of_realtime_members_are_said_to_be_forgotten_where_they_are() -> None:
    assert any("realtime members" in found.text for found in check_version("20.3.0"))
    assert not any("realtime members" in found.text for found in check_version("20.4.0"))
