"""What a user may send, by what AMI lists to it."""

from wallboard.pbx.asterisk.doctor.distribution import PLACES, Distribution
from wallboard.pbx.asterisk.doctor.rights import WRITE, check_write
from wallboard.pbx.findings import Grade

PLAIN = PLACES[Distribution.PLAIN]
ALL = {action for right in WRITE for action in right.actions}


def test_that_a_user_with_what_is_needed_is_well() -> None:
    assert [found.grade for found in check_write(ALL, "wb", PLAIN)] == [Grade.OK]


def test_that_each_missing_class_is_named_with_its_line_where_the_distribution_keeps_it() -> None:
    (found,) = check_write(ALL - {"Originate"}, "wb", PLAIN)
    assert found.remedy == "manager-wallboard.conf, [wb]: add originate to write ="
    (found,) = check_write(ALL - {"Originate"}, "wb", PLACES[Distribution.WAZO])
    assert found.remedy.startswith("manager.d/60-wallboard.conf, [wb]")


def test_that_too_many_rights_are_noted() -> None:
    assert check_write(ALL | {"Command"}, "wb", PLAIN)[-1].grade is Grade.NOTE
