"""The workflows say what they mean, and what they run is there; that they run is seen where they run."""

import re
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml", reason="the environment without Qt has no PyYAML")

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github/workflows").glob("*.yml"))
FLOWS: dict[str, dict[Any, Any]] = {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
JOBS = [(name, job_name, job) for name, flow in FLOWS.items() for job_name, job in flow["jobs"].items()]
STEPS = [(name, step) for name, _, job in JOBS for step in job.get("steps", [])]
USES = re.compile(r"uses: (?P<action>[\w.-]+/[\w.-]+)@(?P<commit>\S+)(?:  # v(?P<version>\d+)\.\d+\.\d+)?$")
ACTIONS = [
    (file.name, line.strip(), USES.search(line))
    for file in FILES
    for line in file.read_text(encoding="utf-8").splitlines()
    if "uses: " in line and "uses: ./" not in line
]


def test_that_there_is_one_for_changes_one_for_releases_and_one_for_both() -> None:
    assert sorted(FLOWS) == ["ci.yml", "packages.yml", "release.yml"]


@pytest.mark.parametrize("name", FLOWS)
def test_that_a_workflow_may_only_read_unless_a_job_needs_more(name: str) -> None:
    assert FLOWS[name]["permissions"] == {"contents": "read"}


def test_that_each_job_ends_and_waits_for_jobs_that_are_there() -> None:
    for name, job_name, job in JOBS:
        assert set(job.get("needs", [])) <= FLOWS[name]["jobs"].keys(), (name, job_name)
        assert ("uses" in job) != ("timeout-minutes" in job), (name, job_name)
        if called := job.get("uses"):
            assert (ROOT / called).is_file()
            assert "workflow_call" in FLOWS[Path(called).name][True]  # YAML takes the key ``on`` for true


def test_that_each_step_uses_or_runs_something_that_is_there() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name, step in STEPS:
        assert ("uses" in step) != ("run" in step), (name, step)
        if "uses" in step:
            continue
        script = step["run"].replace("\\", "/")
        for path in re.findall(r"packaging/[\w/.-]+\.\w+", script):
            assert (ROOT / path).is_file(), (name, path)
        for target in re.findall(r"^make ([\w-]+)", script, re.MULTILINE):
            assert target in targets, (name, target)


def test_that_an_action_is_the_very_commit_that_was_chosen() -> None:
    """A tag can be moved to other code by whoever takes over an action's repository; a commit cannot."""
    assert len(ACTIONS) > 10
    for name, line, action in ACTIONS:
        assert action is not None, (name, line)
        assert re.fullmatch(r"[0-9a-f]{40}", action["commit"]), (name, line)


def test_that_actions_run_on_a_node_that_runners_have() -> None:
    """GitHub took Node 20 from its runners in September 2026; these are the first of each with Node 24."""
    least = {"checkout": 5, "setup-python": 6, "upload-artifact": 6, "download-artifact": 7}
    for name, line, action in ACTIONS:
        assert action is not None, (name, line)
        assert int(action["version"] or 0) >= least[action["action"].removeprefix("actions/")], (name, line)


def test_that_no_job_waits_for_a_runner_that_is_no_more() -> None:
    retired = re.compile(r"windows-20(16|19)|ubuntu-(18|20)\.04|macos-1[0-4]\b")
    assert [file.name for file in FILES if retired.search(file.read_text(encoding="utf-8"))] == []


def test_that_what_one_job_takes_another_has_given() -> None:
    def named(action: str, key: str) -> set[str]:
        steps = [step for _, step in STEPS if step.get("uses", "").startswith(f"actions/{action}@")]
        return {step["with"][key] for step in steps if key in step["with"]}

    given = named("upload-artifact", "name")
    assert named("download-artifact", "name") <= given
    assert named("download-artifact", "pattern") == {"packages-*"}
    assert {name for name in given if not name.startswith("packages-")} == {"payload-windows", "notes"}


def test_that_secrets_reach_a_command_by_the_environment_alone() -> None:
    assert [step["run"] for _, step in STEPS if "secrets." in step.get("run", "")] == []


def test_that_all_three_systems_test_package_and_prove() -> None:
    runs = "\n".join(str(job) for name, _, job in JOBS if name == "packages.yml")
    for needed in ("make packages", "make check-packages", "windows\\\\build.ps1", "windows\\\\test_install.ps1",
                   "make_msi.py", "macos/build.sh", "macos/test_install.sh"):  # fmt: skip
        assert needed in runs, needed
    tested = FLOWS["ci.yml"]["jobs"]["others"]["strategy"]["matrix"]["os"]
    assert {system.split("-")[0] for system in tested} == {"windows", "macos"}
