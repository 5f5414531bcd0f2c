"""An Asterisk's table: what it becomes, whose secret it needs, and what may not be in it."""

import pytest

from wallboard.domain.ids import SourceId
from wallboard.pbx.asterisk.adapter import AsteriskAdapter
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.pbx.kind import Account, SourceContext

LISBON = SourceContext(
    source_id=SourceId("lisbon"),
    wrap_up_s={"sales": 5.0},
    rejoin_s={"400": 0.0},
    secret="s",
)


def test_that_the_table_and_what_else_concerns_it_are_how_it_is_reached() -> None:
    table = AsteriskPbx(host="pbx", port=5039, user="wb", tls=True, poll_s=300, ring_s=7, auto_answer=True)
    options = table.options(LISBON)
    assert (options.host, options.port, options.user, options.secret) == ("pbx", 5039, "wb", "s")
    assert (options.source_id, options.reconcile_s) == ("lisbon", 300)
    assert (options.wrap_up_s, options.rejoin_by_queue_s) == ({"sales": 5.0}, {"400": 0.0})
    assert (options.dialplan.ring_s, options.dialplan.auto_answer) == (7, True)
    assert isinstance(table.build(LISBON), AsteriskAdapter)


def test_that_its_day_is_that_of_its_address_and_its_secret_that_of_its_user() -> None:
    table = AsteriskPbx(host="pbx", user="wb", secret_file="/s", queue_names_file="/n")
    assert (table.kind, table.address, table.keeps_day, table.names_file) == ("asterisk", "pbx:5038", True, "/n")
    assert table.account == Account(user="wb", host="pbx", port=5038, secret_file="/s")


@pytest.mark.parametrize(
    ("host", "tls", "allowed"),
    [("pbx.example", True, True), ("127.0.0.1", False, True), ("pbx.example", False, False)],
)
def test_that_the_secret_itself_goes_over_no_open_network(host: str, tls: bool, allowed: bool) -> None:
    fault = AsteriskPbx(host=host, user="u", tls=tls, plain_login=True).fault()
    assert (fault == "") is allowed
    assert allowed or "tls = true" in fault
