"""Detects which of Asterisk's modules are loaded, by AMI: by its actions, and by the dialplan's IFMODULE."""

from collections.abc import Iterator, Mapping
from typing import Final

from wallboard.pbx.asterisk.doctor.probe import Probe
from wallboard.pbx.findings import Finding, note, problem, warning

BY_ACTION: Final = {
    "QueueStatus": "app_queue",
    "MixMonitorMute": "app_mixmonitor",
    "PJSIPQualify": "res_pjsip",
}
"""The modules that provide the user's actions."""

NEEDED: Final = {
    "app_queue": ("Queue(", "there are no queues"),
    "app_dial": ("Dial(", "no call can be moved to an agent"),
    "app_userevent": ("UserEvent(", "a moved call is not seen to arrive"),
    "app_chanspy": ("ChanSpy(", "no supervisor can listen, whisper or barge"),
    "app_stack": ("Return(", "no supervisor's phone can be rung"),
    "func_logic": ("${IF(", "no call can be moved"),
}
"""The modules of the dialplan fragment's applications and functions, and what is impossible without."""

HELPFUL: Final = {
    "func_dialplan": (
        "DIALPLAN_EXISTS(",
        "a moved caller whose own dialplan ends with Queue() goes to that context's i",
    ),
    "res_pjsip_header_funcs": ("PJSIP_HEADER(", "no supervisor's phone is asked to answer by itself"),
}
"""The optional modules of the fragment, and what is missing without."""

OPTIONAL: Final = (
    "chan_pjsip",
    "chan_sip",
    "chan_iax2",
    "chan_dahdi",
    "res_parking",
    "app_confbridge",
    "app_agent_pool",
    "app_directed_pickup",
    "app_mixmonitor",
    "func_config",
    "func_devstate",
    "res_config_odbc",
    "res_config_mysql",
    "cdr_adaptive_odbc",
)
"""Further modules that support asks for."""

DEVICE_STATES: Final = "res_manager_devicestate"


async def modules_of(probe: Probe, commands: set[str]) -> dict[str, bool]:
    """Returns modules by name, and whether they are loaded; only known ones."""
    known = {module: True for action, module in BY_ACTION.items() if action in commands}
    if "ExtensionStateList" in commands:  # the same rights are enough for both
        known[DEVICE_STATES] = "DeviceStateList" in commands
    if await _is_loaded(probe, "app_queue"):  # else IFMODULE itself is missing, and all would seem to be missing
        for module in (*NEEDED, *HELPFUL, *OPTIONAL):
            known[module] = await _is_loaded(probe, module)
    return known


def check_modules(modules: Mapping[str, bool], dialplan: str) -> Iterator[Finding]:
    """Returns missing modules that are needed, by the text of the fragment."""
    for module, (use, loss) in NEEDED.items():
        if use in dialplan and not modules.get(module, True):
            yield problem("modules", f"{module} is not loaded: {loss}.", f"modules.conf: load = {module}.so")
    for module, (use, loss) in HELPFUL.items():
        if use in dialplan and not modules.get(module, True):
            yield warning("modules", f"{module} is not loaded: {loss}.", f"modules.conf: load = {module}.so")
    if not modules.get(DEVICE_STATES, True):
        text = (
            f"{DEVICE_STATES} is not loaded: a phone that lost its registration behind a hint, and do-not-disturb, "
            "are not seen."
        )
        yield note("modules", text, f"modules.conf: load = {DEVICE_STATES}.so")


async def _is_loaded(probe: Probe, module: str) -> bool:
    answer = await probe.ask("Getvar", ("Variable", f"IFMODULE({module}.so)"))
    return answer.get("Value") == "1"
