"""A grant: what its rights allow, and whose phones may be rung."""

from wallboard.domain.actions.grant import AccessRight, Grant


def test_that_who_has_no_rights_may_nothing() -> None:
    nobody = Grant()
    assert not any(nobody.may(right) for right in AccessRight)


def test_that_only_ones_own_phones_are_rung_where_they_are_known() -> None:
    assert Grant(extensions=("2001",)).may_ring("2001")
    assert not Grant(extensions=("2001",)).may_ring("3001")
    assert not Grant(extensions=()).may_ring("2001")
    assert Grant(extensions=None).may_ring("2001")
