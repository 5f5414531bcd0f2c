"""The words of a mistake: found for any model, whichever entry of a table it is in."""

import msgspec
import pytest

from wallboard.gateway.setup.config_errors import explain


class Leaf(msgspec.Struct, forbid_unknown_fields=True):
    """An inner table."""

    number: int = 0
    flag: bool = False


class Tree(msgspec.Struct, forbid_unknown_fields=True):
    """An outer one."""

    leaf: Leaf = msgspec.field(default_factory=Leaf)
    leaves: dict[str, Leaf] = {}
    listed: list[Leaf] = []


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"leaf": {"number": "x"}}, "[leaf] number: must be a whole number, not a text in quotes."),
        ({"leaf": {"flag": 1}}, "[leaf] flag: must be true or false, not a whole number."),
        (
            {"leaves": {"good": {}, "bad": {"number": 1.5}}},
            "[leaves.bad] number: must be a whole number, not a number.",
        ),
        (
            {"leaves": {"good": {}, "vip & co.": {"numbr": 1}}},
            "[leaves.\"vip & co.\"] has no key 'numbr'; is 'number' meant? Allowed here: number, flag.",
        ),
        (
            {"leaves": {'the "9"': {"flag": 1}}},
            '[leaves."the \\"9\\""] flag: must be true or false, not a whole number.',
        ),
        ({"leaves": {"good": {}, "bad": 1}}, "[leaves] bad: must be a table, not a whole number."),
        (
            {"leaves": {"bad": {"numbr": 1}}},
            "[leaves.bad] has no key 'numbr'; is 'number' meant? Allowed here: number, flag.",
        ),
        ({"listed": [{}, {"zzz": 1}]}, "[listed[1]] has no key 'zzz'; Allowed here: number, flag."),
        ({"listed": {}}, "listed: must be a list, not a table."),
    ],
)
def test_that_a_mistake_is_told_where_it_is(tree: dict[str, object], said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(tree, Tree)
    assert explain(str(raised.value), tree, Tree) == said
