"""Names of sources, groups and queues in gateway.toml: what is wrong with them is told by name."""

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.config import parse

ONE = '[sources.{}]\nkind = "asterisk"\nhost = "pbx"\nuser = "{}"\n'
PBX = '[pbx]\nkind = "simulator"\n'
TWO = '[sources.lisbon]\nkind = "simulator"\n[sources.porto]\nkind = "simulator"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["there is no PBX", "[sources.NAME]"]),
        ("[sources]", ["there is no PBX", "[sources.NAME]"]),
        ('[source.lisbon]\nkind = "simulator"', ["[source] has no meaning, is [sources] meant?"]),
        ('[pbxs.lisbon]\nkind = "simulator"', ["[pbxs] has no meaning, is [sources] meant?"]),
        ("[queues.400]", ["there is no PBX: write"]),
        (TWO + '[queues."sales: vip"]', ["unknown source 'sales'", "with its source: 'lisbon:sales: vip'"]),
        (TWO + "[goal.default]", ["no key 'goal'", "is 'goals' meant?"]),
        (TWO + '[goals.queue."400"]', ["[goals] has no key 'queue'", "is 'queues' meant?"]),
        ('[[sources]]\nkind = "simulator"', ["[[sources]]", "[sources.NAME]"]),
        ("[sources]\na = 3", ["[sources] a", "a table"]),
        ('[sources.lisbon]\nkind = "avaya"', ["[sources.lisbon] kind", "'avaya'", "'asterisk'"]),
        ("[sources.lisbon]\nport = 1", ["[sources.lisbon]", "'kind'", "'simulator'"]),
        ('[sources.Lisbon]\nkind = "simulator"', ["[sources.Lisbon]", "lower-case letters"]),
        (f'[sources.{"a" * 33}]\nkind = "simulator"', ["32 lower-case letters"]),
        (TWO + '[sources.porto]\nkind = "simulator"', ["[sources.porto]", "twice"]),
        (
            ONE.format("a", "x") + ONE.format("b", "y"),
            ["[sources.b] and [sources.a]", "the same PBX, pbx port 5038"],
        ),
        (TWO + PBX, ["[pbx] and [sources]", "[sources.pbx]"]),
        (TWO + '[queues."faro:400"]', ["[queues] 'faro:400'", "source 'faro'", "lisbon, porto"]),
        (TWO + '[goals.queues."faro:400"]', ["[goals.queues] 'faro:400'"]),
        (TWO + '[wrap_up]\n"faro:400" = 3', ["[wrap_up] 'faro:400'"]),
        (TWO + "[groups.support]", ["[groups.support]", "no queues"]),
        (TWO + '[groups.Support]\nqueues = ["a"]', ["[groups.Support]", "lower-case letters"]),
        (TWO + '[groups.all]\nqueues = ["a"]', ["[groups.all]", "leave queues out"]),
        (TWO + '[groups.a]\nqueues = ["a"]\ncolour = "red"', ["[groups.a] colour", "'red'", "'blue'"]),
        (TWO + "[goals.groups.a]", ["[goals.groups.a]", "[groups.a]"]),
        (2 * "[groups.a]\n", ["[groups.a]", "twice"]),
    ],
)
def test_that_each_mistake_is_told_by_name_and_what_is_meant(text: str, said: list[str]) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text, "gateway.toml")
    message = str(raised.value)
    assert message.startswith("gateway.toml: ")
    assert [words for words in said if words not in message] == [], message


@pytest.mark.parametrize(
    "text",
    [
        '[groups.all]\nname = "Everything"',
        '[groups.a]\nqueues = ["sales"]\n[groups.b]\nqueues = ["sales", "nowhere"]',
        "[goals.groups.all]\ntarget_pct = 90",
        '[queues."Help: urgent"]\nname = "Help"',
    ],
)
def test_that_a_queue_in_two_groups_or_in_no_pbx_is_no_mistake(text: str) -> None:
    assert set(parse(TWO + text, "gateway.toml").sources) == {"lisbon", "porto"}


def test_that_what_is_wrong_with_the_one_pbx_of_an_old_file_is_told_by_its_table() -> None:
    text = '[pbx]\nkind = "asterisk"\nuser = "u"\nhost = "pbx.example"\nplain_login = true'
    with pytest.raises(ConfigError, match=r"^gateway\.toml: \[pbx\] plain_login"):
        parse(text, "gateway.toml")
