"""All checks in one command: format, lint, types, imports, SQL lint and tests. CI runs the same."""

import os
import subprocess
import sys
import time
from tempfile import TemporaryDirectory

from pipelines.settings import ROOT

_PYTEST = ("pytest", "-rs", "--durations=25")
_BENCHMARK = "tests/test_benchmark.py"
_SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile")
CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["importlinter.cli"],
    "tests": [*_PYTEST, *_SIDE_BY_SIDE, "-m", "not slow"],
}
SLOW_CHECKS: dict[str, list[str]] = {
    # What is a small form of a slow test says nothing more where that one runs too.
    "tests": [*_PYTEST, *_SIDE_BY_SIDE, "-m", "not slow and not sampled"],
    "slow tests": [
        *_PYTEST, *_SIDE_BY_SIDE, "--no-loadscope-reorder", "-m", "slow", f"--ignore={_BENCHMARK}",
    ],
    # What is measured wants the machine to itself.
    "benchmark": [*_PYTEST, "-m", "slow", _BENCHMARK],
}  # fmt: skip


def main() -> None:
    """Run the checks, and with `test` the slow suites too; the exit code is 0 only when all of them pass."""
    everything = sys.argv[1:] == ["test"]
    checks = {**CHECKS, **(SLOW_CHECKS if everything else {})}
    with TemporaryDirectory(prefix="scorecard-tests-", ignore_cleanup_errors=True) as shared:
        os.environ["SCORECARD_TESTS_FOLDER"] = shared
        failed = [name for name, module in checks.items() if not _passes(name, module)]
    if failed:
        sys.exit(f"Expected every check to pass; these did not: {', '.join(failed)}.")
    print("Every check passed.")


def _passes(name: str, module: list[str]) -> bool:
    print(f"== {name}", flush=True)
    started = time.monotonic()
    command = [sys.executable, "-m", *module]
    if name == "imports":
        command = [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())",
        ]
    # Each of some hundred processes would compile everything again where none may keep what it compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    passed = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


if __name__ == "__main__":
    main()
