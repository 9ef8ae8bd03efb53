"""Every check there is, in one command: format, lint, types, imports, SQL lint and tests. CI runs the same."""

import subprocess
import sys
import time

from pipelines.settings import ROOT

CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "imports": ["importlinter.cli"],
    "tests": ["pytest", "-rs", "-n", "auto", "--dist", "loadfile", "-m", "not slow"],
}
SLOW_CHECKS: dict[str, list[str]] = {
    "slow tests": [
        "pytest",
        "-rs",
        "-n",
        "auto",
        "--dist",
        "loadfile",
        "-m",
        "slow",
        "--ignore",
        "tests/test_benchmark.py",
    ],
    # What is measured wants the machine to itself.
    "benchmark": ["pytest", "-m", "slow", "tests/test_benchmark.py"],
}


def main() -> None:
    """Run the checks, and with `test` the slow suites too; the exit code is 0 only when all of them pass."""
    everything = sys.argv[1:] == ["test"]
    checks = {**CHECKS, **(SLOW_CHECKS if everything else {})}
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
    passed = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    print(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - started:.0f} s", flush=True)
    return passed


if __name__ == "__main__":
    main()
