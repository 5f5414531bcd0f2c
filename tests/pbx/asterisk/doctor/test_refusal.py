"""A PBX's word of refusal, told with all that it can mean."""

from wallboard.pbx.asterisk.doctor.refusal import is_denied, of_login


def test_that_a_wrong_secret_and_a_wrong_permit_are_both_named_since_the_pbx_does_not_say_which() -> None:
    refusal = of_login("Authentication failed", "wb")
    assert "secret" in refusal.meaning
    assert "permit" in refusal.meaning
    assert "[wb]" in refusal.remedy
    assert not refusal.passes


def test_that_a_second_login_is_told_from_a_wrong_one_and_may_pass() -> None:
    refusal = of_login("Login Already In Use", "wb")
    assert "logged in already" in refusal.meaning
    assert "allowmultiplelogin" in refusal.remedy
    assert refusal.passes


def test_that_a_right_that_lacks_is_told_from_any_other_refusal() -> None:
    assert is_denied("Permission denied")
    assert not is_denied("Did not find context wb-move")
