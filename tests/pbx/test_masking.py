"""What is masked, and that nothing of it is left however it is put in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.pbx.masking import Masker, numbers, shape


@pytest.mark.parametrize(
    ("interface", "masked"),
    [
        ("Local/1001@from-queue/n", "Local/1xxx@from-queue/n"),
        ("PJSIP/1001", "PJSIP/1xxx"),
        ("hint:1001@ext-local", "hint:1xxx@ext-local"),
        ("Local/111@T8_queue-call-to-agents/n", "Local/1xx@T8_queue-call-to-agents/n"),
        ("Local/ana.souza@agents/n", "Local/aaa.aaaaa@agents/n"),
        ("SIP/joão", "SIP/aaaa"),
        ("PJSIP/351912345678@trunk", "PJSIP/3xxxxxxxxxxx@trunk"),
        ("DAHDI/g0/912345678", "DAHDI/a0/9xxxxxxxx"),
        ("Custom:DND1001", "Custom:DND1xxx"),
        ("Local/42@x", "Local/4x@x"),
        ("", ""),
    ],
)
def test_that_an_interface_keeps_its_shape_and_not_whose_it_is(interface: str, masked: str) -> None:
    assert shape(interface) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("+351912345678", "+3xxxxxxxxxxx"),
        ("21 34 56 78 90", "2x xx xx xx xx"),
        ("Asterisk 22.10.1 at 12:30:45", "Asterisk 22.10.1 at 12:30:45"),
        ("11 queues, 40 agents", "11 queues, 40 agents"),
    ],
)
def test_that_numbers_are_masked_and_versions_and_counts_are_not(text: str, masked: str) -> None:
    assert numbers(text) == masked


def test_that_names_and_interfaces_are_masked_where_they_stand_alone() -> None:
    masker = Masker(["lab-secret"], ["Ana", "Ana Souza", ""], ["SIP/ana", "SIP/anabela"])
    text = masker.text("Ana Souza (SIP/ana) and SIP/anabela, not Anatol: lab-secret, xlab-secretx")
    assert text == "(name) (SIP/aaa) and SIP/aaaaaaa, not Anatol: (secret), x(secret)x"


def test_that_tokens_and_hashes_are_taken_out_though_nobody_named_them() -> None:
    masker = Masker([], [], [])
    assert masker.text(f"a {'0f' * 32} b {'aB-_' * 11}") == "a (token) b (token)"
    assert masker.text("/etc/asterisk/vitalpbx/manager__60-wallboard.conf") == (
        "/etc/asterisk/vitalpbx/manager__60-wallboard.conf"
    )


@given(st.integers(min_value=100, max_value=10**15).map(str), st.text(), st.text())
def test_that_no_number_is_left_in_any_text(number: str, before: str, after: str) -> None:
    assert not re.search(r"[0-9]{3}", Masker([], [], []).text(f"{before} {number} {after}"))


@given(st.from_regex(r"\A[A-Za-z]{3,6}/[0-9]{2,12}(@[a-z-]{1,12}(/n)?)?\Z"))
def test_that_no_extension_is_left_in_an_interface(interface: str) -> None:
    assert not re.search(r"[0-9]{2}", shape(interface))
