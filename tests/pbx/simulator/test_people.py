"""Names are different and human, numbers belong to nobody."""

import re
from random import Random

from wallboard.pbx.simulator.people import people, phone_number


def test_that_a_thousand_agents_have_a_thousand_names() -> None:
    names = people(Random(1), 5_000)
    assert len(set(names)) == 5_000
    assert all(re.fullmatch(r"\w+(?: [A-Z]\.)? [\w']+", name) for name in names)


def test_that_a_number_is_one_kept_free_for_fiction() -> None:
    rng = Random(2)
    free = re.compile(
        r"\+442079460\d{3}|\+441632960\d{3}|\+447700900\d{3}|\+1(202|415)55501\d\d|\+4930 ?23125\d{3}"
        r"|\+498999998\d{3}|\+496990009\d{3}|\+33199 ?00\d{4}|\+33639 ?98\d{4}|\+46846500\d{3}"
    )
    numbers = [phone_number(rng) for _ in range(500)]
    assert [number for number in numbers if not free.fullmatch(number)] == []
