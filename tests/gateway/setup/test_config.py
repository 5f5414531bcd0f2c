"""``gateway.toml``: what it may say, and what is said of what it may not."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre.bands import Bands
from wallboard.domain.centre.groups import GroupRule
from wallboard.domain.counts.formulas import Formula, Goal
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import ALL, GroupId, QueueId, key_of
from wallboard.feed.roles import Role
from wallboard.gateway.setup.config import load, parse
from wallboard.pbx.asterisk.config import AsteriskPbx

PBX = '[pbx]\nkind = "simulator"\n'
TWO = '[sources.lisbon]\nkind = "simulator"\n[sources.porto]\nkind = "simulator"\n'
HASH = "0" * 64
WHOLE = f"""
[pbx]
kind = "asterisk"
host = "pbx.example"
user = "wallboard"
secret_file = "/etc/wallboard/secret"

[listen]
address = "0.0.0.0"
port = 9000
tls_certificate = "cert.pem"
tls_key = "key.pem"
origins = ["https://board.example"]

[site]
name = "Lisbon"
time_zone = "Europe/Lisbon"
day_start_hour = 6
interval_minutes = 30

[queues.400]
name = "Sales"
order = 1
[queues."vip & co."]
order = 0.5
[queues.default]
hidden = true
rejoin_s = 0

[goals.default]
threshold_s = 30

[goals.queues.sales]
target_pct = 90.0
formula = "abandons-ignored"

[wrap_up]
sales = 15

