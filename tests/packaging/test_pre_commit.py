"""What a commit is checked by is what `make lint` runs, with the tools of the project's own environment."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_that_a_commit_is_checked_by_the_same_tools_as_make_lint() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(PY)", ".venv/bin/python")
    repos = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = {hook["id"]: hook for hook in repos[0]["hooks"]}
    assert set(hooks) == {"ruff", "ruff-format", "import-linter"}
    for hook in hooks.values():
        command = hook["entry"].removesuffix(" --force-exclude")
        assert command.startswith(".venv/bin/")
        assert command in made
