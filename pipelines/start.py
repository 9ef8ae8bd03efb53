"""From a fresh checkout to a running product, with nothing but Python 3.11 or later.

`python3 -m pipelines.start demo` makes the environment `.venv` from the hashed lock and runs the main job on the
made-up partnership; `python3 -m pipelines.start test` makes it and runs every check and test; `install` makes it and
no more. Standard library only.

`test` also tries the engines elsewhere, and installs Spark (`tests/spark.lock`, some 400 MB) for that where there is a Java
to run it.
"""

import os
import shutil
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
SPARK = ROOT / "tests" / "spark.lock"
_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")
_LOCKED = ("--no-deps", "--require-hashes", "--only-binary", ":all:")


def python() -> Path:
    """The environment's Python, made and filled first where it is missing or the lock has changed."""
    binaries = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    inside = binaries / ("python.exe" if os.name == "nt" else "python")
    mark = ENVIRONMENT / "made-from"
    wanted = sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if inside.exists() and mark.exists() and mark.read_text() == wanted:
        return inside
    print("Making the environment in .venv (a minute or two, once) …", flush=True)
    venv.create(ENVIRONMENT, with_pip=True, clear=True)
    _run(inside, "-m", "pip", "install", *_QUIET, *_LOCKED, "-r", LOCK)
    _run(inside, "-m", "pip", "install", *_QUIET, "--no-deps", "--no-build-isolation", "-e", ROOT)
    mark.write_text(wanted)
    return inside


def with_spark(inside: Path) -> None:
    """Put Spark into the environment where a Java can run it, else say loudly that nothing of it will be tested."""
    if shutil.which("java") is None:
        print(
            "NOT TESTED: Spark, because there is no Java. Install a Java 17 or 21 runtime to test it.",
            flush=True,
        )
        return
    mark = ENVIRONMENT / "spark-made-from"
    wanted = sha256(SPARK.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == wanted:
        return
    print("Putting Spark into it for the tests (a minute, once) …", flush=True)
    # It is published as source only; what builds it is locked with the rest of the environment. Most of it are archives,
    # which packing again would make no smaller, and modules that nobody imports.
    built = ("--no-binary", "pyspark", "--no-build-isolation")
    quickly = ("--config-settings=--build-option=--compression=stored", "--no-compile")
    _run(inside, "-m", "pip", "install", *_QUIET, *_LOCKED, *built, *quickly, "-r", SPARK)
    mark.write_text(wanted)


def _run(*command: str | Path) -> None:
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def main() -> None:
    """Do what the first argument asks: `install`, `demo`, `check` (what a developer runs often) or `test` (everything)."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words to whoever runs it with an older one
        sys.exit(
            f"Expected Python 3.11 or later; found {sys.version.split()[0]}. Run this with a newer Python."
        )
    if asked not in ("install", "demo", "check", "test"):
        sys.exit(
            "Expected `install`, `demo`, `check` or `test`; for example: python3 -m pipelines.start demo"
        )
    if asked == "install":
        print(f"Ready: {python()}")
    elif asked == "demo":
        _run(python(), "-m", "pipelines.cli", "demo", *sys.argv[2:])
    else:
        if asked == "test":
            with_spark(python())
        _run(python(), "-m", "pipelines.quality", asked)


if __name__ == "__main__":
    main()