[[clients]]
name = "Ana"
role = "supervisor"
token_sha256 = "{HASH}"
"""


def test_that_a_whole_file_says_what_it_says() -> None:
    config = parse(WHOLE, "gateway.toml")
    pbx = config.sources["pbx"]
    assert isinstance(pbx, AsteriskPbx)
    assert (pbx.host, pbx.port, pbx.user) == ("pbx.example", 5038, "wallboard")
    assert (config.listen.address, config.listen.port) == ("0.0.0.0", 9000)
    assert config.wrap_up == {"sales": 15.0}
    told = {key: (one.name, one.hidden, one.order) for key, one in config.listings({}).by_queue.items()}
    assert told == {
        "pbx:400": ("Sales", False, 1),
        "pbx:vip & co.": ("", False, 0.5),
        "pbx:default": ("", True, None),
    }
    assert pbx.poll_s == 20
    assert pbx.rejoin_s == 30
    assert config.queues["default"].rejoin_s == 0

    assert [(client.name, client.role) for client in config.clients] == [("Ana", Role.SUPERVISOR)]
    calendar = config.calendar()
    assert (calendar.zone, calendar.day_start_hour, calendar.interval_minutes) == (ZoneInfo("Europe/Lisbon"), 6, 30)


def test_that_queues_of_one_name_have_the_pbxs_own_behind_it() -> None:
    text = "".join(
        f'[queues.{key}]\nname = "{name}"\n' for key, name in ((400, "Sales"), (401, "sales"), (402, "A"))
    )
    hidden = '[queues.403]\nname = "A"\nhidden = true\n'
    listings = parse(PBX + text + hidden, "t").listings({QueueId("pbx:404"): "B", QueueId("pbx:405"): "B"})
    names = {key_of(key): one.name for key, one in listings.by_queue.items() if not one.hidden}
    assert names == {"400": "Sales (400)", "401": "sales (401)", "402": "A", "404": "B (404)", "405": "B (405)"}


def test_that_a_queues_goal_says_only_where_it_differs_from_the_default_one() -> None:
    goals = parse(WHOLE, "gateway.toml").domain_goals()
    assert goals.default == Goal(threshold_s=30)
    own = Goal(threshold_s=30, target_pct=90, formula=Formula.ABANDONS_IGNORED)
    assert goals.of(QueueId("pbx:sales")) == own


@pytest.mark.parametrize(
    ("host", "tls", "allowed"),
    [("pbx.example", "true", True), ("127.0.0.1", "false", True), ("pbx.example", "false", False)],
)
def test_that_the_secret_itself_goes_over_no_open_network(host: str, tls: str, allowed: bool) -> None:
    text = f'[pbx]\nkind = "asterisk"\nuser = "u"\nhost = "{host}"\ntls = {tls}\nplain_login = true'
    if allowed:
        assert isinstance(parse(text, "gateway.toml").sources["pbx"], AsteriskPbx)
    else:
        with pytest.raises(ConfigError, match="tls = true"):
            parse(text, "gateway.toml")


@pytest.mark.parametrize(("own", "may"), [("", False), ('extensions = ["2001", "2002"]', True)])
def test_that_a_supervisor_may_ring_the_phones_that_are_written_down_and_no_other(own: str, may: bool) -> None:
    (client,) = parse(WHOLE + own, "gateway.toml").clients
    assert client.grant.may_ring("2001") is may
    assert not client.grant.may_ring("3001")


def test_that_a_proxy_is_an_address_or_a_network() -> None:
    text = '[pbx]\nkind = "simulator"\n[listen]\ntrusted_proxies = ["127.0.0.1", "10.0.0.0/24"]'
    assert len(parse(text, "gateway.toml").listen.trusted_proxies) == 2
    with pytest.raises(ConfigError, match=r"gateway.toml: \[listen\] trusted_proxies: 'proxy.example'"):
        parse(text.replace("127.0.0.1", "proxy.example"), "gateway.toml")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_that_loopback_needs_no_certificate(address: str) -> None:
    assert parse(f'{PBX}[listen]\naddress = "{address}"', "gateway.toml").listen.address == address


@pytest.mark.parametrize("address", ["::", "192.168.0.7", "gateway.example"])
def test_that_any_other_address_does(address: str) -> None:
    with pytest.raises(ConfigError, match="tls_certificate"):
        parse(f'{PBX}[listen]\naddress = "{address}"', "gateway.toml")


def test_that_the_defaults_are_loopback_and_the_usual_goal() -> None:
    config = parse(PBX, "gateway.toml")
    assert (config.listen.address, config.listen.port) == ("127.0.0.1", 8765)
    assert config.domain_goals().default == Goal()

    assert config.calendar().interval_minutes == 15


def test_that_a_queues_bands_are_over_those_of_the_default_goal() -> None:
    text = PBX + (
        "[goals.default]\nred_below_points = 8\nlate_red = 4\n"
        "[goals.queues.sales]\nlate_red = 1\nabandoned_warning_pct = 3\nabandoned_red_pct = 6\n"
        "late_red_pct_of_ready = 0\n"
    )
    goals = parse(text, "gateway.toml").domain_goals()
    assert goals.default == Goal(bands=Bands(red_below_points=8, late_red=4))
    assert goals.of(QueueId("pbx:sales"), 60).bands == Bands(
        red_below_points=8, late_red=1, abandoned_warning_pct=3, abandoned_red_pct=6, late_red_pct_of_ready=0
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = \ny = 1", ["not valid TOML", "line 1"]),
        ("x = " + "[" * 20_000, ["not valid TOML"]),
        ("pbx = 3", ["pbx", "table"]),
        ('[pbx]\nkind = "avaya"', ["[pbx] kind", "'avaya'", "'asterisk'", "'simulator'", "'replay'"]),
        ('[pbx]\nhost = "x"', ["[pbx]", "'kind'", "'asterisk'"]),
        ('[pbx]\nkind = "asterisk"\nuser = "u"', ["[pbx]", "'host'"]),
        ('[pbx]\nkind = "asterisk"\nuser = "u"\nhost = "h"\nsecret = "s"', ["'secret'", "secret_file"]),
        (PBX + "sed = 1", ["[pbx]", "'sed'", "'seed' meant?", "agents"]),
        (PBX + "[lisen]", ["'lisen'", "'listen' meant?"]),
        (PBX + "[listen]\nprot = 1", ["[listen]", "'prot'", "'port' meant?"]),
        (PBX + '[listen]\nport = "8765"', ["[listen] port", "a whole number", "not a text"]),
        (PBX + "[listen]\nport = 99999", ["[listen] port", "65535"]),
        (PBX + '[listen]\naddress = "0.0.0.0"', ["[listen] address '0.0.0.0'", "tls_certificate", "127.0.0.1"]),
        (PBX + '[listen]\ntls_key = "k"', ["[listen]", "go together"]),
        (PBX + '[queues."a b"]\nhiden = true', ["[queues.\"a b\"] has no key 'hiden'", "is 'hidden' meant?"]),
        (PBX + "[queues.9]\norder = nan", ["[queues.9] order"]),
        ('[pbx]\nkind = "asterisk"\nhost = "h"\nuser = "u"\npoll_s = 4', ["[pbx] poll_s", ">= 5"]),
        ('[pbx]\nkind = "asterisk"\nhost = "h"\nuser = "u"\npoll_s = 301', ["[pbx] poll_s", "<= 300"]),
        (PBX + '[site]\ntime_zone = "Mars/Olympus"', ["[site] time_zone 'Mars/Olympus'", "Europe/Lisbon"]),
        (PBX + '[site]\ntime_zone = "../passwd"', ["[site] time_zone"]),
        (PBX + "[site]\ninterval_minutes = 20", ["[site] interval_minutes", "20", "15, 30"]),
        (PBX + "[site]\nday_start_hour = 24", ["[site] day_start_hour", "23"]),
        (PBX + "[goals.default]\ntarget_pct = 300", ["[goals.default] target_pct", "100"]),
        (
            PBX + '[goals.queues.sales]\nformula = "best"',
            ["[goals.queues.sales] formula", "'best'", "'offered'"],
        ),
        (
            PBX + "[goals.queues.sales]\ntraget_pct = 3",
            ["[goals.queues.sales]", "'traget_pct'", "'target_pct' meant?"],
        ),
        (PBX + '[wrap_up]\nsales = "long"', ["[wrap_up] sales", "a number"]),
        (
            PBX + f'[[clients]]\nname = "a"\nrole = "boss"\ntoken_sha256 = "{HASH}"',
            ["clients", "role", "'viewer'", "'administrator'"],
        ),
        (PBX + '[[clients]]\nname = "a"\nrole = "viewer"\ntoken_sha256 = "me"', ["token_sha256", "token add"]),
        (
            PBX + f'[[clients]]\nname = "a"\nrole = "supervisor"\ntoken_sha256 = "{HASH}"\nextensions = ["2 0"]',
            ["extensions", "phone can dial"],
        ),
        (PBX + 2 * f'[[clients]]\nname = "a"\nrole = "viewer"\ntoken_sha256 = "{HASH}"\n', ["'a'", "twice"]),
    ],
)
def test_that_every_mistake_is_told_by_file_key_and_what_is_allowed(text: str, said: list[str]) -> None:
    with pytest.raises(ConfigError) as raised:
        parse(text, "gateway.toml")
    message = str(raised.value)
    assert message.startswith("gateway.toml")
    assert [words for words in said if words not in message] == [], message
    assert "`" not in message.replace("`wallboard gateway token add`", "")


KEYS = ["kind", "host", "user", "port", "role", "name", "queues", "default", "sales", "interval_minutes"]


@given(
    st.sampled_from(
        [
            "pbx",
            "sources",
            "sources.a",
            "groups",
            "groups.a",
            "listen",
            "site",
            "goals",
            "goals.queues.x",
            "wrap_up",
            "[clients]",
        ]
    ),
    st.sampled_from(KEYS),
    st.sampled_from(["1", "-1", "1.5", "true", '"x"', '"simulator"', "[]", "[1]", "{}", "{a = 1}", "1979-05-27"]),
)
def test_that_no_mistake_is_anything_but_a_config_error(table: str, key: str, value: str) -> None:
    try:
        parse(f"{PBX if table != 'pbx' else ''}[{table}]\n{key} = {value}\n", "gateway.toml")
    except ConfigError as error:
        assert str(error).startswith("gateway.toml")  # noqa: PT017 - some of these are right


def test_that_a_file_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no configuration file .*gateway init"):
        load(tmp_path / "gateway.toml")


def test_that_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "gateway.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match=r"gateway.toml is not valid TOML: it is not text in UTF-8"):
        load(tmp_path / "gateway.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_that_two_pbxs_are_said_to_need_two_tables() -> None:
    with pytest.raises(ConfigError, match=r"\[\[pbx\]\] is more than one PBX.*\[sources\.NAME\]"):
        parse('[[pbx]]\nkind = "simulator"\n[[pbx]]\nkind = "simulator"\n', "gateway.toml")


def test_that_one_token_under_two_names_is_refused() -> None:
    entries = "".join(
        f'[[clients]]\nname = "{name}"\nrole = "{role}"\ntoken_sha256 = "{"a" * 64}"\n'
        for name, role in (("Lobby TV", "viewer"), ("Dana", "supervisor"))
    )
    with pytest.raises(ConfigError, match=r"'Lobby TV' and 'Dana' have the same token_sha256"):
        parse(f'[pbx]\nkind = "simulator"\n{entries}', "gateway.toml")


def test_that_an_editors_mark_at_the_beginning_is_no_word_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_bytes(b"\xef\xbb\xbf" + PBX.encode())  # Windows' Notepad puts it there
    assert load(path) == parse(PBX, "gateway.toml")


def test_that_a_file_of_one_pbx_is_that_of_one_source_called_pbx() -> None:
    assert parse(PBX, "old") == parse(PBX.replace("[pbx]", "[sources.pbx]"), "new")


def test_that_a_bare_key_is_a_queue_of_every_source_and_a_whole_one_of_its_own() -> None:
    text = (
        '[queues.400]\nname = "Sales"\nrejoin_s = 3\n[queues."porto:400"]\nname = "Vendas"\ncolour = "teal"\n'
        '[goals.queues."porto:400"]\nthreshold_s = 5\n[wrap_up]\n400 = 7\n"lisbon:9" = 8\n'
    )
    config = parse(TWO + text, "t")
    names = {key: (one.name, one.colour) for key, one in config.listings({}).by_queue.items()}
    assert names == {"lisbon:400": ("Sales", ""), "porto:400": ("Vendas", "teal")}
    goals = config.domain_goals()
    assert (goals.of(QueueId("lisbon:400")).threshold_s, goals.of(QueueId("porto:400")).threshold_s) == (20, 5)
    lisbon, porto = config.context("lisbon"), config.context("porto", "s")
    assert (lisbon.wrap_up_s, lisbon.rejoin_s) == ({"400": 7, "9": 8}, {"400": 3})
    assert (porto.wrap_up_s, porto.rejoin_s, porto.secret) == ({"400": 7}, {}, "s")


def test_that_queues_of_one_name_at_two_pbxs_are_told_apart_by_their_sources() -> None:
    listings = parse(TWO + '[queues.400]\nname = "Sales"\n', "t").listings({})
    assert [one.name for one in listings.by_queue.values()] == ["Sales (lisbon)", "Sales (porto)"]


def test_that_queues_of_one_name_within_one_of_several_pbxs_have_the_pbxs_own_name_too() -> None:
    text = "".join(f'[queues."{key}"]\nname = "Sales"\n' for key in ("lisbon:400", "lisbon:401", "porto:600"))
    listings = parse(TWO + text, "t").listings({})
    names = [one.name for one in listings.by_queue.values()]
    assert names == ["Sales (lisbon:400)", "Sales (lisbon:401)", "Sales (porto)"]


def test_that_groups_have_their_patterns_and_goals() -> None:
    text = (
        '[groups.support]\nname = "Support"\nqueues = ["supp*", "porto:4?0"]\norder = 2\ncolour = "blue"\n'
        '[groups.all]\nname = "Everything"\n[goals.groups.support]\ntarget_pct = 90\n'
    )
    config = parse(TWO + text, "t")
    groups = config.domain_groups()
    assert groups.rule(GroupId("support")) == GroupRule(
        name="Support", queues=("supp*", "porto:4?0"), order=2, colour="blue"
    )
    assert groups.rule(ALL).name == "Everything"
    assert config.domain_goals().of_group(GroupId("support")).target_pct == 90
    assert config.domain_goals().of_group(ALL).target_pct == 80
