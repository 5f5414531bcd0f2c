"""The report for support: what is in it, and that no secret, name or number is."""

import re
from pathlib import Path

import msgspec

from wallboard import __version__
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.support_report import LINES_KEPT, Case, report
from wallboard.pbx.asterisk.doctor.distribution import Distribution
from wallboard.pbx.asterisk.doctor.facts import AsteriskExamination, Facts
from wallboard.pbx.asterisk.wire.codec import AmiMessage
from wallboard.pbx.findings import Finding, problem, warning

SECRET = "Tr0ub4dor&3"
TOKEN = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PLANTED = (
    SECRET,
    TOKEN,
    "Ana Souza",
    "Ines",
    "pbx.customer.example",
    "Customer & Sons",
    "1001",
    "4711",
    "8642",
    "+351912345678",
    "912345678",
    "/home/ines",
    "https://portal.customer.example",
)
"""All that is put in below and must not come out."""

CONFIG = {
    "sources": {
        "pbx": {
            "kind": "asterisk",
            "host": "pbx.customer.example",
            "port": 5038,
            "user": "wallboard",
            "secret_file": "/home/ines/pbx-secret",
            "tls": True,
            "tls_ca_file": "/home/ines/ca.pem",
        }
    },
    "listen": {"origins": ["https://portal.customer.example"]},
    "site": {"name": "Customer & Sons", "time_zone": "Europe/Lisbon"},
    "goals": {"queues": {"4711": {"threshold_s": 30}}},
    "wrap_up": {"4711": 8.0},
    "clients": [{"name": "Ines", "role": "supervisor", "token_sha256": TOKEN, "extensions": ["8642"]}],
}
ROWS = [
    {"Event": "QueueParams", "Queue": "4711", "Strategy": "ringall", "Completed": "12", "Abandoned": "3"},
    {
        "Event": "QueueMember",
        "Queue": "4711",
        "Name": "Ana Souza",
        "Location": "Local/1001@from-queue/n",
        "StateInterface": "hint:1001@ext-local",
        "Membership": "static",
        "Status": "1",
        "Paused": "0",
    },
    {
        "Event": "QueueEntry",
        "Queue": "4711",
        "Channel": "PJSIP/trunk-00000001",
        "CallerIDNum": "+351912345678",
        "CallerIDName": "Ana Souza",
    },
]


def case(tmp_path: Path, findings: list[Finding] | None = None, log: str = "") -> Case:
    """A case with something of everything planted."""
    path = tmp_path / "gateway.log"
    path.write_text(log)
    facts = Facts(
        ami="11.0.0",
        version="22.10.1",
        distribution=Distribution.FREEPBX,
        modules={"app_queue": True, "chan_sip": False},
        rows=[AmiMessage(row) for row in ROWS],
    )
    found = findings or []
    return Case(
        config=msgspec.convert(CONFIG, GatewayConfig),
        examinations={"pbx": AsteriskExamination(findings=found, facts=facts)},
        findings=found,
        secrets=[SECRET],
        logs=(path, tmp_path / "none.log"),
    )


def written(tmp_path: Path, findings: list[Finding] | None = None, log: str = "") -> str:
    return report(case(tmp_path, findings, log), "2026-11-27 20:00")


FINDINGS = [
    problem("members", "1 members: Local/1001@from-queue/n (hint:1001@ext-local).", "Ana Souza of queue 4711"),
    warning("queues", "/home/ines/ca.pem cannot be read.", "manager-wallboard.conf, [wallboard]"),
    warning("reach", f"pbx.customer.example:5038: {SECRET} of +351912345678.", f"token {TOKEN}, extension 8642"),
]
LOG = (
    "2026-11-27 19:58:01,123 WARNING wallboard.pbx.asterisk.adapter: pbx.customer.example:5038: 912345678 of "
    f"Ana Souza at Local/1001@from-queue/n said {SECRET}\n"
    "2026-11-27 19:59:01,123 INFO wallboard.gateway.fanout.server: Ines came in\n"
)


def test_that_nothing_that_was_planted_comes_out(tmp_path: Path) -> None:
    text = written(tmp_path, FINDINGS, LOG)
    assert [word for word in PLANTED if word in text] == []
    of_others = text.partition("## Configuration")[2]
    numbers = re.sub("= (5038|8765|4000)\n", "", of_others)  # ports and limits, as everybody has them
    assert not re.search(r"(?<![\d-])\d{4,}(?![\d-])", numbers)


def test_that_what_support_asks_for_is_there(tmp_path: Path) -> None:
    text = written(tmp_path, FINDINGS, LOG)
    for line in (
        f"wallboard {__version__}",
        "Asterisk 22.10.1, AMI 11.0.0",
        "distribution: FreePBX, Issabel or a similar distribution",
        "pbx.kind = asterisk",
        "pbx.port = 5038",
        "pbx.secret_file: set",
        "site.time_zone = Europe/Lisbon",
        "clients, how many = 1",
        "clients 1.role = supervisor",
        "clients 1.token_sha256: set",
        "clients 1.extensions, how many = 1",
        "goals.queues.4xxx.threshold_s = 30.0",
        "queue 1, 4xxx: Strategy ringall, Completed 12, Abandoned 3",
        "  1 of Local/1xxx@from-queue/n (hint:1xxx@ext-local), static, status 1, paused 0, named",
        "problem  members: 1 members: Local/1xxx@from-queue/n (hint:1xxx@ext-local).",
        "-> manager-wallboard.conf, [wallboard]",
        "app_queue: loaded",
        "chan_sip: not loaded",
        "2026-11-27 19:58:01 WARNING (name):5xxx: 9xxxxxxxx of (name) at Local/1xxx@from-queue/n said (secret)",
    ):
        assert line in text, line


def test_that_callers_are_in_no_report(tmp_path: Path) -> None:
    assert "trunk" not in written(tmp_path)


def test_that_only_the_last_words_of_the_link_are_kept(tmp_path: Path) -> None:
    line = "2026-11-27 19:58:01,123 WARNING wallboard.pbx.asterisk.adapter: lost, time {}\n"
    text = written(tmp_path, log="".join(line.format(n) for n in range(30, 30 + LINES_KEPT + 5)))
    assert text.count("WARNING lost") == LINES_KEPT
    assert "time 34\n" not in text
    assert "came in" not in written(tmp_path, log=LOG)


def test_that_a_log_that_cannot_be_read_is_said_to_be_none(tmp_path: Path) -> None:
    empty = msgspec.structs.replace(case(tmp_path), logs=(tmp_path / "none.log",))
    assert "no log of a gateway can be read here" in report(empty, "now")


def test_that_a_pbx_that_was_not_reached_has_a_report_too(tmp_path: Path) -> None:
    bare = msgspec.structs.replace(
        case(tmp_path), examinations={"pbx": AsteriskExamination(findings=[], facts=Facts())}
    )
    text = report(bare, "now")
    assert "Asterisk of an unknown version, AMI not reached" in text
    assert "distribution: not known" in text
