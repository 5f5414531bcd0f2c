"""Modules that are needed, as far as a user can see them."""

from tests.pbx.asterisk.answering import Answering
from wallboard.host.resources import resource
from wallboard.pbx.asterisk.doctor.module_check import BY_ACTION, DEVICE_STATES, NEEDED, check_modules, modules_of
from wallboard.pbx.findings import Grade

LOADED = {"Value": "1"}
DIALPLAN = resource("asterisk/extensions-wallboard.conf").read_text(encoding="utf-8")


async def test_that_nothing_is_known_to_be_missing_where_the_pbx_cannot_be_asked() -> None:
    probe = Answering({"Getvar": {"Value": ""}})
    assert await modules_of(probe, {"QueueStatus"}) == {"app_queue": True}
    assert len(probe.asked) == 1


async def test_that_each_module_is_asked_for_where_the_pbx_can_be_asked() -> None:
    answers = {"Getvar": LOADED, "Getvar IFMODULE(app_chanspy.so)": {"Value": "0"}}
    modules = await modules_of(Answering(answers), set())
    assert set(NEEDED) <= set(modules)
    (found,) = check_modules(modules, DIALPLAN)
    assert found.grade is Grade.PROBLEM
    assert found.text == "app_chanspy is not loaded: no supervisor can listen, whisper or barge."
    assert found.remedy == "modules.conf: load = app_chanspy.so"


async def test_that_states_of_devices_are_missing_only_for_who_may_ask_for_them() -> None:
    probe = Answering({})
    assert (await modules_of(probe, {"ExtensionStateList"}))[DEVICE_STATES] is False
    assert (await modules_of(probe, {"ExtensionStateList", "DeviceStateList"}))[DEVICE_STATES] is True
    assert DEVICE_STATES not in await modules_of(probe, set(BY_ACTION))
    (found,) = check_modules({DEVICE_STATES: False}, DIALPLAN)
    assert found.grade is Grade.NOTE


def test_that_what_the_dialplan_can_do_without_is_a_warning() -> None:
    assert [found.grade for found in check_modules({"func_dialplan": False}, DIALPLAN)] == [Grade.WARNING]


def test_that_a_module_that_the_dialplan_does_not_use_is_not_missed() -> None:
    assert list(check_modules(dict.fromkeys(NEEDED, False), "exten => s,1,Hangup()")) == []
